"""Keep the site's texts and their Vietnamese together.

    python -m tools.messages           collect new texts into site/locale/vi (msgids are English)
    python -m tools.messages --check   say what is missing, left over, fuzzy or untranslated; exits with 1

Needs xgettext (Debian's package gettext). The admin's own catalogue, site/locale_admin, is tools/locale's.
"""

from __future__ import annotations

import io
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib
from django.core.management import call_command
from django.test.utils import override_settings

from tools.console import run, say
from tools.with_django import ROOT, start_django

LOCALE = ROOT / "site" / "locale"
CATALOGUE = Path("vi") / "LC_MESSAGES" / "django.po"
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

Key = tuple[str | None, str, str]
"""What tells one text from another: (context, text, plural)."""


def collect(folder: Path) -> Path:
    """Write the texts of the whole project into a locale folder; returns its Vietnamese catalogue."""
    (folder / CATALOGUE).parent.mkdir(parents=True, exist_ok=True)
    with override_settings(LOCALE_PATHS=[folder]):
        call_command(
            "makemessages",
            locale=["vi"],
            ignore_patterns=[*ELSEWHERE, ".*"],
            add_location="file",
            no_obsolete=True,
            stdout=io.StringIO(),
        )
    return folder / CATALOGUE


def keyed(path: Path) -> dict[Key, polib.POEntry]:
    """The living entries of a catalogue."""
    entries = polib.pofile(str(path)) if path.exists() else []
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural): entry for entry in entries if not entry.obsolete}


def translated(entry: polib.POEntry) -> bool:
    """Whether every form of an entry has a translation."""
    forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    return all(forms)


def faults() -> Iterator[str]:
    """What is wrong with the catalogue, one line each."""
    with tempfile.TemporaryDirectory() as folder:
        used = keyed(collect(Path(folder)))
    known = keyed(LOCALE / CATALOGUE)
    for key, entry in used.items():
        if key not in known:
            where = ", ".join(sorted({path for path, _ in entry.occurrences}))
            yield f"missing: {entry.msgid!r} ({where})"
    for key, entry in known.items():
        if key not in used:
            yield f"no longer used: {entry.msgid!r}"
        elif entry.fuzzy:
            yield f"fuzzy: {entry.msgid!r}"
        elif not translated(entry):
            yield f"untranslated: {entry.msgid!r}"


def main() -> int:
    """Collect or check, as the command line says."""
    os.chdir(ROOT)
    start_django()
    if sys.argv[1:] != ["--check"]:
        collect(LOCALE)
        return 0
    lines = list(faults())
    for line in lines:
        say(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(run(main))
