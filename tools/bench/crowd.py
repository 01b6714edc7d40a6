"""Readers of every kind at once, and what they should never meet: blanks, zeros, numbers that go back, errors."""

from __future__ import annotations

import asyncio
import json
import random
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from home.demo.loader import CAMPAIGN
from tools import ports
from tools.bench.server import HEADLINE, PATIENCE, STREAM

PAGES = ("/", f"/chien-dich/{CAMPAIGN}/")
VERSION = re.compile(r'data-version="(\d+)\.(\d+)"')
NUMBER = re.compile(r'<live-count class="count__n" data-value="(\d+)"')
Place = tuple[int, int]


@dataclass
class Seen:
    """What all readers have met since it was laid out; `slowest` are seconds, by kind of reader."""

    answers: int = 0
    frames: int = 0
    blanks: int = 0
    zeros: int = 0
    backwards: int = 0
    errors: int = 0
    unanswered: int = 0
    slowest: dict[str, float] = field(default_factory=lambda: {"live": 0.0, "page": 0.0})


class Reader:
    """One reader, who remembers the number that was shown last."""

    def __init__(self) -> None:
        self.place: Place = (0, 0)
        self.count = 0

    def look(self, seen: Seen, place: Place, count: int | None) -> None:
        """Take in a number; None is a blank."""
        if count is None:
            seen.blanks += 1
            return
        seen.zeros += count == 0
        seen.backwards += place < self.place or count < self.count
        self.place, self.count = place, count


class Crowd:
    """All readers of one site; put a new `seen` in to begin counting anew. `newest` is the newest place told of."""

    def __init__(self, pages: int, live: int) -> None:
        self.seen = Seen()
        self.newest: Place = (0, 0)
        self._pages, self._live = pages, live
        self._tasks: list[asyncio.Task[None]] = []

    def come(self, pollers: int, readers: int, listeners: int, stay: tuple[float, float] = (3600.0, 3600.0)) -> None:
        """Begin to ask: headlines twice a second, pages every two seconds; a stream stays for so many seconds."""
        work: list[Callable[[], Awaitable[None]]] = [lambda: self._poll(0.5)] * pollers
        work += [lambda: self._read(2.0)] * readers + [lambda: self._listen(stay)] * listeners
        self._tasks = [asyncio.ensure_future(begin()) for begin in work]

    async def leave(self) -> None:
        """Ask no more. Raises what went wrong in a reader itself."""
        for task in self._tasks:
            task.cancel()
        for ended in await asyncio.gather(*self._tasks, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended

    async def _poll(self, every: float) -> None:
        reader = Reader()
        while True:
            if body := await self._ask(self._live, HEADLINE, "live"):
                self._told(reader, body)
            await asyncio.sleep(every * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load, guards nothing

    async def _read(self, every: float) -> None:
        reader = Reader()
        while True:
            for path in PAGES:
                if body := await self._ask(self._pages, path, "page"):
                    version, number = VERSION.search(body), NUMBER.search(body)
                    place = (int(version[1]), int(version[2])) if version else (0, 0)
                    reader.look(self.seen, place, int(number[1]) if version and number else None)
                await asyncio.sleep(every * random.uniform(0.8, 1.2))  # noqa: S311 - spreads load, guards nothing

    async def _listen(self, stay: tuple[float, float]) -> None:
        reader = Reader()
        while True:
            await asyncio.sleep(random.random())  # noqa: S311 - spreads load, guards nothing
            try:
                async with asyncio.timeout(random.uniform(*stay)):  # noqa: S311 - spreads load, guards nothing
                    await self._hear(reader)
            except TimeoutError:
                continue
            except OSError:
                self.seen.unanswered += 1

    async def _hear(self, reader: Reader) -> None:
        lines, writer = await asyncio.open_connection(ports.HOST, self._live)
        try:
            writer.write(f"GET {STREAM} HTTP/1.1\r\nHost: {ports.HOST}\r\n\r\n".encode())
            self.seen.errors += (await lines.readline()).startswith(b"HTTP/1.1 5")
            async for line in lines:
                if line.startswith(b"data: {"):
                    self.seen.frames += 1
                    self._told(reader, line[6:].decode())
        finally:
            writer.close()

    def _told(self, reader: Reader, body: str) -> None:
        document = json.loads(body)
        place = (document["epoch"], document["seq"])
        self.newest = max(self.newest, place)
        reader.look(self.seen, place, document["count"])

    async def _ask(self, port: int, path: str, kind: str) -> str:
        """The body of a 200; an empty text where there was none, which `seen` knows of."""
        began = time.perf_counter()
        try:
            async with asyncio.timeout(PATIENCE):
                head, body = await _get(port, path)
        except (OSError, TimeoutError):
            self.seen.unanswered += 1
            return ""
        seen = self.seen
        seen.answers += 1
        seen.slowest[kind] = max(seen.slowest[kind], time.perf_counter() - began)
        if head.startswith("HTTP/1.1 200"):
            return body
        seen.errors += 1
        return ""


async def _get(port: int, path: str) -> tuple[str, str]:
    """Head and body of an answer on a connection of its own. Raises OSError where there is none."""
    answer, writer = await asyncio.open_connection(ports.HOST, port)
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {ports.HOST}\r\nConnection: close\r\n\r\n".encode())
        head, _, body = (await answer.read()).decode().partition("\r\n\r\n")
    finally:
        writer.close()
    if not head:
        raise ConnectionResetError(f"{path}: no answer")
    return head, body
