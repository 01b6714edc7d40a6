"""What a story is made of."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import PageChooserBlock, StreamBlock, StructBlock, StructValue
from wagtail.models import Locale

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
from stories.disclosure import Disclosure


class InitiativeCards:
    """All initiative cards of one text: their initiatives are loaded together, when the first one is shown."""

    def __init__(self, cards: "list[InitiativeCardValue]") -> None:
        self.chosen = [card["page"] for card in cards if card.get("page") is not None]

    @cached_property
    def disclosures(self) -> "dict[tuple[Any, int], Disclosure]":
        """By translation key and locale: those that the public can open."""
        from stories.models import InitiativePage

        keys = [page.translation_key for page in self.chosen]
        pages = InitiativePage.objects.live().public().filter(translation_key__in=keys).with_card_data()
        return {(page.translation_key, page.locale_id): page.disclosure for page in pages}


class InitiativeCardValue(StructValue):
    """The chosen initiative, if the public can open it."""

    cards: InitiativeCards | None = None
    """The cards of the same text (`InitiativeCardBlock.bulk_to_python`)."""

    @cached_property
    def initiative(self) -> Disclosure | None:
        """The initiative's public face, in the reader's language if it is published in it; None where it is in none."""
        chosen = self.get("page")
        if chosen is None:
            return None
        found = (self.cards or InitiativeCards([self])).disclosures
        active = (chosen.translation_key, Locale.get_active().pk)
        return found.get(active) or found.get((chosen.translation_key, chosen.locale_id))


class InitiativeCardBlock(StructBlock):
    """A card that leads to a featured initiative."""

    page = PageChooserBlock("stories.InitiativePage", label=_("Initiative"))

    def bulk_to_python(self, values: Any) -> Any:
        structs = super().bulk_to_python(values)
        cards = InitiativeCards(structs)
        for struct in structs:
            struct.cards = cards
        return structs

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
