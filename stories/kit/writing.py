"""Keeping what editors write over the drafts of captions: nothing too long, nothing over another editor's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from sharing.kit.content import digest_of
from stories.kit.models import Caption
from stories.kit.telling import AnyStory
from stories.kit.words import Words
from vietnamese.formats import number
from vietnamese.text import nfc

LOGGED: Final = "kit.captions"


@dataclass(frozen=True)
class Field:
    """A caption on the screen: what is in the box, what is wrong with it, what it was when the screen was opened."""

    words: Words
    text: str
    seen: str
    error: str = ""

    @classmethod
    def of(cls, words: Words) -> "Field":
        """As it is kept."""
        return cls(words, words.text, _mark(words))

    @property
    def name(self) -> str:
        """The network's name, by which the form knows it."""
        return self.words.channel.name

    @property
    def length(self) -> int:
        """As the network counts."""
        return self.words.channel.count(self.text)


def _mark(words: Words) -> str:
    """Tells whether the kept text is still the one that the screen was opened with."""
    return digest_of(words.edited)


def as_written(text: str) -> str:
    """A caption as it is kept: NFC, lines ended by one sign, no control characters."""
    lines = nfc(text).replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in lines if sign == "\n" or sign.isprintable() or sign == "\u200d").strip()


def save_captions(page: AnyStory, words: list[Words], sent: Mapping[str, str], user: Any) -> list[Field]:
    """Keep what was sent for each network; returns the boxes, with an error where it was not kept."""
    fields = [_field(each, sent) for each in words]
    if any(field.error for field in fields):
        return fields
    with transaction.atomic():
        changed = [field.name for field in fields if _kept(page, field, user)]
        if changed:
            log(page, LOGGED, user=user, data={"networks": changed})
    return fields


def _field(words: Words, sent: Mapping[str, str]) -> Field:
    name, seen = words.channel.name, sent.get(f"seen-{words.channel.name}", "")
    if f"reset-{name}" in sent:
        return Field(words, words.draft, _mark(words))
    text = as_written(sent.get(f"caption-{name}", words.text)) or words.draft
    if seen != _mark(words) and text != words.text:
        message = _("Somebody else has changed this caption meanwhile. Theirs stands below; yours is not kept yet.")
        return Field(words, text, _mark(words), message)
    length, limit = words.channel.count(text), words.channel.limit
    if length > limit:
        said = {"over": number(length - limit), "network": words.channel.label}
        return Field(words, text, seen, _("%(network)s would cut off the last %(over)s characters. Shorten it.") % said)
    return Field(words, text, seen)


def _kept(page: AnyStory, field: Field, user: Any) -> bool:
    """Whether something was changed."""
    mine = Caption.objects.filter(page=page.pk, network=field.name)
    if field.text == field.words.draft:
        return bool(mine.delete()[0])
    if field.text == field.words.edited:
        return False
    reserved = bool(getattr(page, "restricted", False))
    mine.update_or_create(
        page_id=page.pk,
        network=field.name,
        defaults={"text": field.text, "reserved": reserved, "changed_by": user},
    )
    return True
