"""Which of the site's texts readers see: those are translated into every language, the admin's into Vietnamese alone.

Public are the templates of public pages, and what public modules say. In modules that hold models or blocks only what
is said at run time is public (the bodies of functions, choices, and what a page type calls itself); the rest names
fields for editors. `tests/config/test_every_language.py` renders every page type and finds what is forgotten here.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TypeGuard

import polib

from tools.with_django import ROOT

WHOLLY = (
    "templates/",
    "campaigns/embeds/",
    "campaigns/heads.py",
    "campaigns/opendata/",
    "campaigns/leaderboard.py",
    "campaigns/share_cards.py",
    "search/",
    "site/config/settings/base.py",
    "site/config/urls.py",
    "site/publishing/finding.py",
    "site/publishing/frames.py",
    "site/publishing/navigation.py",
    "site/publishing/offline/",
    "site/publishing/structured.py",
    "site/publishing/templatetags/",
    "site/publishing/views.py",
    "site/sharing/",
    "stories/disclosure.py",
    "stories/feeds.py",
    "stories/filters.py",
    "stories/kit/building.py",
    "stories/kit/sheets.py",
    "stories/kit/telling.py",
    "stories/kit/told.py",
    "stories/kit/views.py",
    "stories/kit/templates/kit/being_made.html",
    "stories/kit/templates/kit/no_room.html",
    "stories/kit/words.py",
    "stories/share_cards.py",
    "stories/showcase.py",
)
"""Folders and modules all of whose texts are public."""
AT_RUN_TIME = (
    "campaigns/blocks.py",
    "campaigns/models/campaigns.py",
    "campaigns/models/pages.py",
    "campaigns/models/units.py",
    "home/models.py",
    "site/publishing/blocks/",
    "site/publishing/models/",
    "stories/blocks.py",
    "stories/models/",
)
"""Modules and folders of models and blocks."""
NEVER = (
    "templates/wagtailcore/",
    "/apps.py",
    "_admin.py",
    "/wagtail_hooks.py",
    "/admin.py",
    "/forms.py",
    "site/publishing/models/consent.py",
    "site/publishing/models/withdrawals.py",
    "search/models/",
    "search/unanswered.py",
    "site/sharing/models.py",
    "site/sharing/reports.py",
)
EDITORS_ALONE = {"clean", "clean_fields", "full_clean", "validate_slug"}
"""Functions that speak to who fills in a form."""


def is_public(entry: polib.POEntry) -> bool:
    """Whether a collected text stands somewhere where readers see it; its occurrences have line numbers."""
    return any(_is_public_place(path, int(line or 0)) for path, line in entry.occurrences)


def _is_public_place(path: str, line: int) -> bool:
    if any(part in path for part in NEVER):
        return False
    if path.startswith(WHOLLY):
        return True
    return path.startswith(AT_RUN_TIME) and line in _said_lines(path)


@cache
def _said_lines(path: str) -> frozenset[int]:
    """The lines of a module of models whose texts readers see."""
    tree = ast.parse((ROOT / Path(path)).read_text(encoding="utf-8"))
    return frozenset(line for node in _said(tree) for line in range(node.lineno, (node.end_lineno or 0) + 1))


def _said(tree: ast.AST) -> Iterator[ast.stmt]:
    for node in ast.walk(tree):
        if _speaks(node) or _is_choices(node):
            yield from node.body
        elif isinstance(node, ast.ClassDef) and node.name == "Meta":
            yield from (child for child in node.body if _sets(child, "verbose_name"))


def _speaks(node: ast.AST) -> TypeGuard[ast.FunctionDef]:
    return isinstance(node, ast.FunctionDef) and node.name not in EDITORS_ALONE


def _is_choices(node: ast.AST) -> TypeGuard[ast.ClassDef]:
    bases = node.bases if isinstance(node, ast.ClassDef) else []
    return any(isinstance(base, ast.Attribute) and base.attr == "TextChoices" for base in bases)


def _sets(node: ast.stmt, name: str) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else []
    return any(isinstance(target, ast.Name) and target.id == name for target in targets)
