"""The results page and the suggestions: everything published in the reader's language."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.http import urlencode
from django.utils.translation import get_language, pgettext
from wagtail.models import Locale, Site

from campaigns.counters import Figures, featured_figures
from publishing.models import SiteSettings
from publishing.models.pages import public_cache
from publishing.navigation import LanguageLink, Navigation, home_address, kept_query, language_name, offered
from publishing.views import read_only
from search.answers import Answer
from search.models import Synonyms
from search.properties import PARAMETERS
from search.questions import Question
from search.suggestions import suggestions
from search.words import by_index
from sharing.head import Head, share_image, site_root_url

CACHE_SECONDS = 10
"""What is taken back is found and suggested so much longer."""


@read_only
def search(request: HttpRequest) -> HttpResponse:
    """Answer `?q=` and the filters with pages of results (`?p=`), the best first; without any, ways to begin."""
    site = Site.find_for_request(request)
    question = _question(request)
    asked = bool(question.text) or any(request.GET.get(parameter) for parameter in PARAMETERS)
    figures = featured_figures()
    locale = _active_locale(figures)
    with by_index():
        answer = Answer.to(question, request, locale, figures.page if figures is not None else None) if asked else None
    title = pgettext("page", "Search")
    context = {
        "query": question.text,
        "figures": figures,
        "answer": answer,
        "pages": answer.pages if answer is not None else None,
        "searching": True,
        "head": Head(
            title=f"{question.text} – {title}" if question.text else title,
            description=SiteSettings.for_page_request(request).describing(title),
            canonical=site_root_url(request) + reverse("search:search"),
            image=share_image(request, [SiteSettings.for_page_request(request).share_image], title),
            indexable=False,
        ),
        "navigation": Navigation.build(site, locale, request),
        "languages": _in_every_language(request, question.text, kept_query(request, PARAMETERS)),
    }
    return public_cache(render(request, "pages/search/search.html", context), CACHE_SECONDS)


@read_only
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer `?q=`, typed so far, with `{"suggestions": […]}` (see `search.suggestions.Suggestion`)."""
    figures = featured_figures()
    with by_index():
        found = suggestions(
            _question(request),
            _active_locale(figures),
            reverse("search:search"),
            figures.page if figures is not None else None,
        )
    response = JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
    response.headers["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, public=True, max_age=CACHE_SECONDS)
    return response


def _active_locale(figures: Figures | None) -> Locale:
    """The locale of the active language, which the campaign's page mostly brings along."""
    page = figures.page if figures is not None else None
    known = page is not None and page.locale.language_code == get_language()
    return page.locale if page is not None and known else Locale.get_active()


def _question(request: HttpRequest) -> Question:
    return Question.read(request.GET.get("q", ""), [synonyms.listed for synonyms in Synonyms.objects.all()])


def _in_every_language(request: HttpRequest, query: str, filters: str) -> list[LanguageLink]:
    """The same search in each language that the site offers, for the switcher."""
    links = []
    asked = "&".join(part for part in (urlencode({"q": query}) if query else "", filters.removeprefix("?")) if part)
    for code in offered(request):
        with translation.override(code):
            address = reverse("search:search")
        links.append(
            LanguageLink(
                code=code,
                name=language_name(code),
                url=f"{address}?{asked}" if asked else address,
                home=home_address(code),
                current=code == get_language(),
            )
        )
    return links
