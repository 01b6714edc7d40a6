"""What an editor chooses for a live counter: which choices go together, and what is said where they do not."""

from datetime import date
from typing import Any

import pytest
from django.test import RequestFactory
from wagtail.blocks import StructBlockValidationError
from wagtail.models import Locale

from campaigns.blocks import LiveCounterBlock
from campaigns.models import Campaign, CampaignPage, Cluster, CounterQuestion, FieldOfWork, PeakPeriod, Unit
from tests.factories import CampaignFactory, CampaignPageFactory, SnapshotFactory, UnitFactory, site_tree

pytestmark = pytest.mark.django_db

BLOCK: Any = LiveCounterBlock()
WEEK = (date(2022, 5, 2), date(2022, 5, 8))


@pytest.fixture
def page() -> CampaignPage:
    site_tree()
    page: CampaignPage = CampaignPageFactory()
    return page


@pytest.fixture
def things(page: CampaignPage) -> dict[str, int]:
    """One of everything that can be chosen."""
    cluster = Cluster.objects.create(code="dnb", name="Cụm Đông Nam Bộ")
    peak = PeakPeriod(page=page, name="Tuần y tế", starts_on=WEEK[0], ends_on=WEEK[1], locale=page.locale)
    peak.save()
    return {
        "campaign": page.campaign_id,
        "cluster": cluster.pk,
        "unit": UnitFactory(code="75", cluster=cluster).pk,
        "field": FieldOfWork.objects.create(code="YTE", name="Y tế").pk,
        "peak": peak.pk,
    }


def chosen(things: dict[str, int], *names: str, **more: Any) -> Any:
    """A counter's value with these things chosen."""
    return BLOCK.to_python({name: things[name] for name in ("campaign", *names)} | {"scope": "campaign"} | more)


def faults(value: Any) -> dict[str, str]:
    """What the editor reads, by field."""
    with pytest.raises(StructBlockValidationError) as refused:
        BLOCK.clean(value)
    return {name: " ".join(error.messages) for name, error in refused.value.block_errors.items()}


COMPLETE: list[tuple[tuple[str, ...], dict[str, Any], str]] = [
    ((), {"measure": "valid"}, "valid/campaign:/2022-01-08/2022-05-31"),
    ((), {"period": "units"}, "registered/campaign:/2022-04-22/2022-05-31"),
    (("unit",), {"scope": "unit", "measure": "reviewing"}, "reviewing/unit:75/2022-04-22/2022-05-31"),
    (("unit",), {"scope": "unit", "period": "whole"}, "registered/unit:75/2022-01-08/2022-05-31"),
    (("unit",), {"scope": "unit", "target": "none"}, "registered/unit:75/2022-04-22/2022-05-31"),
    (("cluster",), {"scope": "cluster"}, "registered/cluster:dnb/2022-04-22/2022-05-31"),
    (("field",), {"scope": "field"}, "registered/field:YTE/2022-01-08/2022-05-31"),
    (("field", "peak"), {"scope": "field", "period": "peak"}, "registered/field:YTE/2022-05-02/2022-05-08"),
    ((), {"period": "day", "day": "2022-05-09"}, "registered/campaign:/2022-05-09/2022-05-09"),
    (
        (),
        {"period": "range", "first": "2022-04-30", "last": "2022-05-03"},
        "registered/campaign:/2022-04-30/2022-05-03",
    ),
]


@pytest.mark.parametrize(("names", "more", "key"), COMPLETE)
def test_what_is_complete_is_one_question(
    things: dict[str, int], names: tuple[str, ...], more: dict[str, Any], key: str
) -> None:
    value = BLOCK.clean(chosen(things, *names, **more))
    assert value.question.key == key
    assert BLOCK.to_python(BLOCK.get_prep_value(value)).question.key == key
    assert len(key) <= CounterQuestion._meta.get_field("key").max_length  # type: ignore[operator]


@pytest.mark.parametrize("scope", ["campaign", "unit"])
def test_what_every_snapshot_has_asks_nothing(things: dict[str, int], scope: str) -> None:
    names = ("unit",) if scope == "unit" else ()
    assert BLOCK.clean(chosen(things, *names, scope=scope)).question is None


def test_a_unit_below_the_first_level_is_asked_for(things: dict[str, int]) -> None:
    Unit.objects.update(kind="grassroots")
    assert chosen(things, "unit", scope="unit").question.key == "registered/unit:75/2022-04-22/2022-05-31"


@pytest.mark.parametrize(
    ("names", "more", "field", "words"),
    [
        ((), {"scope": "unit"}, "unit", "Hãy chọn một đơn vị."),
        ((), {"scope": "cluster"}, "cluster", "Hãy chọn một cụm."),
        ((), {"scope": "field"}, "field", "Hãy chọn một lĩnh vực."),
        (("cluster",), {}, "cluster", "“Một cụm thi đua”"),
        (("unit", "field"), {"scope": "unit"}, "field", "“Một lĩnh vực”"),
        (("peak",), {}, "peak", "“Một tuần, tháng cao điểm”"),
        ((), {"period": "peak"}, "peak", "hãy chọn lại"),
        ((), {"period": "day"}, "day", "Hãy điền ngày."),
        ((), {"period": "range", "first": "2022-05-02"}, "last", "Hãy điền ngày."),
        ((), {"day": "2022-05-02"}, "day", "“Một ngày”"),
        ((), {"period": "range", "first": "2022-05-02", "last": "2022-05-01"}, "last", "không được trước"),
        ((), {"period": "day", "day": "2022-06-01"}, "day", "chỉ đếm từ 8/1/2022 đến 31/5/2022"),
        ((), {"period": "day", "day": "2022-01-07"}, "day", "chỉ đếm từ 8/1/2022"),
        ((), {"period": "range", "first": "2022-05-02", "last": "2022-06-01"}, "last", "chỉ đếm từ"),
        ((), {"target": "assigned"}, "target", "Chỉ đơn vị"),
        (("cluster",), {"scope": "cluster", "target": "self_set"}, "target", "Chỉ đơn vị"),
        (("unit",), {"scope": "unit", "period": "whole", "target": "assigned"}, "target", "cả thời gian"),
        (("unit",), {"scope": "unit", "measure": "reviewing", "target": "assigned"}, "target", "không tính vào"),
    ],
)
def test_what_does_not_go_together_is_said_where_it_is_put_right(
    things: dict[str, int], names: tuple[str, ...], more: dict[str, Any], field: str, words: str
) -> None:
    found = faults(chosen(things, *names, **more))
    assert list(found) == [field]
    assert words in found[field]


def test_a_peak_week_of_another_campaign_is_refused(things: dict[str, int]) -> None:
    other = CampaignPageFactory(slug="khac", campaign=CampaignFactory(slug="khac", featured=False))
    things["campaign"] = other.campaign_id
    assert "chiến dịch khác" in faults(chosen(things, "peak", period="peak"))["peak"]


def test_a_cluster_without_units_is_refused(things: dict[str, int]) -> None:
    Unit.objects.update(cluster=None)
    assert "chưa có đơn vị nào" in faults(chosen(things, "cluster", scope="cluster"))["cluster"]


def test_a_target_that_the_unit_lacks_is_refused(things: dict[str, int], page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign, unit_codes=("75",))
    assert "chưa có chỉ tiêu" in faults(chosen(things, "unit", scope="unit", target="self_set"))["target"]
    assert BLOCK.clean(chosen(things, "unit", scope="unit", target="assigned"))


@pytest.mark.parametrize("gone", ["unit", "cluster", "field", "peak"])
def test_what_was_deleted_shows_nothing_and_is_told_on_the_next_save(things: dict[str, int], gone: str) -> None:
    models: dict[str, Any] = {"unit": Unit, "cluster": Cluster, "field": FieldOfWork, "peak": PeakPeriod}
    choice = {"period": "peak"} if gone == "peak" else {"scope": gone}
    raw = BLOCK.get_prep_value(chosen(things, gone, **choice))
    assert BLOCK.to_python(raw).counter is not None
    models[gone].objects.all().delete()
    value = BLOCK.to_python(raw)
    assert (value.question, value.counter) == (None, None)
    assert BLOCK.render(value, context={"request": RequestFactory().get("/")}).strip() == ""
    assert "hãy chọn lại" in faults(value)[gone]


def test_a_campaign_that_was_taken_down_shows_nothing_and_is_told(things: dict[str, int], page: CampaignPage) -> None:
    page.unpublish()
    value = chosen(things, measure="valid")
    assert value.counter is None
    assert "chưa có trang được xuất bản" in faults(value)["campaign"]


def test_a_closed_campaign_offers_only_what_was_signed(things: dict[str, int], page: CampaignPage) -> None:
    key = "registered/cluster:dnb/2022-04-22/2022-05-31"
    SnapshotFactory(campaign=page.campaign, state="final", answers={key: 5}, statuses={"valid": 7})
    assert BLOCK.clean(chosen(things, "cluster", scope="cluster"))
    assert BLOCK.clean(chosen(things, measure="valid"))
    assert "đã chốt" in faults(chosen(things, "field", scope="field"))["campaign"]


@pytest.mark.parametrize(
    "strange", [{"scope": "x"}, {"period": None}, {"measure": ""}, {"target": "y"}, {"scope": None}]
)
def test_a_stored_word_that_is_no_choice_breaks_nothing(things: dict[str, int], strange: dict[str, Any]) -> None:
    value = chosen(things, **strange)
    BLOCK.render(value, context={"request": RequestFactory().get("/")})
    with pytest.raises(StructBlockValidationError):
        BLOCK.clean(value)


def test_peak_weeks_are_offered_once_with_their_days_and_campaign(things: dict[str, int], page: CampaignPage) -> None:
    english = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    assert english.peak_periods.count() == 1
    _empty, *groups = BLOCK.child_blocks["peak"].field.choices
    offered = [(group, [str(label) for _key, label in peaks]) for group, peaks in groups]
    assert offered == [(Campaign.objects.get().name, ["Tuần y tế (2/5/2022 – 8/5/2022)"])]
