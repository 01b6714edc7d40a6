"""Held figures are decided by whom it concerns, for what they saw, and once."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import ModelLogEntry

from campaigns import steps
from campaigns.desk import deciding
from campaigns.desk.deciding import Seen, Word
from campaigns.models import Campaign, CounterSnapshot, Hold
from home.demo.accounts import CHIEFS, EDITORS, FIGURES, GRASSROOTS
from tests.campaigns.desk.conftest import ADMIN, LogIn, own_scripts, text

Status = Hold.Status


def page_of(hold: Hold) -> str:
    return reverse("desk_hold", args=[hold.pk])


def form(hold: Hold, decision: str, **more: Any) -> dict[str, Any]:
    """What the page's form sends while it shows `hold` as it is."""
    seen = Seen.of(hold)
    return {"decision": decision, "reason": seen.reason, "count": seen.count, "words": seen.words, **more}


def change(hold: Hold, count: int, **fields: Any) -> None:
    """What the collector does with an open hold at a later look."""
    new = hold.new | {"count": count, "counted_at": "2022-05-10T08:00:00+00:00"}
    Hold.objects.filter(pk=hold.pk).update(new=new, **fields)


@pytest.mark.parametrize("role", [ADMIN, CHIEFS, FIGURES])
def test_who_may_decide(log_in: LogIn, hold: Hold, role: str) -> None:
    client = log_in(role)
    assert "Con số giảm quá 5 %" in text(client.get(reverse("desk_holds")))
    client.post(page_of(hold), form(hold, "release"))
    hold.refresh_from_db()
    assert (hold.status, hold.decided_by and hold.decided_by.get_username()) == (Status.RELEASED, role)


@pytest.mark.parametrize("role", [EDITORS, GRASSROOTS])
def test_who_may_not(log_in: LogIn, hold: Hold, role: str) -> None:
    client = log_in(role)
    for answer in (client.get(reverse("desk_holds")), client.get(page_of(hold)),
                   client.post(page_of(hold), form(hold, "release"))):  # fmt: skip
        assert (answer.status_code, answer["location"]) == (302, reverse("wagtailadmin_home"))
    hold.refresh_from_db()
    assert hold.status == Status.OPEN


def test_a_visitor_is_asked_to_log_in(client: Any, hold: Hold) -> None:
    answer = client.post(page_of(hold), form(hold, "release"))
    assert answer["location"].startswith("/admin/login/")
    hold.refresh_from_db()
    assert hold.status == Status.OPEN


def test_the_page_shows_what_changed(log_in: LogIn, hold: Hold) -> None:
    answer = log_in(FIGURES).get(page_of(hold))
    said = text(answer)
    assert "500 (−500)" in said
    assert said.index("LĐLĐ Thanh Hóa (38) 400 50 −350") < said.index("LĐLĐ Hà Nội (01) 600 450 −150")
    assert "(99)" not in said, "it did not change"
    assert "nhập bù" not in said, "nothing rose"
    assert own_scripts(answer) == []
    assert "'unsafe-eval'" not in answer["Content-Security-Policy"]


def test_it_shows_the_days_of_registration_that_differ(log_in: LogIn, hold: Hold) -> None:
    days = [{"day": f"2022-03-{day:02}", "old": 30, "new": 30 + day} for day in range(1, 13)]
    Hold.objects.filter(pk=hold.pk).update(new=hold.new | {"days": days})
    said = text(log_in(FIGURES).get(page_of(hold)))
    assert said.index("12/3/2022 30 42 +12") < said.index("11/3/2022 30 41 +11")
    assert "2/3/2022 30 32" not in said and "12 ngày" in said


def test_where_nothing_could_be_counted_the_list_and_the_page_say_so(log_in: LogIn, hold: Hold) -> None:
    Hold.objects.filter(pk=hold.pk).update(reason=Hold.Reason.CONTRACT, new={}, status=Status.RESOLVED)
    client = log_in(FIGURES)
    for address in (reverse("desk_holds"), page_of(hold)):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "Không đếm được gì" in text(answer)


def test_released_as_a_belated_entry_with_a_note(log_in: LogIn, hold: Hold) -> None:
    change(hold, 9_000, reason=Hold.Reason.SPIKE)
    hold.refresh_from_db()
    client = log_in(FIGURES)
    assert "nhập bù, không tính vào nhịp độ và dự báo" in text(client.get(page_of(hold)))
    sent = form(hold, "release", is_backfill="on", note="Đợt nhập <b>bù</b> tháng 4")
    answer = client.post(page_of(hold), sent, follow=True)
    assert "Đã cho công bố." in text(answer)
    assert "<b>bù" not in answer.content.decode()
    hold.refresh_from_db()
    assert (hold.status, hold.is_backfill, hold.note) == (Status.RELEASED, True, "Đợt nhập <b>bù</b> tháng 4")
    [entry] = ModelLogEntry.objects.filter(action=steps.RELEASED)
    assert entry.user == hold.decided_by
    assert entry.message == (
        "Cho công bố số liệu tạm giữ: Con số tăng quá nhanh (1.000 → 9.000); nhập bù; “Đợt nhập <b>bù</b> tháng 4”"
    )


def test_a_fall_is_no_belated_entry(log_in: LogIn, hold: Hold) -> None:
    log_in(FIGURES).post(page_of(hold), form(hold, "release", is_backfill="on"))
    hold.refresh_from_db()
    assert (hold.status, hold.is_backfill) == (Status.RELEASED, False)


def test_rejected_and_opened_again(log_in: LogIn, hold: Hold) -> None:
    client = log_in(FIGURES)
    answer = client.post(page_of(hold), form(hold, "reject", note="Nguồn xóa nhầm"), follow=True)
    assert "Đã bác bỏ." in text(answer) and "Xét lại" in text(answer)
    hold.refresh_from_db()
    assert hold.status == Status.REJECTED
    client.post(page_of(hold), {"decision": "reopen"})
    hold.refresh_from_db()
    assert (hold.status, hold.decided_by, hold.note) == (Status.OPEN, None, "")
    actions = ModelLogEntry.objects.order_by("pk").values_list("action", flat=True)
    assert list(actions) == [steps.REJECTED, steps.REOPENED]


def test_a_matter_that_is_over_is_not_opened_again(log_in: LogIn, hold: Hold) -> None:
    Hold.objects.update(status=Status.REJECTED)
    CounterSnapshot.objects.update(state=CounterSnapshot.State.LIVE)
    answer = log_in(FIGURES).post(page_of(hold), {"decision": "reopen"}, follow=True)
    assert "không còn gì để quyết định" in text(answer)
    hold.refresh_from_db()
    assert hold.status == Status.REJECTED


def test_the_second_editor_is_told_who_was_first(log_in: LogIn, hold: Hold) -> None:
    sent = form(hold, "reject")
    log_in(CHIEFS).post(page_of(hold), form(hold, "release"))
    said = text(log_in(FIGURES).post(page_of(hold), sent, follow=True))
    assert f"{CHIEFS} đã quyết định lúc" in said
    assert "Lựa chọn của bạn không được ghi." in said
    hold.refresh_from_db()
    assert hold.status == Status.RELEASED
    assert ModelLogEntry.objects.filter(action=steps.REJECTED).count() == 0


def test_it_resolved_itself_meanwhile(log_in: LogIn, hold: Hold) -> None:
    sent = form(hold, "release")
    Hold.objects.update(status=Status.RESOLVED)
    assert "tự ổn" in text(log_in(FIGURES).post(page_of(hold), sent, follow=True))
    hold.refresh_from_db()
    assert hold.status == Status.RESOLVED


def test_changed_figures_are_shown_before_they_count(log_in: LogIn, hold: Hold) -> None:
    client, sent = log_in(FIGURES), form(hold, "release", note="Đã hỏi")
    change(hold, 300)
    answer = client.post(page_of(hold), sent)
    assert "Số liệu đã đổi trong lúc bạn xem" in text(answer)
    assert "300 (−700)" in text(answer)
    assert 'value="Đã hỏi"' in answer.content.decode()
    hold.refresh_from_db()
    assert hold.status == Status.OPEN
    client.post(page_of(hold), form(hold, "release"))
    hold.refresh_from_db()
    assert hold.status == Status.RELEASED


def test_figures_that_only_grow_on_do_not_keep_anybody_from_deciding(log_in: LogIn, hold: Hold) -> None:
    sent = form(hold, "release")
    change(hold, 502)
    log_in(FIGURES).post(page_of(hold), sent)
    hold.refresh_from_db()
    assert hold.status == Status.RELEASED


@pytest.mark.parametrize(
    "changes",
    [{"reason": Hold.Reason.ZERO}, {"reason": Hold.Reason.UNITS, "explanation": "all initiatives of 38 vanished"}],
)
def test_another_reason_is_another_matter(log_in: LogIn, hold: Hold, changes: Any) -> None:
    sent = form(hold, "release")
    change(hold, 500, **changes)
    log_in(FIGURES).post(page_of(hold), sent)
    hold.refresh_from_db()
    assert hold.status == Status.OPEN


def test_the_collector_writes_between_look_and_word(log_in: LogIn, hold: Hold, monkeypatch: pytest.MonkeyPatch) -> None:
    """The conditional UPDATE finds the hold changed, and the decision is made anew on what stands there now."""
    log_in(FIGURES)
    unchanged, calls = deciding._unchanged, []

    def interrupted(read: Hold) -> Any:
        calls.append(read.new["count"])
        if len(calls) == 1:
            change(hold, 100)
        return unchanged(read)

    monkeypatch.setattr(deciding, "_unchanged", interrupted)
    with pytest.raises(deciding.FiguresChanged):
        deciding.decide(hold.pk, Seen.of(hold), Word(release=True), None)
    hold.refresh_from_db()
    assert (hold.status, hold.new["count"], calls) == (Status.OPEN, 100, [500])


def test_where_nothing_was_counted_there_is_nothing_to_release(log_in: LogIn, hold: Hold) -> None:
    Hold.objects.update(reason=Hold.Reason.CONTRACT, new={})
    hold.refresh_from_db()
    client = log_in(FIGURES)
    said = text(client.get(page_of(hold)))
    assert "Không đếm được gì" in said and "Cho công bố" not in said
    client.post(page_of(hold), form(hold, "release"))
    hold.refresh_from_db()
    assert hold.status == Status.OPEN


@pytest.mark.parametrize(
    "sent",
    [{"decision": "maybe"}, {}, {"decision": "release", "note": "x" * 301}, {"decision": "release", "note": "a\0b"},
     {"decision": "release", "count": "9" * 400}, {"decision": "release", "note": "§¶ng ký s¸ng kiÕn §ång Nai"}],
)  # fmt: skip
def test_bad_forms_decide_nothing(log_in: LogIn, hold: Hold, sent: dict[str, str]) -> None:
    answer = log_in(FIGURES).post(page_of(hold), {**form(hold, "release"), "decision": "", **sent})
    assert answer.status_code == 200
    assert "Chưa quyết định gì" in text(answer)
    hold.refresh_from_db()
    assert hold.status == Status.OPEN


def test_a_hold_that_is_gone(log_in: LogIn, campaign: Campaign) -> None:
    assert log_in(FIGURES).get(reverse("desk_hold", args=[999])).status_code == 404


def test_the_history_of_the_campaign_tells_all(log_in: LogIn, hold: Hold) -> None:
    steps.tell(steps.OPENED, hold)
    client = log_in(FIGURES)
    client.post(page_of(hold), form(hold, "release"))
    history = text(client.get(reverse("wagtailsnippets_campaigns_campaign:history", args=[hold.campaign_id])))
    assert "Tạm giữ số liệu: Con số giảm quá 5 % (1.000 → 500)" in history
    assert "Cho công bố số liệu tạm giữ: Con số giảm quá 5 % (1.000 → 500)" in history


def test_the_logs_english_line_is_for_the_administrator(log_in: LogIn, hold: Hold) -> None:
    soup = BeautifulSoup(log_in(FIGURES).get(page_of(hold)).content, "html.parser")
    details = soup.select_one("main details")
    assert details is not None and hold.explanation in details.get_text()
    details.decompose()
    assert hold.explanation not in soup.get_text()


@pytest.mark.parametrize("place", ["desk_hold", "desk_closing", "desk_targets"])
def test_what_is_missing_is_said_in_the_sites_words_and_not_in_the_browsers(
    log_in: LogIn, hold: Hold, place: str
) -> None:
    if place != "desk_hold":
        CounterSnapshot.objects.update(state=CounterSnapshot.State.LIVE)
    key = hold.pk if place == "desk_hold" else hold.campaign_id
    soup = BeautifulSoup(log_in(ADMIN).get(reverse(place, args=[key])).content, "html.parser")
    forms = soup.select("main form.desk-form")
    assert forms
    assert all(form.has_attr("novalidate") for form in forms)
