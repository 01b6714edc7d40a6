"""Refresh the Vietnamese admin catalogue from the installed packages: `python -m tools.locale.collect`.

New English strings come in (with the package's own Vietnamese where it has some, else empty), strings
that no package has any more go out, and every translation already written stays. Run it after an
upgrade of Wagtail or wagtail-localize, then translate what the summary names as missing.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import polib

from tools.locale.catalogues import (
    ADMIN_LOCALE,
    DOMAINS,
    LANGUAGE,
    PACKAGES,
    Key,
    key,
    translation,
)

EXTRA = Path(__file__).with_name("extra.pot")
"""Strings of packages that ship no English catalogue: only what an editor can meet, by hand."""

HEADER = {
    "Project-Id-Version": "tu-hao-admin",
    "Language": LANGUAGE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def catalogue_path(domain: str) -> Path:
    """Where the admin catalogue of a domain lives."""
    return ADMIN_LOCALE / LANGUAGE / "LC_MESSAGES" / f"{domain}.po"


def wanted(domain: str, written: dict[Key, polib.POEntry]) -> Iterator[tuple[str, polib.POEntry, str]]:
    """Each string to list: its package, its English entry, and the package's own Vietnamese or ""."""
    for package in PACKAGES:
        own = package.own_translations(domain)
        for entry in sorted(package.entries(domain), key=lambda e: (e.msgid, e.msgctxt or "")):
            theirs = own.get(key(entry))
            if package.whole or theirs is None or key(entry) in written:
                yield package.name, entry, translation(theirs) if theirs else ""
    if domain == "django":
        for entry in polib.pofile(str(EXTRA)):
            yield entry.comment, entry, ""


def refreshed(domain: str, written: dict[Key, polib.POEntry]) -> polib.POFile:
    """A new catalogue of the domain, in stable order, that keeps the translations in `written`."""
    catalogue = polib.POFile(wrapwidth=100)
    catalogue.metadata = HEADER
    listed: dict[Key, polib.POEntry] = {}
    for package, english, theirs in wanted(domain, written):
        if (known := listed.get(key(english))) is not None:
            known.comment = f"{known.comment}, {package}"
            if english.msgid_plural and not known.msgid_plural:
                known.msgid_plural, known.msgstr_plural, known.msgstr = (
                    english.msgid_plural,
                    {0: known.msgstr},
                    "",
                )
            continue
        mine = written.get(key(english))
        text = translation(mine) if mine is not None and mine.translated() else theirs
        entry = polib.POEntry(
            msgctxt=english.msgctxt,
            msgid=english.msgid,
            comment=package,
            flags=[flag for flag in english.flags if flag.endswith("-format")],
        )
        if english.msgid_plural:
            entry.msgid_plural, entry.msgstr_plural = english.msgid_plural, {0: text}
        else:
            entry.msgstr = text
        if mine is not None:
            entry.tcomment = mine.tcomment
        listed[key(english)] = entry
        catalogue.append(entry)
    return catalogue


def refresh(domain: str) -> polib.POFile:
    """Rewrite the catalogue of one domain and return it."""
    path = catalogue_path(domain)
    written = {key(entry): entry for entry in polib.pofile(str(path))} if path.exists() else {}
    catalogue = refreshed(domain, written)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(path))
    return catalogue


def main() -> int:
    """Refresh both domains; 1 when a string has no Vietnamese yet."""
    missing = 0
    for domain in DOMAINS:
        catalogue = refresh(domain)
        untranslated = catalogue.untranslated_entries()
        missing += len(untranslated)
        sys.stdout.write(f"{domain}: {len(catalogue)} strings, {len(untranslated)} without Vietnamese\n")
        for entry in untranslated:
            sys.stdout.write(f"  {entry.comment}: {entry.msgid!r}\n")
    return 1 if missing else 0


if __name__ == "__main__":
    raise SystemExit(main())
