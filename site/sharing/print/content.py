"""What stands on a printed sheet, in words of one language; the layouts draw nothing that is not here."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Picture:
    """A photograph. `key` says which bytes they are, so that a sheet's content can be told apart without reading them.

    `focus` is what must not be cut off: the middle of it, as shares of the picture's width and height. `read` gives
    the file's bytes and raises OSError where it is lost.
    """

    key: str
    read: Callable[[], bytes] = field(compare=False, repr=False)
    focus: tuple[float, float] = (0.5, 0.5)
    alt: str = ""


@dataclass(frozen=True)
class Drawing:
    """An SVG that comes with the site; `read` gives its bytes."""

    key: str
    read: Callable[[], bytes] = field(compare=False, repr=False)
    alt: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody by name, with up to two lines that say who that is."""

    name: str
    lines: tuple[str, ...] = ()
    portrait: Picture | None = None


@dataclass(frozen=True)
class Figure:
    """A figure with its unit, and what it says."""

    value: str
    label: str


@dataclass(frozen=True)
class Brand:
    """Who speaks: the programme, its banner, the organisation behind it."""

    programme: str
    banner: str = ""
    organisation: str = ""


@dataclass(frozen=True)
class Code:
    """The QR code's address, what to do with it, and the address as people type it."""

    url: str
    invitation: str
    address: str


@dataclass(frozen=True)
class Poster:
    """One story or initiative for a wall. Anything but title, brand and code may be empty."""

    language: str
    kicker: str
    title: str
    brand: Brand
    code: Code
    picture: Picture | Drawing | None = None
    person: Person | None = None
    quote: str = ""
    text: str = ""
    """A sentence or two, for where nobody is quoted."""
    figures: tuple[Figure, ...] = ()
    award: str = ""
    unit: str = ""
    notes: tuple[str, ...] = ()
    """In small print: how figures are to be read."""
    credit: str = ""
    """Whose `picture` it is: in small print, where it is seen."""


@dataclass(frozen=True)
class ThankYou:
    """A card that thanks one named worker."""

    language: str
    heading: str
    person: Person
    reason: str
    title: str
    """What the person thought of, set in quotation marks."""
    signature: tuple[str, ...]
    """Who signs: the lines above the place for the name."""
    place_and_date: str
    brand: Brand
    code: Code
    notes: tuple[str, ...] = ()
