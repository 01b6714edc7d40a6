"""What a page's head costs: making it, its JSON-LD included, and writing it out."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from home.demo.loader import DEMO_HOST
from publishing.models import SiteSettings
from publishing.routing import route
from stories.models import InitiativePage
from tools.bench.site import addresses, fetch
from tools.bench.table import Table, ms
from tools.console import Failure

ROUNDS = 25


def bench() -> Table:
    """The part that a page's text has already read is not counted: its pictures' sizes, its tags, its settings."""
    paths = addresses()
    del paths["leaderboard of provinces"]
    initiative = InitiativePage.objects.live().filter(locale__language_code="vi", restricted=False).first()
    if initiative is not None:
        paths["initiative"] = initiative.url
    rows = []
    for name, path in paths.items():
        whole = _work_ms(partial(fetch, path))
        request = RequestFactory(SERVER_NAME=DEMO_HOST).get(path)
        with translation.override("vi"):
            found = route(request, path)
            if found is None:
                raise Failure(f"{path}: no page")
            page = found.page
            page.get_context(request)
            SiteSettings.for_page_request(request)
            with_all = partial(_head, page, request)
            data = partial(lambda page, request: page.head(request).structured_data, page, request)
            with_all()
            with CaptureQueriesContext(connection) as queries:
                with_all()
            html = with_all()
            script = data()
        rows.append([
            name, ms(whole), ms(head := _work_ms(with_all)), f"{head / whole:.0%}", ms(_work_ms(data)),
            str(len(queries)), str(len(html.encode())), str(len(script.encode())),
        ])  # fmt: skip
    return Table(
        "Heads and structured data",
        "The process's own work, which a busy machine stretches less than the time: the whole page; its head (made and"
        " written out, what the page reads for its text already read); of that the JSON-LD. To reach: 3 ms, no query."
        f" Median of {ROUNDS}.",
        ["page", "page, ms", "head, ms", "of the page", "JSON-LD, ms", "queries", "head, octets", "JSON-LD, octets"],
        rows,
    )


def _work_ms(work: Callable[[], object]) -> float:
    """Median of the processor's milliseconds for `work`: what waits for a core on a busy machine is not its own."""
    durations = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        durations.append(time.process_time() - began)
    return statistics.median(durations) * 1000


def _head(page: Any, request: Any) -> str:
    context = {"head": page.head(request), "settings": SiteSettings.for_page_request(request)}
    return render_to_string("components/head.html", context, request)
