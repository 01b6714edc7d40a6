"""The site's languages as others write them, and which of them a reader gets when a text is not in their own."""

from typing import Final

from django.conf import settings

OPEN_GRAPH: Final = {"vi": "vi_VN", "en": "en_GB", "ko": "ko_KR", "ja": "ja_JP", "zh-hans": "zh_CN"}
"""Locales as Open Graph writes them, by Django's language code."""
ELSEWHERE: Final = "en"
"""What readers of a foreign language get where there is nothing in it."""


def language_tag(code: str) -> str:
    """A language code as BCP 47 writes it, for `lang` and `hreflang`: zh-hans → zh-Hans."""
    language, _hyphen, rest = code.partition("-")
    return "-".join([language, *(part.title() if len(part) == 4 else part.upper() for part in rest.split("-") if part)])


def reading_order(code: str | None) -> list[str]:
    """In which languages a text is looked for: the reader's, English unless the reader is at home, the site's own."""
    own = settings.LANGUAGE_CODE
    return list(dict.fromkeys([own] if not code or code == own else [code, ELSEWHERE, own]))
