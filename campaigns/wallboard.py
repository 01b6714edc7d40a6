"""What stands on a wallboard: the campaign's number, what it means for the goal, and the units that lead."""

from dataclasses import dataclass

from campaigns.counters import Figures, figures_of
from campaigns.leaderboard import Leaderboard
from campaigns.models import CampaignPage
from campaigns.values import Counter

LEADERS = 10


@dataclass(frozen=True)
class Wallboard:
    """A screen in a hall. Two queries for the units, one for the figures."""

    figures: Figures
    leaderboard: Leaderboard

    @classmethod
    def of(cls, page: CampaignPage) -> "Wallboard":
        """The wallboard of the campaign that `page` tells about."""
        figures = figures_of(page.campaign)
        figures.page = page
        return cls(figures, Leaderboard.build(figures, limit=LEADERS))

    @property
    def counter(self) -> Counter:
        """The campaign's number."""
        return self.figures.headline

    @property
    def most(self) -> int:
        """What the leading unit has: the length of its bar is the measure of all."""
        return max((row.standing.count for row in self.leaderboard.rows), default=0)

    @property
    def leaders(self) -> "list[Leader]":
        """The rows to show, each with its bar against the first."""
        return [
            Leader(row.unit.short_name, row.standing.rank, row.standing.count, self.most)
            for row in self.leaderboard.rows
        ]


@dataclass(frozen=True)
class Leader:
    """One of the units that lead; `most` is what the first of them has."""

    name: str
    rank: int
    count: int
    most: int

    @property
    def progress(self) -> float:
        """The length of the bar, between 0 and 1."""
        return self.count / self.most if self.most else 0.0
