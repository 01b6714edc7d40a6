"""How counters look in HTML, in each of their states."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.template.loader import render_to_string
from django.test import RequestFactory

from campaigns.counters import Figures
from campaigns.leaderboard import Choice, Leaderboard, Row, Strangers
from campaigns.models import Campaign, CounterSnapshot, Target, Unit
from campaigns.models.snapshots import DayCount
from campaigns.values import Counter, State

AS_OF = datetime(2022, 5, 10, 7, 5, tzinfo=UTC)  # 14:05 in Vietnam
AGES = {State.LIVE: timedelta(), State.DELAYED: timedelta(minutes=5), State.STALE: timedelta(hours=2)}
STATES = [state for state in State if state is not State.UNKNOWN]


def campaign() -> Campaign:
    return Campaign(
        slug="40-ngay",
        name="Chiến dịch 40 ngày",
        starts_on=date(2022, 4, 22),
        ends_on=date(2022, 5, 31),
        count_from=date(2022, 1, 8),
        count_to=date(2022, 5, 31),
        units_from=date(2022, 4, 22),
        units_to=date(2022, 5, 31),
        target=300_000,
        source="Phần mềm theo dõi",
    )


def figures(state: State = State.LIVE, count: int = 141_846) -> Figures:
    if state is State.UNKNOWN:
        return Figures(campaign(), None, AS_OF)
    days: list[DayCount] = [
        {"day": (date(2022, 1, 8) + timedelta(days=n)).isoformat(), "count": 1_153} for n in range(123)
    ]
    snapshot = CounterSnapshot(
        epoch=3,
        seq=42,
        state=state if state in (State.HELD, State.FINAL) else "live",
        as_of=AS_OF,
        collected_at=AS_OF,
        count=count,
        target=300_000,
        days=days,
        units=[
            {
                "code": "79",
                "count": 15_534,
                "target": 43_100,
                "rank": 1,
                "target_kind": "assigned",
                "target_is_example": False,
            }
        ],
    )
    return Figures(campaign(), snapshot, AS_OF + AGES.get(state, timedelta()))


def without_kinds(of: Figures) -> Figures:
    """The figures of a snapshot from before kinds of targets were counted along."""
    assert of.snapshot is not None
    for unit in of.snapshot.units:
        del unit["target_kind"], unit["target_is_example"]
    return of


def html(template: str, of: Figures, counter: Counter | None = None, **context: Any) -> Tag:
    """A component's HTML; checked for what the site's policy forbids."""
    request = RequestFactory().get("/")
    everything = {"figures": of, "counter": counter or of.headline, "request": request} | context
    text = render_to_string(f"components/counter/{template}.html", everything)
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script", text)
    return BeautifulSoup(text, "html.parser")


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


@pytest.mark.parametrize("state", State)
def test_a_number_stands_with_its_state_and_its_time(state: State) -> None:
    number = html("number", figures(state))
    assert words(number.select_one("[data-value]")) == ("—" if state is State.UNKNOWN else "141.846")
    chip = number.select_one("[data-chip]")
    assert chip is not None and chip["data-chip"] == state
    assert words(chip)
    if state is State.UNKNOWN:
        assert number.select_one("time") is None
    else:
        assert "14:05 ngày 10/5/2022" in words(number.select_one("time"))
        assert number.select_one("time")["datetime"] == "2022-05-10T14:05:00+07:00"  # type: ignore[index]


def test_late_and_stale_say_since_when() -> None:
    assert "5" in words(html("number", figures(State.DELAYED)).select_one("[data-chip]"))
    assert "14:05" in words(html("number", figures(State.STALE)).select_one("[data-chip]"))


@pytest.mark.parametrize("state", State)
def test_sentences_about_the_pace_only_where_the_state_allows(state: State) -> None:
    pace = html("pace", figures(state))
    live = state in (State.LIVE, State.DELAYED)
    assert bool(pace.select("[data-pace]")) == live
    if state in (State.STALE, State.UNKNOWN):
        assert words(pace) == ""
    if state in (State.HELD, State.FINAL):
        assert words(pace.select_one(".pace")) and not pace.select("[data-missing]")


def test_before_the_goal_what_is_missing_and_what_each_day_needs() -> None:
    pace = html("pace", figures())
    missing = pace.select_one("[data-when=missing]")
    assert missing is not None and not missing.has_attr("hidden")
    assert words(missing.select_one("[data-missing]")) == "158.154"
    needed = missing.select_one("[data-needed]")
    assert needed is not None and needed["data-needed"] == "21" and words(needed) == "7.532"
    assert pace.select_one("[data-when=reached]").has_attr("hidden")  # type: ignore[union-attr]


def test_beyond_the_goal_by_how_much() -> None:
    pace = html("pace", figures(count=300_161))
    assert pace.select_one("[data-when=missing]").has_attr("hidden")  # type: ignore[union-attr]
    assert words(pace.select_one("[data-over]")) == "161"


def test_ahead_and_behind() -> None:
    for plan, side, distance in ((900, "ahead", "100"), (1_200, "behind", "200"), (1_000, "even", ""), (None, "", "")):
        pace = html("pace", figures(), Counter("x", 1_000, 5_000, AS_OF, State.LIVE, plan=plan))
        sentences = pace.select("[data-side]")  # all are there, for the script to choose from
        assert [sentence["data-side"] for sentence in sentences] == ["ahead", "behind", "even"]
        shown = [sentence for sentence in sentences if not sentence.has_attr("hidden")]
        assert [sentence["data-side"] for sentence in shown] == [side] * bool(side)
        told = [words(number) for number in pace.select("[data-side]:not([hidden]) [data-distance]")]
        assert told == [distance] * bool(distance)


def test_a_unit_is_told_the_last_day_of_its_own_period() -> None:
    of = figures()
    of.campaign.units_to = date(2022, 6, 9)
    assert "9/6" in words(html("pace", of, of.unit("79", "TP. Hồ Chí Minh")))
    assert "31/5" in words(html("pace", of))
    final = figures(State.FINAL)
    final.campaign.units_to = date(2022, 6, 9)
    assert final.snapshot is not None
    final.snapshot.as_of = datetime(2022, 6, 9, 16, 59, tzinfo=UTC)
    assert "49 ngày" in words(html("pace", final, final.unit("79", "TP. Hồ Chí Minh")))


@pytest.mark.parametrize(("closed_on", "days"), [(9, 18), (31, 40), (40, 40)])
def test_final_figures_say_after_how_many_days_they_were_taken(closed_on: int, days: int) -> None:
    final = figures(State.FINAL)
    assert final.snapshot is not None
    final.snapshot.as_of = datetime(2022, 4, 30, 16, 59, tzinfo=UTC) + timedelta(days=closed_on)
    assert f"sau {days} ngày" in words(html("pace", final))


def early() -> Figures:
    """Twelve days before the campaign begins."""
    of = figures()
    assert of.snapshot is not None
    of.snapshot.as_of = of.snapshot.collected_at = datetime(2022, 4, 10, 7, 5, tzinfo=UTC)
    of.snapshot.days = of.snapshot.days[:93]
    return Figures(of.campaign, of.snapshot, of.snapshot.as_of)


def test_before_the_start_all_days_of_the_campaign_are_left() -> None:
    of = early()
    assert of.left_days == 40
    pace = html("pace", of)
    needed = pace.select_one("[data-needed]")
    assert needed is not None and needed["data-needed"] == "40"
    assert "22/4" in words(pace)
    assert "40 ngày đến" not in words(html("day_rings", of))


def test_before_the_start_the_chart_says_when_it_begins() -> None:
    chart = words(html("chart", early()))
    assert "22/4/2022" in chart and "Chưa có số liệu" not in chart


def test_an_unfinished_day_is_marked_after_midnight_too() -> None:
    old = figures()
    of = Figures(old.campaign, old.snapshot, AS_OF + timedelta(hours=11))  # 1:05 of the next day
    assert of.today == date(2022, 5, 11)
    last = html("chart", of).select("tbody tr")[-1]
    assert "14:05" in words(last.select_one("th"))
    assert "14:05" in words(html("summary", of).select_one("dt"))
    ring = html("day_rings", of).select("ol > li")[18]
    assert "14:05" in words(ring) and "low" not in (ring.get("class") or [])


@pytest.mark.django_db  # the hero asks the settings where to submit
def test_the_script_finds_what_it_needs() -> None:
    of = figures()
    hero = html("hero", of, headline="Tự hào").select_one("section")
    assert hero is not None
    assert hero["data-live"] == "/live/40-ngay.json"
    assert (hero["data-version"], hero["data-late"], hero["data-target"]) == ("3.42", "0", "300000")
    assert not hero.has_attr("data-unit") and hero.has_attr("data-part")
    late = html("card", figures(State.DELAYED), heading="", url="").select_one("section")
    assert late is not None and late["data-late"] == "300"
    card = html("card", of, of.unit("79", "TP. Hồ Chí Minh"), heading="", url="").select_one("section")
    assert card is not None and (card["data-unit"], card["data-target"]) == ("79", "43100")


@pytest.mark.parametrize(
    ("kind", "said"), [("assigned", "chỉ tiêu được giao 43.100"), ("self_set", "tự đăng ký 43.100")]
)
def test_a_units_number_says_its_period_and_which_target(kind: str, said: str) -> None:
    of = without_kinds(figures())
    unit = Unit(code="79", short_name="TP. Hồ Chí Minh", name="LĐLĐ TP. Hồ Chí Minh", kind=Unit.Kind.PROVINCE)
    target = Target(kind=kind, amount=43_100, source="Ví dụ", is_example=True, unit=unit)
    of.targets = {("79", kind): target}
    counter = of.unit("79", "TP. Hồ Chí Minh")
    card = words(html("card", of, counter, heading="", url=""))
    assert "từ 22/4 đến 31/5/2022" in card
    hero = words(html("unit_head", of, counter, unit=unit, standing=of.standing("79")))
    for text in (card, hero):
        assert said in text and "chỉ tiêu ví dụ" in text
    row = Row(unit, of.standings[0], target.source, target.is_example, None, kind)
    board = Leaderboard([row], 1, "so-luong", "", [], [Choice("", "Tất cả", current=True)], 0, Strangers(0, 0))
    for name in ("mini_ranking", "neighbours"):
        ranking = html(name, of, leaderboard=board, neighbours=[row], unit=unit, base="/")
        assert "từ 22/4 đến 31/5/2022" in words(ranking)
        share = words(ranking.select("tbody td")[-1])
        assert "ví dụ" in share and ("tự đăng ký" in share) == (kind == "self_set")


def test_the_kind_and_the_mark_of_a_target_are_those_that_were_counted_with() -> None:
    of = figures()
    assert of.snapshot is not None
    of.snapshot.units[0] |= {"target_kind": "self_set", "target_is_example": True}
    counter = of.unit("79", "TP. Hồ Chí Minh")  # and no query: there is no database here
    assert (counter.target_kind, counter.target_is_example) == ("self_set", True)


def test_an_older_snapshots_target_that_is_not_in_the_list_is_an_assigned_one() -> None:
    of = without_kinds(figures())
    of.targets = {}
    counter = of.unit("79", "TP. Hồ Chí Minh")
    assert (counter.target_kind, counter.target_is_example) == ("assigned", False)


def test_a_page_with_two_fields_has_no_id_twice() -> None:
    of = figures()
    request = RequestFactory().get("/")
    text = "".join(
        render_to_string("components/counter/field.html", {"counter": of.headline, "request": request})
        for _ in range(2)
    )
    ids = re.findall(r'id="([^"]+)"', text)
    assert len(ids) == len(set(ids)) == 8
    assert set(re.findall(r"url\(#([^)]+)\)", text)) == set(ids)


def test_the_field_says_in_words_what_it_shows() -> None:
    field = html("field", figures(), axis=True).select_one("[role=img]")
    assert field is not None
    assert all(number in str(field["aria-label"]) for number in ("300", "1.000", "141"))
    assert "100.000" in words(field.select_one(".field__axis"))


def test_no_field_without_a_number_or_a_target() -> None:
    assert words(html("field", figures(State.UNKNOWN))) == ""
    assert words(html("field", figures(), Counter("x", 5, None, AS_OF, State.LIVE))) == ""
    assert words(html("field", figures(), Counter("x", 5, 0, AS_OF, State.LIVE))) == ""


def test_the_chart_has_a_table_that_says_the_same() -> None:
    chart = html("chart", figures())
    assert len(chart.select("svg[role=img]")) == 3
    rows = chart.select("tbody tr")
    assert len(rows) == 19
    assert [words(cell) for cell in rows[0].select("td")][:2] == ["1.153", "121.065"]
    assert "NaN" not in str(chart) and not re.search(r'(x|y|d|width|height)="[^"]*\d,\d', str(chart))


def test_without_figures_the_chart_says_so() -> None:
    chart = html("chart", figures(State.UNKNOWN))
    assert chart.select_one("svg") is None and words(chart)


@pytest.mark.parametrize("state", State)
def test_the_days_are_forty_rings(state: State) -> None:
    days = html("day_rings", figures(state)).select("ol > li")
    assert len(days) == 40
    assert all(words(day.select_one(".vh")) for day in days)
    if state is State.LIVE:
        assert [words(day.select_one("[aria-hidden]")) for day in days if "today" in day["class"]] == ["10"]


def test_the_key_of_the_days_shows_their_rings_and_names_no_colour_that_paper_has_not() -> None:
    rings = html("day_rings", figures())
    assert [mark["class"] for mark in rings.select(".key i")] == [["done"], ["low"], ["today"]]
    assert words(rings.select_one(".key")) == "từ 4.502 sáng kiến ít hơn hôm nay"


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("template", ["summary", "chart_heading", "campaign_days", "states", "goals"])
def test_the_other_parts_render_in_every_state(template: str, state: State) -> None:
    part = html(template, figures(state), chart=None)
    assert "None" not in words(part)
