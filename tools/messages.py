"""Keep the site's texts and their translations together.

    python -m tools.messages           collect new texts: all of them into Vietnamese, what readers see into the others
    python -m tools.messages --check   say what is missing, left over, fuzzy or untranslated; exits with 1

The catalogues are site/locale/<language>, their msgids English. Needs xgettext (Debian's package gettext).
`tools.public_texts` knows which texts readers see. The admin's own catalogue, site/locale_admin, is tools/locale's.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polib
from django.conf import settings
from django.core.management import call_command
from django.test.utils import override_settings
from django.utils.translation import to_locale

from tools.console import run, say
from tools.public_texts import is_public
from tools.with_django import ROOT, start_django

LOCALE = ROOT / "site" / "locale"
MESSAGES = Path("LC_MESSAGES") / "django.po"
CATALOGUE = "vi" / MESSAGES
ELSEWHERE = [
    "tests",
    "tools",
    "docs",
    "deploy",
    "var",
    "node_modules",
    "test-results",
    "site/static",
    "site/locale*",
]
"""Folders whose texts are not the site's; hidden ones such as .venv are never looked into."""
HEADER = {
    "Project-Id-Version": "tu-hao",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
"""Of the public catalogues; like Vietnamese, none of their languages has plural forms."""

Key = tuple[str | None, str, str]
"""What tells one text from another: (context, text, plural)."""


def public_languages() -> list[str]:
    """The languages that readers have beside Vietnamese and English, as folders are named."""
    return [to_locale(code) for code, _name in settings.LANGUAGES if code not in ("vi", "en")]


def collect(folder: Path, location: str = "file") -> Path:
    """Write the texts of the whole project into a locale folder; returns its Vietnamese catalogue."""
    (folder / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    with override_settings(LOCALE_PATHS=[folder]):
        call_command(
            "makemessages",
            locale=["vi"],
            ignore_patterns=[*ELSEWHERE, ".*"],
            add_location=location,
            no_obsolete=True,
            stdout=io.StringIO(),
        )
    _without_the_time(folder / CATALOGUE)
    return folder / CATALOGUE


def _without_the_time(path: Path) -> None:
    """Of when it was collected: it says nothing, and two people's work would differ in it."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "POT-Creation-Date" not in line), encoding="utf-8")


@cache
def used() -> list[polib.POEntry]:
    """What the project says now, with the files and lines that say it."""
    with tempfile.TemporaryDirectory() as folder:
        return [*polib.pofile(str(collect(Path(folder), "full")))]


def keyed(path: Path) -> dict[Key, polib.POEntry]:
    """The living entries of a catalogue."""
    entries = polib.pofile(str(path)) if path.exists() else []
    return {key(entry): entry for entry in entries if not entry.obsolete}


def key(entry: polib.POEntry) -> Key:
    """What tells this entry from others."""
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def translated(entry: polib.POEntry) -> bool:
    """Whether every form of an entry has a translation."""
    forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return all(forms)


def write_public(language: str) -> None:
    """Bring the catalogue of one of the public languages up to what readers see now; what is translated stays."""
    path = LOCALE / language / MESSAGES
    known = keyed(path)
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = {**HEADER, "Language": language}
    for entry in filter(is_public, used()):
        written = known.get(key(entry)) or polib.POEntry(
            msgctxt=entry.msgctxt,
            msgid=entry.msgid,
            msgid_plural=entry.msgid_plural,
            msgstr_plural={0: ""} if entry.msgid_plural else {},
        )
        written.flags = [flag for flag in entry.flags if flag.endswith("-format")]
        written.occurrences = []  # the Vietnamese catalogue tells them
        catalogue.append(written)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))


def faults() -> Iterator[str]:
    """What is wrong with the catalogues, one line each."""
    yield from faults_of("vi", used())


def faults_of(language: str, wanted: list[polib.POEntry]) -> Iterator[str]:
    """What is wrong with one catalogue, which shall have the texts `wanted` and no others."""
    known = keyed(LOCALE / language / MESSAGES)
    for entry in wanted:
        if key(entry) not in known:
            where = ", ".join(sorted({path for path, _ in entry.occurrences}))
            yield f"{language}: missing: {entry.msgid!r} ({where})"
    now = {key(entry) for entry in wanted}
    for entry in known.values():
        if key(entry) not in now:
            yield f"{language}: no longer used: {entry.msgid!r}"
        elif entry.fuzzy:
            yield f"{language}: fuzzy: {entry.msgid!r}"
        elif not translated(entry):
            yield f"{language}: untranslated: {entry.msgid!r}"


def main() -> int:
    """Collect or check, as the command line says."""
    os.chdir(ROOT)
    start_django()
    if sys.argv[1:] != ["--check"]:
        collect(LOCALE)
        for language in public_languages():
            write_public(language)
        return 0
    lines = list(faults())
    for line in lines:
        say(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(run(main))
