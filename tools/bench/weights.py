"""What a first visit to a page brings over the line: the page itself, styles, script and fonts, as they are sent."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

from django.conf import settings

from tools.bench.site import addresses, fetch
from tools.bench.table import Table, kib

STATIC = re.compile(rf'(?:href|src)="{settings.STATIC_URL}([^"]+\.(css|js|woff2))"')


def sent(file: Path) -> int:
    """Octets of a static file as whitenoise and nginx send it to a browser that takes gzip."""
    zipped = file.with_name(f"{file.name}.gz")
    return (zipped if zipped.exists() else file).stat().st_size


def weigh(name: str, path: str) -> list[str]:
    """One row: the page, then each kind of file that its HTML names."""
    html = fetch(path)
    files = dict(STATIC.findall(html.decode()))
    kinds = {
        kind: sum(sent(Path(settings.STATIC_ROOT) / file) for file, its in files.items() if its == kind)
        for kind in ("css", "js", "woff2")
    }
    page = len(gzip.compress(html, compresslevel=6))
    return [name, kib(len(html)), kib(page), *(kib(size) for size in kinds.values()), kib(page + sum(kinds.values()))]


def bench() -> Table:
    """Weights of pages with what their HTML names; pictures are left out, since they are the editors' choice."""
    return Table(
        "Weights of a first visit",
        "KiB; HTML plain and gzipped, styles and script gzipped, the fonts that the page preloads, and what is sent in"
        " all. Pictures come on top, and are loaded as they come into view.",
        ["page", "HTML", "gzipped", "styles", "script", "fonts", "sent"],
        [weigh(name, path) for name, path in addresses().items()],
    )
