"""A report on paper before anybody has drawn it: headings, sentences, tables and a chart, in words of one language.

The screen, the Word file, the PDF and the story are drawn from this one value, so they say the same.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class KeyFigure:
    """A number with what it says."""

    value: str
    label: str


@dataclass(frozen=True)
class Row:
    """A line of a table: its cells, and the same as a sentence for where there are no tables."""

    cells: tuple[str, ...]
    said: str


@dataclass(frozen=True)
class Cell:
    """One cell: its text, and whether it stands in a column of numbers."""

    text: str
    is_number: bool


@dataclass(frozen=True)
class Group:
    """Some lines under a name of their own; empty: without one."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """Columns with their relative widths, numbers where `numeric` says so; the first one names the line."""

    head: tuple[str, ...]
    numeric: tuple[bool, ...]
    widths: tuple[int, ...]
    groups: tuple[Group, ...]

    @property
    def columns(self) -> list[Cell]:
        """The head's cells."""
        return self._cells(self.head)

    @property
    def body(self) -> list[tuple[str, list[list[Cell]]]]:
        """Each group's name with the cells of its lines."""
        return [(group.name, [self._cells(row.cells) for row in group.rows]) for group in self.groups]

    def _cells(self, texts: tuple[str, ...]) -> list[Cell]:
        return [Cell(text, is_number) for text, is_number in zip(texts, self.numeric, strict=True)]


@dataclass(frozen=True)
class Bar:
    """A day in the chart: its name, its number in words, its height from 0 to 1; `paler` where it is not over."""

    name: str
    value: str
    share: float
    paler: bool


@dataclass(frozen=True)
class Chart:
    """Columns side by side, and in `said` what one would see in them."""

    bars: tuple[Bar, ...]
    said: str


@dataclass(frozen=True)
class Section:
    """A part under a heading: as of when, sentences, a chart, a table."""

    heading: str
    as_of: str = ""
    sentences: tuple[str, ...] = ()
    chart: Chart | None = None
    table: Table | None = None


@dataclass(frozen=True)
class Paper:
    """The whole report. `lead` sums it up in two sentences, `status` says how far its figures can be trusted."""

    language: str
    title: str
    subject: str
    status: str
    lead: str
    key_figures: tuple[KeyFigure, ...] = ()
    as_of: str = ""
    sentences: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()
    source: str = ""
    made: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether there are no figures to hand on."""
        return not self.key_figures
