"""The live counter as a block: chosen by the editor, never typed."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, StructValue

from campaigns.counters import Counter, Figures, figures_of
from campaigns.models import Campaign
from publishing.blocks.choosers import SnippetChooser


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
    def unit_is_gone(self) -> bool:
        """Whether a unit was chosen that no longer exists (its stored key finds nothing)."""
        return self.get("unit") is None and self.raw_unit is not None

    @cached_property
    def raw_unit(self) -> Any:
        """The stored key of the chosen unit, kept by `LiveCounterBlock.bulk_to_python`."""
        return self.__dict__.get("_raw_unit")

    @cached_property
    def counter(self) -> Counter | None:
        """The counter to show, or None for nothing."""
        if self.figures is None or self.unit_is_gone:
            return None
        unit = self.get("unit")
        return self.figures.headline if unit is None else self.figures.unit(unit.code, unit.short_name)

    @property
    def url(self) -> str:
        """Where the number leads: the campaign's page, or the unit's inside it."""
        page = self.figures.page if self.figures is not None else None
        return page.unit_url(self.get("unit")) if page is not None else ""


class LiveCounterBlock(StructBlock):
    """The number of a campaign or of one unit in it, kept fresh by itself."""

    heading = CharBlock(label=_("Heading"), max_length=100, required=False)
    campaign = SnippetChooser(Campaign, label=_("Campaign"))
    unit = SnippetChooser("campaigns.Unit", label=_("Unit"), required=False, help_text=_("Empty: the whole campaign."))

    def bulk_to_python(self, values: Any) -> Any:
        structs = super().bulk_to_python(values)
        for struct, raw in zip(structs, values, strict=True):
            struct.__dict__["_raw_unit"] = raw.get("unit")
        return structs

    class Meta:
        icon = "time"
        label = _("Live counter")
        group = _("Numbers")
        template = "components/blocks/live_counter.html"
        value_class = LiveCounterValue
        description = _("The campaign's or a unit's number, always with its time and state. It keeps itself fresh.")

        @staticmethod
        def preview_value() -> dict[str, Any]:
            return {"heading": "Sáng kiến ấy nằm trong con số này", "campaign": Campaign.objects.first(), "unit": None}
