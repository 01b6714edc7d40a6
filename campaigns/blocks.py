"""The live counter as a block: chosen by the editor, never typed."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, StructValue
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError

from campaigns.choices import (
    MEASURES,
    PERIODS,
    SCOPES,
    TARGETS,
    PeakPeriodChooser,
    Period,
    Versus,
    faults,
)
from campaigns.counters import Figures, figures_of
from campaigns.models import Campaign, Cluster, CounterQuestion, FieldOfWork, PeakPeriod, Target, Unit
from campaigns.questions import Aim, Measure, Scope, counter_of, target_of
from campaigns.values import Counter
from publishing.blocks.choosers import SnippetChooser
from publishing.blocks.comparing import Choice, Day


class LiveCounterValue(StructValue):
    """What the editor chose, counted now.

    Nothing is shown where the campaign is gone or has no published page, or where the chosen unit, cluster, field or
    peak period is gone: a number of something else would be wrong.
    """

    @cached_property
    def figures(self) -> Figures | None:
        """The campaign's figures, or None where they may not be shown."""
        campaign = self.get("campaign")
        if campaign is None:
            return None
        figures: Figures = campaign.figures or figures_of(campaign)
        return figures if figures.page is not None else None

    @property
    def scope(self) -> Any:
        """The unit, cluster or field whose number is asked for; None for the whole campaign, and where it is gone."""
        choice = SCOPES.get(self.get("scope"))
        return self.get(choice.field) if choice and choice.field else None

    @property
    def is_of_the_whole(self) -> bool:
        """Whether the number is that of the whole campaign."""
        return bool(self.get("scope") == Scope.CAMPAIGN)

    @property
    def shown_unit(self) -> Unit | None:
        """The unit whose number is asked for, if it is one's."""
        return self.scope if self.get("scope") == Scope.UNIT else None

    @property
    def _is_plain(self) -> bool:
        """Whether this is the number that stands on the campaign's page, or on a ranked unit's."""
        chosen = (self.get("measure"), self.get("period"), self.get("target"))
        has_page = self.is_of_the_whole or (self.shown_unit is not None and self.shown_unit.path != "")
        return chosen == (Measure.REGISTERED, Period.USUAL, Versus.USUAL) and has_page

    @cached_property
    def question(self) -> CounterQuestion | None:
        """What the collector has to answer; None for what is counted anyway, and while something is missing."""
        campaign: Campaign | None = self.get("campaign")
        if campaign is None or self._is_plain or (self.scope is None and not self.is_of_the_whole):
            return None
        choice = PERIODS.get(self.get("period"))
        days = choice.days(self, campaign.periods) if choice else None
        if days is None or self.get("measure") not in Measure:
            return None
        return CounterQuestion.of(
            campaign, self.get("measure"), self.get("scope"), getattr(self.scope, "code", ""), days
        )

    @cached_property
    def counter(self) -> Counter | None:
        """The counter to show, or None for nothing."""
        figures, unit = self.figures, self.shown_unit
        if figures is None:
            return None
        if self._is_plain:
            return figures.unit(unit.code, unit.short_name) if unit is not None else figures.headline
        return counter_of(figures, self.question, self.shown_heading, self._aim(figures)) if self.question else None

    def _aim(self, figures: Figures) -> Aim | None:
        """What the number is measured by; usually only what is submitted is, in the days that a target is for."""
        unit, versus, periods = self.shown_unit, self.get("target"), figures.periods
        if versus not in Versus or versus == Versus.NONE or self.question is None:
            return None
        days, usual = (self.question.first, self.question.last), versus == Versus.USUAL
        if usual and self.get("measure") != Measure.REGISTERED:
            return None
        if self.is_of_the_whole and usual and days == (periods.count_from, periods.count_to) and figures.target:
            return Aim(figures.target)
        if unit is None or days != (periods.units_from, periods.units_to):
            return None
        kinds = (Target.Kind.ASSIGNED, Target.Kind.SELF_SET) if usual else (Target.Kind(versus),)
        return next((aim for kind in kinds if (aim := target_of(figures, unit.code, kind))), None)

    @property
    def is_in_peak(self) -> bool:
        """Whether the days are those of a peak week or month."""
        return bool(self.get("period") == Period.PEAK)

    @property
    def shown_heading(self) -> str:
        """The heading typed here, else the name of what is counted: the unit, cluster or field, or the campaign."""
        page = self.figures.page if self.figures is not None else None
        if typed := self.get("heading"):
            return str(typed)
        if self.scope is not None:
            return str(getattr(self.scope, "short_name", self.scope.name))
        return page.title if page is not None else ""

    @property
    def heading_language(self) -> str:
        """The language of that heading, for where it is not the page's: units have Vietnamese names."""
        page = self.figures.page if self.figures is not None else None
        if self.get("heading") or page is None:
            return ""
        return settings.LANGUAGE_CODE if self.scope is not None else page.locale.language_code

    @property
    def url(self) -> str:
        """Where the number leads: the campaign's page, or the unit's inside it."""
        page = self.figures.page if self.figures is not None else None
        return page.unit_url(self.shown_unit) if page is not None else ""


class LiveCounterBlock(StructBlock):
    """A number of a campaign, kept fresh by itself: what, of whom, in which days, against which target."""

    campaign = SnippetChooser(Campaign, label=_("Campaign"))
    measure = Choice(
        label=_("Which initiatives"),
        choices=MEASURES,
        default=Measure.REGISTERED,
        help_text=_("Each is counted on the day on which it was submitted, with the status that it has now."),
    )
    scope = Choice(
        label=_("Number of"),
        choices=[(code, scope.label) for code, scope in SCOPES.items()],
        default=Scope.CAMPAIGN,
    )
    unit = SnippetChooser(
        Unit,
        label=_("Unit"),
        required=False,
        help_text=_("For “One unit” alone. All units below it are counted with it."),
    )
    cluster = SnippetChooser(
        Cluster, label=_("Cluster"), required=False, help_text=_("For “One cluster” alone: all its units together.")
    )
    field = SnippetChooser(
        FieldOfWork, label=_("Field of work"), required=False, help_text=_("For “One field of work” alone.")
    )
    period = Choice(
        label=_("In which days"),
        choices=[(code, period.label) for code, period in PERIODS.items()],
        default=Period.USUAL,
        help_text=_("Usual: of the campaign and of fields everything held; of units and clusters what they add."),
    )
    peak = PeakPeriodChooser(
        PeakPeriod,
        label=_("Peak week or month"),
        required=False,
        help_text=_("For “A peak week or month” alone. If its dates change, the number changes with them."),
    )
    day = Day(label=_("Day"), required=False, help_text=_("For “One day” alone."))
    first = Day(
        label=_("First day counted"), required=False, help_text=_("For “From … to …” alone; both days are counted.")
    )
    last = Day(
        label=_("Last day counted"), required=False, help_text=_("For “From … to …” alone; both days are counted.")
    )
    target = Choice(
        label=_("Measured by"),
        choices=TARGETS,
        default=Versus.USUAL,
        help_text=_(
            "Usual: submitted initiatives by the goal, or by the unit's assigned target (its self-set one where it has"
            " no other). A unit's targets are for its own period alone; clusters and fields have none."
        ),
    )
    heading = CharBlock(
        label=_("Heading"),
        max_length=100,
        required=False,
        help_text=_("Empty: the name of the campaign, unit, cluster or field."),
    )

    def to_python(self, value: Any) -> Any:
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values: Any) -> Any:
        """Blocks of before the choice of a scope were of a unit where one was chosen."""
        before = {False: Scope.CAMPAIGN.value, True: Scope.UNIT.value}
        return super().bulk_to_python([{"scope": before[raw.get("unit") is not None], **raw} for raw in values])

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.child_blocks["campaign"].required:  # a draft, in which anything may still be missing
            return cleaned
        if found := faults(cleaned):
            raise StructBlockValidationError({name: ValidationError(words) for name, words in found.items()})
        return cleaned

    class Meta:
        icon = "time"
        label = _("Live counter")
        group = _("Numbers")
        template = "components/blocks/live_counter.html"
        value_class = LiveCounterValue
        description = _(
            "A number of the campaign, a unit, a cluster or a field, always with its time and state. It keeps itself"
            " fresh."
        )
        form_layout = BlockGroup(
            [
                BlockGroup(["campaign", "measure"], heading=_("What is counted"), icon="order"),
                BlockGroup(["scope", "unit", "cluster", "field"], heading=_("Of whom"), icon="group"),
                BlockGroup(["period", "peak", "day", "first", "last"], heading=_("When"), icon="date"),
                BlockGroup(["target", "heading"], heading=_("How it is shown"), icon="view"),
            ]
        )

        @staticmethod
        def preview_value() -> dict[str, Any]:
            return {
                "heading": "Sáng kiến ấy nằm trong con số này",
                "campaign": Campaign.objects.first(),
                "measure": Measure.REGISTERED,
                "scope": Scope.CAMPAIGN,
                "period": Period.USUAL,
                "target": Versus.USUAL,
            }
