"""All leaves in memory, and the rungs by which they are brought up to date: tick, minute, full, nightly check.

No change is ever added to a count. Each rung finds out which days or minutes to count anew, counts them whole and puts
the result in the old one's place, so a rung that misses a change is corrected by the next higher one and no error can
grow. The first look is a full one: there is no state to save, none to spoil, and a collector that was killed leaves
nothing behind.

| rung | when | counts anew |
|---|---|---|
| tick | each look | minutes of rows that changed within the overlap (late commits included); see slices.py |
| minute | 60 s, and on a new local day | also the last seven days; units and targets |
| full | 10 min, and after whatever is strange | every day |

What a tick cannot see: the old place of a row whose time of registration moved, rows deleted for good, and stamps older
than the overlap. Where a minute's rung finds such a change, older days may have changed unseen as well: it becomes a
full one at once, so that a unit that was deleted never shows half gone. See decision 0011 (docs/decisions).
"""

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import IntEnum

from django.db.backends.base.base import BaseDatabaseWrapper

from campaigns.counting import reading
from campaigns.counting.leaves import NOTHING, DayLeaves, Leaves, Roller, Split, Sums, total
from campaigns.counting.reading import ContractBroken, Frame, Shape, Targets, Window
from campaigns.counting.slices import NO_ROWS, Minute, Slices, still_true
from campaigns.counting.tree import Tree
from campaigns.tracking.session import TrackingAway, consistent_reading

OVERLAP = timedelta(minutes=10)  # how much later than its stamp a row may be committed and still be seen by a tick
MINUTE_DAYS = 7
MOST_SLICES = 200  # in one tick; more are no quicker than the days that they are of
MINUTE_EVERY, FULL_EVERY = 60.0, 600.0  # seconds


class Rung(IntEnum):
    """How much a look counts anew."""

    TICK = 1
    MINUTE = 2
    FULL = 3


@dataclass(frozen=True)
class Drift:
    """What the nightly check found: rows counted wrongly, and the days on which they were."""

    rows: int
    days: tuple[date, ...]


@dataclass(frozen=True)
class Look:
    """All that is known after one look. `drift` is there if it checked."""

    rung: Rung
    frame: Frame
    tree: Tree
    targets: Targets
    sums: Sums
    drift: Drift | None = None

    def with_drift_of(self, other: "Look") -> "Look":
        """This look, with what another one of the same pass found in its check."""
        return replace(self, drift=other.drift)


@dataclass(frozen=True)
class _Memory:
    """What is kept from one look to the next; replaced whole, and only after a look that succeeded."""

    shape: Shape
    frame: Frame
    tree: Tree
    targets: Targets
    leaves: Leaves
    slices: Slices
    since: datetime
    window: Window


class Ladder:
    """The leaves of one tracking database. `seconds` is a clock that never goes back."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._memory: _Memory | None = None
        self._roller = Roller()
        self._minute_due = self._full_due = -math.inf

    def look(self, at_least: Rung = Rung.TICK, check: bool = False) -> Look:
        """Bring the leaves up to date by the rung that is due, or by `at_least` if that is higher.

        With `check` what the ticks made of the leaves is compared with the sums in the database, and put right.

        Raises TrackingAway where the database cannot be read, ContractBroken where it is not what the contract says.
        The leaves then stay as they were, and the next look is a full one: another database may be in its place.
        """
        started = self._seconds()
        due = Rung.FULL if started >= self._full_due else Rung.MINUTE if started >= self._minute_due else Rung.TICK
        try:
            with consistent_reading() as connection:
                memory, rung = _climbed(connection, self._memory, Rung.TICK if check else max(at_least, due))
                drift = _drift(memory) if check else None
                if drift and drift.days:
                    leaves = _recounted(memory.leaves, drift.days, memory.frame.today)
                    memory = replace(memory, leaves=leaves, slices=still_true(memory.slices, leaves))
        except (TrackingAway, ContractBroken):
            self._full_due = -math.inf
            raise
        except ValueError as error:  # what SQLite holds is no moment, or no day
            self._full_due = -math.inf
            raise ContractBroken([str(error)]) from error
        self._memory = memory
        if rung >= Rung.MINUTE:
            self._minute_due = started + MINUTE_EVERY
        if rung == Rung.FULL:
            self._full_due = started + FULL_EVERY
        sums = self._roller.roll(memory.leaves, memory.tree)
        return Look(rung, memory.frame, memory.tree, memory.targets, sums, drift)


def _climbed(connection: BaseDatabaseWrapper, before: _Memory | None, rung: Rung) -> tuple[_Memory, Rung]:
    """The leaves brought up to date, and the rung that it took: the wished one, or a higher one where it must be."""
    shape = reading.check_shape(connection, before.shape if before and rung is Rung.TICK else None)
    frame = reading.frame(connection, shape)
    if before is None or frame.as_of < before.frame.as_of:
        rung = Rung.FULL
    elif frame.today != before.frame.today:
        rung = max(rung, Rung.MINUTE)
    if before is None or rung is Rung.FULL:
        known = before.leaves if before else {}
        leaves: Leaves = {
            day: _same_or_new(known.get(day), now) for day, now in reading.count_days(date.min, frame.today).items()
        }
    else:
        dirty = _differing(before.window, window := reading.window(before.since))
        stamped, slices = _recounted_in_slices(before, dirty, frame.today)
        if rung is Rung.TICK:
            return replace(before, shape=shape, frame=frame, leaves=stamped, slices=slices, window=window), rung
        days = {frame.today - timedelta(days=back) for back in range(MINUTE_DAYS)}.union(day for day, _minute in dirty)
        leaves = _recounted(stamped, days, frame.today)
        if any(leaves.get(day) != stamped.get(day) for day in days if day <= before.frame.today):
            return _climbed(connection, before, Rung.FULL)  # something changed without a stamp
    slices = still_true(before.slices, leaves) if before else {}
    since = reading.window_start(frame.as_of, OVERLAP)
    window = reading.window(since)
    return _Memory(shape, frame, reading.tree(), reading.targets(), leaves, slices, since, window), rung


def _differing(before: Window, now: Window) -> set[Minute]:
    """The minutes of whatever counts otherwise than before."""
    return {key[:2] for key in before.keys() | now.keys() if before.get(key) != now.get(key)}


def _recounted_in_slices(before: _Memory, dirty: set[Minute], today: date) -> tuple[Leaves, Slices]:
    """The leaves with those of the dirty minutes counted anew, and the slices of all days that are in slices then.

    A day that is not is cut into slices first. Where there is too much for that, whole days are counted, as by a
    minute's rung.
    """
    dirty = {minute for minute in dirty if minute[0] <= today}
    if len(dirty) > MOST_SLICES:
        leaves = _recounted(before.leaves, {day for day, _minute in dirty}, today)
        return leaves, still_true(before.slices, leaves)
    found = reading.count_minutes(minute for minute in dirty if minute[0] in before.slices)
    found |= {day: reading.slice_day(day) for day, _minute in dirty if day not in before.slices}
    leaves, slices = dict(before.leaves), dict(before.slices)
    for day, counted in found.items():
        slices[day] = before.slices.get(day, NO_ROWS).with_slices(counted)
        leaves[day] = slices[day].leaves
        if not slices[day].slices:
            del leaves[day], slices[day]
    return leaves, slices


def _recounted(leaves: Leaves, days: Iterable[date], today: date) -> Leaves:
    """The leaves with those of `days` counted anew. Days to come are left until they are there."""
    result = dict(leaves)
    for first, last in reading.runs(day for day in days if day <= today):
        found = reading.count_days(first, last)
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            if day in found:
                result[day] = _same_or_new(result.get(day), found[day])
            else:
                result.pop(day, None)
    return result


def _same_or_new(before: DayLeaves | None, now: DayLeaves) -> DayLeaves:
    """The very object from before where nothing changed, so that it need not be rolled up again."""
    return before if before is not None and before == now else now


def _drift(memory: _Memory) -> Drift:
    """Compare each day's leaves, by unit and by field, with what the database says of the day as a whole."""
    sums = reading.sum_days(memory.frame.today)
    rows = {
        day: max(_apart(leaves, sums.get(day, NOTHING)) for leaves in _both(memory.leaves.get(day)))
        for day in sums.keys() | memory.leaves.keys()
    }
    wrong = tuple(sorted(day for day, count in rows.items() if count))
    return Drift(sum(rows.values()), wrong)


def _both(leaves: DayLeaves | None) -> tuple[Split, Split]:
    return (total(leaves.units.values()), total(leaves.fields.values())) if leaves else (NOTHING, NOTHING)


def _apart(ours: Split, theirs: Split) -> int:
    """Rows that must change to make one the other: a row under the wrong status is one."""
    differences = [mine - their for mine, their in zip(ours, theirs, strict=True)]
    return max(sum(one for one in differences if one > 0), -sum(one for one in differences if one < 0))
