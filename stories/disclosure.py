"""What the public may know of an initiative.

Where a trade secret is involved only title, effect and award may be shown (“hạn chế công bố”, domain.md). Templates,
search, heads and documents take a `Disclosure` and never the page's own fields, so that a restricted initiative
cannot leak through one that was forgotten.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from campaigns.models import Unit
    from publishing.models import EditorialImage
    from stories.models import InitiativeAuthor, InitiativeEffect, InitiativePage


@dataclass(frozen=True)
class Stage:
    """One of the three parts of the narrative: problem, idea, result."""

    key: str
    heading: str
    html: str


@dataclass(frozen=True)
class Disclosure:
    """An initiative as the public sees it. For a restricted one everything but title, effect and award is empty."""

    title: str
    url: str
    restricted: bool
    is_example: bool
    benefit_vnd: int | None
    benefit_note: str
    effects: "list[InitiativeEffect]"
    award: str
    recognised_on: object | None
    recognition_ref: str
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
            "restricted": page.restricted,
            "is_example": page.is_example,
            "benefit_vnd": page.benefit_vnd,
            "benefit_note": page.benefit_note,
            "effects": list(page.effects.all()),
            "award": page.award,
            "recognised_on": page.recognised_on,
            "recognition_ref": page.recognition_ref,
        }
        if page.restricted:
            return cls(**common)
        return cls(
            **common,
            code=page.code,
            kind=page.get_kind_display(),
            field_label=page.get_field_display(),
            field_key=page.field,
            unit=page.unit,
            summary=page.summary,
            image=page.image,
            image_alt=page.image_alt,
            image_caption=page.image_caption,
            authors=list(page.authors.all()),
            stages=[
                Stage(key, getattr(page, f"{name}_heading"), getattr(page, name))
                for key, name in (("van-de", "problem"), ("y-tuong", "idea"), ("ket-qua", "result"))
                if getattr(page, name)
            ],
            quote=page.quote,
            quote_name=page.quote_name,
        )

    @property
    def search_text(self) -> str:
        """What full-text search may find it by, beside its title."""
        people = " ".join(f"{author.name} {author.job} {author.workplace}" for author in self.authors)
        effects = " ".join(f"{effect.value} {effect.label}" for effect in self.effects)
        stages = " ".join(f"{stage.heading} {stage.html}" for stage in self.stages)
        unit = self.unit.name if self.unit is not None else ""
        parts = [self.summary, effects, self.award, people, unit, self.field_label, self.kind, stages, self.quote, self.code]
        return " ".join(part for part in parts if part)

    @property
    def description(self) -> str:
        """One sentence for heads and lists: the summary, or for a restricted one its effect and award."""
        if self.summary:
            return self.summary
        effects = [f"{effect.value} {effect.label}" for effect in self.effects]
        return ". ".join(part for part in [*effects, self.award] if part)
