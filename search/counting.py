"""Counting what a question finds by what it is filed under."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db import connection

from search.words import Query, filed, tags_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from search.models import Combination

MOST_TAGS = 24
"""Tags that are counted: those that most hits have."""


@dataclass(frozen=True)
class Counts:
    """How many hits have each combination of properties (`search.models.Combination`), and each of the most used tags.

    By their keys; `tags` is None where they were not asked for. `called` has the slug and the name of each of them.
    """

    combinations: dict[int, int] = field(default_factory=dict)
    tags: dict[int, int] | None = None
    called: dict[int, tuple[str, str]] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many hits there are."""
        return sum(self.combinations.values())


def count(
    query: Query | None,
    combinations: "QuerySet[Combination]",
    *,
    keys: Sequence[int] | None = None,
    tag: int | None = None,
    tagged: bool,
) -> Counts:
    """Count the documents of `combinations` that have `query` (None: all), where `tagged` by their tags too. One query.

    Of those, only the ones with these `keys` or with this `tag`. It finds the documents once for both counts: to look
    for words that stand together is what takes the time.
    """
    held, values = filed(query)
    of_kind, kinds = combinations.order_by().values("pk").query.sql_with_params()
    found = f"SELECT * FROM ({held}) held WHERE combination IN ({of_kind})"  # noqa: S608 - own tables
    parameters: list[Any] = [*values, *kinds]
    if keys is not None:
        found += f" AND page_id IN ({', '.join(['%s'] * len(keys))})"
        parameters += keys
    if tag is not None:
        found += " AND page_id IN (SELECT document_id FROM search_document_tags WHERE tag_id = %s)"
        parameters.append(tag)
    counting = "SELECT 0, combination, COUNT(*), '', '' FROM found GROUP BY combination"
    if tagged:
        counting += (
            " UNION ALL SELECT 1, used.tag_id, used.uses, tag.slug, tag.name FROM"  # noqa: S608 - own tables
            f" (SELECT tag_id, COUNT(*) AS uses FROM ({tags_of('found')}) had"
            " GROUP BY tag_id HAVING tag_id IN (SELECT id FROM stories_tag) ORDER BY uses DESC, tag_id LIMIT %s) used"
            " JOIN stories_tag tag ON tag.id = used.tag_id"
        )
        parameters.append(MOST_TAGS)
    counted: tuple[dict[int, int], dict[int, int]] = {}, {}
    called: dict[int, tuple[str, str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(f"WITH found AS ({found}) {counting}", parameters)
        for which, key, number, slug, name in cursor.fetchall():
            counted[which][key] = number
            if which:
                called[key] = slug, name
    by_combination, by_tag = counted
    return Counts(by_combination, by_tag if tagged else None, called)
