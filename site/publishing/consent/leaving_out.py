"""What a page's pictures and people are left out of, in words for its editor."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page

from publishing.consent.question import Verdict, may_use, with_records
from publishing.consent.uses import People, Use
from publishing.models.images import EditorialImage
from publishing.photos import images_in

OF_PEOPLE: Final = (Use.NAME, Use.QUOTE, Use.CARD, Use.POSTER, Use.KIT)


@dataclass(frozen=True)
class LeftOut:
    """A picture or a person with the uses that it is left out of, and the reason for each (many share one)."""

    what: str
    uses: str
    reason: str
    mend: str
    """Where it is mended: the record that refuses, else the picture."""
    picture: EditorialImage | None = None

    @property
    def may_show_nobody(self) -> bool:
        """Whether one click could settle it."""
        return self.picture is not None and self.picture.people == People.UNSTATED


def pictures_of_page(page: Page) -> list[EditorialImage]:
    """Every picture that the page itself shows or shares, each once: its fields, its texts, its people's portraits."""
    found: dict[int, EditorialImage] = {}
    for field in page._meta.get_fields():
        if field.many_to_one and field.related_model is EditorialImage and (picture := getattr(page, field.name)):
            found[picture.pk] = picture
        elif isinstance(field, StreamField):
            found |= {picture.pk: picture for picture in images_in(getattr(page, field.name))}
    for picture in getattr(page, "card_pictures", []):
        if picture is not None:
            found[picture.pk] = picture
    with_records(found.values())
    return list(found.values())


def people_of_page(page: Page) -> list[Any]:
    """The people whom the page names one by one (pages that have such say so in `people_named`), and its texts'."""
    texts = [getattr(page, field.name) for field in page._meta.get_fields() if isinstance(field, StreamField)]
    return [*getattr(page, "people_named", []), *(person for text in texts for person in _people_in(text))]


def _people_in(value: Any) -> Iterator[Any]:
    """Everybody whom the blocks of a text name: who is quoted, who is in a film."""
    if isinstance(value, StreamValue):
        for child in value:
            yield from getattr(child.value, "people_named", [])


def left_out_of(page: Page) -> list[LeftOut]:
    """All that some use leaves out, in the page's language, today."""
    language = page.locale.language_code
    lines = [
        _line(_("Picture “%(title)s”") % {"title": picture.title}, reasons, picture)
        for picture in pictures_of_page(page)
        for reasons in _by_reason(picture, (Use.PAGE, Use.CARD, Use.POSTER, Use.KIT), language)
    ]
    lines += [
        _line(_("Person %(name)s") % {"name": person.name}, reasons)
        for person in people_of_page(page)
        for reasons in _by_reason(person, getattr(person, "asked", OF_PEOPLE), language)
    ]
    return list(dict.fromkeys(lines))


def _by_reason(subject: Any, uses: Iterable[Use], language: str) -> Iterator[tuple[list[Use], Verdict]]:
    found: dict[str, tuple[list[Use], Verdict]] = {}
    for use in uses:
        verdict = may_use(subject, use, language)
        if not verdict:
            found.setdefault(verdict.reason, ([], verdict))[0].append(use)
    yield from found.values()


def _line(what: str, reasons: tuple[list[Use], Verdict], picture: EditorialImage | None = None) -> LeftOut:
    uses, verdict = reasons
    if verdict.record is not None:
        mend = reverse("wagtailsnippets_publishing_consent:edit", args=[verdict.record.pk])
    else:
        mend = reverse("wagtailimages:edit", args=[picture.pk]) if picture is not None else ""
    return LeftOut(what, ", ".join(str(use.label) for use in uses), verdict.reason, mend, picture)
