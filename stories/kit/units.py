"""The kit of a unit: the newest public pages that name it, each in a folder of its own, in one zip."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from campaigns.models import Unit
from publishing.models import Withdrawal
from sharing.kit import shelf, zipping
from sharing.kit.content import File, Kit, digest_of
from sharing.kit.shelf import Place
from sharing.kit.texts import as_file
from sharing.visibility import published
from stories.kit.building import README, kit_of
from stories.kit.models import Caption, UnitKit
from stories.kit.permitted import KIT, Permitted
from stories.kit.telling import AnyStory, file_slug
from stories.kit.told import told_by
from stories.models import InitiativePage, StoryPage
from vietnamese.slugs import slugify

MOST: Final = 50
"""Pages in a unit's kit: about 100 MB. The text in it says how many older ones there are."""
FILE: Final = "bo-chia-se-don-vi.zip"
logger = logging.getLogger(__name__)


def pages_of(unit: Unit, language: str) -> list[AnyStory]:
    """The unit's public stories and initiatives, the newest first. A restricted initiative's unit may not be told."""
    stories = published(StoryPage.objects.filter(unit=unit, locale__language_code=language))
    initiatives = published(InitiativePage.objects.filter(unit=unit, locale__language_code=language)).disclosed()
    found: list[AnyStory] = [*stories.select_related("locale", "unit", "image"), *_joined(initiatives)]
    return sorted(found, key=lambda page: (page.date, page.pk), reverse=True)


def _joined(initiatives: Any) -> Iterable[InitiativePage]:
    return initiatives.select_related("locale", "unit", "image")


def fingerprint_of(pages: list[AnyStory]) -> str:
    """Changes when the kit must be made anew: with the pages, their captions, and each day, since consents expire.

    A consent that ends, or is given back, makes every unit's kit anew: that is rare, and a kit is made in seconds.
    """
    keys = [page.pk for page in pages]
    captions = Caption.objects.filter(page__in=keys).aggregate(last=Max("changed_at"))["last"]
    last = [[page.pk, str(page.last_published_at)] for page in pages]
    count = Caption.objects.filter(page__in=keys).count()
    ended = Withdrawal.objects.aggregate(last=Max("pk"))["last"]
    return digest_of(str(timezone.localdate()), last, str(captions), count, ended)


def owner_of(unit: int, language: str) -> str:
    """Whose file the unit's kit is on the shelf."""
    return f"unit-{unit}-{language}"


def finished(row: UnitKit) -> Path | None:
    """The zip of `row`; None where it is not there."""
    path = Place(owner_of(row.unit_id, row.language), FILE, row.digest).path
    return path if row.digest and path.exists() else None


def build(row_key: int) -> None:
    """Make the zip that the row asks for, telling in it how far it is. Does nothing where the row is gone."""
    row = UnitKit.objects.select_related("unit").filter(pk=row_key).first()
    if row is None:
        return
    pages = pages_of(row.unit, row.language)
    try:
        with translation.override(row.language):
            kit = unit_kit(row.unit, pages)
            _tell(row, total=len(kit.files))
            place = Place(owner_of(row.unit_id, row.language), FILE, kit.digest)
            shelf.kept(place, lambda file: zipping.write(kit, file, lambda done: _tell(row, done=done)))
    except OSError:
        logger.exception("the kit of unit %s could not be written", row.unit_id)
        row.state = row.State.FAILED
        row.save()
        return
    row.state, row.digest = row.State.READY, kit.digest
    row.save()


def _tell(row: UnitKit, **progress: int) -> None:
    for name, value in progress.items():
        setattr(row, name, value)
    row.save(update_fields=[*progress, "heard_of"])


def unit_kit(unit: Unit, pages: list[AnyStory]) -> Kit:
    """The kits of the newest MOST pages in folders, and a text that names them all."""
    name = f"bo-chia-se-{slugify(unit.short_name or unit.name, 60)}"
    shown = pages[:MOST]
    files = [file for page in shown for file in _in_folder(page)]
    return Kit(name, (_readme(unit, shown, len(pages) - len(shown)), *files))


def _in_folder(page: AnyStory) -> Iterator[File]:
    kit = kit_of(told_by(page, Permitted(page.locale.language_code, KIT)))
    for file in kit.files:
        yield replace(file, path=f"{folder_of(page)}/{file.path}")


def folder_of(page: AnyStory) -> str:
    """“2022-05-06-xe-hai-banh-cho-mu”, so that folders stand in order; the key keeps those of one address apart."""
    day = timezone.localdate(page.date).isoformat()
    return f"{day}-{file_slug(page)}-{page.pk}"


def _readme(unit: Unit, pages: list[AnyStory], older: int) -> File:
    lines = [_("Share kit of %(unit)s") % {"unit": unit.name}, ""]
    lines += [f"{folder_of(page)}: {page.title}" for page in pages]
    lines += ["", _("In each folder %(file)s says what is what.") % {"file": README}]
    if older:
        lines += [
            _("These are the newest %(count)s pages. %(older)s older ones have their kits on their own pages.")
            % {"count": len(pages), "older": older}
        ]
    text = "\n".join(lines)
    return File(README, text, lambda: as_file(text))
