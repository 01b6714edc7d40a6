"""The weekly report in the admin, from outside: who sees it, its files, and the draft that is made of it."""

from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, ModelLogEntry, Page
from wagtail.users.models import UserProfile

from campaigns import steps
from campaigns.models import Campaign, CounterSnapshot
from home.demo.accounts import CHIEFS, EDITORS, FIGURES, GRASSROOTS
from stories.models import StoryIndexPage, StoryPage
from tests.campaigns.desk.conftest import EVERYBODY, log_in, own_scripts, text
from tests.campaigns.reports.conftest import WEEK, campaign, units
from tests.factories import CampaignFactory
from tests.factories.sites import SiteTree

__all__ = ["campaign", "log_in", "units"]

LogIn = Callable[[str], Client]


def week(campaign: Campaign, days: str = WEEK.key, language: str = "vi") -> dict[str, str]:
    return {"tuan": f"{campaign.pk}.{days}", "ngon-ngu": language}


def draft(client: Client, campaign: Campaign, **more: str) -> Any:
    return client.post(reverse("weekly_report_draft"), week(campaign) | more)


@pytest.mark.parametrize("role", EVERYBODY)
def test_who_sees_the_desk_sees_the_report(log_in: LogIn, campaign: Campaign, role: str) -> None:
    client = log_in(role)
    home = client.get(reverse("wagtailadmin_home"))
    assert f"{reverse('weekly_report')}?chien-dich={campaign.pk}" in home.content.decode()
    answer = client.get(reverse("weekly_report"), week(campaign))
    said = text(answer)
    for fact in ("Báo cáo tuần 9/5–15/5/2022", "117.500", "còn thiếu 1.520, cần 95 mỗi ngày", "Tải .docx", "Tải PDF"):
        assert fact in said
    assert ("Tạo bản nháp trang tin" in said) == (role != FIGURES)
    assert own_scripts(answer) == []


def test_a_report_is_in_the_languages_of_the_admin_alone(log_in: LogIn, campaign: Campaign) -> None:
    client = log_in(FIGURES)
    for asked, language, title in (("en", "en", "Weekly report"), ("ko", "vi", "Báo cáo tuần"), ("x", "vi", "Báo cáo")):
        answer = client.get(reverse("weekly_report"), week(campaign, language=asked))
        chosen = answer.context["chosen"]
        assert [choice.value for choice in chosen.languages] == ["vi", "en"]
        assert (chosen.language, title in text(answer)) == (language, True)


def test_who_may_not(log_in: LogIn, campaign: Campaign) -> None:
    places = [reverse("weekly_report"), reverse("weekly_report_file", args=["pdf"])]
    for place in places:
        assert Client().get(place)["location"].startswith(reverse("wagtailadmin_login"))
    client = log_in(GRASSROOTS)
    group = client.get("/admin/").wsgi_request.user.groups.get()
    group.permissions.remove(group.permissions.get(codename="view_campaign"))
    for place in places:
        assert client.get(place)["location"] == reverse("wagtailadmin_home")
    assert draft(client, campaign)["location"] == reverse("wagtailadmin_home")
    assert not StoryPage.objects.exists()


def test_a_draft_needs_the_right_to_add_stories(log_in: LogIn, campaign: Campaign) -> None:
    assert draft(log_in(FIGURES), campaign)["location"] == reverse("wagtailadmin_home")
    assert not StoryPage.objects.exists()
    client = log_in(GRASSROOTS)  # may add below the index of stories alone
    GroupPagePermission.objects.filter(page__in=StoryIndexPage.objects.all()).delete()
    assert "Tạo bản nháp" not in text(client.get(reverse("weekly_report"), week(campaign)))
    assert draft(client, campaign)["location"] == reverse("wagtailadmin_home")
    assert not StoryPage.objects.exists()


def test_the_usual_week_and_every_other_can_be_chosen(log_in: LogIn, campaign: Campaign) -> None:
    CampaignFactory(slug="truoc", name="Chưa có gì", featured=False)
    answer = log_in(FIGURES).get(reverse("weekly_report"), {"chien-dich": campaign.pk})
    soup = BeautifulSoup(answer.content, "html.parser")
    [chosen] = soup.select("select[name=tuan] option[selected]")
    assert chosen.get_text() == "Tuần 4, 9/5–15/5/2022"
    labels = [option.get_text() for option in soup.select("select[name=tuan] optgroup")[0].select("option")]
    assert labels[0] == "Tuần 5, 16/5–22/5/2022"
    assert len(labels) == 5
    odd = log_in(FIGURES).get(reverse("weekly_report"), {"tuan": "999.x_y", "ngon-ngu": "zz"})
    assert odd.status_code == 200


@pytest.mark.parametrize(("kind", "start"), [("docx", b"PK"), ("pdf", b"%PDF-")])
def test_the_file_is_sent_and_told_in_the_history(log_in: LogIn, campaign: Campaign, kind: str, start: bytes) -> None:
    client = log_in(FIGURES)
    answer = client.get(reverse("weekly_report_file", args=[kind]), week(campaign))
    assert answer.content.startswith(start)
    assert f'filename="bao-cao-tuan-2022-05-09-2022-05-15-{campaign.slug}.{kind}"' in answer["content-disposition"]
    history = text(client.get(reverse("wagtailsnippets_campaigns_campaign:history", args=[campaign.pk])))
    made = {"docx": "tệp Word", "pdf": "PDF"}[kind]
    assert f"Lập báo cáo tuần 9/5/2022–15/5/2022: {made}" in history
    assert client.get(reverse("weekly_report_file", args=["exe"]), week(campaign)).status_code == 404


def test_an_empty_week_has_nothing_to_take_along(log_in: LogIn, campaign: Campaign) -> None:
    CounterSnapshot.objects.all().delete()
    client = log_in(CHIEFS)
    said = text(client.get(reverse("weekly_report"), week(campaign)))
    assert "Không có ghi nhận nào về tuần 9/5–15/5/2022 nên báo cáo này không có số liệu." in said
    assert "Tải" not in said and "Tạo bản nháp" not in said
    answer = client.get(reverse("weekly_report_file", args=["pdf"]), week(campaign), follow=True)
    assert answer["content-type"].startswith("text/html")
    assert draft(client, campaign)["location"].startswith(reverse("weekly_report"))
    assert not StoryPage.objects.exists()
    assert not ModelLogEntry.objects.filter(action=steps.REPORTED).exists()


def test_a_draft_with_frozen_figures(log_in: LogIn, campaign: Campaign) -> None:
    client = log_in(EDITORS)
    answer = draft(client, campaign)
    page = StoryPage.objects.get()
    assert answer["location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert (page.live, page.kind, page.campaign) == (False, StoryPage.Kind.NEWS, campaign)
    assert page.title == "Báo cáo tuần 9/5–15/5/2022: 40 ngày cao điểm"
    assert page.slug == "bao-cao-tuan-9-5-15-5-2022-40-ngay-cao-diem"
    assert page.lead.startswith("40 ngày cao điểm: 117.500 sáng kiến đăng ký, tính đến 23:59 ngày 15/5/2022")
    assert {block.block_type for block in page.body} == {"paragraph", "key_figures", "figure"}
    [figures] = [block.value for block in page.body if block.block_type == "key_figures"]
    assert [figure["value"] for figure in figures["figures"]] == ["117.500", "+10.500", "39,2%", "11.407"]
    assert figures["source"] == "Tính đến 23:59 ngày 15/5/2022"
    [figure] = [block.value for block in page.body if block.block_type == "figure"]
    assert figure["image"].contextual_alt_text.startswith("Số sáng kiến mới của từng ngày: 9/5: 1.500, 10/5")
    assert (figure["image"].width, figure["caption"]) == (1920, "Tính đến 23:59 ngày 15/5/2022")
    page.full_clean()
    CounterSnapshot.objects.all().delete()  # nothing in it is live
    said = text(client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])))
    for fact in ("LĐLĐ U8: được 480 trên chỉ tiêu 2.000 (ví dụ), còn thiếu 1.520, cần 95 mỗi ngày", "Cụm miền Đông",
                 "Nguồn: Phần mềm đăng ký."):  # fmt: skip
        assert fact in said
    assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200


def test_made_again_it_asks_and_updates_the_draft(log_in: LogIn, campaign: Campaign) -> None:
    client = log_in(EDITORS)
    draft(client, campaign)
    page = StoryPage.objects.get()
    campaign.closes.filter(day=WEEK.last).update(count=118_000)
    asked = draft(client, campaign)
    assert "Tuần này đã có trang" in text(asked)
    assert StoryPage.objects.count() == 1
    draft(client, campaign, answer="update", page=str(page.pk))
    assert StoryPage.objects.count() == 1
    page.refresh_from_db()
    assert "118.000" in page.get_latest_revision_as_object().lead
    assert page.revisions.count() == 2
    draft(client, campaign, answer="another")
    other = StoryPage.objects.exclude(pk=page.pk).get()
    assert other.slug != page.slug
    assert "118.000" in other.lead


def test_a_published_page_is_never_overwritten(log_in: LogIn, campaign: Campaign) -> None:
    client = log_in(CHIEFS)
    draft(client, campaign)
    page = StoryPage.objects.get()
    page.get_latest_revision().publish()
    for _published in (True, False):
        assert "Đưa số liệu lúc này vào" not in text(draft(client, campaign))
        answer = draft(client, campaign, answer="update", page=str(page.pk))
        assert answer["location"] == reverse("wagtailadmin_home")
        page.refresh_from_db()
        assert page.revisions.count() == 1
        page.unpublish()
    draft(client, campaign, answer="another")
    assert StoryPage.objects.count() == 2


def test_others_drafts_and_locked_ones_are_left_alone(log_in: LogIn, campaign: Campaign) -> None:
    draft(log_in(EDITORS), campaign)
    assert "Đưa số liệu lúc này vào" not in text(draft(log_in(GRASSROOTS), campaign))
    StoryPage.objects.update(locked=True)
    assert "Đưa số liệu lúc này vào" not in text(draft(log_in(EDITORS), campaign))


def test_an_editor_who_reads_english(log_in: LogIn, campaign: Campaign) -> None:
    client = log_in(CHIEFS)
    profile = UserProfile.get_for_user(client.get("/admin/").wsgi_request.user)
    profile.preferred_language = "en"
    profile.save()
    said = text(client.get(reverse("weekly_report"), {"tuan": f"{campaign.pk}.{WEEK.key}"}))
    for fact in ("Weekly report 9 May–15 May 2022", "117,500", "1,520 missing, 95 a day needed", "Download PDF"):
        assert fact in said
    assert "Make a draft" not in said  # there is no English index of stories
    vietnamese = text(client.get(reverse("weekly_report"), week(campaign)))
    assert "Báo cáo tuần 9/5–15/5/2022" in vietnamese and "Download PDF" in vietnamese
    tree = SiteTree.current()
    tree.home_en.add_child(
        instance=StoryIndexPage(
            title="Stories", slug="stories", locale=tree.en, translation_key=tree.stories.translation_key
        )
    )
    draft(client, campaign)
    client.post(reverse("weekly_report_draft"), week(campaign, language="en"))
    ours, theirs = StoryPage.objects.order_by("pk")
    assert theirs.title == "Weekly report 9 May–15 May 2022: Chiến dịch thi đua cao điểm 40 ngày"
    assert theirs.translation_key == ours.translation_key
    assert "the farthest behind first" in str(theirs.body.get_prep_value())
    assert not any(Page.find_problems())
