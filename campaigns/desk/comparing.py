"""Two sets of units' figures side by side: which differ, and by how much."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from campaigns.models import Unit


@dataclass(frozen=True)
class UnitChange:
    """One unit whose figure differs."""

    code: str
    name: str
    old: int
    new: int

    @property
    def difference(self) -> int:
        """Negative where the figure fell."""
        return self.new - self.old


@dataclass(frozen=True)
class DayChange:
    """One local day on which another number of initiatives was registered."""

    day: date
    old: int
    new: int

    @property
    def difference(self) -> int:
        """Negative where the figure fell."""
        return self.new - self.old


def changed_days(rows: Iterable[Mapping[str, Any]]) -> list[DayChange]:
    """The days that differ, the greatest difference first; rows are `{"day", "old", "new"}`."""
    changes = [DayChange(date.fromisoformat(row["day"]), row["old"], row["new"]) for row in rows]
    return sorted(changes, key=lambda change: (-abs(change.difference), change.day))


def changed_units(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> list[UnitChange]:
    """The units whose counts differ, the greatest difference first; rows are `{"code", "count"}`. One query."""
    before, after = ({row["code"]: row["count"] for row in rows} for rows in (old, new))
    changed = [code for code in before | after if before.get(code, 0) != after.get(code, 0)]
    names = dict(Unit.objects.filter(code__in=changed).values_list("code", "short_name"))
    changes = [UnitChange(code, names.get(code, ""), before.get(code, 0), after.get(code, 0)) for code in changed]
    return sorted(changes, key=lambda change: (-abs(change.difference), change.code))
