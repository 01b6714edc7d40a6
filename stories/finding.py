"""What the public search knows of an initiative: what its disclosure tells, and nothing else."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from campaigns.models import unit_names
from publishing.finding import Findable, FoundAs
from publishing.readable import lines_of, plain_text
from stories.disclosure import Disclosure

if TYPE_CHECKING:
    from stories.models import Tag

_NO_SIGN = re.compile(r"\W")


def findable_of(disclosure: Disclosure, money: str, tags: "Iterable[Tag]", campaign: int | None) -> Findable:
    """Of the disclosure, its benefit as it is printed (`money`), its public tags and its campaign.

    For a restricted one `tags` must be empty; the campaign, of which other filters would tell, is left out here.
    Its code names it as it is printed, and for who leaves out its points or all its signs.
    """
    tags = list(tags)
    effects = [f"{effect.value} {effect.label}" for effect in disclosure.effects]
    stages = [text for stage in disclosure.stages for text in (stage.heading, plain_text(stage.html))]
    code = disclosure.code
    codes = dict.fromkeys((code, code.replace(".", ""), _NO_SIGN.sub("", code)))
    people = [part for author in disclosure.authors for part in (author.job, author.workplace)]
    return Findable(
        title=disclosure.title,
        lead=disclosure.description,
        names=[*(author.name for author in disclosure.authors), *codes],
        texts=[*lines_of([*stages, disclosure.quote, *effects, disclosure.award, money])],
        terms=[
            *people,
            str(disclosure.kind),
            str(disclosure.field_label),
            *unit_names(disclosure.unit),
            *(tag.name for tag in tags),
        ],
        kind=FoundAs.INITIATIVE,
        field=disclosure.field_key,
        unit=disclosure.unit.pk if disclosure.unit is not None else None,
        campaign=None if disclosure.restricted else campaign,
        date=disclosure.shown_at,
        ages=True,
        tags=[tag.pk for tag in tags],
    )
