"""The admin's first screen says how counting goes."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.counting.reading import ContractBroken
from campaigns.desk.states import CollectorLine, campaign_lines
from campaigns.desk.words import OTHER, in_words
from campaigns.models import Campaign, CollectorState, CounterSnapshot, Hold
from campaigns.tracking import session
from home.demo.accounts import CHIEFS, EDITORS, FIGURES, GRASSROOTS
from tests.campaigns.desk.conftest import EVERYBODY, LogIn, text
from tests.factories import CampaignFactory, SnapshotFactory

HOME = "wagtailadmin_home"


@pytest.mark.parametrize("role", EVERYBODY)
def test_everybody_who_sees_campaigns_sees_their_figures(log_in: LogIn, campaign: Campaign, role: str) -> None:
    said = text(log_in(role).get(reverse(HOME)))
    assert "Tình hình đếm" in said
    assert "1.000 Đang đối soát Tính đến 14:05 ngày 10/5/2022" in said
    assert "Chưa có bộ đếm nào chạy." in said


@pytest.mark.parametrize(("role", "decides"), [(FIGURES, True), (CHIEFS, True), (EDITORS, False), (GRASSROOTS, False)])
def test_held_figures_lead_to_who_decides(log_in: LogIn, hold: Hold, role: str, decides: bool) -> None:
    page = log_in(role).get(reverse(HOME)).content.decode()
    assert "Con số giảm quá 5 % (chờ quyết định)" in page
    assert (reverse("desk_hold", args=[hold.pk]) in page) == decides


def test_a_rejection_that_lasts_is_told(log_in: LogIn, hold: Hold) -> None:
    Hold.objects.update(status=Hold.Status.REJECTED)
    assert "Con số giảm quá 5 % (đã bác bỏ)" in text(log_in(FIGURES).get(reverse(HOME)))
    CounterSnapshot.objects.update(state=CounterSnapshot.State.LIVE)
    assert "bác bỏ" not in text(log_in(FIGURES).get(reverse(HOME)))


def test_the_collector_tells_of_itself(log_in: LogIn, campaign: Campaign) -> None:
    now = timezone.now()
    CollectorState.objects.create(
        pk=1, holder="may-chu:42:ab", expires_at=now + timedelta(seconds=20), last_success_at=now, last_full_at=now,
        last_error="the tracking database cannot be read: nothing answers at its address (Connection refused)",
        last_check_at=now, drift=3, drift_days=["2022-05-09", "2022-05-10"],
    )  # fmt: skip
    said = text(log_in(FIGURES).get(reverse(HOME)))
    assert "Đang chạy: may-chu:42:ab" in said
    assert "Máy chủ của cơ sở dữ liệu theo dõi không trả lời." in said
    assert "(Connection refused)" in said
    assert "3 sáng kiến đã bị đếm sai , đăng ký ngày 9/5/2022, 10/5/2022." in said
    CollectorState.objects.update(expires_at=now - timedelta(seconds=1), last_error="", drift=0, drift_days=[])
    said = text(log_in(FIGURES).get(reverse(HOME)))
    assert "Chưa có bộ đếm nào chạy." in said
    assert "Không có sai lệch" in said
    assert "Lỗi gần nhất" not in said


@pytest.mark.parametrize(("role", "told"), [(FIGURES, True), (CHIEFS, True), (EDITORS, False), (GRASSROOTS, False)])
def test_writers_are_told_of_the_collector_only_when_it_fails(
    log_in: LogIn, campaign: Campaign, role: str, told: bool
) -> None:
    now = timezone.now()
    CollectorState.objects.create(pk=1, holder="may-chu:42:ab", expires_at=now + timedelta(seconds=20))
    assert ("may-chu:42:ab" in text(log_in(role).get(reverse(HOME)))) == told
    CollectorState.objects.update(last_error="nothing answers at its address")
    assert "không trả lời" in text(log_in(role).get(reverse(HOME)))


def test_every_error_of_a_reading_has_its_words() -> None:
    known = {in_words(f"the tracking database cannot be read: {meaning} (x)") for _sign, meaning in session._MEANINGS}
    assert str(OTHER) not in known
    assert "không còn đúng khuôn" in in_words(str(ContractBroken(["submission_fact: status is missing"])))
    assert in_words("") == ""
    assert in_words("something new") == str(OTHER)


@pytest.mark.parametrize(
    ("minutes", "state", "age"),
    [(0, "Trực tiếp", "vừa đọc"), (5, "Chậm 5 phút", "cách đây 5 phút"), (90, "Chưa cập nhật", "cách đây 1 giờ"),
     (3000, "Chưa cập nhật", "cách đây 2 ngày")],
)  # fmt: skip
def test_state_and_age_in_words(db: None, minutes: int, state: str, age: str) -> None:
    SnapshotFactory(collected_at=timezone.now() - timedelta(minutes=minutes))
    [line] = campaign_lines()
    assert line.state_words == state
    assert age in line.age_words


def test_a_campaign_without_figures(db: None) -> None:
    CampaignFactory()
    [line] = campaign_lines()
    assert (line.state_words, line.age_words, line.snapshot) == ("Chưa có số liệu", "", None)
    assert CollectorLine.now().holder == ""


def test_more_campaigns_take_no_more_queries(hold: Hold) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            campaign_lines()
            CollectorLine.now()
        return len(captured)

    assert queries() == 4
    for number in range(5):
        SnapshotFactory(campaign=CampaignFactory(slug=f"c{number}", featured=False))
    assert queries() == 4
