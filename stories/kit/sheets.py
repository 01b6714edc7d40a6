"""Posters and thank-you cards of a page: every kind that can be asked for, by the name of its file."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sharing.print.content import Person, Poster, ThankYou
from sharing.print.inks import LACQUER, SPARING
from sharing.print.poster import A3, A4, poster
from sharing.print.thanks import thank_you
from stories.kit.telling import Telling
from vietnamese.slugs import slugify


@dataclass(frozen=True)
class Kind:
    """A poster that a page has: its file's name, its label, how it is drawn."""

    file: str
    label: str | Promise
    draw: Callable[[Poster], bytes]


KINDS: Final = {
    kind.file: kind
    for kind in (
        Kind("ap-phich-a4.pdf", gettext_lazy("Poster A4"), lambda content: poster(content, A4, LACQUER)),
        Kind(
            "ap-phich-a3.pdf",
            gettext_lazy("Poster A3, for notice boards"),
            lambda content: poster(content, A3, LACQUER),
        ),
        Kind(
            "ap-phich-a4-tiet-kiem-muc.pdf",
            gettext_lazy("Poster A4 that spares ink"),
            lambda content: poster(content, A4, SPARING),
        ),
    )
}


def poster_of(telling: Telling) -> Poster:
    """What stands on the page's poster. Where nobody may be quoted, the page's own words stand in."""
    person = telling.quoted or (telling.people[0] if telling.people and not telling.quote else None)
    more = len(telling.people) - 1
    if person is not None and person in telling.people and more > 0:
        together = _("and %(count)s others") % {"count": more} if more > 1 else _("and one other person")
        person = Person(f"{person.name} {together}", person.lines, person.portrait)
    return Poster(
        language=telling.language,
        kicker=telling.kicker,
        title=telling.title,
        brand=telling.brand,
        code=telling.code(),
        picture=telling.picture,
        person=person,
        quote=telling.quote,
        text="" if telling.quote else telling.summary,
        figures=telling.figures,
        award=telling.award,
        unit=telling.unit,
        notes=telling.notes,
        credit=telling.credit,
    )


@dataclass(frozen=True)
class Thanks:
    """A person's card and its file's name."""

    file: str
    content: ThankYou

    def draw(self) -> bytes:
        """The PDF."""
        return thank_you(self.content)


def thanks_of(telling: Telling) -> Iterator[Thanks]:
    """A card for each author who may be named."""
    signature = tuple(line for line in (_("On behalf of the union"), telling.unit) if line)
    for number, person in enumerate(telling.people, 1):
        content = ThankYou(
            language=telling.language,
            heading=_("With our thanks"),
            person=person,
            reason=_("who thought of the initiative and made it work"),
            title=telling.title,
            signature=signature,
            place_and_date=_("…………………, ……/……/…………"),
            brand=telling.brand,
            code=telling.code(),
        )
        yield Thanks(f"thiep-cam-on-{number}-{slugify(person.name, 40)}.pdf", content)


def cards_by_name(telling: Telling) -> dict[str, Any]:
    """The thank-you cards by their files' names."""
    return {card.file: card for card in thanks_of(telling)}
