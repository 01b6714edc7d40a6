"""What a share card says. Pages make it (`BasePage.card_content`), and drawing reads nothing else."""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import blake2b
from typing import Final, Self

DESIGN: Final = 2
"""Goes into every digest: raise it when a change of the drawing shall give all cards new addresses."""
SLOT: Final = 600
"""Seconds for which one number card stands."""


class Size(StrEnum):
    """A card's format: of links (Facebook, Zalo, X), of posts, of stories."""

    WIDE = "1200x630"
    SQUARE = "1080x1080"
    TALL = "1080x1920"

    @property
    def pixels(self) -> tuple[int, int]:
        """Width and height."""
        width, height = self.value.split("x")
        return int(width), int(height)


class Kind(StrEnum):
    """What a card is built around."""

    TEXT = "text"
    PHOTO = "photo"
    NUMBER = "number"
    PERSON = "person"


@dataclass(frozen=True)
class Photo:
    """A picture file; `focal` is the point (x, y) that matters in it, in pixels of `size`.

    `name` is that of a file of the default storage, or of one of the site's own (`is_static`: below static/).
    """

    name: str
    size: tuple[int, int]
    focal: tuple[int, int] | None = None
    is_static: bool = False


@dataclass(frozen=True)
class Person:
    """Whom a card honours, as the page spells it."""

    name: str
    job: str = ""
    unit: str = ""
    portrait: Photo | None = None


@dataclass(frozen=True)
class Figures:
    """A live number with everything that must stand beside it: goal, time (`as_of`, “Tính đến …”) and state in words.

    `share` is how much of the goal is reached (1.0: all), None without a goal. `moment` is when the figures were true:
    a card is named by it, not by the number, so that a number which changes every second does not make a card a second.
    """

    value: str
    label: str
    as_of: str
    state: str
    moment: datetime
    percent: str = ""
    share: float | None = None


@dataclass(frozen=True)
class Signature:
    """Who speaks: the programme's name and the site's address without its scheme."""

    organisation: str = ""
    address: str = ""


@dataclass(frozen=True)
class CardContent:
    """Everything that is printed on a card, in the page's language and ready to be read.

    `figure` and `figure_note` are a benefit and how to read it (“418 triệu đồng/năm”, “ước tính, theo báo cáo”);
    `lines` further effects and awards. `reserved`: publicity is restricted, so no older card of the page may stay.
    """

    kind: Kind
    title: str
    kicker: str = ""
    language: str = "vi"
    lines: tuple[str, ...] = ()
    figure: str = ""
    figure_note: str = ""
    photo: Photo | None = None
    person: Person | None = None
    figures: Figures | None = None
    signature: Signature = field(default_factory=Signature)
    reserved: bool = False

    @property
    def digest(self) -> str:
        """The hash that names the card: of all that it says, and for a live number of the ten minutes it stands for."""
        return self.digest_in(self.slot)

    def digest_in(self, slot: str) -> str:
        """The hash that names the same card with the figures of another ten minutes."""
        said = asdict(self)
        if self.figures is not None:
            said["figures"] = [self.figures.label, self.figures.state, slot]
        spelled = json.dumps([DESIGN, said], ensure_ascii=False, sort_keys=True)
        return blake2b(spelled.encode(), digest_size=10).hexdigest()

    @property
    def slot(self) -> str:
        """The ten minutes in which its figures were true, in UTC ("202205100700"); empty without figures."""
        return slot_of(self.figures.moment) if self.figures is not None else ""

    def without_pictures(self) -> Self:
        """The text card that stands in when a picture's file is lost."""
        person = replace(self.person, portrait=None) if self.person is not None else None
        kind = Kind.NUMBER if self.kind is Kind.NUMBER else Kind.TEXT
        return replace(self, kind=kind, photo=None, person=person)


def slot_of(moment: datetime) -> str:
    """The ten minutes of `moment` (aware), in UTC."""
    seconds = int(moment.timestamp())
    return datetime.fromtimestamp(seconds - seconds % SLOT, tz=UTC).strftime("%Y%m%d%H%M")
