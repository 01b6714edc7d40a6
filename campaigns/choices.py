"""What an editor can choose for a live counter, which choices need which others, and what cannot be."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.conf import settings
from django.db.models import TextChoices
from django.forms.models import ModelChoiceIterator
from django.utils.formats import date_format
from django.utils.functional import Promise, cached_property
from django.utils.translation import gettext_lazy as _

from campaigns.counters import Figures, figures_of
from campaigns.models import Campaign, CounterQuestion, PeakPeriod
from campaigns.models.periods import Periods
from campaigns.questions import answer, target_of
from campaigns.values import State
from publishing.blocks.choosers import ListChooser

Values = Mapping[str, Any]
Days = tuple[date, date]
Measure, Scope = CounterQuestion.Measure, CounterQuestion.Scope

MEASURES = [
    (Measure.REGISTERED, _("Submitted: all but those rejected or deleted")),
    (Measure.VALID, _("Valid")),
    (Measure.REVIEWING, _("Under review")),
]


class ScopeChoice(NamedTuple):
    """Whose number; `field` of the block says which one, `missing` what to do where nothing is chosen there."""

    label: Promise
    field: str = ""
    missing: Promise | None = None


SCOPES = {
    Scope.CAMPAIGN.value: ScopeChoice(_("The whole campaign")),
    Scope.UNIT.value: ScopeChoice(
        _("One unit"), "unit", _("Choose a unit. If one was chosen before, it no longer exists: choose again.")
    ),
    Scope.CLUSTER.value: ScopeChoice(
        _("One cluster"), "cluster", _("Choose a cluster. If one was chosen before, it no longer exists: choose again.")
    ),
    Scope.FIELD.value: ScopeChoice(
        _("One field of work"),
        "field",
        _("Choose a field. If one was chosen before, it no longer exists: choose again."),
    ),
}


class Period(TextChoices):
    """In which days."""

    USUAL = "usual"
    WHOLE = "whole"
    UNITS = "units"
    PEAK = "peak"
    DAY = "day"
    RANGE = "range"


class PeriodChoice(NamedTuple):
    """The days of a choice, both counted (None: something is missing or gone), and the fields of the block it needs.

    `missing` says what to do where one of these is empty.
    """

    label: Promise
    days: Callable[[Values, Periods], Days | None]
    fields: tuple[str, ...] = ()
    missing: Promise = _("Fill in the day.")


def _whole(_values: Values, periods: Periods) -> Days:
    return periods.count_from, periods.count_to


def _units(_values: Values, periods: Periods) -> Days:
    return periods.units_from, periods.units_to


def _usual(values: Values, periods: Periods) -> Days:
    adds = values["scope"] in (Scope.UNIT, Scope.CLUSTER)
    return _units(values, periods) if adds else _whole(values, periods)


def _peak(values: Values, _periods: Periods) -> Days | None:
    peak: PeakPeriod | None = values["peak"]
    return (peak.starts_on, peak.ends_on) if peak is not None else None


def _between(first: str, last: str) -> Callable[[Values, Periods], Days | None]:
    def days(values: Values, _periods: Periods) -> Days | None:
        begin, end = values[first], values[last]
        return (begin, end) if begin and end else None

    return days


PERIODS = {
    Period.USUAL.value: PeriodChoice(_("The usual days"), _usual),
    Period.WHOLE.value: PeriodChoice(_("All days that the campaign counts"), _whole),
    Period.UNITS.value: PeriodChoice(_("The days of the units' targets"), _units),
    Period.PEAK.value: PeriodChoice(
        _("A peak week or month"),
        _peak,
        ("peak",),
        _("Choose this. If it was chosen before, it no longer exists: choose again."),
    ),
    Period.DAY.value: PeriodChoice(_("One day"), _between("day", "day"), ("day",)),
    Period.RANGE.value: PeriodChoice(_("From … to …"), _between("first", "last"), ("first", "last")),
}


class Versus(TextChoices):
    """What the number is measured by."""

    USUAL = "usual", _("The usual: the goal, a unit's target")
    ASSIGNED = "assigned", _("The unit's assigned target")
    SELF_SET = "self_set", _("The unit's self-set target")
    NONE = "none", _("Nothing: the number alone")


TARGETS = Versus.choices


if TYPE_CHECKING:
    _PeakChoice = forms.ModelChoiceField[PeakPeriod]
    _PeakIterator = ModelChoiceIterator[PeakPeriod]
else:
    _PeakChoice, _PeakIterator = forms.ModelChoiceField, ModelChoiceIterator


class _ByCampaign(_PeakIterator):
    """Peak periods under their campaigns' names."""

    def __iter__(self) -> Iterator[Any]:
        yield "", self.field.empty_label
        for campaign, peaks in groupby(self.queryset, key=lambda peak: peak.page.campaign):
            yield str(campaign), [self.choice(peak) for peak in peaks]


class _PeakField(_PeakChoice):
    """Names a peak period with its days."""

    iterator = _ByCampaign

    def label_from_instance(self, peak: Any) -> str:
        return f"{peak} ({_shown(peak.starts_on)} – {_shown(peak.ends_on)})"


class PeakPeriodChooser(ListChooser):
    """A peak week or month of a campaign page, which are not snippets."""

    @cached_property
    def field(self) -> _PeakField:
        """The periods as they are in the site's first language; a translated page repeats them."""
        peaks = PeakPeriod.objects.filter(locale__language_code=settings.LANGUAGE_CODE, page__alias_of=None)
        peaks = peaks.select_related("page__campaign").order_by(
            "-page__campaign__starts_on", "page__campaign", "starts_on"
        )
        return _PeakField(queryset=peaks, widget=self.widget, required=self._required, help_text=self._help_text)


def faults(values: Any) -> dict[str, Any]:
    """What is wrong with the choices of a counter, by the field of the block where it is put right."""
    found = dict(_not_chosen(values))
    if not found:
        found = dict(_impossible(values))
    return found


def _not_chosen(values: Values) -> Iterator[tuple[str, Any]]:
    """What is missing, and what was chosen although it does not count."""
    for code, scope in SCOPES.items():
        if scope.field and code == values["scope"] and values[scope.field] is None:
            yield scope.field, scope.missing
        elif scope.field and code != values["scope"] and values[scope.field] is not None:
            yield scope.field, _superfluous(scope.label)
    for code, period in PERIODS.items():
        for name in period.fields:
            if code == values["period"] and values[name] is None:
                yield name, period.missing
            elif code != values["period"] and values[name] is not None:
                yield name, _superfluous(period.label)


def _superfluous(label: Promise) -> str:
    words = _("Something is chosen here: choose “%(choice)s” above, or clear this field.")
    return str(words) % {"choice": label}


def _impossible(values: Any) -> Iterator[tuple[str, Any]]:
    """What can never be counted or shown."""
    campaign: Campaign = values["campaign"]
    if not Campaign.objects.published().filter(pk=campaign.pk).exists():
        yield (
            "campaign",
            _("This campaign has no published page, so its numbers are not shown: publish it, or choose another one."),
        )
    if values["scope"] == Scope.CLUSTER and not values["cluster"].units.exists():
        yield "cluster", _("No unit belongs to this cluster yet, so it has no number.")
    yield from _impossible_days(values, campaign)
    figures = figures_of(campaign)
    yield from _impossible_target(values, figures)
    if figures.state is State.FINAL and values.question is not None and answer(figures, values.question) is None:
        yield "campaign", _("This campaign is closed and its signed figures lack this number: choose another one.")


def _impossible_days(values: Values, campaign: Campaign) -> Iterator[tuple[str, Any]]:
    period = PERIODS[values["period"]]
    days = period.days(values, campaign.periods)
    if days is None or not period.fields:
        return
    first, last = days
    if values["period"] == Period.PEAK and values["peak"].page.campaign_id != campaign.pk:
        yield "peak", _("This peak period belongs to another campaign.")
    elif last < first:
        yield "last", _("The end must not be before the start.")
    else:
        periods = campaign.periods
        begin, end = min(periods.count_from, periods.units_from), max(periods.count_to, periods.units_to)
        words = str(_("This campaign counts from %(first)s to %(last)s only."))
        for name, day in ((period.fields[0], first), (period.fields[-1], last)):
            if not begin <= day <= end:
                yield name, words % {"first": _shown(begin), "last": _shown(end)}


def _impossible_target(values: Values, figures: Figures) -> Iterator[tuple[str, Any]]:
    periods = figures.campaign.periods
    if values["target"] not in (Versus.ASSIGNED, Versus.SELF_SET):
        return
    if values["scope"] != Scope.UNIT:
        yield "target", _("Only units have assigned and self-set targets: choose “One unit”, or another measure.")
    elif PERIODS[values["period"]].days(values, periods) != (periods.units_from, periods.units_to):
        yield "target", _("A unit's target is for its whole period: choose “The usual days”, or no target.")
    elif values["measure"] == Measure.REVIEWING:
        yield "target", _("What is still under review counts towards no target.")
    elif figures.state is State.LIVE and target_of(figures, values["unit"].code, values["target"]) is None:
        yield "target", _("This unit has no such target yet.")


def _shown(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")
