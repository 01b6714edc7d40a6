"""What becomes of figures that a gate objects to: rows for an editor to decide, and obeying what was decided.

Called inside the transaction that writes a pass. An editor may decide at the same moment, so an open hold is changed
only under the condition that it is open still.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from campaigns import steps
from campaigns.counting.gates import BETWEEN_RECOUNTS, Action, Pace, Stand, Verdict, agree, judge
from campaigns.models import Campaign, CounterSnapshot, Hold

logger = logging.getLogger("campaigns.counting")

Status = Hold.Status
BELIEVED = (Action.ACCEPT, Action.RECOUNT)
MEANWHILE = Pace(0.0, timedelta(0))
"""Since a release little has come in: what came in suddenly nobody has released."""


def in_force(campaign: Campaign, current: CounterSnapshot | None) -> Hold | None:
    """The hold under which the campaign stands: open, released and not yet carried out, or rejected and still held."""
    hold = campaign.holds.order_by("-opened_at", "-pk").first()
    if hold is None or hold.status == Status.OPEN:
        return hold
    if hold.status == Status.RELEASED:
        return hold if hold.taken_at is None else None
    is_held = current is not None and current.state == CounterSnapshot.State.HELD
    return hold if hold.status == Status.REJECTED and is_held else None


def is_reconciling(hold: Hold | None) -> bool:
    """Whether a fall is being counted twice."""
    return hold is not None and hold.status == Status.OPEN and hold.reason == Hold.Reason.RECONCILING


def recount_is_due(hold: Hold | None) -> bool:
    """Whether the second of two full recounts may be made now."""
    return is_reconciling(hold) and timezone.now() >= (_time(hold, "counted_at") or timezone.now()) + BETWEEN_RECOUNTS


def waiting_since(hold: Hold | None) -> datetime | None:
    """The database's time at which the figures were first objected to."""
    return _time(hold, "as_of")


def may_pass(
    campaign: Campaign, hold: Hold | None, good: Stand, found: Stand, verdict: Verdict, full: bool, accept: bool
) -> bool:
    """Whether what was `found` replaces the last good figures; the hold is opened, changed or ended accordingly.

    `full`: everything was counted anew. `accept`: the operator takes the figures whatever a gate says.
    """
    now = timezone.now()
    if verdict.action in BELIEVED:
        _end(hold, now, "it is believable again")
        return True
    if hold is not None and hold.status == Status.RELEASED:
        if _is_as_released(hold, found):
            logger.warning("%s: taken because it was released, although %s", campaign.slug, verdict.words)
            _end(hold, now, "")
            return True
        logger.error("%s: not the %d that were released", campaign.slug, hold.new["count"])
        Hold.objects.filter(pk=hold.pk).update(taken_at=now)
        steps.tell(steps.LAPSED, hold)
        hold = None  # nobody has judged what was found: a matter of its own
    if accept:
        logger.warning("%s: accepted although %s", campaign.slug, verdict.words)
        _accept(hold, now)
        return True
    if verdict.action is Action.RECONCILE and is_reconciling(hold) and hold is not None:
        return _reconcile(campaign, hold, good, found, full, now)
    if hold is None or hold.status == Status.OPEN:
        _object(campaign, hold, good, found, verdict, now)
    return False


def _is_as_released(hold: Hold, found: Stand) -> bool:
    """Whether what was `found` is what the editor saw and released, but for the little that has come and gone since."""
    units = {unit["code"]: unit["count"] for unit in hold.new["units"]}
    return judge(Stand(found.as_of, hold.new["count"], units), found, MEANWHILE).action in BELIEVED


def _accept(hold: Hold | None, now: datetime) -> None:
    """The operator's word on the hold, if there is one."""
    if hold is not None and _open(hold).update(status=Status.RELEASED, decided_at=now, taken_at=now, note="--accept"):
        steps.tell(steps.RELEASED, hold, note="--accept")


def contract_broken(campaign: Campaign, hold: Hold | None, good: Stand, words: str) -> None:
    """Nothing can be counted, until the owner of the tracking database puts it right."""
    if hold is None or hold.status == Status.OPEN:
        _object(campaign, hold, good, None, Verdict(Action.HOLD, Hold.Reason.CONTRACT, words), timezone.now())


def _object(
    campaign: Campaign, hold: Hold | None, good: Stand, found: Stand | None, verdict: Verdict, now: datetime
) -> None:
    """Open a hold, or let the open one say what is the matter now."""
    new: dict[str, Any] = {}
    if found is not None:
        new = _compared(good, found) | {"as_of": found.as_of.isoformat(), "counted_at": now.isoformat()}
    if hold is None:
        opened = campaign.holds.create(
            reason=verdict.reason, explanation=verdict.words, opened_at=now, old=_figures(good), new=new
        )
        steps.tell(steps.OPENED, opened)
        logger.error("%s: held at the last good figures, because %s", campaign.slug, verdict.words)
        return
    if hold.reason != verdict.reason:
        logger.error("%s: still held, now because %s", campaign.slug, verdict.words)
    elif found is not None and "as_of" in hold.new:
        new |= {"as_of": hold.new["as_of"]}  # the same objection: it began then
    same = {"reason": verdict.reason, "count": new.get("count")} == {
        "reason": hold.reason,
        "count": hold.new.get("count"),
    }
    if not same or hold.explanation != verdict.words:
        _open(hold).update(reason=verdict.reason, explanation=verdict.words, new=new)


def _reconcile(campaign: Campaign, hold: Hold, good: Stand, found: Stand, full: bool, now: datetime) -> bool:
    """Whether this is a second full recount that agrees with the first, a minute later."""
    if not (full and recount_is_due(hold)):
        return False
    if agree(hold.new["count"], found.count):
        logger.warning("%s: %d, found by two full recounts", campaign.slug, found.count)
        _end(hold, now, "two full recounts agree")
        return True
    new = hold.new | _compared(good, found) | {"counted_at": now.isoformat()}
    _open(hold).update(new=new)
    return False


def _end(hold: Hold | None, now: datetime, why: str) -> None:
    if hold is None:
        return
    if hold.status == Status.RELEASED:
        Hold.objects.filter(pk=hold.pk).update(taken_at=now)
        steps.tell(steps.TAKEN, hold)
    elif _open(hold).update(status=Status.RESOLVED, decided_at=now):
        steps.tell(steps.RESOLVED, hold)
        logger.warning("%s: no longer held: %s", hold.campaign.slug, why)


def _open(hold: Hold | None) -> Any:
    return Hold.objects.filter(pk=hold.pk, status=Status.OPEN) if hold else Hold.objects.none()


def _time(hold: Hold | None, name: str) -> datetime | None:
    said = hold.new.get(name) if hold else None
    return parse_datetime(said) if said else None


def _figures(stand: Stand) -> dict[str, Any]:
    return {"count": stand.count, "units": [{"code": code, "count": count} for code, count in stand.units.items()]}


def _compared(good: Stand, found: Stand) -> dict[str, Any]:
    """The figures found, with the days of registration on which they differ from the good ones."""
    days = [
        {"day": day.isoformat(), "old": good.days.get(day, 0), "new": found.days.get(day, 0)}
        for day in sorted(good.days.keys() | found.days.keys())
        if good.days.get(day, 0) != found.days.get(day, 0)
    ]
    return _figures(found) | {"days": days}
