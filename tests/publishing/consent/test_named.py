"""Who is quoted in a text and who is in a film: their records decide as those of pictures and of authors do."""

from typing import Any
from uuid import uuid4

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Locale

from publishing.consent import People, Rights, Use
from publishing.consent.leaving_out import left_out_of
from publishing.consent.reach import Reach
from publishing.models import Consent
from stories.kit.permitted import POSTER, Permitted
from stories.kit.told import in_its_language
from stories.models import StoryPage
from tests.factories import ConsentFactory, ImageFactory, SiteTree, StandardPageFactory, StoryPageFactory, site_tree

pytestmark = pytest.mark.django_db

NAME, ROLE = "Nguyễn Thị Hoà", "tổ trưởng trải vải"
WORDS = "Cái kẹp không biết mệt, còn người thì có."
FILM = "Cái kẹp giấy làm việc"


@pytest.fixture
def record() -> Consent:
    site_tree()
    made: Consent = ConsentFactory(name=NAME)
    return made


def quote(record: Consent | None, **more: Any) -> dict[str, Any]:
    value = {"text": WORDS, "name": NAME, "role": ROLE, "consent": record.pk if record else None, **more}
    return {"type": "quote", "value": value}


def film(*records: Consent) -> dict[str, Any]:
    people = [{"type": "item", "value": record.pk, "id": str(uuid4())} for record in records]
    value = {"url": "https://vimeo.com/76979871", "title": FILM, "consents": people}
    return {"type": "video", "value": value}


def withdraw(record: Consent, *uses: Use) -> None:
    record.withdrawn = [use.value for use in uses]
    record.save()


def page_of(client: Client, story: Any) -> str:
    return client.get(story.url).content.decode()


def found(client: Client, words: str) -> list[str]:
    """The addresses of the pages that a search finds, those that it offers instead left out."""
    page = BeautifulSoup(client.get("/tim-kiem/", {"q": words}).content, "html.parser")
    return [str(link["href"]) for link in page.select(".results ~ .items--found a[href]")]


def test_a_quote_stands_as_long_as_its_speaker_agrees(client: Client, record: Consent) -> None:
    portrait = ImageFactory(people=People.NO)
    story = StoryPageFactory(body=[quote(record, portrait=portrait.pk)])
    html = page_of(client, story)
    assert WORDS in html and NAME in html and ROLE in html
    shown = portrait.get_renditions("fill-176x176|format-webp|webpquality-60").values()
    assert any(rendition.url in html for rendition in shown)

    withdraw(record, Use.PAGE)
    html = page_of(client, story)
    assert WORDS in html and not any(rendition.url in html for rendition in shown)

    withdraw(record, Use.NAME)
    html = page_of(client, story)
    assert WORDS in html and "Một người lao động" in html
    assert NAME not in html and ROLE not in html

    withdraw(record, Use.QUOTE)
    html = page_of(client, story)
    assert WORDS not in html and NAME not in html


def test_a_record_for_vietnamese_pages_quotes_nobody_on_english_ones(client: Client, record: Consent) -> None:
    record.languages = ["vi"]
    record.save()
    tree = SiteTree.current()
    english = StandardPageFactory(parent=tree.home_en, slug="about", locale=tree.en, body=[quote(record)])
    assert WORDS not in page_of(client, english)
    assert WORDS in page_of(client, StandardPageFactory(body=[quote(record)]))


def test_the_record_of_a_portrait_with_the_same_name_speaks_for_the_quote(client: Client, record: Consent) -> None:
    portrait = ImageFactory(people=People.YES)
    portrait.consents.set([record])
    story = StoryPageFactory(body=[quote(None, portrait=portrait.pk)])
    assert WORDS in page_of(client, story)
    withdraw(record, Use.QUOTE)
    assert WORDS not in page_of(client, story)


def test_without_any_record_the_page_quotes_and_says_what_it_leaves_out(client: Client, record: Consent) -> None:
    story = StoryPageFactory(body=[quote(None), quote(None)], image=None)
    assert WORDS in page_of(client, story)
    [line] = left_out_of(story)
    assert (line.what, line.reason) == (f"Người: {NAME}", "Chưa có phiếu đồng ý.")
    assert "áp phích" in line.uses and "trích lời" not in line.uses


def test_posters_quote_by_the_record_of_the_quote(record: Consent) -> None:
    story = StoryPageFactory(body=[quote(record)], image=None)
    assert in_its_language(story, Permitted("vi", POSTER)).quote == WORDS
    assert left_out_of(story) == []
    withdraw(record, Use.POSTER)
    story = StoryPage.objects.get(pk=story.pk)
    told = in_its_language(story, Permitted("vi", POSTER))
    assert told.quote == "" and told.left_out
    assert left_out_of(story)[0].mend.endswith(f"/{record.pk}/")


def test_a_film_goes_with_the_consent_of_anybody_in_it(client: Client, record: Consent) -> None:
    other = ConsentFactory()
    story = StoryPageFactory(body=[film(record, other)])
    html = page_of(client, story)
    assert FILM in html and "VideoObject" in html
    withdraw(other, Use.VIDEO)
    html = page_of(client, story)
    assert FILM not in html and "VideoObject" not in html and "vimeo" not in html
    again = StoryPage.objects.get(pk=story.pk)
    assert [(line.what, line.uses) for line in left_out_of(again)] == [(f"Người: {other.name}", "video")]


def test_films_of_before_are_shown_as_they_were(client: Client, record: Consent) -> None:
    old = {"type": "video", "value": {"url": "https://vimeo.com/76979871", "title": FILM}}
    assert FILM in page_of(client, StoryPageFactory(body=[old]))


def test_a_withdrawal_reaches_quotes_and_films_and_the_search(
    admin_client: Client,
    client: Client,
    record: Consent,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        story = StoryPageFactory(title="Chuyền 12", body=[quote(record), film(record)])
    assert found(client, "không biết mệt") == [story.url]
    assert [page.pk for page in Reach(record).pages] == [story.pk]
    asked = admin_client.get(reverse("consent_withdraw", args=[record.pk])).content.decode()
    assert "Chuyền 12" in asked.partition("Những gì sẽ biến mất")[2]

    with django_capture_on_commit_callbacks(execute=True):
        data = {"uses": [use.value for use in Use], "received_on": "1/3/2026"}
        admin_client.post(reverse("consent_withdraw", args=[record.pk]), data)

    html = page_of(client, story)
    assert WORDS not in html and FILM not in html and NAME not in html
    assert [words for words in ("không biết mệt", NAME, FILM) if found(client, words)] == []
    assert record.withdrawals.get().state == "done"


def test_a_page_of_its_own_words_is_described_by_these_and_by_nobodys_quote(record: Consent) -> None:
    text = {"type": "paragraph", "value": "<p>Mỗi năm một lần.</p>"}
    page = StandardPageFactory(body=[quote(record), film(record), text], lead="", search_description="")
    assert page.head_description == "Mỗi năm một lần."


def test_many_quotes_load_their_records_in_one_query(client: Client, record: Consent) -> None:
    few, many = (StoryPageFactory(body=[quote(ConsentFactory(name=NAME)) for _ in range(n)]) for n in (1, 6))
    counts = []
    for story in (few, many):
        page_of(client, story)
        with CaptureQueriesContext(connection) as queries:
            assert WORDS in page_of(client, story)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_index_is_written_in_the_pages_language(record: Consent) -> None:
    record.languages = ["vi"]
    record.save()
    fields = {field.field_name: field for field in StoryPage.get_search_fields()}
    story = StoryPageFactory(body=[quote(record)])
    with translation.override("en"):
        assert WORDS in " ".join(fields["body"].get_value(story))
    story.locale = Locale.objects.get(language_code="en")
    assert WORDS not in " ".join(fields["body"].get_value(story))


def test_a_person_in_words_is_ours_to_take_along() -> None:
    named = StoryPage(body=[]).body.stream_block.child_blocks["quote"].to_python({"text": WORDS, "name": NAME})
    assert (named.speaker.rights, named.speaker.records) == (Rights.OWN, [])
