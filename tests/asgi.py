"""A client that speaks ASGI itself: what an application sends is what a test sees, with no server between."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

Message = dict[str, Any]
App = Callable[[Message, Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]]


@dataclass
class Answer:
    """A whole answer; header names are in lower case."""

    status: int
    headers: dict[str, str]
    content: bytes

    def json(self) -> dict[str, Any]:
        """The body of a 200 as JSON."""
        assert self.status == 200, self
        document: dict[str, Any] = json.loads(self.content)
        return document


@dataclass
class Transport:
    """A connection of which a test decides how much waits in it."""

    waiting: int = 0
    closing: bool = False
    aborted: bool = False

    def get_write_buffer_size(self) -> int:
        return self.waiting

    def is_closing(self) -> bool:
        return self.closing

    def abort(self) -> None:
        self.aborted = self.closing = True


@dataclass
class Exchange:
    """One request under way: what was sent so far; `leave` hangs up as a browser does."""

    app: App
    path: str
    method: str = "GET"
    headers: dict[str, str] = field(default_factory=dict)
    transport: Transport | None = None
    sent: list[Message] = field(default_factory=list)
    _left: asyncio.Event = field(default_factory=asyncio.Event)
    task: "asyncio.Task[None] | None" = None

    async def run(self) -> None:
        """Call the application until it returns."""
        scope = {
            "type": "http",
            "method": self.method,
            "path": self.path,
            "query_string": b"",
            "headers": [(name.lower().encode(), value.encode()) for name, value in self.headers.items()],
            "tu_hao.transport": self.transport,
        }
        await self.app(scope, self._receive, self._send)

    def begin(self) -> None:
        """Call it beside the test."""
        self.task = asyncio.create_task(self.run())

    def leave(self) -> None:
        """Close the connection."""
        self._left.set()

    @property
    def ended(self) -> bool:
        """Whether the whole answer was sent."""
        return any(not message.get("more_body", False) for message in self.sent[1:])

    @property
    def body(self) -> bytes:
        """The body so far."""
        return b"".join(message.get("body", b"") for message in self.sent[1:])

    @property
    def text(self) -> str:
        """The body so far, where it is text."""
        return self.body.decode()

    def answer(self) -> Answer:
        """What was sent, as one answer."""
        start = self.sent[0]
        headers: dict[str, str] = {}
        for name, value in start["headers"]:
            assert name == name.lower(), name
            assert name.decode() not in headers, f"{name} twice"
            headers[name.decode()] = value.decode()
        return Answer(start["status"], headers, self.body)

    async def _receive(self) -> Message:
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        self.sent.append(message)
        if self.ended:
            self.leave()


def ask(app: App, path: str, method: str = "GET", **headers: str) -> Answer:
    """One request and its whole answer; `accept_encoding="br"` is the header Accept-Encoding."""
    exchange = Exchange(app, path, method, {name.replace("_", "-"): value for name, value in headers.items()})
    asyncio.run(asyncio.wait_for(exchange.run(), 10))
    return exchange.answer()
