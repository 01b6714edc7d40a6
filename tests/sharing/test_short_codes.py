"""The ids of short addresses: one for each page, bearing how people read and type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from sharing.short_links import LARGEST, code_of, key_of, qr_url, short_path, short_url
from tests.factories import StoryPageFactory

KEYS = st.integers(1, LARGEST)


@given(key=KEYS)
def test_an_id_leads_back_to_its_key(key: int) -> None:
    assert key_of(code_of(key)) == key_of(code_of(key).upper()) == key


@given(key=KEYS)
def test_letters_misread_from_paper_lead_to_the_same_page(key: int) -> None:
    assert key_of(code_of(key).replace("0", "O").replace("1", "l")) == key
    assert key_of(code_of(key).replace("0", "o").replace("1", "I")) == key


@pytest.mark.parametrize("code", ["", "0", "000", "u", "-1", "2f!", "é", "１", "z" * 13, "z" * 5000])
def test_what_is_no_id_stands_for_nothing(code: str) -> None:
    assert key_of(code) is None


@given(st.text(max_size=20))
def test_any_text_is_an_id_or_none(text: str) -> None:
    key = key_of(text)
    assert key is None or 0 < key <= LARGEST


@pytest.mark.django_db
def test_addresses_are_those_of_the_sites_record() -> None:
    story = StoryPageFactory()
    site = Site.objects.get()
    site.hostname, site.port = "tuhao.example", 443
    site.save()
    short = f"https://tuhao.example/s/{code_of(story.pk)}"
    assert short_url(story) == short
    assert qr_url(story) == f"{short}?utm_source=qr&utm_medium=share"
    assert qr_url(story, medium="print") == f"{short}?utm_source=qr&utm_medium=print"
    assert short_path(story, "79") == f"/s/{code_of(story.pk)}/79"
