"""A counter in words of the active language, for where no template's markup can stand: badges, lines, titles."""

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from campaigns.models import Target
from campaigns.values import Counter, State
from vietnamese import formats


def number(value: int | None) -> str:
    """141.846; None → —."""
    return formats.number(value, language=_language())


def state(counter: Counter) -> str:
    """How far the number can be trusted now, as the chip beside it says on pages."""
    match counter.state:
        case State.LIVE:
            return pgettext("counter", "Live")
        case State.DELAYED:
            return _("%(minutes)s min late") % {"minutes": counter.minutes_late}
        case State.STALE:
            return _("Not updated since %(time)s") % {"time": formats.time(counter.as_of)}
        case State.HELD:
            return pgettext("counter", "Being checked")
        case State.FINAL:
            return pgettext("counter", "Final figure")
        case State.UNKNOWN:
            return _("No figures yet")


def as_of(counter: Counter) -> str:
    """“Tính đến 14:05 ngày 10/5/2022”; empty without figures."""
    if counter.as_of is None:
        return ""
    return _("As of %(time)s") % {"time": formats.as_of(counter.as_of, language=_language())}


def what(counter: Counter) -> str:
    """What the number counts: the whole holds, a unit adds within its period."""
    if not counter.unit_code or counter.begins_on is None:
        return _("initiatives registered")
    first, last = formats.period(counter.begins_on, counter.ends_on, language=_language())
    return _("initiatives added from %(first)s to %(last)s") % {"first": first, "last": last}


def share(counter: Counter) -> str:
    """Its share of the goal, or of the unit's target with that target's kind; empty where there is none."""
    if not counter.target:
        return ""
    amount = number(counter.target)
    if counter.percent is None:
        return _("goal %(target)s") % {"target": amount}
    values = {"percent": formats.percent(counter.percent, language=_language()), "target": amount}
    if not counter.unit_code:
        return _("%(percent)s of the goal of %(target)s") % values
    if counter.target_kind == Target.Kind.SELF_SET:
        return _("%(percent)s of the self-set target of %(target)s") % values
    return _("%(percent)s of the assigned target of %(target)s") % values


def _language() -> str:
    return get_language() or "vi"
