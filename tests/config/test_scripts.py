"""Script is only a help here, and stays small: all that a public page names, as it lies on the disk."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BUDGET = 15 * 1024
SCRIPT = re.compile(r"<script[^>]*\{% static ['\"](js/[^'\"]+)['\"] %\}")
PAGES = {
    path.relative_to(ROOT).as_posix(): names
    for path in sorted((ROOT / "templates").rglob("*.html"))
    if (names := SCRIPT.findall(path.read_text(encoding="utf-8")))
}


def test_the_base_of_all_pages_is_among_them() -> None:
    assert PAGES["templates/base.html"] == ["js/site.js", "js/parts.js"]


@pytest.mark.parametrize("template", PAGES)
def test_the_scripts_of_a_page_are_small(template: str) -> None:
    sizes = {name: (ROOT / "site" / "static" / name).stat().st_size for name in PAGES[template]}
    assert sum(sizes.values()) <= BUDGET, sizes
