"""The page's share cards, for its kit and its screen."""

from collections.abc import Iterator
from functools import partial
from typing import Final

from sharing.cards.content import CardContent, Size
from sharing.cards.made import drawn
from sharing.kit.content import File
from sharing.print.content import Picture
from stories.kit.telling import Telling
from stories.models import InitiativePage

FILES: Final = {f"the-{size.value}.jpg": size for size in Size}
"""The page's card by its files' names."""


def card_of(telling: Telling) -> CardContent | None:
    """What the page's card says; without its photo where others may not use it (`telling` is for the kit)."""
    content: CardContent | None = telling.page.card_content()
    return _allowed(content, isinstance(telling.picture, Picture))


def _allowed(content: CardContent | None, may_show: bool) -> CardContent | None:
    if (
        content is None
        or may_show
        or (content.person is None and content.photo is not None and content.photo.is_static)
    ):
        return content
    return content.without_pictures()


def people_cards(telling: Telling) -> Iterator[tuple[str, CardContent]]:
    """A square card of each author who may be named, by its file's name."""
    if not isinstance(telling.page, InitiativePage) or telling.reserved:
        return
    people = {person.name: person for person in telling.people}
    for number, author in enumerate(telling.page.authors.all(), 1):
        person = people.get(author.name)
        content: CardContent | None = telling.page.card_content(f"person-{number}") if person is not None else None
        may_show = isinstance(telling.picture, Picture) and person is not None and person.portrait is not None
        if (allowed := _allowed(content, may_show)) is not None:
            yield f"nhan-vat-{number}-{Size.SQUARE.value}.jpg", allowed


def card_files(telling: Telling, folder: str) -> Iterator[File]:
    """The page's card in its three sizes, then its people's."""
    content = card_of(telling)
    if content is not None:
        for name, size in FILES.items():
            yield File(f"{folder}/{name}", [content.digest, name], partial(_jpeg, content, size))
    for name, card in people_cards(telling):
        yield File(f"{folder}/{name}", [card.digest, name], partial(_jpeg, card, Size.SQUARE))


def _jpeg(content: CardContent, size: Size) -> bytes:
    return drawn(content, size)[0]
