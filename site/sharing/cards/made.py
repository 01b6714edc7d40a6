"""Keeping cards: each is drawn once, its file is there whole or not at all, and it goes when its page closes."""

import logging
import os
import tempfile
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol, cast

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import transaction
from django.utils import timezone, translation
from wagtail.models import Page

from sharing.cards.addresses import CardAddress, name
from sharing.cards.content import SLOT, CardContent, Kind, Size
from sharing.cards.designs import draw
from sharing.cards.jpeg import encoded
from sharing.cards.photos import PhotoLost
from sharing.models import ShareCard
from sharing.visibility import published

FOLDER: Final = "cards"
"""Of the default storage. No web server may hand it out: the view knows which pages are open (config.media, nginx)."""
LATE: Final = timedelta(hours=2)
"""For how long after its ten minutes a number's card that nobody asked for can still be drawn under its name."""

logger = logging.getLogger(__name__)


class HasCard(Protocol):
    """A page with cards (`publishing.models.BasePage`)."""

    pk: Any
    locale: Any

    def card_content(self, part: str = "") -> CardContent | None:
        """What the card of the page, or of a part of it, says; None where it has none."""


def open_page(key: int) -> HasCard | None:
    """The page with this key as its own type, if everybody may read it and it has cards."""
    page = published(Page.objects.filter(pk=key)).select_related("locale").first()
    specific = page.specific if page is not None else None
    return cast("HasCard", specific) if hasattr(specific, "card_content") else None


def content_of(page: HasCard, part: str = "") -> CardContent | None:
    """What its card says now, in the page's own language; None where it has none."""
    with translation.override(page.locale.language_code):
        return page.card_content(part)


def is_named(content: CardContent, digest: str, slot: str) -> bool:
    """Whether `digest` and `slot` of an address are those of `content`: its own, or of ten minutes just past."""
    if content.digest == digest and content.slot == slot:
        return True
    if not content.slot or not slot or content.digest_in(slot) != digest:
        return False
    try:
        asked, newest = (datetime.strptime(each, "%Y%m%d%H%M").replace(tzinfo=UTC) for each in (slot, content.slot))
    except ValueError:  # digits that are no time
        return False
    return timedelta() <= newest - asked <= LATE and int(asked.timestamp()) % SLOT == 0


def drawn(content: CardContent, size: Size) -> tuple[bytes, bool]:
    """The card as a JPEG, and whether it is as it should be: where a picture's file is lost it is without pictures."""
    try:
        return encoded(draw(content, size)), True
    except PhotoLost as loss:
        logger.error("a share card is without its picture: %s", loss)
        return encoded(draw(content.without_pictures(), size)), False


def make(page: int, content: CardContent, size: Size = Size.WIDE, part: str = "", *, named: str = "") -> bytes:
    """Draw a card and keep it under its name (`named`: another one of its own); returns the JPEG.

    A card that is not as it should be, or that the disk has no room for, is not kept: the next request tries again.
    """
    data, is_right = drawn(content, size)
    if not is_right:
        return data
    called = named or name(content, size)
    file = "/".join(step for step in (FOLDER, str(page), part, f"{called}.jpg") if step)
    try:
        keep(file, data)
    except OSError:
        logger.exception("a share card could not be kept: %s", file)
        return data
    digest = called.partition("-")[0]
    ShareCard.objects.update_or_create(
        page_id=page, part=part, digest=digest, size=size.value, defaults={"kind": content.kind.value, "file": file}
    )
    return data


def keep(file: str, data: bytes) -> None:
    """Write a file of the default storage whole or not at all; writing the same one twice is harmless."""
    if not isinstance(default_storage._wrapped, FileSystemStorage):  # type: ignore[attr-defined]  # Django's lazy object
        default_storage.delete(file)
        default_storage.save(file, ContentFile(data))  # such stores take a file whole
        return
    path = Path(default_storage.path(file))
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as half:
        try:
            half.write(data)
            half.flush()
            os.fchmod(half.fileno(), 0o644)
            Path(half.name).replace(path)
        except BaseException:
            Path(half.name).unlink(missing_ok=True)
            raise


def kept(card: ShareCard) -> bytes | None:
    """The file of a card; None where it is lost or was thinned out."""
    if not card.file:
        return None
    try:
        with default_storage.open(card.file) as file:
            return cast("bytes", file.read())
    except FileNotFoundError:
        return None


def make_missing(page: HasCard, size: Size = Size.WIDE, part: str = "") -> CardAddress | None:
    """See that the card of `page` is there as it should be now; returns its address, None where it has no card.

    Of a page whose publicity is restricted no older card stays.
    """
    content = content_of(page, part)
    if content is None:
        return None
    if content.reserved:
        forget(page.pk, but={content.digest})
    wanted = ShareCard.objects.filter(page=page.pk, part=part, digest=content.digest, size=size.value)
    if not any(default_storage.exists(card.file) for card in wanted if card.file):
        make(page.pk, content, size, part)
    return CardAddress.of(page.pk, content, size, part)


def forget(page: int, *, but: Collection[str] = ()) -> int:
    """Delete the cards of a page, with their files, except those of these digests; returns how many."""
    deleted, _by_type = ShareCard.objects.filter(page=page).exclude(digest__in=but).delete()
    return deleted


def delete_file(instance: ShareCard, **kwargs: Any) -> None:
    """Delete the file of a card whose row is gone, once that is certain."""
    if instance.file:
        transaction.on_commit(partial(default_storage.delete, instance.file))


def thin_out() -> int:
    """Keep one number card an hour after two days, and one a day after thirty; returns how many files went.

    A number that was shared stays reachable at its address: the next newer card that was kept answers there.
    """
    now, gone = timezone.now(), 0
    cards = ShareCard.objects.filter(kind=Kind.NUMBER, made_at__lt=now - timedelta(days=2)).exclude(file="")
    last: dict[tuple[Any, ...], str] = {}
    for card in cards.order_by("-made_at").iterator():
        pattern = "%Y%m%d" if card.made_at < now - timedelta(days=30) else "%Y%m%d%H"
        key, span = (card.page_id, card.part, card.size), card.made_at.strftime(pattern)
        if last.get(key) == span:
            default_storage.delete(card.file)
            ShareCard.objects.filter(pk=card.pk).update(file="")
            gone += 1
        last[key] = span
    return gone
