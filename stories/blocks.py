"""What a story is made of."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock, StructBlock

from campaigns.blocks import LiveCounterBlock
from publishing.blocks import (
    CallToActionBlock,
    DocumentBlock,
    FigureBlock,
    GalleryBlock,
    KeyFiguresBlock,
    ParagraphBlock,
    QuoteBlock,
    RelatedPagesBlock,
    VideoBlock,
)
from publishing.blocks.choosers import LeadsToPages, LeadsToPagesValue, PageChooser
from stories.disclosure import Disclosure


class InitiativeCardValue(LeadsToPagesValue):
    """The chosen initiative, if the public can open it."""

    @cached_property
    def initiative(self) -> Disclosure | None:
        """The initiative's public face, in the reader's language if it is published in it; None where it is in none."""
        page: Any = self.version_of(self.get("page"))
        return page.disclosure if page is not None else None


class InitiativeCardBlock(LeadsToPages, StructBlock):
    """A card that leads to a featured initiative."""

    page = PageChooser("stories.InitiativePage", label=_("Initiative"))

    class Meta:
        icon = "pick"
        label = _("Initiative card")
        group = _("Ways onward")
        template = "components/blocks/initiative_card.html"
        value_class = InitiativeCardValue
        description = _("The initiative that the story tells of: picture, title, effect and author.")

        @staticmethod
        def preview_value() -> dict[str, Any]:
            from stories.models import InitiativePage

            return {"page": InitiativePage.objects.live().filter(restricted=False).first()}


class StoryBody(StreamBlock):
    """The blocks of a story, in the groups in which the editor sees them."""

    paragraph = ParagraphBlock()
    quote = QuoteBlock()
    figure = FigureBlock()
    gallery = GalleryBlock()
    video = VideoBlock()
    key_figures = KeyFiguresBlock()
    counter = LiveCounterBlock()
    initiative = InitiativeCardBlock()
    document = DocumentBlock()
    related = RelatedPagesBlock()
    call_to_action = CallToActionBlock()

    class Meta:
        block_counts = {"call_to_action": {"max_num": 1}}
