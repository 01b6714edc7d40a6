"""The corpus of the judged queries: the demo's pages and others beside them, and what search makes of it."""

import json
import tomllib
from collections.abc import Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.utils.translation import override
from wagtail.models import Locale, Page

from campaigns.models import Unit
from home.models import HomePage, StandardPage
from search.finding import find
from search.models import Synonyms
from search.questions import Question
from search.words import by_index
from stories.models import (
    InitiativeAuthor,
    InitiativeEffect,
    InitiativeIndexPage,
    InitiativePage,
    StoryIndexPage,
    StoryPage,
)
from tests.factories.sites import no_site
from vietnamese.formats import LOCAL_ZONE

HERE = Path(__file__).parent / "judged"
RESULTS = HERE / "results.json"
DEEP = 6
"""Results of a query that are looked at."""


def queries() -> dict[str, dict[str, Any]]:
    """The judged queries by language, each with the pages that answer it; `never` with the page that must not."""
    return tomllib.loads((HERE / "queries.toml").read_text(encoding="utf-8"))


def recorded() -> dict[str, dict[str, list[str]]]:
    """What each query found when its order was looked at last, by language."""
    found: dict[str, dict[str, list[str]]] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return found


def record(found: dict[str, dict[str, list[str]]]) -> None:
    """Keep `found` as what is expected from now on."""
    languages = []
    for language, answers in found.items():
        lines = [f"  {json.dumps(asked, ensure_ascii=False)}: {json.dumps(slugs)}" for asked, slugs in answers.items()]
        languages.append(f' "{language}": {{\n' + ",\n".join(lines) + "\n }")
    RESULTS.write_text("{\n" + ",\n".join(languages) + "\n}\n", encoding="utf-8")


def load_corpus() -> None:
    """Load the demo and the corpus beside it, with the synonyms that come with the site."""
    no_site()
    call_command("load_demo", port=8765, stdout=StringIO())
    first = Path(__file__).parents[2] / "search" / "synonyms.toml"
    for terms in tomllib.loads(first.read_text(encoding="utf-8"))["terms"]:
        Synonyms.objects.get_or_create(terms=terms)
    home = HomePage.objects.get(locale__language_code="vi")
    with override("vi"):
        for content in tomllib.loads((HERE / "corpus.toml").read_text(encoding="utf-8"))["page"]:
            _add(home, content)


def found_by(asked: str, language: str) -> list[str]:
    """The slugs of the first pages that `asked` finds."""
    locale = Locale.objects.get(language_code=language)
    question = Question.read(asked, [synonyms.listed for synonyms in Synonyms.objects.all()])
    with override(language), by_index():
        hits = find(question, locale)
        keys = hits.ranked(lambda documents: documents, hits.total, 0, DEEP)
        slugs = dict(Page.objects.filter(pk__in=keys).values_list("pk", "slug"))
    return [slugs[key] for key in keys]


def reciprocal_ranks(language: str) -> Iterator[tuple[str, float]]:
    """Of each query, 1 divided by the place of the first page that answers it; 0 where none of them does."""
    for asked, answers in queries()[language].items():
        found = found_by(asked, language)
        yield asked, next((1 / place for place, slug in enumerate(found, start=1) if slug in answers), 0.0)


def _add(home: HomePage, content: dict[str, Any]) -> None:
    common = {
        "title": content["title"],
        "slug": content["key"],
        "locale": home.locale,
        "live": not content.get("draft"),
    }
    body = [{"type": "paragraph", "value": f"<p>{text}</p>", "id": str(n)} for n, text in enumerate(content["body"])]
    if content["type"] == "page":
        home.add_child(instance=StandardPage(**common, lead=content["lead"], body=body))
        return
    day = content["date"] if len(content["date"]) > 5 else f"2022-{content['date']}"
    common["date"] = datetime.fromisoformat(f"{day}T08:00").replace(tzinfo=LOCAL_ZONE)
    common["unit"] = Unit.objects.get(code=content["unit"]) if "unit" in content else None
    page: Any
    if content["type"] == "initiative":
        parent = InitiativeIndexPage.objects.child_of(home).get()
        page = InitiativePage(
            **common,
            summary=content["lead"],
            problem="".join(f"<p>{text}</p>" for text in content["body"]),
            code=content["code"],
            field=content.get("field", "production"),
            restricted=content.get("restricted", False),
            award=content.get("award", ""),
        )
        parent.add_child(instance=page)
        page.authors.set(
            [
                InitiativeAuthor(locale=home.locale, name=name, job="Công nhân", workplace="")
                for name in content["people"]
            ]
        )
        page.effects.set(
            [
                InitiativeEffect(locale=home.locale, value=value, label=label)
                for value, label in content.get("effects", [])
            ]
        )
    else:
        parent = StoryIndexPage.objects.child_of(home).get()
        page = StoryPage(**common, kind=content["type"], lead=content["lead"], body=body)
        parent.add_child(instance=page)
    page.tags.set(content.get("tags", []))
    if content.get("draft"):
        page.save()
    else:
        page.save_revision().publish()
