"""The share cards of stories and initiatives. An initiative's say no more than its `Disclosure`."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from publishing.consent import Use, may_use
from publishing.share_cards import photo_of
from sharing.cards.content import CardContent, Kind, Person, Photo
from sharing.quotation import quoted
from stories.disclosure import Disclosure
from stories.scenes import scene_to_share
from vietnamese.formats import vnd

if TYPE_CHECKING:
    from stories.models import InitiativePage

SCENE_SIZE = (1200, 630)


def with_example(kicker: str, is_example: bool) -> str:
    """`kicker`, marked where people and figures are made up, as the page says too."""
    return " · ".join([kicker, _("example")]) if is_example else kicker


def initiative_card(page: "InitiativePage", part: str = "") -> CardContent | None:
    """What the card of `page` says, or that of one of its people; None for a part that is none."""
    told = page.disclosure
    if part:
        return person_card(page, told, part)
    figure, note = benefit(told)
    effects = [f"{effect.value} {effect.label}" for effect in told.effects[0 if told.benefit_vnd is not None else 1 :]]
    card = page.text_card(
        kicker=with_example(_("Featured initiative"), told.is_example), figure=figure, figure_note=note
    )
    if told.restricted:
        lines = tuple(line for line in (*effects[:1], told.award, *effects[1:]) if line)
        return replace(card, lines=lines, reserved=True)
    photo = photo_of(told.image, told.language) or scene(told)
    return replace(card, kind=Kind.PHOTO, photo=photo) if photo is not None else card


def benefit(told: Disclosure) -> tuple[str, str]:
    """What the initiative brings in one figure, and how to read it: money as an estimate, else its first effect."""
    if told.benefit_vnd is not None:
        amount = vnd(told.benefit_vnd, language=told.language)
        return _("%(amount)s a year") % {"amount": amount}, _("An estimate, as the unit reported it")
    first = next(iter(told.effects), None)
    return (first.value, first.label) if first is not None else ("", "")


def scene(told: Disclosure) -> Photo | None:
    """The drawing of the field of work that stands in for a picture."""
    path = scene_to_share(told.field_key)
    return Photo(path, SCENE_SIZE, is_static=True) if path else None


def person_card(page: "InitiativePage", told: Disclosure, part: str) -> CardContent | None:
    """The card of the author with this number (`person-1`), who agreed to be on one; in their own words if quoted."""
    kind, _dash, number = part.partition("-")
    people = dict(enumerate(told.authors, start=1))
    author = people.get(int(number)) if kind == "person" and number.isdecimal() else None
    if author is None or not may_use(author, Use.CARD, told.language):
        return None
    is_quoted = bool(told.quote) and told.quote_name == author.name and bool(may_use(author, Use.QUOTE, told.language))
    kicker = with_example(_("Author of the initiative"), told.is_example)
    if is_quoted:  # a long title is cut at its end, the mark never
        kicker = " · ".join([*([_("Example")] if told.is_example else []), told.title])
    portrait = photo_of(author.portrait, told.language)
    said = quoted(told.quote, told.language) if is_quoted else told.title
    return replace(
        page.text_card(said, kicker=kicker),
        kind=Kind.PERSON,
        photo=photo_of(told.image, told.language),
        person=Person(author.name, author.job, author.workplace, portrait),
    )
