"""The units as a tree: what stands above each of them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from campaigns.tracking.contract import FIRST_LEVEL_KINDS


@dataclass(frozen=True, slots=True)
class UnitNode:
    """A unit's place: at the first level if it has no parent and is of one of the first level's kinds."""

    code: str
    parent_code: str | None
    kind: str
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def is_first_level(self) -> bool:
        return self.parent_code is None and self.kind in FIRST_LEVEL_KINDS


class Tree:
    """All units of one reading. Equal where its units are."""

    def __init__(self, units: Iterable[UnitNode] = ()) -> None:
        self.nodes = {unit.code: unit for unit in units}
        self._above: dict[str, tuple[str, ...]] = {}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tree) and self.nodes == other.nodes

    __hash__ = None  # type: ignore[assignment]  # it is compared, never looked up

    def above(self, code: str) -> tuple[str, ...]:
        """The unit itself and all above it, nearest first; ends where the chain leads nowhere or in a circle."""
        known = self._above.get(code)
        if known is None:
            chain: list[str] = []
            at: str | None = code
            while at is not None and at in self.nodes and at not in chain:
                chain.append(at)
                at = self.nodes[at].parent_code
            known = self._above[code] = tuple(chain)
        return known

    def place(self, code: str) -> str | None:
        """The first-level unit above `code`, or itself; None where there is none."""
        chain = self.above(code)
        return chain[-1] if chain and self.nodes[chain[-1]].is_first_level else None

    def first_level(self) -> list[UnitNode]:
        """The units that are ranked."""
        return [unit for unit in self.nodes.values() if unit.is_first_level]

    def topmost(self, codes: Iterable[str]) -> set[str]:
        """`codes` without those that stand below another of them, so that nothing is counted twice."""
        wanted = set(codes)
        return {code for code in wanted if not wanted.intersection(self.above(code)[1:])}
