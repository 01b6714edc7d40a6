"""Twenty thousand who want a stream from a process that holds five thousand: each gets an answer, and so do others."""

import asyncio
import resource
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.campaigns.live.conftest import empty_cms, live
from tests.live_process import LOOPBACK, SLUG, LiveProcess, wait_for

__all__ = ["empty_cms", "live"]  # fixtures

pytestmark = pytest.mark.services

CROWD, CAP, AT_ONCE = 20_000, 5_000, 500
ASKED = f"GET /live/{SLUG}/stream HTTP/1.1\r\nHost: {LOOPBACK}\r\nAccept: text/event-stream\r\n\r\n".encode()
Line = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@pytest.fixture(autouse=True)
def many_files() -> Iterator[None]:
    """As many open files as this machine lets a process have, for the test and for what it starts."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


async def come(port: int, room: asyncio.Semaphore) -> tuple[str, Line | None]:
    """The status that one of the crowd is given, and the open line of who got a stream."""
    async with room:
        line = reader, writer = await asyncio.open_connection(LOOPBACK, port)
        writer.write(ASKED)
        head = await reader.readuntil(b"\r\n\r\n")
        status = head.split(b" ", 2)[1].decode()
        if status == "200":
            return status, line
        writer.close()
        return status, None


async def crowd(live: LiveProcess) -> tuple[Counter[str], float]:
    """The statuses that all were given, and the seconds for which a reader of the number waited meanwhile."""
    room = asyncio.Semaphore(AT_ONCE)
    came = await asyncio.gather(*(come(live.port, room) for _ in range(CROWD)))
    began = time.monotonic()
    headline = await asyncio.to_thread(live.headline)
    waited = time.monotonic() - began
    assert headline["count"] is None
    for _status, line in came:
        if line is not None:
            line[1].close()
    return Counter(status for status, _line in came), waited


def test_a_crowd_of_twenty_thousand(live: LiveProcess, django_db_blocker: DjangoDbBlocker, tmp_path: Path) -> None:
    live.start(LIVE_MAX_STREAMS=str(CAP))
    statuses, waited = asyncio.run(crowd(live))
    assert statuses == {"200": CAP, "204": CROWD - CAP}
    assert waited < 5
    stream = wait_for(lambda: admitted(live), "the slots are not free again", 20)
    assert stream
    assert live.said() == ""


def admitted(live: LiveProcess) -> bool:
    stream = live.stream()
    head = stream.read_until("\r\n\r\n")
    stream.close()
    return head.startswith("HTTP/1.1 200")
