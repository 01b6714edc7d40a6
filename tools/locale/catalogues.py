"""What the Vietnamese admin catalogue covers, and the checks that each of its entries must pass.

The admin catalogue is `site/locale_admin/vi/LC_MESSAGES/{django,djangojs}.po`. It answers for the
installed packages named in `PACKAGES`: it wins over their own Vietnamese, which is missing for most
strings. `collect` refreshes it after an upgrade, `compile` makes the .mo files, and
`tests/publishing/test_admin_translation.py` holds it to the rules below.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]
ADMIN_LOCALE = ROOT / "site" / "locale_admin"
LANGUAGE = "vi"
DOMAINS = ("django", "djangojs")

Key = tuple[str | None, str]
"""What identifies an entry inside one domain: (msgctxt, msgid)."""


@dataclass(frozen=True)
class Package:
    """One installed app whose English catalogue the admin catalogue follows.

    `whole`: every string is taken over, so that one hand chose all the words. Otherwise only those
    strings that the package itself does not give in Vietnamese, and the corrections already written.
    """

    name: str
    whole: bool = True

    def folder(self) -> Path:
        """Where the package is installed. Raises ModuleNotFoundError where it is not."""
        spec = find_spec(self.name)
        if spec is None or not spec.submodule_search_locations:
            raise ModuleNotFoundError(f"{self.name} is not installed")
        return Path(spec.submodule_search_locations[0])

    def catalogue(self, language: str, domain: str) -> polib.POFile | None:
        """The package's own .po file, or None where it ships none (or only the compiled form)."""
        path = self.folder() / "locale" / language / "LC_MESSAGES" / f"{domain}.po"
        return polib.pofile(str(path)) if path.is_file() else None

    def entries(self, domain: str) -> Iterator[polib.POEntry]:
        """The English entries of one domain, obsolete ones left out."""
        english = self.catalogue("en", domain)
        if english is not None:
            yield from (entry for entry in english if not entry.obsolete)

    def own_translations(self, domain: str) -> dict[Key, polib.POEntry]:
        """The entries that the package itself translates into Vietnamese."""
        own = self.catalogue(LANGUAGE, domain)
        return {} if own is None else {key(entry): entry for entry in own if entry.translated()}


PACKAGES = (
    Package("wagtail.admin"),
    Package("wagtail"),
    Package("wagtail.images"),
    Package("wagtail.documents"),
    Package("wagtail.snippets"),
    Package("wagtail.users"),
    Package("wagtail.search"),
    Package("wagtail.sites"),
    Package("wagtail.locales"),
    Package("wagtail.embeds"),
    Package("wagtail.contrib.settings"),
    Package("wagtail.contrib.redirects"),
    Package("wagtail.contrib.forms"),
    Package("wagtail.contrib.search_promotions"),
    Package("wagtail.contrib.table_block"),
    Package("wagtail.contrib.typed_table_block"),
    Package("wagtail_localize"),
    Package("wagtail_localize.locales"),
    Package("taggit"),
    Package("django.conf", whole=False),
    Package("django.contrib.auth", whole=False),
    Package("django.contrib.contenttypes", whole=False),
    Package("django.contrib.humanize"),
    Package("django.contrib.sites", whole=False),
    Package("django.contrib.sessions", whole=False),
)
"""In the order in which the catalogue lists them; a string of several packages stands with the first."""

_PLACEHOLDER = re.compile(
    r"%\([^)]+\)[#0\- +]*(?:\d+)?(?:\.\d+)?[diouxXeEfFgGcrsa]"  # %(name)s
    r"|%[#0\- +]*(?:\d+)?(?:\.\d+)?[diouxXeEfFgGcrsa](?![a-zA-ZÀ-ỹ])"  # %s, but not the % of "100% ai"
    r"|\{[^{}]*\}"  # {name}, {}
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_ENTITY = re.compile(r"&[a-zA-Z]+;|&#\d+;")


def key(entry: polib.POEntry) -> Key:
    """The (msgctxt, msgid) of an entry; an empty context is no context."""
    return (entry.msgctxt or None, entry.msgid)


def sources(entry: polib.POEntry) -> tuple[str, ...]:
    """The English text or, with plural forms, both texts of an entry."""
    return (entry.msgid, entry.msgid_plural) if entry.msgid_plural else (entry.msgid,)


def translation(entry: polib.POEntry) -> str:
    """The Vietnamese text. Vietnamese has one plural form, which serves every number."""
    return entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr


def _marks(pattern: re.Pattern[str], text: str) -> Counter[str]:
    return Counter(pattern.findall(text))


def faults(entry: polib.POEntry) -> list[str]:
    """What is wrong with the form of a translated entry; empty when nothing is.

    Placeholders, HTML tags and entities must be those of the English text. With plural forms the
    plural text decides, because the one Vietnamese form stands for every number; the singular may
    write "1" where the plural has a placeholder.
    """
    text = translation(entry)
    english = sources(entry)[-1]
    found = []
    for label, pattern in (("placeholders", _PLACEHOLDER), ("tags", _TAG), ("entities", _ENTITY)):
        if _marks(pattern, text) != _marks(pattern, english):
            found.append(f"{label} differ")
    if text != unicodedata.normalize("NFC", text):
        found.append("not NFC")
    if (text[:1].isspace(), text[-1:].isspace()) != (english[:1].isspace(), english[-1:].isspace()):
        found.append("outer white space differs")
    if text.startswith("\n") != english.startswith("\n") or text.endswith("\n") != english.endswith("\n"):
        found.append("outer line breaks differ")
    if "  " in text and "  " not in english:
        found.append("double space")
    return found
