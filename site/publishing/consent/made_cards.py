"""Share cards, as something that is made of pages and goes with a consent."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from publishing.models.images import EditorialImage
from sharing.cards.addresses import ROOT
from sharing.cards.made import FOLDER, forget
from sharing.models import ShareCard


class MadeCards:
    """`MadeOf` for cards: they are drawn anew, under new addresses, when somebody asks."""

    label: Final = _("Share cards, drawn anew without the person")

    def addresses(self, pages: Sequence[Page], pictures: Sequence[EditorialImage]) -> list[str]:
        """Those of all cards that were drawn of the pages and are kept."""
        kept = ShareCard.objects.filter(page__in=pages).exclude(file="").order_by("file")
        return [ROOT + name.removeprefix(f"{FOLDER}/") for name in kept.values_list("file", flat=True)]

    def remove(self, pages: Sequence[Page], pictures: Sequence[EditorialImage]) -> None:
        """Delete them with their files."""
        for page in pages:
            forget(page.pk)
