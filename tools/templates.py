"""Compile every template of the project, so that a wrong tag shows here: `python -m tools.templates`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.template import TemplateDoesNotExist, TemplateSyntaxError, engines

from tools.console import run, say
from tools.with_django import ROOT, start_django


def names() -> Iterator[str]:
    """The name of each template in templates/ and in the templates folders of the project's apps."""
    own = [Path(app.path) / "templates" for app in apps.get_app_configs() if ROOT in Path(app.path).parents]
    for folder in (ROOT / "templates", *own):
        if ".venv" in folder.parts:
            continue
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in {".html", ".txt", ".xml", ".svg", ".json"}:
                yield path.relative_to(folder).as_posix()


def main() -> int:
    """Compile all; exit code 1 when one does not compile."""
    start_django()
    code = 0
    for name in names():
        try:
            engines["django"].get_template(name)
        except (TemplateSyntaxError, TemplateDoesNotExist, UnicodeDecodeError) as error:
            say(f"{name}: {error}")
            code = 1
    return code


if __name__ == "__main__":
    sys.exit(run(main))
