"""What an embed shows, and from where: found in at most four queries, told in the active language."""

from dataclasses import dataclass, replace
from typing import Self

from django.utils.translation import gettext as _

from campaigns.counters import Figures, figures_of
from campaigns.embeds import words
from campaigns.models import CampaignPage, Unit
from campaigns.values import Counter, State

LONGEST_SLUG = 60


@dataclass(frozen=True)
class Shown:
    """A campaign's number, or one unit's within it, with everything that must stand beside it."""

    page: CampaignPage
    figures: Figures
    counter: Counter
    unit: Unit | None = None

    @classmethod
    def whole(cls, page: CampaignPage) -> Self:
        """The campaign's own number, of `page` with its campaign."""
        figures = figures_of(page.campaign)
        return cls(page, figures, _honest(figures.headline))

    @classmethod
    def of_unit(cls, page: CampaignPage, code: str) -> Self | None:
        """The number of the ranked unit with this code; None where there is no such unit."""
        unit = _unit(code)
        if unit is None:
            return None
        figures = figures_of(page.campaign)
        return cls(page, figures, _honest(figures.unit(unit.code, unit.name)), unit)

    @property
    def title(self) -> str:
        """What is counted, as a heading: the unit, else the campaign."""
        return self.unit.short_name if self.unit is not None else self.page.title

    @property
    def full_title(self) -> str:
        """The same where nothing else names the campaign."""
        return f"{self.unit.short_name}, {self.page.title}" if self.unit is not None else self.page.title

    @property
    def url(self) -> str:
        """The absolute address of the page that tells more."""
        return f"{self.page.full_url or ''}{self.unit.path if self.unit is not None else ''}"

    @property
    def what(self) -> str:
        """What the number counts, a unit's with its period."""
        return words.what(self.counter)

    @property
    def share(self) -> str:
        """How much of which goal that is."""
        return words.share(self.counter)

    @property
    def sentence(self) -> str:
        """Everything in one line: “Đồng Nai, 40 ngày cao điểm: 1.990 sáng kiến … Tính đến … Trực tiếp. https://…”."""
        title, state = " ".join(self.full_title.split()), words.state(self.counter)
        if self.counter.value is None:
            return f"{title}: {state}. {self.url}"
        said = ", ".join(filter(None, (f"{words.number(self.counter.value)} {self.what}", self.marked_share)))
        return f"{title}: {said}. {words.as_of(self.counter)}. {state}. {self.url}"

    @property
    def marked_share(self) -> str:
        """The same, with the mark of a target that is made up."""
        example = _("example target")
        return f"{self.share} ({example})" if self.counter.target_is_example else self.share


def campaign_page(slug: str) -> CampaignPage | None:
    """The published page of the campaign with this code, in the active language or else in another; one query."""
    return CampaignPage.published_with_code(slug) if len(slug) <= LONGEST_SLUG else None


def _honest(counter: Counter) -> Counter:
    """A number that is not there is not live either."""
    return replace(counter, state=State.UNKNOWN) if counter.value is None else counter


def _unit(code: str) -> Unit | None:
    """The ranked unit with this code. What cannot be one is not asked for."""
    longest = Unit._meta.get_field("code").max_length or 0
    if len(code) > longest or "\0" in code:
        return None
    return Unit.objects.first_level().filter(code=code).first()
