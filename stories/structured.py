"""Stories and initiatives as search engines know them."""

from typing import TYPE_CHECKING

from django.http import HttpRequest

from publishing.structured import author, organization_id, photo, shared_picture, videos
from sharing.head import Head
from sharing.structured import Article, CreativeWork, NewsArticle, Organization, Person, Ref

if TYPE_CHECKING:
    from stories.disclosure import Disclosure
    from stories.models import StoryPage


def news_article(page: "StoryPage", request: HttpRequest, head: Head) -> NewsArticle:
    """A story with its photo in three shapes; without one, with the picture of shared links."""
    photos = photo(page.image, request, page.image_caption or page.image_text) if page.image is not None else []
    return NewsArticle(
        id=f"{head.canonical}#article",
        headline=page.title,
        description=page.lead,
        url=head.canonical,
        in_language=page.locale.language_code,
        main_entity_of_page=Ref(head.canonical),
        image=photos or [shared_picture(head)],
        date_published=head.published,
        date_modified=head.changed,
        author=[author(page.byline, request)],
        publisher=Ref(organization_id(request)),
        article_section=head.section,
        keywords=head.tags,
        video=videos(page.body, request, head),
    )


def article(disclosure: "Disclosure", request: HttpRequest, head: Head) -> Article:
    """An initiative as far as the public may know it; a restricted one has no date, no people and no photo."""
    publisher = Ref(organization_id(request))
    photos = photo(disclosure.image, request, disclosure.image_alt) if disclosure.image is not None else []
    people = [
        Person(name=person.name, job_title=person.job, works_for=Organization(name=person.workplace))
        for person in disclosure.authors
    ]
    return Article(
        id=f"{head.canonical}#article",
        headline=disclosure.title,
        description=disclosure.description,
        url=head.canonical,
        in_language=disclosure.language,
        main_entity_of_page=Ref(head.canonical),
        image=photos or [shared_picture(head)],
        date_published=head.published,
        date_modified=head.changed,
        author=[publisher],
        publisher=publisher,
        article_section=head.section,
        keywords=head.tags,
        award=disclosure.award,
        about=CreativeWork(name=disclosure.title, creator=people) if people else None,
    )
