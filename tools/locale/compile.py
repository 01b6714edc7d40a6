"""Compile every message catalogue of the site: `python -m tools.locale.compile` (used by `make setup`).

Each `site/locale*/<language>/LC_MESSAGES/<domain>.po` becomes the `.mo` beside it. Done in Python, so
no gettext tools are needed; the `.mo` files are not kept in the repository.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import polib

SITE = Path(__file__).resolve().parents[2] / "site"


def catalogues(site: Path = SITE) -> Iterator[Path]:
    """Every .po file of the site's locale folders, in a stable order."""
    yield from sorted(site.glob("locale*/*/LC_MESSAGES/*.po"))


def compile_catalogue(source: Path, target: Path) -> int:
    """Write the compiled form of `source` to `target`; returns how many strings are translated.

    The target is replaced in one step, so that a running server never reads half a file.
    Raises OSError or ValueError, with the file's name, where `source` is not a valid catalogue.
    """
    catalogue = polib.pofile(str(source), encoding="utf-8")
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_suffix(".mo.part")
    catalogue.save_as_mofile(str(part))
    part.replace(target)
    return len(catalogue.translated_entries())


def main() -> int:
    """Compile all catalogues in place and say what was done."""
    for source in catalogues():
        count = compile_catalogue(source, source.with_suffix(".mo"))
        sys.stdout.write(f"{source.relative_to(SITE.parent)}: {count} strings\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
