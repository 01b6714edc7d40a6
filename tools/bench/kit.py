"""What it takes to make what a reader takes along: posters, a thank-you card, the kit of a page."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import partial

from django.utils import translation

from sharing.kit import zipping
from sharing.visibility import published
from stories.kit.building import kit_of
from stories.kit.permitted import KIT, POSTER, Permitted
from stories.kit.serving import Public
from stories.kit.sheets import KINDS, poster_of, thanks_of
from stories.kit.told import told_by
from stories.models import InitiativePage
from tools.bench.table import NothingToMeasure, Table, kib, median_ms, ms

ROUNDS = 5


def bench() -> Table:
    """Each file made from what the page tells, and the address that a finished one is asked for by."""
    pages = published(InitiativePage.objects.filter(locale__language_code="vi")).disclosed()
    page = pages.filter(image__isnull=False).order_by("pk").first()
    if page is None:
        raise NothingToMeasure("no public initiative with a picture: load the demo first")
    with translation.override("vi"):
        telling = told_by(page, Permitted("vi", POSTER))
        kit = kit_of(told_by(page, Permitted("vi", KIT)))
        poster = poster_of(telling)
        works: dict[str, Callable[[], bytes]] = {kind.file: partial(kind.draw, poster) for kind in KINDS.values()}
        for card in thanks_of(telling):
            works[card.file] = card.draw

        def pack() -> bytes:
            out = io.BytesIO()
            zipping.write(kit, out)
            return out.getvalue()

        works["bo-chia-se.zip"] = pack
        rows = [[name, ms(median_ms(work, ROUNDS)), kib(len(work()))] for name, work in works.items()]
        asking = median_ms(lambda: Public(page, "ap-phich-a4.pdf").place, ROUNDS)
    return Table(
        "Posters and share kits",
        f"Of the demo's initiative with a picture: median of {ROUNDS}, everything made anew. The last line is what the"
        " address of a finished poster costs: what the page tells now, read from the database, and its hash.",
        ["file", "ms", "KiB"],
        [*rows, ["address of a finished poster", ms(asking), "–"]],
    )
