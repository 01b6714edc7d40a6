"""The ASGI application of `/live/…`. No Django view, no middleware, no query: an answer is a look into a dict.

/live/<campaign>.json                   the headline: the number with its time and state
/live/<campaign>/<epoch>.<seq>.json     every unit and day of one snapshot, for ever the same
/live/<campaign>/stream                 the headline whenever it changes, as server-sent events
"""

import asyncio
import re
import signal
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from types import FrameType

from django.db.utils import Error

from campaigns.live import TRANSPORT
from campaigns.live.archive import Archive, Busy
from campaigns.live.asgi import Receive, Scope, Send
from campaigns.live.feed import Feed
from campaigns.live.reading import Reader, read_detail
from campaigns.live.representations import JSON, MISSING, OPEN, Headers, Representation
from campaigns.live.store import Entry, Store
from campaigns.live.streams import END, START, Streams

LONGEST_PATH = 120
FIRST_READING = 5.0
"""Seconds that a start waits for the database; afterwards it goes on trying, and answers 503 meanwhile."""
ARCHIVE_THREADS = 2
AHEAD = 20
"""Snapshots that another process may have read before this one."""
_NUMBER = r"(0|[1-9][0-9]{0,9})"
_ADDRESS = re.compile(rf"/live/([-\w]{{1,60}})(?:\.json|/(?:(stream)|{_NUMBER}\.{_NUMBER}\.json))", re.ASCII)
_ALLOWED = (b"allow", b"GET, HEAD, OPTIONS")
_PREFLIGHT: Headers = [
    _ALLOWED,
    (b"access-control-allow-methods", b"GET, HEAD, OPTIONS"),
    (b"access-control-allow-headers", b"If-None-Match, Last-Event-ID, Cache-Control"),
    (b"access-control-max-age", b"86400"),
    (b"cache-control", b"public, max-age=86400"),
    *OPEN,
]


class LiveApp:
    """Answers HTTP from `store`, and its lifespan keeps that up to date. `most` is the cap of open streams."""

    def __init__(self, redis_url: str = "", most: int = 5_000) -> None:
        self._reader = ThreadPoolExecutor(1, "live-reader")
        self._archivists = ThreadPoolExecutor(ARCHIVE_THREADS, "live-archive")
        self.store = Store()
        self.streams = Streams(self.store, most)
        self.archive = Archive(read_detail, self._archivists)
        self._feed = Feed(self.store, Reader().read, self._reader, self.streams.announce, redis_url)
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await send({"type": "websocket.close"})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        path, method = scope["path"], scope["method"]
        if method == "OPTIONS":
            return await _send(send, 204, _PREFLIGHT)
        match = _ADDRESS.fullmatch(path) if len(path) <= LONGEST_PATH else None
        entry = self.store.entries.get(match[1]) if match else None
        if match is None or entry is None:
            if self.store.ready or match is None:
                return await _refuse(send, method, 404, b"no such document", (b"cache-control", MISSING))
            return await _refuse(send, method, 503, b"starting", *_LATER)
        if method not in ("GET", "HEAD"):
            return await _refuse(send, method, 405, b"method not allowed", _ALLOWED)
        slug, stream, epoch, seq = match.groups()
        if stream:
            if method == "HEAD":
                return await _send(send, 200, START["headers"])
            return await self.streams.serve(slug, entry, scope.get(TRANSPORT), receive, send)
        if epoch is None:
            return await _document(scope, send, entry.headline())
        try:
            document = await self._detail(entry, int(epoch), int(seq))
        except (Busy, Error):
            return await _refuse(send, method, 503, b"try again", *_LATER)
        if document is None:
            return await _refuse(send, method, 404, b"no such snapshot", (b"cache-control", MISSING))
        await _document(scope, send, document)

    async def _detail(self, entry: Entry, epoch: int, seq: int) -> Representation | None:
        """A detail document from memory, else from the database.

        It may be a little newer than what this process has read: another one, a second ahead, told the reader of it.
        What is much newer does not exist and is not asked for.
        """
        document = entry.details.get((epoch, seq))
        newest_epoch, newest_seq = entry.newest
        latest = newest_seq + AHEAD if epoch == newest_epoch else AHEAD
        if document is None and (epoch < newest_epoch or (epoch <= newest_epoch + 1 and seq <= latest)):
            known = (epoch, seq) < entry.newest
            document = await self.archive.find(entry.published.campaign, epoch, seq, absent_for_good=known)
        return document

    async def _live(self, receive: Receive, send: Send) -> None:
        """The lifespan: read once before the first request, keep on reading, end streams and tasks at the end."""
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await self._start()
                await send({"type": "lifespan.startup.complete"})
            else:
                await self._stop()
                return await send({"type": "lifespan.shutdown.complete"})

    async def _start(self) -> None:
        self._tasks = [
            asyncio.create_task(work) for work in (self._feed.follow(), self._feed.listen(), self.streams.run())
        ]
        _before_the_server_ends(self.streams)
        deadline = asyncio.get_running_loop().time() + FIRST_READING
        while not self.store.ready and asyncio.get_running_loop().time() < deadline:
            await asyncio.sleep(0.02)

    async def _stop(self) -> None:
        await self.streams.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for executor in (self._reader, self._archivists):
            executor.shutdown(wait=False, cancel_futures=True)


_LATER = ((b"retry-after", b"2"), (b"cache-control", b"no-store"))


async def _document(scope: Scope, send: Send, document: Representation) -> None:
    """200 or 304, in the best encoding."""
    accepted = known = b""
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            accepted = value
        elif name == b"if-none-match":
            known = value
    variant = document.best(accepted)
    if known and document.unchanged_since(known):
        return await _send(send, 304, variant.unchanged)
    await _send(send, 200, variant.headers, variant.body if scope["method"] == "GET" else b"")


async def _refuse(send: Send, method: str, status: int, reason: bytes, *headers: tuple[bytes, bytes]) -> None:
    """An error as small JSON."""
    body = b'{"error":"%s"}' % reason
    named: Headers = [*JSON, (b"content-length", b"%d" % len(body)), *headers]
    await _send(send, status, named, b"" if method == "HEAD" else body)


async def _send(send: Send, status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes = b"") -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send(END if not body else {"type": "http.response.body", "body": body})


def _before_the_server_ends(streams: Streams) -> None:
    """End the streams when the signal comes: a server tells its lifespan only after the last connection has closed."""
    if threading.current_thread() is not threading.main_thread():
        return
    loop = asyncio.get_running_loop()

    def chained(number: int) -> None:
        then = signal.getsignal(number)

        def on_signal(received: int, frame: FrameType | None) -> None:
            loop.call_soon_threadsafe(lambda: loop.create_task(streams.close()))
            if callable(then):
                then(received, frame)

        if callable(then):
            signal.signal(number, on_signal)

    for number in (signal.SIGTERM, signal.SIGINT):
        chained(number)
