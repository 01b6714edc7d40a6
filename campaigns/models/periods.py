"""Which days a campaign counts: those of the whole, and those of its units."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Periods:
    """Local days, both ends counted: of the campaign's own number, and of what its units add."""

    count_from: date
    count_to: date
    units_from: date
    units_to: date
