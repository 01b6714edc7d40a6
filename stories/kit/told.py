"""Reading a page: what of it may be told, in its own language."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from publishing.consent import with_records
from publishing.models import EditorialImage, SiteSettings
from publishing.photos import images_in
from sharing.print.content import Brand, Figure, Person
from stories.disclosure import Disclosure
from stories.kit.permitted import Permitted
from stories.kit.scenes import scene
from stories.kit.telling import AnyStory, Photo, Telling
from stories.models import InitiativePage, StoryPage
from vietnamese.formats import vnd

MOST_PHOTOS = 12
CREDIT_MARKS = ("Ảnh:", "Minh họa:", "Photo:")


def told_by(page: AnyStory, permitted: Permitted) -> Telling:
    """What `page` (a draft of it too) tells. In the page's language: call it under `translation.override`."""
    settings = SiteSettings.for_site(page.get_site())
    common = {
        "page": page,
        "language": page.locale.language_code,
        "title": page.title,
        "brand": Brand(settings.name, settings.wording.banner, settings.wording.organisation),
        "hashtags": tuple(settings.hashtag_list),
    }
    if isinstance(page, InitiativePage):
        telling = _of_initiative(page, permitted, common)
    else:
        telling = _of_story(page, permitted, common)
    if page.is_example:
        example = _("The people and figures on this page are an example made up for illustration.")
        telling.notes = (*telling.notes, example)
    telling.left_out, telling.unnamed = tuple(permitted.left_out), tuple(permitted.unnamed)
    return telling


def in_its_language(page: AnyStory, permitted: Permitted) -> Telling:
    """The same, whatever language is active."""
    with translation.override(page.locale.language_code):
        return told_by(page, permitted)


def _of_initiative(page: InitiativePage, permitted: Permitted, common: dict[str, Any]) -> Telling:
    disclosure = page.disclosure
    figures = [Figure(effect.value, effect.label) for effect in disclosure.effects]
    if disclosure.benefit_vnd is not None:
        amount = vnd(disclosure.benefit_vnd, language=disclosure.language)
        figures.insert(0, Figure(amount, _("benefit a year, an estimate")))
    telling = Telling(
        **common,
        kicker=_("Featured initiative"),
        reserved=disclosure.restricted,
        figures=tuple(figures),
        award=disclosure.award,
        notes=(disclosure.estimate,) if disclosure.benefit_vnd is not None else (),
    )
    if not disclosure.restricted:
        telling.summary = disclosure.summary
        telling.unit = disclosure.unit.name if disclosure.unit is not None else ""
        _add_people_and_pictures(telling, page, disclosure, permitted)
    return telling


def _add_people_and_pictures(
    telling: Telling, page: InitiativePage, disclosure: Disclosure, permitted: Permitted
) -> None:
    authors = list(page.authors.all())  # by their names: a disclosure has “a worker” where a name may not be used
    images = [disclosure.image, *(author.portrait for author in authors)]
    with_records(images)
    photo = permitted.photo(disclosure.image, disclosure.image_alt)
    telling.picture = photo or scene(disclosure.scene)
    telling.people = [
        Person(author.name, (author.job, author.workplace), permitted.photo(author.portrait, author.name))
        for author in authors
        if permitted.person(author)
    ]
    speaker = next((author for author in authors if author.name == page.quote_name), None)
    named = speaker is not None and speaker.name not in permitted.unnamed
    if page.quote and permitted.quote(page.quote_name, speaker.records if named and speaker else ()):
        telling.quote = page.quote
        telling.quoted = next((person for person in telling.people if person.name == page.quote_name), None)
    telling.photos = _photos(images, permitted, {disclosure.image: disclosure.image_alt})
    if photo is not None and disclosure.image is not None:
        telling.credit = credit_of(disclosure.image, disclosure.image_caption)


def _of_story(page: StoryPage, permitted: Permitted, common: dict[str, Any]) -> Telling:
    images = [page.image, *images_in(page.body)]
    with_records(images)
    telling = Telling(
        **common,
        kicker=page.get_kind_display(),
        summary=page.lead,
        unit=page.unit.name if page.unit is not None else "",
        picture=permitted.photo(page.image, page.image_text),
    )
    key_figures = next((block.value for block in page.body if block.block_type == "key_figures"), None)
    if key_figures is not None:
        telling.figures = tuple(Figure(figure["value"], figure["label"]) for figure in key_figures["figures"])
        telling.notes = (key_figures["source"],) if key_figures["source"] else ()
    _add_quote(telling, page, permitted)
    if telling.picture is not None and page.image is not None:
        telling.credit = credit_of(page.image, page.image_caption)
    telling.photos = _photos(images, permitted, {page.image: page.image_text})
    return telling


def _add_quote(telling: Telling, page: StoryPage, permitted: Permitted) -> None:
    """The first quote of somebody who agreed."""
    for quote in (block.value for block in page.body if block.block_type == "quote"):
        portrait: EditorialImage | None = quote["portrait"]
        if permitted.quote(quote["name"], quote.speaker.records):
            telling.quote = quote["text"]
            telling.quoted = Person(quote["name"], (quote["role"],), permitted.photo(portrait, quote["name"]))
            return


def credit_of(image: EditorialImage, caption: str = "") -> str:
    """Whose picture it is: as the library says, else as the caption ends (“… Ảnh: Nguyễn Văn A”)."""
    if image.credit:
        return image.credit
    mark = next((mark for mark in CREDIT_MARKS if mark in caption), "")
    return mark + caption.rpartition(mark)[2] if mark else ""


def _photos(images: list[EditorialImage | None], permitted: Permitted, alts: dict[Any, str]) -> tuple[Photo, ...]:
    """Every picture of the page once, with its text alternative."""
    found: dict[str, Photo] = {}
    for image in images:
        alt = alts.get(image) or (image.description if image is not None else "")
        picture = permitted.photo(image, alt)
        if image is not None and picture is not None:
            found.setdefault(picture.key, Photo(picture, alt, credit_of(image)))
    return tuple(found.values())[:MOST_PHOTOS]
