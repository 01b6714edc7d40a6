"""Closing a campaign in the admin: with the figures that were seen, by whom it concerns, for good."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from campaigns import steps
from campaigns.models import Campaign, Closing, CounterSnapshot
from home.demo.accounts import CHIEFS, EDITORS, FIGURES, GRASSROOTS
from tests.campaigns.desk.conftest import ADMIN, LogIn, own_scripts, text
from tests.factories import SnapshotFactory

State = CounterSnapshot.State


@pytest.fixture
def snapshot(campaign: Campaign) -> CounterSnapshot:
    campaign.snapshots.all().delete()
    made: CounterSnapshot = SnapshotFactory(campaign=campaign, count=328_491, unit_codes=("38", "01"))
    return made


def page_of(campaign: Campaign) -> str:
    return reverse("desk_closing", args=[campaign.pk])


def form(snapshot: CounterSnapshot, **more: Any) -> dict[str, Any]:
    return {
        "epoch": snapshot.epoch,
        "seq": snapshot.seq,
        "signed_by": "Trần Văn Bình, Trưởng ban",
        "signed_on": "1/6/2022",
        "document": "12/BC-TLĐ",
        "sure": "on",
        **more,
    }


@pytest.mark.parametrize("role", [ADMIN, CHIEFS])
def test_who_may_close(log_in: LogIn, campaign: Campaign, snapshot: CounterSnapshot, role: str) -> None:
    client = log_in(role)
    listing = client.get(reverse("wagtailsnippets_campaigns_campaign:list")).content.decode()
    assert page_of(campaign) in listing
    assert "Chiến dịch đã chốt" in text(client.post(page_of(campaign), form(snapshot), follow=True))
    closing = Closing.objects.get()
    assert closing.closed_by is not None
    assert (closing.count, closing.closed_by.get_username()) == (328_491, role)
    assert closing.signed_on.isoformat() == "2022-06-01"
    newest = campaign.snapshots.first()
    assert newest is not None and newest.state == State.FINAL


@pytest.mark.parametrize("role", [EDITORS, GRASSROOTS, FIGURES])
def test_who_may_not(log_in: LogIn, campaign: Campaign, snapshot: CounterSnapshot, role: str) -> None:
    client = log_in(role)
    for answer in (client.get(page_of(campaign)), client.post(page_of(campaign), form(snapshot))):
        assert (answer.status_code, answer["location"]) == (302, reverse("wagtailadmin_home"))
    assert page_of(campaign) not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert not Closing.objects.exists()


def test_the_page_shows_what_will_be_frozen_and_that_it_is_for_good(
    log_in: LogIn, campaign: Campaign, snapshot: CounterSnapshot
) -> None:
    answer = log_in(CHIEFS).get(page_of(campaign))
    said = text(answer)
    assert "Chốt rồi không mở lại được." in said
    assert "328.491" in said and "14:05 ngày 10/5/2022" in said
    assert "1 LĐLĐ Thanh Hóa (38) 1.990" in said
    assert own_scripts(answer) == []


def test_it_is_told_in_the_history(log_in: LogIn, campaign: Campaign, snapshot: CounterSnapshot) -> None:
    log_in(CHIEFS).post(page_of(campaign), form(snapshot))
    [entry] = ModelLogEntry.objects.filter(action=steps.CLOSED)
    assert entry.user is not None and entry.user.get_username() == CHIEFS
    assert entry.message == (
        "Chốt ở 328.491, tính đến 14:05 ngày 10/5/2022; người ký: Trần Văn Bình, Trưởng ban, ngày 1/6/2022; 12/BC-TLĐ"
    )


def test_figures_that_moved_on_are_shown_and_the_typed_kept(
    log_in: LogIn, campaign: Campaign, snapshot: CounterSnapshot
) -> None:
    sent = form(snapshot)
    snapshot.delete()
    newer = SnapshotFactory(campaign=campaign, count=328_600)
    answer = log_in(CHIEFS).post(page_of(campaign), sent)
    assert "328.600" in text(answer) and "số liệu đã đổi" in text(answer)
    page = answer.content.decode()
    assert "Trần Văn Bình, Trưởng ban" in page and f'name="seq" value="{newer.seq}"' in page
    assert "checked" not in page.split("desk-form")[1].split("</form>")[0]
    assert not Closing.objects.exists()


def test_newer_figures_do_not_take_the_place_of_those_that_were_seen(
    log_in: LogIn, campaign: Campaign, snapshot: CounterSnapshot
) -> None:
    SnapshotFactory(campaign=campaign, count=328_600)
    client = log_in(CHIEFS)
    answer = client.post(page_of(campaign), form(snapshot, signed_by=""))
    assert "328.491" in text(answer), "the form still speaks of them"
    client.post(page_of(campaign), form(snapshot))
    assert Closing.objects.get().count == 328_491


def test_held_figures_are_not_signed(log_in: LogIn, campaign: Campaign, snapshot: CounterSnapshot) -> None:
    sent = form(snapshot)
    snapshot.state = State.HELD
    snapshot.save()
    client = log_in(CHIEFS)
    assert "Hãy quyết định về số liệu tạm giữ trước" in text(client.post(page_of(campaign), sent, follow=True))
    assert "Người ký" not in text(client.get(page_of(campaign)))
    assert not Closing.objects.exists()


def test_the_second_signature_is_not_taken(log_in: LogIn, campaign: Campaign, snapshot: CounterSnapshot) -> None:
    client = log_in(CHIEFS)
    client.post(page_of(campaign), form(snapshot))
    answer = client.post(page_of(campaign), form(snapshot, signed_by="Người khác"), follow=True)
    assert "Chữ ký của bạn không được ghi" in text(answer)
    assert Closing.objects.get().signed_by == "Trần Văn Bình, Trưởng ban"


def test_later_figures_stand_beside_the_signed_ones(
    log_in: LogIn, campaign: Campaign, snapshot: CounterSnapshot
) -> None:
    client = log_in(CHIEFS)
    client.post(page_of(campaign), form(snapshot))
    assert "Chưa có gì khác" in text(client.get(page_of(campaign)))
    Closing.objects.update(
        revised_count=328_500, revised_as_of=timezone.now(), revised_units=[{"code": "38", "count": 1_999, "rank": 1}]
    )
    answer = client.get(page_of(campaign))
    assert "328.491" in text(answer) and "328.500 (+9)" in text(answer)
    assert "LĐLĐ Thanh Hóa (38) 1.990 1.999 +9" in text(answer)
    assert "<form" not in answer.content.decode().split("<main")[1].split("</main")[0], "nothing to undo it with"


@pytest.mark.parametrize(
    "sent",
    [{"signed_by": ""}, {"signed_on": "31/6/2022"}, {"signed_on": "1/1/2999"}, {"sure": ""}, {"epoch": "x"},
     {"seq": "9" * 30}, {"document": "d" * 161}, {"signed_by": "NguyÔn V¨n §ång Chñ tÞch"}],
)  # fmt: skip
def test_bad_forms_close_nothing(
    log_in: LogIn, campaign: Campaign, snapshot: CounterSnapshot, sent: dict[str, str]
) -> None:
    answer = log_in(CHIEFS).post(page_of(campaign), form(snapshot, **sent))
    assert answer.status_code == 200
    assert "Chưa chốt" in text(answer)
    assert not Closing.objects.exists()


def test_without_figures_there_is_nothing_to_sign(log_in: LogIn, campaign: Campaign) -> None:
    campaign.snapshots.all().delete()
    assert "Chưa đếm được gì nên chưa có gì để ký." in text(log_in(CHIEFS).get(page_of(campaign)))
