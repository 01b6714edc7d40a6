"""Foreign words in running text bear their language; the text itself stays as it was."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from publishing.foreign_words import mark, read_words
from publishing.models import SiteSettings
from tests.factories import InitiativePageFactory, StoryPageFactory, site_tree

WORDS = "en: container, online\nvi: lao động"
SPAN = re.compile(r'<span lang="[^"]*">|</span>')


@pytest.mark.parametrize(
    ("html", "language", "expected"),
    [
        ("một container nặng", "vi", 'một <span lang="en">container</span> nặng'),
        ("Container, containers", "vi", '<span lang="en">Container</span>, containers'),
        ("a container of lao động", "en", 'a container of <span lang="vi">lao động</span>'),
        ('<a href="/online/">nộp online</a>', "vi", '<a href="/online/">nộp <span lang="en">online</span></a>'),
        ("&online; &#online", "vi", "&online; &#online"),
    ],
)
def test_words_are_marked_in_text_alone(html: str, language: str, expected: str) -> None:
    assert mark(SafeString(html), WORDS, language) == expected


def test_plain_text_is_escaped() -> None:
    assert mark("<b>online</b>", WORDS, "vi") == '&lt;b&gt;<span lang="en">online</span>&lt;/b&gt;'
    assert mark("<b>", "", "vi") == "&lt;b&gt;"


@given(st.lists(st.sampled_from(["online ", "Container", "<b>", "</b>", "&amp;", "ơ", ' x="', ">", "<"])).map("".join))
def test_nothing_but_marks_is_added(html: str) -> None:
    assert SPAN.sub("", mark(SafeString(html), WORDS, "vi")) == html


@given(st.text(max_size=60))
def test_any_list_is_read_or_refused_with_a_sentence(text: str) -> None:
    try:
        read_words(text)
    except ValidationError as error:
        assert "en: online" in error.message
    else:
        assert mark("", text, "vi") == ""


@pytest.mark.django_db
def test_pages_mark_them_where_people_read(client: Client) -> None:
    settings = SiteSettings.for_site(site_tree().site)
    settings.foreign_words = WORDS
    settings.save()
    story = StoryPageFactory(
        lead="Chị nộp online.",
        body=[("paragraph", "<p>Một container.</p>"), ("quote", {"text": "Online là\nxong", "name": ""})],
    )
    html = client.get(story.url).content.decode()
    assert 'nộp <span lang="en">online</span>.' in html
    assert '<p>Một <span lang="en">container</span>.</p>' in html
    assert '<span lang="en">Online</span> là<br>xong' in html
    initiative = InitiativePageFactory(problem="<p>Hàng container dồn lại.</p>", idea_heading="Giao ca online")
    html = client.get(initiative.url).content.decode()
    assert '<p>Hàng <span lang="en">container</span> dồn lại.</p>' in html
    assert 'Giao ca <span lang="en">online</span>' in html


@pytest.mark.django_db
def test_a_list_that_is_not_understood_is_refused() -> None:
    settings = SiteSettings.for_site(site_tree().site)
    settings.foreign_words = "online, container"
    with pytest.raises(ValidationError, match="không hiểu được"):
        settings.full_clean()
