"""The tables: units, days, units at each day's close, milestones. Unknown is None, never 0."""

from datetime import date, datetime
from itertools import accumulate
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import BaseModel

from campaigns.counters import Figures
from campaigns.models import DayClose, Milestone, Target, Unit
from campaigns.opendata.columns import Column
from campaigns.values import LOCAL

Code = Annotated[
    str, Column("ma_don_vi", _("Unit's code"), _("As in the register. It is text: a leading 0 belongs to it."))
]
Name = Annotated[
    str | None,
    Column("ten_don_vi", _("Unit's name"), _("Empty where the site's list of units does not know the code.")),
]
Day = Annotated[date, Column("ngay", _("Day"), _("A day in Vietnam's time."))]
ClosedAt = Annotated[
    datetime | None,
    Column("chot_luc", _("Closed at"), _("When the figures of the day's close were read, by the register's clock.")),
]
Rank = Annotated[int, Column("thu_hang", _("Rank"), _("By number; a tie shares its rank."))]
Reconstructed = Column(
    "dung_lai",
    _("Reconstructed"),
    _("The close is from before counting began and was made afterwards from days of registration."),
)


class UnitRow(BaseModel):
    """One first-level unit at the newest reading: what it added in the units' period."""

    code: Code
    name: Name
    kind: Annotated[
        str | None,
        Column("loai", _("Kind"), _("province, sector or corporation: the kind of first-level union.")),
    ]
    cluster: Annotated[str | None, Column("cum_thi_dua", _("Emulation cluster"))]
    count: Annotated[
        int,
        Column("so_luong", _("Initiatives"), _("Registered in the units' period and neither rejected nor deleted.")),
    ]
    valid: Annotated[int | None, Column("hop_le", _("Valid"), _("That part of them which was found valid."))]
    reviewing: Annotated[
        int | None, Column("dang_xem_xet", _("Under review"), _("That part of them which is under review."))
    ]
    rank: Rank
    rank_yesterday: Annotated[
        int | None,
        Column(
            "thu_hang_hom_qua",
            _("Rank yesterday"),
            _("At the close of the day before that of the figures. Empty: not known."),
        ),
    ]
    rank_last_week: Annotated[
        int | None,
        Column(
            "thu_hang_tuan_truoc",
            _("Rank a week ago"),
            _("At the close seven days before that of the figures. Empty: not known."),
        ),
    ]
    target: Annotated[
        int | None,
        Column("chi_tieu", pgettext_lazy("counter", "Target"), _("The target that the unit is measured by.")),
    ]
    target_source: Annotated[
        str | None, Column("nguon_chi_tieu", _("Source of the target"), _("Empty: the register's own."))
    ]
    target_is_example: Annotated[
        bool | None,
        Column(
            "chi_tieu_la_vi_du", _("Made-up target"), _("true: the target is an example for demonstration, not a fact.")
        ),
    ]
    self_set_target: Annotated[
        int | None,
        Column("chi_tieu_tu_dang_ky", _("Self-set target"), _("The target that the unit set itself, if it did.")),
    ]
    self_set_is_example: Annotated[
        bool | None,
        Column(
            "chi_tieu_tu_dang_ky_la_vi_du",
            _("Made-up self-set target"),
            _("true: the self-set target is an example for demonstration, not a fact."),
        ),
    ]


class DayRow(BaseModel):
    """One day: what was registered on it as is known now, and what was held at its end as was seen then."""

    day: Day
    registered: Annotated[
        int | None,
        Column(
            "dang_ky_trong_ngay",
            _("Registered on the day"),
            _("By the day of registration, as is known now: late entries and rejections change past days too."),
        ),
    ]
    total: Annotated[
        int | None,
        Column("luy_ke", _("Running total"), _("The sum of the days so far, as is known now.")),
    ]
    close: Annotated[
        int | None,
        Column(
            "so_giu_khi_chot",
            _("Held at the close"),
            _("What the register held at the day's end, as was seen then; it never changes. Empty: not recorded."),
        ),
    ]
    closed_at: ClosedAt
    belated: Annotated[
        int | None,
        Column("nhap_bu", _("Entered belatedly"), _("That part of the day's growth which was marked so.")),
    ]
    reconstructed: Annotated[bool | None, Reconstructed]
    unfinished: Annotated[
        bool,
        Column("chua_het_ngay", _("Unfinished day"), _("true: the figures end within this day and still grow.")),
    ]


class UnitDayRow(BaseModel):
    """One unit at one day's close, as was seen then."""

    day: Day
    code: Code
    name: Name
    count: Annotated[
        int,
        Column(
            "so_luong",
            _("Initiatives"),
            _("What the unit had added in the units' period up to the day's end, as was seen then."),
        ),
    ]
    rank: Rank
    closed_at: ClosedAt
    reconstructed: Annotated[bool, Reconstructed]


class MilestoneRow(BaseModel):
    """A round number or the goal, passed for the first time."""

    amount: Annotated[int, Column("moc", _("Milestone"), _("The number of initiatives that was passed."))]
    day: Day
    reached_at: Annotated[
        datetime | None,
        Column("luc", _("Reached at"), _("By the register's clock. Empty: only the day is known.")),
    ]
    is_goal: Annotated[bool, Column("la_muc_tieu", _("The campaign's goal"))]


def local(moment: datetime | None) -> datetime | None:
    """A moment in whole seconds of Vietnam's time."""
    return moment.astimezone(LOCAL).replace(microsecond=0) if moment else None


def unit_rows(figures: Figures) -> list[UnitRow]:
    """Every unit of the snapshot, first by rank, those included that the site does not know: two queries."""
    if figures.snapshot is None:
        return []
    counts = {count["code"]: count for count in figures.snapshot.units}
    units = {unit.code: unit for unit in Unit.objects.filter(code__in=counts).select_related("cluster")}
    rows = []
    for standing in figures.standings:
        count, unit = counts[standing.code], units.get(standing.code)
        own = figures.targets.get((standing.code, Target.Kind.SELF_SET))
        target = figures.target_of(standing) if standing.target is not None else None
        rows.append(
            UnitRow(
                code=standing.code,
                name=unit.name if unit else None,
                kind=unit.kind if unit else None,
                cluster=unit.cluster.name if unit and unit.cluster else None,
                count=standing.count,
                valid=count.get("valid"),
                reviewing=count.get("reviewing"),
                rank=standing.rank,
                rank_yesterday=count.get("rank_yesterday"),
                rank_last_week=count.get("rank_last_week"),
                target=standing.target,
                target_source=target.source if target else None,
                target_is_example=standing.target_is_example if standing.target is not None else None,
                self_set_target=own.amount if own else None,
                self_set_is_example=own.is_example if own else None,
            )
        )
    return rows


def day_rows(figures: Figures) -> list[DayRow]:
    """Every day that was counted or closed, the first one first: one query."""
    days = figures.snapshot.days if figures.snapshot else []
    registered = {date.fromisoformat(row["day"]): row["count"] for row in days}
    totals = dict(zip(registered, accumulate(registered.values()), strict=True))
    closes = {close.day: close for close in DayClose.objects.filter(campaign=figures.campaign).defer("units")}
    rows = []
    for day in sorted(registered.keys() | closes.keys()):
        close = closes.get(day)
        rows.append(
            DayRow(
                day=day,
                registered=registered.get(day),
                total=totals.get(day),
                close=close.count if close else None,
                closed_at=local(close.as_of) if close else None,
                belated=close.backfilled if close else None,
                reconstructed=close.reconstructed if close else None,
                unfinished=day == figures.unfinished_day,
            )
        )
    return rows


def unit_day_rows(figures: Figures, *, code: str | None = None, day: date | None = None) -> list[UnitDayRow]:
    """Every unit at every recorded close, of one unit or one day if so asked: two queries."""
    closes = DayClose.objects.filter(campaign=figures.campaign).order_by("day")
    names = dict(Unit.objects.first_level().values_list("code", "name"))
    return [
        UnitDayRow(
            day=close.day,
            code=total["code"],
            name=names.get(total["code"]),
            count=total["count"],
            rank=total["rank"],
            closed_at=local(close.as_of),
            reconstructed=close.reconstructed,
        )
        for close in (closes.filter(day=day) if day else closes)
        for total in sorted(close.units, key=lambda total: (total["rank"], total["code"]))
        if code is None or total["code"] == code
    ]


def milestone_rows(figures: Figures) -> list[MilestoneRow]:
    """The milestones, the latest first: one query."""
    return [
        MilestoneRow(
            amount=milestone.amount,
            day=milestone.reached_at.astimezone(LOCAL).date(),
            reached_at=None if milestone.reconstructed else local(milestone.reached_at),
            is_goal=milestone.is_goal,
        )
        for milestone in Milestone.objects.filter(campaign=figures.campaign)
    ]
