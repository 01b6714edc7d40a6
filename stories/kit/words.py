"""The captions of a page: the draft of each network, or what an editor wrote over it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sharing.kit.captions import CHANNELS, Channel, Source, draft
from sharing.networks import marked
from sharing.quotation import quoted
from sharing.short_links import short_url
from stories.kit.models import Caption
from stories.kit.telling import Telling


@dataclass(frozen=True)
class Words:
    """What to write on one network; `edited` is what an editor wrote, empty where the draft stands."""

    channel: Channel
    draft: str
    edited: str = ""

    @property
    def text(self) -> str:
        """What goes out."""
        return self.edited or self.draft

    @property
    def length(self) -> int:
        """As the network counts."""
        return self.channel.count(self.text)


def words_of(telling: Telling) -> list[Words]:
    """The captions for every network, in the order of the screen. One query."""
    source = source_of(telling)
    edited = {row.network: row for row in Caption.objects.filter(page=telling.page.pk)}
    return [
        Words(channel, draft(channel, source), _still_right(edited.get(channel.name), telling, telling.unnamed))
        for channel in CHANNELS.values()
    ]


def _still_right(row: Caption | None, telling: Telling, unnamed: Iterable[str]) -> str:
    """The edited text, unless it is from before a restriction or names somebody who may not be named."""
    if row is None or row.reserved != telling.reserved or any(name in row.text for name in unnamed):
        return ""
    return row.text


def source_of(telling: Telling) -> Source:
    """What the page gives its captions. The short address outlives a move of the page."""
    address = short_url(telling.page)
    quote = (
        f"{quoted(telling.quote, telling.language)} – {telling.quoted.name}" if telling.quote and telling.quoted else ""
    )
    summary = telling.summary or telling.award
    if telling.page.is_example:
        example = _("an example made up for illustration")
        remarked = pgettext("a remark after a text", "%(text)s (%(remark)s)")
        summary = (remarked % {"text": summary, "remark": example}).strip()
    figures = tuple(f"{figure.value} {figure.label}" for figure in telling.figures)
    return Source(
        title=telling.title,
        summary=summary,
        link=lambda network: marked(address, network, "kit"),
        figures=figures,
        quote=quote,
        hashtags=telling.hashtags,
        programme=telling.brand.programme,
    )
