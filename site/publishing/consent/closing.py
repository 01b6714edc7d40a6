"""Pictures that may no longer be seen: their files leave the public place, and come back if they may be seen again."""

from datetime import timedelta
from pathlib import PurePosixPath
from typing import Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils import timezone

from publishing.consent.question import may_use
from publishing.consent.uses import People, Use
from publishing.models.images import EditorialImage
from publishing.photos import ALL_SPECS
from publishing.private_files import PRIVATE

KEPT_FOR: Final = timedelta(days=30)
"""For so long a withdrawn picture lies in the private place, so that a mistake can be undone. Then it is deleted."""


def is_open(picture: EditorialImage) -> bool:
    """Whether a page of any language may show it today."""
    return any(may_use(picture, Use.PAGE, language) for language, _name in settings.LANGUAGES)


def addresses_of(picture: EditorialImage) -> list[str]:
    """The addresses of its file and of all its sizes."""
    return [default_storage.url(picture.file.name), *(rendition.url for rendition in picture.renditions.all())]


def settle(picture: EditorialImage) -> None:
    """Close or open it, as its records say now. What is settled already stays as it is."""
    if not is_open(picture):
        close(picture)
    elif picture.closed_file:
        reopen(picture)
    else:
        for rendition in picture.renditions.exclude(filter_spec__in=ALL_SPECS):  # shared links; made again when allowed
            rendition.delete()


def settle_all() -> None:
    """Settle every picture that shows people."""
    for picture in (
        EditorialImage.objects.filter(people=People.YES).prefetch_related("consents").iterator(chunk_size=100)
    ):
        settle(picture)


def close(picture: EditorialImage) -> None:
    """Take its file out of the public place, after a copy is safe in the private one; every size of it goes."""
    name = picture.file.name
    if not picture.closed_file and default_storage.exists(name):
        with default_storage.open(name) as file:
            kept = PRIVATE.save(f"pictures/{picture.pk}/{PurePosixPath(name).name}", file)
        _remember(picture, kept)
    default_storage.delete(name)
    for rendition in picture.renditions.all():
        default_storage.delete(rendition.file.name)
        rendition.delete()


def reopen(picture: EditorialImage) -> None:
    """Put its file back under its old name."""
    if not default_storage.exists(picture.file.name):
        with PRIVATE.open(picture.closed_file) as file:
            picture.file.name = default_storage.save(picture.file.name, file)
    kept = picture.closed_file
    picture.delete_on = None
    _remember(picture, "")
    PRIVATE.delete(kept)


def forget(picture: EditorialImage) -> None:
    """Delete it for good, wherever its file is."""
    kept = picture.closed_file
    picture.delete()
    if kept:
        PRIVATE.delete(kept)


def forget_what_is_due() -> int:
    """Delete the pictures whose days in the private place are over; returns how many."""
    due = list(EditorialImage.objects.filter(delete_on__lte=timezone.localdate()).exclude(closed_file=""))
    for picture in due:
        forget(picture)
    return len(due)


def _remember(picture: EditorialImage, kept: str) -> None:
    picture.closed_file = kept
    picture.save(update_fields=["closed_file", "delete_on", "file"])
