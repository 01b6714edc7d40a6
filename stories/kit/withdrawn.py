"""Posters and kits, as something that is made of pages and goes with a consent (`publishing.consent.reach`)."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from publishing.models import EditorialImage
from sharing.kit import shelf
from stories.kit import units
from stories.kit.models import UnitKit
from stories.kit.serving import PUBLIC, forget, owner_of
from stories.models import InitiativePage, StoryPage


class MadeKits:
    """`MadeOf` for what lies on the shelf: it is made anew, without the person, when somebody asks."""

    label: Final = _("Posters and share kits, made anew without the person")

    def addresses(self, pages: Sequence[Page], pictures: Sequence[EditorialImage]) -> list[str]:
        """The lasting address of every file, that of each content that lies there now, and the kits of the units."""
        told = list(_told(pages))
        lasting = [reverse("kit:newest", args=[page.pk, name]) for page in told for name in PUBLIC]
        lying = [
            reverse("kit:file", args=[page.pk, *found.name.split("-", 1)])
            for page in told
            for found in shelf.lying(owner_of(page.pk))
        ]
        of_units = [reverse("kit:unit", args=[row.unit_id, row.language]) for row in _kits_of_units(told)]
        return [*lasting, *lying, *of_units]

    def remove(self, pages: Sequence[Page], pictures: Sequence[EditorialImage]) -> None:
        """Take all of it off the shelf."""
        told = list(_told(pages))
        for page in told:
            forget(page.pk)
        for row in _kits_of_units(told):
            shelf.forget(units.owner_of(row.unit_id, row.language))
            row.delete()


def _told(pages: Sequence[Page]) -> Iterable[StoryPage | InitiativePage]:
    return (page for page in pages if isinstance(page, (StoryPage, InitiativePage)))


def _kits_of_units(pages: Iterable[StoryPage | InitiativePage]) -> list[UnitKit]:
    return list(UnitKit.objects.filter(unit__in={page.unit_id for page in pages if page.unit_id}))
