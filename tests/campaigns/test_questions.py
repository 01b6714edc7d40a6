"""Numbers that editors ask for: asked when a page is saved, answered by the collector, shown by the page."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale, Workflow

from campaigns.models import (
    Campaign,
    CampaignPage,
    Cluster,
    CounterQuestion,
    CounterSnapshot,
    FieldOfWork,
    PeakPeriod,
    Target,
    Unit,
)
from campaigns.tracking.contract import LOCAL
from stories.models import StoryPage
from tests.factories import CampaignPageFactory, SiteTree, SnapshotFactory, StoryPageFactory, UnitFactory, site_tree
from tests.tracking_fixtures import NOON, TrackingFile
from vietnamese.text import glue

VALID = "valid/campaign:/2022-01-08/2022-05-31"


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


@pytest.fixture
def page(tree: SiteTree) -> CampaignPage:
    page: CampaignPage = CampaignPageFactory()
    return page


def counters(*values: dict[str, Any]) -> list[dict[str, Any]]:
    """A text of live counters and of something else."""
    stored = [("paragraph", "<p>Chữ.</p>"), *(("counter", value) for value in values)]
    return [{"type": kind, "value": value, "id": str(number)} for number, (kind, value) in enumerate(stored)]


def valid(page: CampaignPage) -> dict[str, Any]:
    return {"campaign": page.campaign_id, "scope": "campaign", "measure": "valid"}


def asked() -> list[str]:
    return list(CounterQuestion.objects.order_by("pk").values_list("key", flat=True))


def saved_as_draft(story: StoryPage) -> None:
    story.save_revision()


def published(story: StoryPage) -> None:
    story.save_revision().publish()


def scheduled(story: StoryPage) -> None:
    story.save_revision(approved_go_live_at=timezone.now() - timedelta(hours=1))
    CounterQuestion.objects.all().delete()
    call_command("publish_scheduled")


def sent_to_review(story: StoryPage) -> None:
    user = get_user_model().objects.create_superuser("ai-do", "a@example.org", "x")
    story.save_revision(user=user)
    Workflow.objects.first().start(story, user)


def copied(story: StoryPage) -> None:
    story.save()
    CounterQuestion.objects.all().delete()
    story.copy(update_attrs={"slug": "ban-sao"})


def translated(story: StoryPage) -> None:
    story.save()
    CounterQuestion.objects.all().delete()
    story.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)


WAYS = [saved_as_draft, published, scheduled, sent_to_review, copied, translated]


@pytest.mark.django_db
class TestAsking:
    @pytest.mark.parametrize("way", WAYS)
    def test_however_a_page_is_saved_its_counters_are_asked_for(
        self, page: CampaignPage, way: Callable[[StoryPage], None]
    ) -> None:
        story = StoryPageFactory()
        assert asked() == []
        story.body = counters(valid(page))
        way(story)
        assert asked() == [VALID]

    def test_in_one_query_however_many_and_only_once(self, page: CampaignPage) -> None:
        days = [{"period": "day", "day": f"2022-05-0{day}"} for day in range(1, 8)]
        story = StoryPageFactory(body=counters(*(valid(page) | day for day in days), valid(page), valid(page)))
        assert len(asked()) == 8
        with CaptureQueriesContext(connection) as captured:
            story.save_revision()
        assert sum("counterquestion" in query["sql"] for query in captured.captured_queries) == 1
        assert len(asked()) == 8

    def test_what_is_unfinished_or_usual_asks_nothing(self, page: CampaignPage) -> None:
        unfinished: list[dict[str, Any]] = [
            {"scope": "unit", "measure": "valid"},
            {"period": "day"},
            {"campaign": None},
            {"scope": "cluster"},
        ]
        usual = {"campaign": page.campaign_id, "scope": "campaign"}
        StoryPageFactory(body=counters(usual, *(valid(page) | more for more in unfinished))).save_revision()
        assert asked() == []

    def test_a_reader_asks_nothing(self, page: CampaignPage, client: Client) -> None:
        story = StoryPageFactory(body=counters(valid(page)))
        CounterQuestion.objects.all().delete()
        assert client.get(story.url).status_code == 200
        assert asked() == []

    def test_new_days_of_a_peak_week_or_a_campaign_are_asked_for(self, page: CampaignPage) -> None:
        peak = PeakPeriod(
            page=page, name="Tuần 1", starts_on=date(2022, 5, 2), ends_on=date(2022, 5, 8), locale=page.locale
        )
        peak.save()
        StoryPageFactory(body=counters(valid(page) | {"period": "peak", "peak": peak.pk}, valid(page)))
        peak.ends_on = date(2022, 5, 9)
        peak.save()
        assert "valid/campaign:/2022-05-02/2022-05-09" in asked()
        page.campaign.count_to = date(2022, 6, 30)
        page.campaign.save()
        assert "valid/campaign:/2022-01-08/2022-06-30" in asked()


@pytest.mark.django_db
class TestForgetting:
    @pytest.fixture
    def story(self, page: CampaignPage) -> StoryPage:
        """A published story with one counter, asked for two days ago."""
        story: StoryPage = StoryPageFactory(body=counters(valid(page)))
        self.grow_old()
        return story

    def grow_old(self) -> None:
        CounterQuestion.objects.update(asked_at=timezone.now() - timedelta(days=2))

    def test_what_a_published_page_asks_is_kept(self, story: StoryPage) -> None:
        call_command("forget_questions")
        assert asked() == [VALID]

    def test_what_readers_see_is_kept_while_a_draft_leaves_it_out(self, story: StoryPage) -> None:
        story.body = []
        story.save_revision()
        call_command("forget_questions")
        assert asked() == [VALID]

    def test_what_a_draft_alone_asks_is_kept(self, page: CampaignPage) -> None:
        story = StoryPageFactory()
        story.body = counters(valid(page))
        story.save_revision()
        self.grow_old()
        call_command("forget_questions")
        assert asked() == [VALID]

    def test_what_no_page_asks_any_more_is_forgotten(
        self, story: StoryPage, capsys: pytest.CaptureFixture[str]
    ) -> None:
        story.body = []
        story.save_revision().publish()
        call_command("forget_questions")
        assert asked() == []
        assert capsys.readouterr().out == "1 question(s) forgotten\n"

    def test_so_is_what_a_deleted_page_asked(self, story: StoryPage) -> None:
        story.delete()
        call_command("forget_questions")
        assert asked() == []

    def test_what_was_asked_in_the_last_hour_is_kept_whoever_asked_it_first(
        self, page: CampaignPage, story: StoryPage
    ) -> None:
        story.delete()
        other = StoryPageFactory(body=counters(valid(page)))
        StoryPage.objects.filter(pk=other.pk).update(body="[]")  # as a writer looks whose work is not committed yet
        call_command("forget_questions")
        assert asked() == [VALID]


@pytest.mark.django_db
class TestShown:
    def text(self, client: Client, value: dict[str, Any]) -> str:
        """The counter of a story, its markup and line ends taken away."""
        html = client.get(StoryPageFactory(body=counters(value)).url).content.decode()
        return html[
            html.index('<section class="mcount') : html.index("</section>", html.index('<section class="mcount'))
        ]

    def test_an_answer_has_its_words_its_time_and_its_state(self, page: CampaignPage, client: Client) -> None:
        SnapshotFactory(campaign=page.campaign, answers={VALID: 54321})
        shown = self.text(client, valid(page))
        for words in (
            ">54.321<",
            "sáng kiến hợp lệ",
            "từ 8/1 đến 31/5/2022",
            "chip--live",
            "10/5/2022",
            glue(page.title),
        ):
            assert words in shown
        assert "141.846" not in shown

    def test_until_it_is_answered_the_number_is_unknown(self, page: CampaignPage, client: Client) -> None:
        SnapshotFactory(campaign=page.campaign)
        shown = self.text(client, valid(page))
        assert ">—<" in shown
        assert "Số sẽ có trong ít phút." in shown

    @pytest.mark.parametrize(
        ("snapshot", "words"),
        [
            ({"state": "final"}, "chưa được đếm trước khi chiến dịch chốt"),
            ({"state": "held"}, "Số sẽ có khi phần mềm theo dõi trả lời trở lại."),
        ],
    )
    def test_why_a_number_is_not_there(
        self, page: CampaignPage, client: Client, snapshot: dict[str, Any], words: str
    ) -> None:
        SnapshotFactory(campaign=page.campaign, **snapshot)
        assert words in self.text(client, valid(page))

    def test_days_to_come_say_when_they_begin(self, page: CampaignPage, client: Client) -> None:
        SnapshotFactory(campaign=page.campaign)
        shown = self.text(client, valid(page) | {"period": "day", "day": "2022-05-20"})
        assert "Bắt đầu đếm ngày 20/5/2022." in shown
        assert ">—<" in shown

    def test_the_campaigns_own_number_never_takes_its_place(self, page: CampaignPage, client: Client) -> None:
        """site.js writes the headline into what has no data-unit; parts.js brings this one anew from the server."""
        SnapshotFactory(campaign=page.campaign, answers={VALID: 5})
        shown = self.text(client, valid(page))
        assert f'data-unit="{VALID}"' in shown
        assert 'data-part="60"' in shown

    def test_targets_are_the_chosen_ones(self, page: CampaignPage, client: Client) -> None:
        unit = UnitFactory(code="75")
        row = {"code": "75", "count": 2000, "target": 4000, "rank": 1, "valid": 500, "reviewing": 0}
        row |= {"target_kind": "assigned", "target_is_example": False, "self_set": 8000, "self_set_is_example": True}
        SnapshotFactory(campaign=page.campaign, units=[row])
        value = {"campaign": page.campaign_id, "scope": "unit", "unit": unit.pk}
        assert "chỉ tiêu được giao 4.000" in self.text(client, value | {"target": "assigned"})
        own = self.text(client, value | {"target": "self_set"})
        assert "25,0%" in own
        assert "8.000" in own
        assert "sample" in own
        assert "12,5%" in self.text(client, value | {"target": "assigned", "measure": "valid"})
        none = self.text(client, value | {"target": "none"})
        assert ">2.000<" in none
        assert "%" not in none

    def test_a_cluster_and_a_field_are_named_in_the_readers_language(self, page: CampaignPage, client: Client) -> None:
        SnapshotFactory(campaign=page.campaign)
        cluster = Cluster.objects.create(code="dnb", name="Cụm Đông Nam Bộ", name_en="South-East cluster")
        field = FieldOfWork.objects.create(code="YTE", name="Y tế")
        UnitFactory(cluster=cluster)
        body = counters(
            {"campaign": page.campaign_id, "scope": "cluster", "cluster": cluster.pk},
            {"campaign": page.campaign_id, "scope": "field", "field": field.pk},
        )
        story = StoryPageFactory(body=body)
        assert '<span lang="vi">Cụm Đông Nam Bộ</span>' in client.get(story.url).content.decode()
        english = story.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
        english.save_revision().publish()
        html = client.get(english.url).content.decode()
        assert '<span lang="en">South-East cluster</span>' in html
        assert 'Field of work: <span lang="vi">Y tế</span>' in html


@pytest.mark.django_db(databases=["default", "tracking"])
class TestFromPageToNumber:
    """A real tracking database, a saved page, a pass of the collector, the page again."""

    FROM, TO = date(2022, 4, 30), date(2022, 5, 8)

    @pytest.fixture
    def facts(self, tracking: TrackingFile) -> TrackingFile:
        """Facts of every unit, field and status on many days; those at midnight tell local days from UTC's."""
        tracking.run("INSERT INTO field (code, name) VALUES ('YTE', 'Y tế'), ('GD', 'Giáo dục')")
        statuses = ("submitted", "reviewing", "valid", "rejected")
        for number in range(240):
            unit = ("01", "38", "GD", "01-A", "01-A-1")[number % 5]
            at = datetime(2022, 4, 10, tzinfo=LOCAL) + timedelta(hours=number * 3)
            deleted = NOON if number % 17 == 0 else None
            tracking.register(unit, at, status=statuses[number % 4], deleted=deleted)
        tracking.run(
            "UPDATE initiative SET field_id = (SELECT id FROM field WHERE code = iif(initiative.id % 3, 'GD', 'YTE'))"
        )
        return tracking

    def by_hand(self, facts: TrackingFile, condition: str, statuses: str, first: date, last: date) -> int:
        """Row by row, as the contract says it, with no code of the site."""
        local = "date(f.registered_at, '+7 hours')"
        [[count]] = facts.run(
            f"SELECT count(*) FROM cms_v1_submission_fact f WHERE f.deleted_at IS NULL AND f.status IN ({statuses})"
            f" AND {local} BETWEEN ? AND ? AND {condition}",
            first.isoformat(),
            last.isoformat(),
        )
        return int(count)

    def test_the_page_shows_what_counting_by_hand_gives(
        self, facts: TrackingFile, page: CampaignPage, client: Client
    ) -> None:
        campaign: Campaign = page.campaign
        cluster = Cluster.objects.create(code="cum", name="Cụm một")
        unit = UnitFactory(code="01", cluster=cluster)
        UnitFactory(code="38", cluster=cluster)
        below = UnitFactory(code="01-A", kind="upper")
        field = FieldOfWork.objects.create(code="YTE", name="Y tế")
        peak = PeakPeriod(page=page, name="Tuần", starts_on=self.FROM, ends_on=self.TO, locale=page.locale)
        peak.save()
        whole, own = (campaign.count_from, campaign.count_to), (campaign.units_from, campaign.units_to)
        week, day = (self.FROM, self.TO), (date(2022, 5, 1), date(2022, 5, 1))
        counted = "'submitted', 'reviewing', 'valid'"
        under_01 = "f.unit_code IN ('01', '01-A', '01-A-1')"
        cases: list[tuple[dict[str, Any], str, str, tuple[date, date]]] = [
            ({"scope": "campaign", "measure": "valid"}, "1", "'valid'", whole),
            ({"scope": "campaign", "measure": "reviewing", "period": "units"}, "1", "'reviewing'", own),
            ({"scope": "unit", "unit": unit.pk, "period": "peak", "peak": peak.pk}, under_01, counted, week),
            ({"scope": "unit", "unit": unit.pk, "measure": "valid"}, under_01, "'valid'", own),
            ({"scope": "unit", "unit": below.pk}, "f.unit_code IN ('01-A', '01-A-1')", counted, own),
            (
                {"scope": "cluster", "cluster": cluster.pk, "period": "day", "day": "2022-05-01"},
                f"({under_01} OR f.unit_code = '38')",
                counted,
                day,
            ),
            (
                {"scope": "field", "field": field.pk, "period": "range", "first": "2022-04-30", "last": "2022-05-08"},
                "f.field_code = 'YTE'",
                counted,
                week,
            ),
        ]
        story = StoryPageFactory(body=counters(*({"campaign": campaign.pk, **value} for value, *_rest in cases)))
        story.save_revision().publish()
        call_command("collect_counters", once=True)
        expected = [self.by_hand(facts, condition, statuses, *days) for _v, condition, statuses, days in cases]
        assert all(expected)
        story = StoryPage.objects.get(pk=story.pk)
        assert [block.value.counter.value for block in story.body if block.block_type == "counter"] == expected
        html = client.get(story.url).content.decode()
        for number in expected:
            assert f'<live-count class="n" data-value="{number}">' in html

    def test_a_self_set_target_beside_an_assigned_one_reaches_the_page(
        self, facts: TrackingFile, page: CampaignPage, client: Client
    ) -> None:
        facts.set_target("01", 50, campaign=page.campaign.tracking_code)
        unit = UnitFactory(code="01")
        Target.objects.create(campaign=page.campaign, unit=unit, kind="self_set", amount=80, source="x")
        call_command("collect_counters", once=True)
        row = next(row for row in page.campaign.snapshots.get().units if row["code"] == "01")
        assert (row["target"], row["target_kind"], row["self_set"]) == (50, "assigned", 80)
        value = {"campaign": page.campaign_id, "scope": "unit", "unit": unit.pk, "target": "self_set"}
        html = client.get(StoryPageFactory(body=counters(value)).url).content.decode()
        assert f'<live-count class="n" data-value="{row["count"]}">' in html
        assert "chỉ tiêu tự đăng ký 80" in html

    def test_one_target_is_not_told_twice(self, facts: TrackingFile, page: CampaignPage) -> None:
        facts.set_target("38", 70, kind="self_set", campaign=page.campaign.tracking_code)
        call_command("collect_counters", once=True)
        row = next(row for row in CounterSnapshot.objects.get().units if row["code"] == "38")
        assert row["target_kind"] == "self_set"
        assert "self_set" not in row
        assert Unit.objects.count() == 0
