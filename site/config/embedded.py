"""ASGI entry point of `make serve`: the counters, and behind them the pages in a few threads, at one address.

The pages keep the WSGI handler that production runs, in a bounded number of threads (docs/decisions/0012). A stream
never reaches them and so never holds one of their threads.
"""

from typing import Any, cast

from a2wsgi import WSGIMiddleware

from campaigns.live.asgi import Receive, Scope, Send
from config.asgi import application as live
from config.wsgi import application as pages

THREADS = 4

_pages: Any = WSGIMiddleware(cast("Any", pages), workers=THREADS)  # whose types are narrower than ASGI's words


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Hand on what is not under /live/; the lifespan is the live app's."""
    if scope["type"] == "http" and not scope["path"].startswith("/live/"):
        await _pages(scope, receive, send)
    else:
        await live(scope, receive, send)
