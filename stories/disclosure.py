"""What the public may know of an initiative.

Where a trade secret is involved only title, effect and award may be shown (“hạn chế công bố”). Templates,
search, heads and documents take a `Disclosure` and never the page's own fields, so that a restricted initiative
cannot leak through one that was forgotten.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.utils.translation import gettext_lazy as _
from wagtail.rich_text import get_text_for_indexing

from publishing.consent import Use, may_use
from stories.scenes import scene_of
from vietnamese.folding import fold

if TYPE_CHECKING:
    from campaigns.models import Unit
    from publishing.models import EditorialImage
    from stories.models import InitiativeAuthor, InitiativeEffect, InitiativePage


@dataclass(frozen=True)
class Stage:
    """One of the three parts of the narrative: problem, idea, result. `key` is its anchor on the page."""

    key: str
    label: str
    heading: str
    html: str

    @property
    def is_result(self) -> bool:
        """Whether it is the last part, which the ring marks in gold."""
        return self.key == STAGES["result"][0]


STAGES = {"problem": ("van-de", _("Problem")), "idea": ("y-tuong", _("Idea")), "result": ("ket-qua", _("Result"))}
"""The model's fields of the narrative, each with its anchor and what readers call it."""


@dataclass(frozen=True)
class Disclosure:
    """An initiative as the public sees it. For a restricted one everything but title, effect and award is empty.

    What a person has not consented to is empty too: picture and quote; the name gives way to “a worker”.
    How the money was estimated and the decision that recognised it stay back too: they tell of the method and name
    the unit.
    """

    title: str
    url: str
    language: str
    restricted: bool
    is_example: bool
    benefit_vnd: int | None
    effects: "list[InitiativeEffect]"
    award: str
    benefit_note: str = ""
    recognised_on: date | None = None
    recognition_ref: str = ""
    shown_at: datetime | None = None
    code: str = ""
    kind: str = ""
    field_label: str = ""
    field_key: str = ""
    unit: "Unit | None" = None
    summary: str = ""
    image: "EditorialImage | None" = None
    image_alt: str = ""
    image_caption: str = ""
    authors: "list[InitiativeAuthor]" = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    quote: str = ""
    quote_name: str = ""
    tags: list[object] = field(default_factory=list)

    @classmethod
    def of(cls, page: "InitiativePage") -> Self:
        """What may be told of `page`. Tags, quote and stages are loaded when asked for on the page itself."""
        common = {
            "title": page.title,
            "url": page.url or "",
            "language": page.locale.language_code,
            "restricted": page.restricted,
            "is_example": page.is_example,
            "benefit_vnd": page.benefit_vnd,
            "effects": list(page.effects.all()),
            "award": page.award,
        }
        if page.restricted:
            return cls(**common)
        language = page.locale.language_code
        authors = list(page.authors.all())
        speaker = next((author for author in authors if author.name == page.quote_name), None)
        return cls(
            **common,
            benefit_note=page.benefit_note,
            recognised_on=page.recognised_on,
            recognition_ref=page.recognition_ref,
            shown_at=page.date,
            code=page.code,
            kind=page.get_kind_display(),
            field_label=page.get_field_display(),
            field_key=page.field,
            unit=page.unit,
            summary=page.summary,
            image=page.image if page.image is not None and may_use(page.image, Use.PAGE, language) else None,
            image_alt=page.image_alt or (page.image.description if page.image else ""),
            image_caption=page.image_caption,
            authors=[author.as_shown(language) for author in authors],
            stages=[
                Stage(key, str(label), getattr(page, f"{name}_heading"), getattr(page, name))
                for name, (key, label) in STAGES.items()
                if getattr(page, name)
            ],
            quote=page.quote if speaker is None or may_use(speaker, Use.QUOTE, language) else "",
            quote_name=page.quote_name if speaker is None else speaker.as_shown(language).name,
        )

    @property
    def scene(self) -> str:
        """The static path of the drawing that stands in for a missing picture; empty for a restricted one."""
        return scene_of(self.field_key)

    @property
    def estimate(self) -> str:
        """How the benefit in money is to be read: always as an estimate, whatever the editor's note says."""
        said = fold(self.benefit_note)
        if "uoc tinh" in said or "estimate" in said:
            return self.benefit_note
        label = _("An estimate, as the unit reported it")
        return f"{label}. {self.benefit_note}" if self.benefit_note else str(label)

    @property
    def more_authors(self) -> int:
        """How many people stand behind it beside the first one."""
        return max(0, len(self.authors) - 1)

    @property
    def has_result(self) -> bool:
        """Whether the narrative tells of a result."""
        return any(stage.is_result for stage in self.stages)

    @property
    def quote_portrait(self) -> "EditorialImage | None":
        """The portrait of the author who is quoted, if the quote is an author's."""
        return next((author.portrait for author in self.authors if author.name == self.quote_name), None)

    @property
    def search_text(self) -> str:
        """What full-text search may find it by, beside its title."""
        people = " ".join(f"{author.name} {author.job} {author.workplace}" for author in self.authors)
        effects = " ".join(f"{effect.value} {effect.label}" for effect in self.effects)
        stages = " ".join(f"{stage.heading} {get_text_for_indexing(stage.html)}" for stage in self.stages)
        unit = self.unit.name if self.unit is not None else ""
        parts = [
            self.summary,
            effects,
            self.award,
            people,
            unit,
            self.field_label,
            self.kind,
            stages,
            self.quote,
            self.code,
        ]
        return " ".join(part for part in parts if part)

    @property
    def description(self) -> str:
        """One sentence for heads and lists: the summary, or for a restricted one its effect and award."""
        if self.summary:
            return self.summary
        effects = [f"{effect.value} {effect.label}" for effect in self.effects]
        return ". ".join(part for part in [*effects, self.award] if part)
