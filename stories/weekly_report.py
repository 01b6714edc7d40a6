"""A campaign's weekly report as a draft of campaign news: its figures are frozen in words, none of them is live.

A draft of a week is known by its key in every language (`translation_key`), made of campaign, week and a number: so a
button pressed twice makes one page, and the Vietnamese and the English draft of a week are each other's translation.
"""

import io
import json
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.core.files.images import ImageFile
from django.db import IntegrityError, transaction
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import ngettext, override

from campaigns import steps
from campaigns.reports import picture
from campaigns.reports.paper import Chart, Paper, Section
from campaigns.reports.weekly import WeeklyReport
from publishing.consent import People, Rights
from publishing.models import EditorialImage
from stories.models import StoryIndexPage, StoryPage
from vietnamese.slugs import slugify

MOST = 50
"""Drafts of one week in one language."""
LISTED = 10
"""Lines of a list in the story; the files have all of them."""
LEAD, SOURCE = 400, 160
"""Letters that the fields hold."""


class TooMany(Exception):
    """There are fifty drafts of this week already."""


def index_for(language: str) -> StoryIndexPage | None:
    """Where stories in this language stand."""
    return StoryIndexPage.objects.filter(locale__language_code=language).first()


def earlier(report: WeeklyReport, index: StoryIndexPage) -> list[StoryPage]:
    """What was made of this week in the language of `index`, the newest first; moved pages too."""
    pages = StoryPage.objects.filter(translation_key__in=_keys(report), locale=index.locale)
    return list(pages.order_by("-pk"))


def may_update(page: StoryPage, user: Any) -> bool:
    """Whether the draft may be made anew: never published, not waiting for anybody, and this editor's to change."""
    permissions = page.permissions_for_user(user)
    was_published = page.live or page.first_published_at is not None
    return not was_published and permissions.can_edit() and not permissions.page_locked()


def make(report: WeeklyReport, paper: Paper, index: StoryIndexPage, user: Any, another: bool = False) -> StoryPage:
    """The draft of the week; what there is already, unless `another` is wanted. Raises TooMany."""
    there = {page.translation_key: page for page in earlier(report, index)}
    keys = _keys(report)
    if there and not another:
        return next(there[key] for key in keys if key in there)
    free = next((key for key in keys if key not in there), None)
    if free is None:
        raise TooMany
    page = StoryPage(kind=StoryPage.Kind.NEWS, campaign=report.campaign, locale=index.locale, translation_key=free)
    page.live, page.owner = False, user
    try:
        with transaction.atomic():
            _write(page, paper, user)
            index.add_child(instance=page)
            page.save_revision(user=user, log_action=True)
            steps.tell_report(report.campaign, report.week.first, report.week.last, "draft", user)
    except IntegrityError:  # the other request was quicker by a moment
        return StoryPage.objects.get(translation_key=free, locale=index.locale)
    return page


def update(page: StoryPage, report: WeeklyReport, paper: Paper, user: Any) -> StoryPage:
    """Put today's figures into a draft as its next version; the earlier ones stay in its history."""
    draft: StoryPage = page.get_latest_revision_as_object()
    with transaction.atomic():
        _write(draft, paper, user)
        draft.save_revision(user=user, log_action=True)
        steps.tell_report(report.campaign, report.week.first, report.week.last, "draft", user)
    return draft


def _keys(report: WeeklyReport) -> list[UUID]:
    week = f"weekly-report/{report.campaign.pk}/{report.week.key}"
    return [uuid5(NAMESPACE_URL, f"{week}/{number}") for number in range(MOST)]


def _write(page: StoryPage, paper: Paper, user: Any) -> None:
    page.title = f"{paper.title}: {paper.subject}"
    page.lead = _cut(paper.lead, LEAD)
    with override(paper.language):
        page.body = json.dumps([{"type": kind, "value": value} for kind, value in _body(paper, user)])


def _body(paper: Paper, user: Any) -> Iterator[tuple[str, Any]]:
    """The blocks of the story in their stored form."""
    yield "paragraph", _paragraphs([paper.status, *paper.sentences])
    figures = [_item({"value": one.value, "label": one.label}) for one in paper.key_figures]
    yield "key_figures", {"figures": figures, "source": _cut(paper.as_of, SOURCE)}
    for section in paper.sections:
        if section.chart is not None:
            yield "paragraph", _opening(section)
            yield "figure", _figure(section.chart, f"{section.heading}: {paper.title}", section.as_of, user)
            yield "paragraph", _lists(section)
        else:
            yield "paragraph", _opening(section) + _lists(section)
    told = format_html_join("", "<p><i>{}</i></p>", ((line,) for line in (f"{paper.as_of}.", paper.source) if line))
    yield "paragraph", _listed(paper.notes) + told


def _figure(chart: Chart, title: str, as_of: str, user: Any) -> dict[str, Any]:
    """The chart as a picture of the library: each version of the draft keeps its own."""
    image = EditorialImage(title=title, description=_cut(chart.said, 255), uploaded_by_user=user)
    image.people, image.rights = People.NO, Rights.OWN
    image.file = ImageFile(io.BytesIO(picture.draw(chart)), name=f"{slugify(title, max_length=80)}.png")
    image.save()
    shown = {"image": image.pk, "alt_text": chart.said, "decorative": False}
    return {"image": shown, "caption": as_of, "credit": "", "size": "text"}


def _item(value: dict[str, str]) -> dict[str, Any]:
    """A part of a list as it is stored; without an id it would be read as the value itself."""
    return {"type": "item", "id": str(uuid4()), "value": value}


def _opening(section: Section) -> SafeString:
    as_of = format_html("<p><i>{}.</i></p>", section.as_of) if section.as_of else SafeString("")
    return format_html("<h2>{}</h2>", section.heading) + as_of + _paragraphs(section.sentences)


def _lists(section: Section) -> SafeString:
    """The table, a line of it a sentence."""
    parts = []
    for group in section.table.groups if section.table is not None else ():
        if group.name:
            parts.append(format_html("<h3>{}</h3>", group.name))
        lines = [row.said for row in group.rows]
        if (more := len(lines) - LISTED) > 0:
            said = ngettext("and %(n)s more unit", "and %(n)s more units", more) % {"n": more}
            lines = [*lines[:LISTED], said]
        parts.append(_listed(lines))
    return SafeString("".join(parts))


def _paragraphs(sentences: Iterable[str]) -> SafeString:
    return format_html_join("", "<p>{}</p>", ((sentence,) for sentence in sentences))


def _listed(lines: Iterable[str]) -> SafeString:
    """A list; nothing without lines."""
    items = format_html_join("", "<li>{}</li>", ((line,) for line in lines))
    return format_html("<ul>{}</ul>", items) if items else items


def _cut(text: str, length: int) -> str:
    """No longer than the field holds; cut between words."""
    return text if len(text) <= length else f"{text[: length - 1].rsplit(' ', 1)[0]}…"
