"""People who are named in a text and not on a page's own list of people: who is quoted, who is in a film."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from publishing.consent.question import Record
from publishing.consent.uses import People, Rights, Use


@dataclass(frozen=True)
class Named:
    """Somebody, as the question of consent reads it. What travels with the words needs the name and the words."""

    name: str
    records: Sequence[Record]
    shows_people: People = People.YES
    rights: str = Rights.OWN
    stands_on: frozenset[Use] = frozenset({Use.NAME})
    asked: tuple[Use, ...] = (Use.NAME, Use.QUOTE, Use.POSTER, Use.KIT)
    """What an editor is told of where it is not allowed."""


WITH_WORDS: Final = frozenset({Use.NAME, Use.QUOTE})
"""What must be allowed beside the use where somebody's words are printed under the name."""
