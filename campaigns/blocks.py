"""The live counter as a block: chosen by the editor, never typed."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, StructValue
from wagtail.blocks.struct_block import StructBlockValidationError

from campaigns.counters import Figures, figures_of
from campaigns.models import Campaign, Unit
from campaigns.values import Counter
from publishing.blocks.choosers import SnippetChooser
from publishing.blocks.comparing import Choice

SCOPE_CAMPAIGN, SCOPE_UNIT = "campaign", "unit"
"""Whose number a block shows. It is stored, so that a unit which is gone never turns into the whole campaign."""


class LiveCounterValue(StructValue):
    """What the chosen campaign or unit counts now.

    Nothing is shown where the campaign is gone or has no published page, or where the chosen unit is gone: a number
    of something else would be wrong.
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
    def shown_unit(self) -> Unit | None:
        """The unit whose number is asked for; None for the whole campaign, and where the chosen unit is gone."""
        unit: Unit | None = self.get("unit")
        return unit if self.get("scope") == SCOPE_UNIT else None

    @cached_property
    def counter(self) -> Counter | None:
        """The counter to show, or None for nothing."""
        if self.figures is None:
            return None
        unit = self.shown_unit
        if self.get("scope") == SCOPE_UNIT:
            return self.figures.unit(unit.code, unit.short_name) if unit is not None else None
        return self.figures.headline

    @property
    def shown_heading(self) -> str:
        """The heading typed here, else the unit's name, else the title of the campaign's page: what is counted."""
        unit, page = self.shown_unit, self.figures.page if self.figures is not None else None
        if typed := self.get("heading"):
            return str(typed)
        return unit.short_name if unit is not None else page.title if page is not None else ""

    @property
    def heading_language(self) -> str:
        """The language of that heading, for where it is not the page's: units have Vietnamese names."""
        page = self.figures.page if self.figures is not None else None
        if self.get("heading") or page is None:
            return ""
        return settings.LANGUAGE_CODE if self.shown_unit is not None else page.locale.language_code

    @property
    def url(self) -> str:
        """Where the number leads: the campaign's page, or the unit's inside it."""
        page = self.figures.page if self.figures is not None else None
        return page.unit_url(self.shown_unit) if page is not None else ""


class LiveCounterBlock(StructBlock):
    """The number of a campaign or of one unit in it, kept fresh by itself."""

    heading = CharBlock(label=_("Heading"), max_length=100, required=False)
    campaign = SnippetChooser(Campaign, label=_("Campaign"))
    scope = Choice(
        label=_("Number of"),
        choices=[(SCOPE_CAMPAIGN, _("The whole campaign")), (SCOPE_UNIT, _("One unit"))],
        default=SCOPE_CAMPAIGN,
    )
    unit = SnippetChooser(Unit, label=_("Unit"), required=False, help_text=_("For “One unit” alone."))

    def to_python(self, value: Any) -> Any:
        return self.bulk_to_python([value])[0]

    def bulk_to_python(self, values: Any) -> Any:
        """Blocks of before the choice of a scope were of a unit where one was chosen."""
        before = {False: SCOPE_CAMPAIGN, True: SCOPE_UNIT}
        return super().bulk_to_python([{"scope": before[raw.get("unit") is not None], **raw} for raw in values])

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not self.child_blocks["campaign"].required:  # a draft, in which anything may still be missing
            return cleaned
        unit, of_a_unit = cleaned.get("unit"), cleaned.get("scope") == SCOPE_UNIT
        if of_a_unit and unit is None:
            message = _("Choose a unit. If one was chosen before, it no longer exists: choose again.")
            raise StructBlockValidationError({"unit": ValidationError(message, code="required")})
        if unit is not None and not of_a_unit:
            message = _("A unit is chosen here: choose “One unit” above, or clear this field.")
            raise StructBlockValidationError({"unit": ValidationError(message, code="invalid")})
        return cleaned

    class Meta:
        icon = "time"
        label = _("Live counter")
        group = _("Numbers")
        template = "components/blocks/live_counter.html"
        value_class = LiveCounterValue
        description = _("The campaign's or a unit's number, always with its time and state. It keeps itself fresh.")

        @staticmethod
        def preview_value() -> dict[str, Any]:
            return {"heading": "Sáng kiến ấy nằm trong con số này", "campaign": Campaign.objects.first()}
