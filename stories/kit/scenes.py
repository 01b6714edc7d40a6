"""The drawings that come with the site, for paper."""

from pathlib import Path

from django.contrib.staticfiles import finders

from sharing.print.content import Drawing


def scene(static_path: str) -> Drawing | None:
    """The drawing at a static path (`stories.scenes.scene_of`); None for none."""
    found = finders.find(static_path) if static_path else None
    return Drawing(static_path, Path(found).read_bytes) if found else None
