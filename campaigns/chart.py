"""Where everything on the daily chart stands: the held total against the even plan, and each day's own count.

Two panels share the days: above the total held at each day's end, below what each day brought. The geometry is made
here, in SVG units, for a wide and a tall picture; `components/counter/chart.html` draws it and adds the words.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from campaigns.counters import Figures
from campaigns.forecast import Forecast
from campaigns.rings import axis_step
from campaigns.values import LOCAL, Day

BAR_SHARE = 0.7
"""How much of a day's width its bar takes."""


@dataclass(frozen=True)
class Frame:
    """The sizes of a picture: the whole, the plot's left and right, the two panels' top and bottom, the days' labels.

    `margins`: whether there is room for words left and right of the plot; without it they stand inside.
    """

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    bars_top: int
    bars_bottom: int
    labels_y: int
    day_labels: int
    margins: bool


WIDE = Frame(
    name="wide",
    width=1200,
    height=560,
    left=74,
    right=1060,
    top=64,
    bottom=380,
    bars_top=424,
    bars_bottom=512,
    labels_y=540,
    day_labels=8,
    margins=True,
)
MIDDLE = Frame(
    name="middle",
    width=720,
    height=500,
    left=70,
    right=596,
    top=64,
    bottom=330,
    bars_top=374,
    bars_bottom=452,
    labels_y=480,
    day_labels=5,
    margins=True,
)
TALL = Frame(
    name="tall",
    width=340,
    height=420,
    left=6,
    right=328,
    top=68,
    bottom=270,
    bars_top=312,
    bars_bottom=380,
    labels_y=404,
    day_labels=3,
    margins=False,
)
FRAMES = (WIDE, MIDDLE, TALL)
FAN_STEPS = 12
"""Straight pieces of one edge of the forecast's range, which is a curve."""
ROOM = 52
"""What the two lines of words right of the plot take in height."""
PLAN_WORDS = 128
"""How far below the goal the even plan's words end where they stand inside the plot."""
LABEL_WIDTH = 110
"""Room that the newest value's label takes."""


@dataclass(frozen=True)
class Line:
    """A horizontal line across a panel for `value`; the goal's is drawn stronger."""

    y: float
    value: int
    is_goal: bool = False


@dataclass(frozen=True)
class Tick:
    """A day's name under its bar; at both ends of a picture it is anchored so that it stays inside."""

    x: float
    day: date
    anchor: str


@dataclass(frozen=True)
class Bar:
    """What one day brought."""

    x: float
    y: float
    width: float
    height: float
    day: date
    count: int
    is_unfinished: bool
    is_best: bool

    @property
    def middle(self) -> float:
        """The bar's centre line."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True)
class Point:
    """A place in the picture."""

    x: float
    y: float


@dataclass(frozen=True)
class Label:
    """Where the newest value's words stand: the value's line and the time's line under it, with their anchor."""

    x: float
    y: float
    anchor: str

    @property
    def time_y(self) -> float:
        """The line of the time."""
        return round(self.y + 19, 1)


@dataclass(frozen=True)
class Fan:
    """The forecast: its range as an area, its middle as a line. The picture ends at the goal, and so do they.

    `label`: where the words stand, None where they would cover those of the present; `reached_on`: the day of the goal,
    if the line leads there.
    """

    area: str
    line: str
    label: Label | None
    reached_on: date | None


@dataclass(frozen=True)
class Chart:
    """One picture, ready to draw. Paths are SVG path data; None or empty where there is nothing to draw."""

    frame: Frame
    lines: list[Line]
    ticks: list[Tick]
    total: str
    area: str
    dots: list[Point]
    now: Point
    label: Label
    plan: str
    plan_end: Point | None
    bars: list[Bar]
    pace_y: float | None
    fan: Fan | None


def chart_of(figures: Figures, frame: Frame) -> Chart | None:
    """The chart of `figures`; None while no day of the campaign is known."""
    known = [day for day in figures.days if day.count is not None]
    if not known or figures.snapshot is None:
        return None
    plot = _Plot(figures, frame, known)
    total = plot.total_points()
    plan = plot.plan_points()
    return Chart(
        frame=frame,
        lines=plot.lines(),
        ticks=plot.ticks(),
        total=_path(total),
        area=f"{_path(total)}V{frame.bottom}H{total[0].x}z",
        dots=total[1:-1],
        now=total[-1],
        label=plot.label(total[-1]),
        plan=_path(plan),
        plan_end=plan[-1] if plan else None,
        bars=plot.bars(),
        pace_y=plot.bar_y(figures.even_pace) if figures.even_pace is not None else None,
        fan=plot.fan(figures.forecast) if figures.forecast else None,
    )


class _Plot:
    """The scales of one picture."""

    def __init__(self, figures: Figures, frame: Frame, known: list[Day]) -> None:
        self.figures, self.frame, self.known = figures, frame, known
        self.start = figures.held_before or 0
        self.goal = figures.target
        highest = max([self.start, *(day.total or 0 for day in known)])
        if figures.forecast and figures.forecast.target is None:
            highest = max(highest, figures.forecast.high)
        self.highest = max(highest, self.goal or 0, 1)
        self.most = max([1, *(day.count or 0 for day in known), figures.even_pace or 0])
        self.begin = datetime.combine(figures.campaign.starts_on, time(), LOCAL)

    def x(self, moment: datetime) -> float:
        """The place of a moment between the campaign's first and last minute."""
        frame = self.frame
        share = (moment - self.begin) / timedelta(days=self.figures.campaign.days)
        return round(frame.left + (frame.right - frame.left) * min(1.0, max(0.0, share)), 1)

    def x_of_day(self, day: date) -> float:
        """The place of a day's first minute."""
        return self.x(datetime.combine(day, time(), LOCAL))

    def y(self, value: float) -> float:
        """The height of a total."""
        frame = self.frame
        return round(frame.bottom - (frame.bottom - frame.top) * value / self.highest, 1)

    def bar_y(self, value: float) -> float:
        """The height of a day's count."""
        frame = self.frame
        return round(frame.bars_bottom - (frame.bars_bottom - frame.bars_top) * value / self.most, 1)

    def total_points(self) -> list[Point]:
        """What was held: at the campaign's start, at the end of each whole day, and now."""
        as_of = self.figures.snapshot.as_of if self.figures.snapshot else self.begin
        points = [Point(self.x(self.begin), self.y(self.start))]
        for day in self.known:
            end = datetime.combine(day.day + timedelta(days=1), time(), LOCAL)
            points.append(Point(self.x(min(end, as_of)), self.y(day.total or 0)))
        return points

    def plan_points(self) -> list[Point]:
        """The even pace: a straight line from what was held before to the goal; empty without a goal above it."""
        if not self.goal or self.figures.plan_at(self.begin) is None:
            return []
        return [
            Point(float(self.frame.left), self.y(self.start)),
            Point(float(self.frame.right), self.y(self.goal)),
        ]

    def fan(self, forecast: Forecast) -> Fan:
        """The forecast and its range, from now to the end of the campaign or to the goal."""
        end = self.begin + timedelta(days=self.figures.campaign.days)
        until = min(forecast.days_left, (end - forecast.as_of) / timedelta(days=1))
        stops = [
            min(until, days) if forecast.target and days is not None else until
            for days in (forecast.days_until(forecast.target) if forecast.target else (None, None, None))
        ]
        lower, middle, upper = (
            [self._ahead(forecast, stop * step / FAN_STEPS, place) for step in range(FAN_STEPS + 1)]
            for place, stop in enumerate(stops)
        )
        corner = [Point(lower[-1].x, upper[-1].y)] if stops[2] < stops[0] else []
        reached_on = forecast.reached_on if stops[1] < until else None
        return Fan(
            area=f"{_path([*upper, *corner, *reversed(lower)])}z",
            line=_path([middle[0], middle[-1]]),
            label=self._fan_label(middle[0], middle[-1], reached_on),
            reached_on=reached_on,
        )

    def _ahead(self, forecast: Forecast, days: float, place: int) -> Point:
        return Point(self.x(forecast.as_of + timedelta(days=days)), self.y(forecast.at(days)[place]))

    def _fan_label(self, now: Point, end: Point, reached_on: date | None) -> Label | None:
        """Over the goal where the forecast passes it; else beside its end, clear of the even plan's words."""
        frame = self.frame
        if min(end.x - now.x, now.y - frame.top) < ROOM or (reached_on is None and not frame.margins):
            return None
        if not frame.margins:
            return Label(frame.right, frame.top - 26, "end")
        if reached_on is not None:
            anchor = "end" if end.x > (frame.left + frame.right) / 2 else "start"
            return Label(end.x, frame.top - 12, anchor)
        y = end.y + 5
        if self.goal and abs(end.y - self.y(self.goal)) < ROOM:
            y = self.y(self.goal) + (ROOM if end.y >= self.y(self.goal) else -ROOM / 2)
        return Label(frame.right + 12, round(y, 1), "start")

    def label(self, now: Point) -> Label:
        """Above and left of the newest point, where a line that only climbs leaves room; below it when it is behind."""
        plan = self.figures.plan_at(self.figures.snapshot.as_of) if self.figures.snapshot else None
        behind = plan is not None and now.y > self.y(plan)
        if behind and now.x + LABEL_WIDTH <= self.frame.right:
            y, words_end = now.y + 26, self.y(self.goal or 0) + PLAN_WORDS
            if not self.frame.margins and 0 < words_end - y < 2 * ROOM:
                y = words_end
            return Label(round(now.x + 14, 1), round(y, 1), "start")
        inside = now.x - LABEL_WIDTH >= 0
        return Label(round(now.x - 6, 1), round(now.y - 34, 1), "end" if inside else "start")

    def lines(self) -> list[Line]:
        """Round totals and the goal; a round total too near to the goal gives way to it."""
        step = axis_step(self.highest)
        goal = [Line(self.y(self.goal), self.goal, is_goal=True)] if self.goal else []
        rounds = [Line(self.y(value), value) for value in range(0, self.highest + 1, step)]
        return [line for line in rounds if not goal or abs(line.y - goal[0].y) >= 18] + goal

    def ticks(self) -> list[Tick]:
        """The first and the last day, today, and every so many days between where there is room."""
        days, frame = self.figures.days, self.frame
        width = (frame.right - frame.left) / len(days)
        every = max(1, round(len(days) / frame.day_labels))
        wanted = {0, len(days) - 1, *(index for index, day in enumerate(days) if day.is_today)}
        for index in range(0, len(days), every):
            if all(abs(index - other) >= every * 0.75 for other in wanted):
                wanted.add(index)
        ends = {} if frame.margins else {0: "start", len(days) - 1: "end"}
        return [
            Tick(round(self.x_of_day(days[index].day) + width / 2, 1), days[index].day, ends.get(index, "middle"))
            for index in sorted(wanted)
        ]

    def bars(self) -> list[Bar]:
        """One bar a day so far; the best of them is marked, and the one within which the figures end."""
        frame = self.frame
        width = (frame.right - frame.left) / self.figures.campaign.days
        best = max(self.known, key=lambda day: day.count or 0)
        bars = []
        for day in self.known:
            count = day.count or 0
            y = self.bar_y(count)
            bars.append(
                Bar(
                    x=round(self.x_of_day(day.day) + width * (1 - BAR_SHARE) / 2, 1),
                    y=y,
                    width=round(width * BAR_SHARE, 1),
                    height=round(frame.bars_bottom - y, 1),
                    day=day.day,
                    count=count,
                    is_unfinished=day.is_unfinished,
                    is_best=day is best,
                )
            )
        return bars


def _path(points: list[Point]) -> str:
    """A line through `points`; a point that repeats the one before it is left out."""
    kept = points[:1] + [after for before, after in pairwise(points) if after != before]
    return "".join(f"{'L' if index else 'M'}{point.x} {point.y}" for index, point in enumerate(kept))
