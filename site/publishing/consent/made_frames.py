"""Frames of pages on other sites with what oEmbed says of them: asked anew, never kept by us."""

from collections.abc import Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from publishing.models.images import EditorialImage
from publishing.models.pages import BasePage
from sharing.oembed_links import discovery


class MadeFrames:
    """`MadeOf` for frames: nothing of them is stored here, but caches in front of the site may hold them."""

    label: Final = _("Frames on other sites, without the person from now on")

    def addresses(self, pages: Sequence[Page], pictures: Sequence[EditorialImage]) -> list[str]:
        """Each page's frame, and both answers of oEmbed."""
        framed = [page for page in pages if isinstance(page, BasePage) and page.embeddable]
        frames = [reverse("page_frame", args=[page.pk]) for page in framed]
        return [*frames, *(answer for page in framed for answer in discovery(page.full_url or "", "").values())]

    def remove(self, pages: Sequence[Page], pictures: Sequence[EditorialImage]) -> None:
        """They say what the pages say."""
