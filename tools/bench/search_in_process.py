"""The part of the search bench that runs on one database: fill it, ask, print the durations as JSON."""

from __future__ import annotations

import json
import re
import statistics
import sys
import time
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from random import Random
from typing import Any

from tools.with_django import ROOT, start_django

CHUNK = 1_000
CHANCE = Random(1)  # noqa: S311 - the same pages and questions each time
FIRST_DAY = datetime(2021, 12, 16, tzinfo=UTC)
COMMON = ["sáng kiến", "sang kien", "công nhân", "lao động", "cua", "năm", "tổ hỗ trợ", "may", "ca đêm", "thep"]
PHRASES = ['"sáng kiến"', '"tổ hỗ trợ"', '"cong doan co so"', '"bàn là"']
TYPOS = ["congg nhan", "khau trangg", "nam chaam", "duongg huyet"]
ODD = ['"' * 200, "(((", "a" * 10_000, "từ " * 4_000, "😀", "\x00'", "% _ \\"]
FILTERS = ["loai=news", "nam=2022", "don-vi=B7", "the=the-7", "loai=story&nam=2022&the=the-3"]


def main() -> None:
    """Fill, ask, print."""
    start_django("config.settings.dev")
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    sentences = _sentences()
    fill(int(sys.argv[1]), sentences)
    import_module("config.wsgi")  # which settles the process as it does in production
    asked = _questions(sentences)
    measured = {
        "the page alone": _times(["/tim-kiem/"] * 20),
        "results": _times([f"/tim-kiem/?{_query(question)}" for question in asked]),
        "results, asked again": _times([f"/tim-kiem/?{_query(question)}" for question in asked], forgets=False),
        "results, filtered": _times([f"/tim-kiem/?{_query(word)}&{one}" for word in COMMON for one in FILTERS]),
        "results, page 40": _times([f"/tim-kiem/?{_query(word)}&p=40" for word in COMMON[:4]]),
        "long questions": _times([f"/tim-kiem/?{_query(question)}" for question in _long_questions(sentences)]),
        "odd questions": _times([f"/tim-kiem/?{_query(odd)}" for odd in ODD]),
        "suggestions": _times(
            [f"/tim-kiem/goi-y/?{_query(question[:end])}" for question in asked for end in range(2, 9, 3)]
        ),
    }
    sys.stdout.write(json.dumps(measured) + "\n")


def _sentences() -> list[str]:
    """All sentences of the demo's Vietnamese texts."""
    found: list[str] = []
    for path in sorted((ROOT / "home" / "demo" / "content").glob("*/*.toml")):
        for text in _texts(tomllib.loads(path.read_text(encoding="utf-8"))):
            found += [part for part in re.split(r"(?<=[.!?])\s", re.sub("<[^>]+>", " ", text)) if len(part) > 20]
    return found


def _texts(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    for value in content.values() if isinstance(content, dict) else content if isinstance(content, list) else ():
        yield from _texts(value)


def _questions(sentences: list[str]) -> list[str]:
    """What is asked: common words, and one to four words from anywhere, half of them without marks."""
    from vietnamese.folding import fold

    drawn = []
    for number in range(60):
        words = re.findall(r"\w+", CHANCE.choice(sentences))
        start = CHANCE.randrange(max(1, len(words) - 4))
        text = " ".join(words[start : start + 1 + number % 4])
        drawn.append(fold(text) if number % 2 else text)
    return [*COMMON, *PHRASES, *TYPOS, *drawn]


def _long_questions(sentences: list[str]) -> list[str]:
    """Six to sixteen words, from two sentences: hardly a page has them all, so those with most of them are found."""
    drawn = []
    for number in range(24):
        one, other = (re.findall(r"\w+", CHANCE.choice(sentences)) for _ in range(2))
        half = 3 + number % 6
        drawn.append(" ".join([*one[:half], *other[:half]]))
    return drawn


def _query(question: str) -> str:
    from urllib.parse import urlencode

    return urlencode({"q": question})


def _times(paths: list[str], *, forgets: bool = True) -> tuple[float, float, float, float]:
    """Median, 95th percentile and maximum in milliseconds, and how many; each path a second time.

    With `forgets`, all caches are emptied before each, so that nothing was counted before.
    """
    from django.core.cache import cache
    from django.test import Client

    durations = []
    client = Client(SERVER_NAME="127.0.0.1")
    for measured in (False, True):
        for path in paths:
            if forgets:
                cache.clear()
            began = time.perf_counter()
            status = client.get(path).status_code
            if status not in (200, 404):
                raise SystemExit(f"{path[:80]}: {status}")
            if measured:
                durations.append((time.perf_counter() - began) * 1000)
    durations.sort()
    return (
        statistics.median(durations),
        durations[min(len(durations) - 1, round(len(durations) * 0.95))],
        durations[-1],
        len(durations),
    )


def fill(count: int, sentences: list[str]) -> None:
    """Make a site with a campaign and so many stories, written into the public search as publishing writes them."""
    from django.db import connection
    from wagtail.models import Page

    from search.indexing import write_findables
    from stories.models import StoryPage, Tag
    from tests.factories import SiteTree, UnitFactory
    from tests.factories.campaigns import SnapshotFactory
    from tests.factories.pages import CampaignPageFactory

    tree = SiteTree.current()
    SnapshotFactory(campaign=CampaignPageFactory().campaign)  # its figures stand above every page
    units = [UnitFactory(code=f"B{number}") for number in range(80)]
    tags = [Tag.objects.create(name=f"thẻ {number}") for number in range(200)]
    for start in range(0, count, CHUNK):
        stories = [_story(tree, number, sentences, units) for number in range(start, min(start + CHUNK, count))]
        Page._base_manager._insert(stories, fields=Page._meta.local_fields)
        StoryPage._base_manager._insert(stories, fields=StoryPage._meta.local_concrete_fields)
        write_findables({story.pk: (tree.vi, _findable(story, sentences, tags)) for story in stories})
        if start % (10 * CHUNK) == 0:  # or PostgreSQL keeps looking keys up as in the empty tables that it began with
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
    sys.stderr.write(f"{count} pages in {connection.vendor}\n")


def _story(tree: Any, number: int, sentences: list[str], units: list[Any]) -> Any:
    from stories.models import StoryPage

    key = 1_000_000 + number
    index = tree.stories
    title = " ".join(CHANCE.choice(sentences).split()[:9]) + (" và sáng kiến" if number % 3 == 0 else "")
    story = StoryPage(
        id=key,
        page_ptr_id=key,
        path=f"{index.path}{number:04X}"[: len(index.path)] + _step(number),
        depth=index.depth + 1,
        title=title,
        draft_title=title,
        slug=f"bai-{number}",
        url_path=f"{index.url_path}bai-{number}/",
        locale=tree.vi,
        content_type=_content_type(),
        kind=["story", "model", "practice", "news"][number % 4],
        lead=CHANCE.choice(sentences)[:400],
        date=FIRST_DAY + timedelta(minutes=CHANCE.randrange(700 * 24 * 60)),
        unit=CHANCE.choice(units),
    )
    story.live = True
    return story


def _content_type() -> Any:
    from django.contrib.contenttypes.models import ContentType

    from stories.models import StoryPage

    return ContentType.objects.get_for_model(StoryPage)


def _step(number: int) -> str:
    digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    step = ""
    for _ in range(4):
        number, rest = divmod(number, 36)
        step = digits[rest] + step
    return step


def _findable(story: Any, sentences: list[str], tags: list[Any]) -> Any:
    from dataclasses import replace

    kept = CHANCE.sample(tags, 3)
    return replace(
        story_findable(story),
        texts=[CHANCE.choice(sentences) for _ in range(12)],
        terms=[story.unit.name, *(tag.name for tag in kept)],
        tags=[tag.pk for tag in kept],
    )


def story_findable(story: Any) -> Any:
    """What is known of a story without its text and tags."""
    from publishing.finding import Findable, FoundAs

    return Findable(
        title=story.title, lead=story.lead, kind=FoundAs(story.kind), unit=story.unit_id, date=story.date, ages=True
    )


if __name__ == "__main__":
    main()
