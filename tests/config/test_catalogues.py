"""The catalogues of the languages that readers have: whole, well formed, and the interface in them alone."""

import re
import unicodedata
from collections import Counter

import polib
import pytest
from django.conf import settings
from django.utils.translation import gettext, override, to_locale

from tools.messages import LOCALE, MESSAGES, public_languages

PARTS = re.compile(r"%\(\w+\)s|%%|\{\w+\}|</?\w[^>]*>")
SCRIPTS = {"ko": "HANGUL", "ja": "CJK|HIRAGANA|KATAKANA", "zh_Hans": "CJK"}
NAMES = re.compile(r"<[^>]+>|%\(\w+\)s|[\W\d_]|CSV|JSON|API|SVG|QR|iframe", re.ASCII)


def entries(language: str) -> list[polib.POEntry]:
    """The texts of a public catalogue."""
    return [*polib.pofile(str(LOCALE / language / MESSAGES))]


def said(entry: polib.POEntry) -> str:
    """The translation; none of these languages has plural forms."""
    return entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr


def test_every_further_language_has_a_catalogue() -> None:
    assert public_languages() == [to_locale(code) for code, _name in settings.LANGUAGES[2:]]
    assert all(len(entries(language)) > 400 for language in public_languages())


@pytest.mark.parametrize("language", public_languages())
def test_translations_keep_their_placeholders_and_marks(language: str) -> None:
    for entry in entries(language):
        if not said(entry):  # `python -m tools.messages --check` says which
            continue
        assert Counter(PARTS.findall(said(entry))) == Counter(PARTS.findall(entry.msgid_plural or entry.msgid))
        assert said(entry) == unicodedata.normalize("NFC", said(entry))
        assert said(entry) == said(entry).strip() or entry.msgid != entry.msgid.strip()  # what joins words has a space


@pytest.mark.parametrize("language", public_languages())
def test_translations_are_written_in_the_languages_own_script(language: str) -> None:
    own = re.compile(SCRIPTS[language])
    for entry in entries(language):
        letters = [unicodedata.name(char, "") for char in said(entry) if char.isalpha()]
        if NAMES.sub("", entry.msgid) and said(entry) not in ("", entry.msgid, "%(language)s", "%(day)s"):
            assert any(own.match(name) for name in letters), (entry.msgid, said(entry))


def test_the_interface_speaks_each_language() -> None:
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = gettext("Skip to main content")
    assert found == {
        "vi": "Đến nội dung chính",
        "en": "Skip to main content",
        "ko": "본문으로 건너뛰기",
        "ja": "本文へ移動",
        "zh-hans": "跳到主要内容",
    }
