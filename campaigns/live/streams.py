"""`/live/<campaign>/stream`: server-sent events for whoever wants the number at once.

One encoded frame goes to all, and nobody has a queue: whoever cannot take a frame now gets the newest one later. A
client is one waiting ASGI call and a few words beside it; no thread, no task and no timer of its own. That is possible
because a send never waits: a frame is only sent to a client whose transport has handed everything before it to the
kernel (`protocol.LiveProtocol` shows the transport). Who takes nothing for `DEADLINE` seconds is dropped.
"""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Protocol

from campaigns.live import DEADLINE
from campaigns.live.asgi import Message, Receive, Send
from campaigns.live.representations import OPEN
from campaigns.live.store import Entry, Store

HEARTBEAT_EVERY = 15.0
ROTATE_AFTER = (300.0, 600.0)
RETRY_MS = (2_000, 8_000)
SWEEP_EVERY = 1.0
AT_A_TIME = 200
"""Clients that are sent to before other requests get their turn."""

START: Message = {
    "type": "http.response.start",
    "status": 200,
    "headers": [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store, no-transform"),
        (b"x-accel-buffering", b"no"),
        *OPEN,
    ],
}
# A browser's EventSource takes a 204 as "never again"; the page then polls.
FULL: Message = {
    "type": "http.response.start",
    "status": 204,
    "headers": [(b"cache-control", b"no-store"), (b"connection", b"close"), *OPEN],
}
END: Message = {"type": "http.response.body", "body": b"", "more_body": False}
HEARTBEAT: Message = {"type": "http.response.body", "body": b":\n\n", "more_body": True}


class Transport(Protocol):
    """What streams ask of a connection (asyncio.WriteTransport has it)."""

    def get_write_buffer_size(self) -> int: ...
    def is_closing(self) -> bool: ...
    def abort(self) -> None: ...


@dataclass(slots=True, eq=False)
class Client:
    """Somebody who listens. `frame` was sent to them last; `late_since`: since when they take nothing."""

    send: Send
    transport: Transport
    ends: float
    frame: bytes
    late_since: float | None = None


@dataclass(slots=True)
class Channel:
    """All who listen to one campaign, and when anything was last sent to all of them."""

    clients: set[Client] = field(default_factory=set)
    sent_at: float = 0.0


class Streams:
    """The open streams of this process, `most` at a time. `run` must run for anything to be sent to them."""

    def __init__(self, store: Store, most: int) -> None:
        self.open = 0
        self.most = most
        self._store = store
        self._channels: dict[str, Channel] = {}
        self._changed = asyncio.Event()
        self._closing = False

    async def serve(self, slug: str, entry: Entry, transport: Transport | None, receive: Receive, send: Send) -> None:
        """Answer one client for as long as it stays. Without a transport to look at there is no stream: 204."""
        if self.open >= self.most or self._closing or transport is None:
            await send(FULL)
            await send(END)
            return
        entry.headline()  # so that the frame has the present state
        lasts = random.uniform(*ROTATE_AFTER)  # noqa: S311 - spreads load, guards nothing
        client = Client(send, transport, _now() + lasts, entry.frame)
        channel = self._channels.setdefault(slug, Channel())
        self.open += 1
        channel.clients.add(client)
        try:
            await send(START)
            await send({"type": "http.response.body", "body": _hello() + client.frame, "more_body": True})
            while (await receive())["type"] != "http.disconnect":
                pass
        finally:
            self.open -= 1
            channel.clients.discard(client)
            if not channel.clients and self._channels.get(slug) is channel:
                del self._channels[slug]

    def announce(self) -> None:
        """Something in the store may be new."""
        self._changed.set()

    async def run(self) -> None:
        """Send what is new when it is announced, and once a second what age, heartbeats and rotation ask for."""
        while not self._closing:
            try:
                async with asyncio.timeout(SWEEP_EVERY):
                    await self._changed.wait()
            except TimeoutError:
                pass
            self._changed.clear()
            await self.sweep()

    async def sweep(self) -> None:
        """Look after every client once. A campaign that is no longer published ends its streams."""
        for slug, channel in list(self._channels.items()):
            entry = self._store.entries.get(slug)
            now = _now()
            if entry is not None:
                entry.headline()
            beat = now - channel.sent_at >= HEARTBEAT_EVERY
            if beat:
                channel.sent_at = now
            frame = entry.frame if entry is not None else None  # the entry may go on while this round does
            news = _time() + (frame or b"")
            for number, client in enumerate(list(channel.clients), 1):
                await _look_after(client, frame, news, now, beat)
                if number % AT_A_TIME == 0:
                    await asyncio.sleep(0)

    async def close(self) -> None:
        """End every stream now and refuse new ones: the server waits for open connections before it ends."""
        self._closing = True
        self._changed.set()
        for client in self._all():
            await _end(client)

    def _all(self) -> Iterator[Client]:
        for channel in list(self._channels.values()):
            yield from list(channel.clients)


async def _look_after(client: Client, frame: bytes | None, news: bytes, now: float, beat: bool) -> None:
    """Send one client `news` if it lacks `frame` and takes anything; drop it where it has not for too long."""
    if client.transport.is_closing():
        return
    if client.transport.get_write_buffer_size():
        client.late_since = now if client.late_since is None else client.late_since
        if now - client.late_since > DEADLINE:
            client.transport.abort()
        return
    client.late_since = None
    if frame is None or now >= client.ends:
        await _end(client)
    elif client.frame is not frame:
        client.frame = frame
        await client.send({"type": "http.response.body", "body": news, "more_body": True})
    elif beat:
        await client.send(HEARTBEAT)


async def _end(client: Client) -> None:
    """End one stream in the ordinary way, or at once where the client takes nothing."""
    if client.transport.get_write_buffer_size():
        client.transport.abort()
    elif not client.transport.is_closing():
        await client.send(END)


def _hello() -> bytes:
    """When to come back after a cut, and this machine's time."""
    retry = random.randint(*RETRY_MS)  # noqa: S311 - spreads load, guards nothing
    return f"retry: {retry}\n".encode() + _time()


def _time() -> bytes:
    """This machine's time, before each frame: a reader's clock tells no age, and may be set while a page is open."""
    return f"event: time\ndata: {datetime.now(UTC).isoformat(timespec='seconds')}\n\n".encode()


def _now() -> float:
    return asyncio.get_running_loop().time()
