"""What a story is made of."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import PageChooserBlock, StreamBlock, StructBlock, StructValue

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


class InitiativeCardValue(StructValue):
    """The chosen initiative, if the public can open it."""

    @cached_property
    def initiative(self) -> Any:
        """The initiative's public face in the reader's language, or None where it is not published."""
        from stories.models import InitiativePage

        chosen = self.get("page")
        if chosen is None:
            return None
        page = InitiativePage.objects.live().public().with_card_data().filter(pk=chosen.localized.pk).first()
        return page.disclosure if page is not None else None


class InitiativeCardBlock(StructBlock):
    """A card that leads to a featured initiative."""

    page = PageChooserBlock("stories.InitiativePage", label=_("Initiative"))

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
