"""A snapshot as the documents that browsers, portals and wallboards read: `/live/<campaign>.json`."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from campaigns.counters import Figures
from campaigns.values import LOCAL, State

NEXT_MS = {State.LIVE: 8_000, State.DELAYED: 20_000, State.STALE: 60_000, State.HELD: 30_000, State.FINAL: 300_000}


@dataclass(frozen=True)
class Document:
    """One answer: its bytes, its strong ETag and whether it may be kept for ever."""

    body: bytes
    etag: str
    immutable: bool = False


def _stamp(moment: datetime) -> str:
    return moment.astimezone(LOCAL).isoformat(timespec="seconds")


def headline(figures: Figures) -> Document:
    """The headline: under 1 KB, with the state that the snapshot has now. Unknown is null, never 0."""
    snapshot = figures.snapshot
    content = _headline(figures) | {
        "read_at": _stamp(snapshot.collected_at) if snapshot else None,  # by the site's clock, as_of is the register's
        "plan": figures.headline.plan,
    }
    state = figures.state.value
    suffix = "" if figures.state is State.LIVE else f"-{state}"
    return Document(_encode(content), f'"{content["epoch"]}.{content["seq"]}{suffix}"')


def detail(figures: Figures) -> Document:
    """The figures of every unit and day at one snapshot, for `figures` read at its own time: immutable."""
    snapshot = figures.snapshot
    if snapshot is None:
        raise ValueError("a detail document belongs to a snapshot")
    periods = figures.periods
    content = _headline(figures) | {
        "units": snapshot.units,
        "units_period": {"from": periods.units_from.isoformat(), "to": periods.units_to.isoformat()},
        "units_plan": figures.units_share,
        "days": snapshot.days,
        "unplaced": snapshot.unplaced,
    }
    return Document(_encode(content), f'"{snapshot.epoch}.{snapshot.seq}-detail"', immutable=True)


def _headline(figures: Figures) -> dict[str, Any]:
    campaign, snapshot, periods = figures.campaign, figures.snapshot, figures.periods
    counter = figures.headline
    return {
        "v": 1,
        "campaign": campaign.slug,
        "epoch": snapshot.epoch if snapshot else 0,
        "seq": snapshot.seq if snapshot else 0,
        "as_of": _stamp(snapshot.as_of) if snapshot else None,
        "state": figures.state.value if snapshot else None,
        "next_ms": NEXT_MS.get(figures.state, 30_000),
        "count": counter.value,
        "target": counter.target,
        "period": {"from": periods.count_from.isoformat(), "to": periods.count_to.isoformat()},
        "pace": counter.pace,
        "detail": f"/live/{campaign.slug}/{snapshot.epoch}.{snapshot.seq}.json" if snapshot else None,
    }


def _encode(content: dict[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
