"""Start Django for a tool, as manage.py does for its commands."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]


def start_django(settings: str = "config.settings.test") -> None:
    """Put the project on the path and set Django up, with these settings unless the environment names others."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    django.setup()
