"""Pictures, numbers, dates and addresses in templates."""

from datetime import date, datetime
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page as Paged
from django.http import HttpRequest
from django.template.context import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext
from wagtail.models import Page

from publishing.foreign_words import mark as mark_foreign_words
from publishing.models import EditorialImage, SiteSettings
from publishing.navigation import Link, Navigation, kept, language_name_here
from publishing.navigation import trail as trail_of
from publishing.photos import SIZES, renditions
from sharing.languages import language_tag, reading_order
from vietnamese import formats
from vietnamese.text import glue as glue_text

register = template.Library()


def _language() -> str:
    return get_language() or "vi"


@register.simple_tag
def photo(
    image: EditorialImage | None,
    size: str,
    *,
    alt: str | None = None,
    language: str = "",
    css: str = "",
    eager: bool = False,
) -> SafeString:
    """An `<img>` in the sizes of its role. `alt` empty: decorative; not given: the picture's own description.

    That one is in the site's own language, another `alt` in `language`; pages in other languages mark it. Nothing
    where somebody in it did not consent.
    """
    if not image:  # None, or "" where a template found nothing
        return SafeString("")
    role = SIZES[size]
    made = renditions(image, role)
    if not made:
        return SafeString("")
    text = alt if alt is not None else getattr(image, "contextual_alt_text", None) or image.description
    source = format_html_join(", ", "{} {}w", ((rendition.url, rendition.width) for rendition in made))
    largest = made[-1]
    if text == image.description:
        language = settings.LANGUAGE_CODE
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{}{}{} decoding="async">',
        made[0].url,
        source,
        role.sizes,
        largest.width,
        largest.height,
        "" if getattr(image, "decorative", False) else text,
        foreign(language) if text else "",
        format_html(' class="{}"', css) if css else "",
        SafeString(' fetchpriority="high"' if eager else ' loading="lazy"'),
    )


@register.filter
def number(value: float | None) -> str:
    """1000000 → 1.000.000 in Vietnamese, 1,000,000 in English; None → —."""
    return formats.number(value, language=_language())


@register.filter
def percent(value: float | None, digits: int = 1) -> str:
    """0.473 → 47,3%; 0.6 → 60,0%; None → —."""
    return formats.percent(value, digits, language=_language())


@register.filter
def vnd(value: int | None) -> str:
    """418000000 → 418 triệu đồng; None → —."""
    return formats.vnd(value, language=_language())


@register.filter
def as_of(value: datetime | None) -> str:
    """14:05 ngày 10/5/2022, in Vietnam's time; None → —."""
    return formats.as_of(value, language=_language())


@register.filter
def day(value: date | datetime | None) -> str:
    """22/4/2022; None → —."""
    return formats.date(value, language=_language())


@register.filter
def short_day(value: date | datetime | None) -> str:
    """22/4; None → —."""
    return formats.short_date(value, language=_language())


@register.filter
def first_day(value: date | None, last: date | None) -> str:
    """The first day of a period: 22/4, or with its year where days begin with that."""
    return formats.period(value, last, language=_language())[0]


@register.filter
def last_day(value: date | None, first: date | None) -> str:
    """The last day of a period: 31/5/2022, or without its year where the first day has it."""
    return formats.period(first, value, language=_language())[1]


@register.filter
def clock(value: datetime | None) -> str:
    """14:05, in Vietnam's time; None → —."""
    return formats.time(value)


@register.filter
def glue(value: str) -> str:
    """Keep compounds and numbers with their units on one line, with no-break spaces."""
    return glue_text(value)


@register.simple_tag
def foreign(language: str, *, link: bool = False) -> SafeString:
    """The attributes of text, or of a link, in another language than the page's: ` lang="vi" hreflang="vi"`."""
    if not language or language == _language():
        return SafeString("")
    lang = format_html(' lang="{}"', language_tag(language))
    return lang + format_html(' hreflang="{}"', language_tag(language)) if link else lang


@register.simple_tag
def unit_links(units: Any, *, base: str) -> SafeString:
    """A unit by its full name, or several; links where they have a page in the campaign at `base`."""
    several = units if isinstance(units, list) else [units]
    links = (
        format_html('<a href="{}{}" lang="vi">{}</a>', base, unit.path, glue_text(unit.name))
        if unit.path
        else format_html('<span lang="vi">{}</span>', glue_text(unit.name))
        for unit in several
    )
    return format_html_join(pgettext("between names", ", "), "{}", ((link,) for link in links))


@register.simple_tag(takes_context=True)
def running(context: Context, text: Any) -> SafeString:
    """Running text (HTML, or plain text, which is escaped) with its foreign words marked with their languages."""
    request = context.get("request")
    words = SiteSettings.for_page_request(request).foreign_words if request is not None else ""
    return mark_foreign_words(conditional_escape(text), words, _language())


@register.simple_tag
def in_words(thing: Any, field: str) -> SafeString:
    """A text of data that is no page, marked with its language: `name_en` on foreign pages, `name` at home or else."""
    for language in reading_order(_language()):
        if text := getattr(thing, f"{field}_{language}", ""):
            return format_html('<span lang="{}">{}</span>', language_tag(language), text)
    return format_html('<span lang="{}">{}</span>', settings.LANGUAGE_CODE, getattr(thing, field))


@register.filter(name="language_tag")
def as_language_tag(code: str) -> str:
    """zh-hans → zh-Hans, as `lang` and `hreflang` write it."""
    return language_tag(code)


@register.simple_tag
def in_language(language: str) -> str:
    """What a link says of a page in another language than this one: “in Vietnamese”."""
    if not language or language == _language():
        return ""
    return gettext("in %(language)s") % {"language": language_name_here(language)}


@register.filter
def sentence(value: str | None) -> str:
    """A caption with a full stop, so that a credit can follow it; what ends a sentence already stays as it is."""
    text = (value or "").strip()
    return f"{text}." if text and text[-1] not in ".!?…”:。！？" else text


@register.simple_tag(takes_context=True)
def site_settings(context: Context) -> SiteSettings:
    """The site's settings, read once a request."""
    request: HttpRequest = context["request"]
    return SiteSettings.for_page_request(request)


@register.simple_tag(takes_context=True)
def trail(context: Context, page: Page) -> list[Link]:
    """The way to `page`: its home page, …, its parent."""
    return trail_of(page, context["request"])


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The page's filters that are on, with `changes` made; None or "" takes a key out. Starts with `?`."""
    params = kept(context["request"], getattr(context.get("page"), "filter_parameters", ()))
    for key, value in changes.items():
        if value in (None, ""):
            params.pop(key, None)
        else:
            params[key] = str(value)
    return f"?{params.urlencode()}"


@register.filter
def numbers(page: "Paged[Any]") -> list[int | str]:
    """The numbers of a pager around `page` of a list: the first, the last, the neighbours; "…" for what is left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))


@register.simple_tag(takes_context=True)
def submit_url(context: Context) -> str:
    """Where "Submit an initiative" leads: the settings' address, else the page "How to submit", else nowhere."""
    navigation: Navigation | None = context.get("navigation")
    return site_settings(context).submit_url or (navigation.submit if navigation is not None else "")


@register.simple_tag(takes_context=True)
def submit_url_from_here(context: Context) -> str:
    """The same for a button that stands in a page's text; empty where it would lead back to that very page."""
    address, page = submit_url(context), context.get("page")
    return "" if page is not None and address.partition("#")[0] == page.url else address
