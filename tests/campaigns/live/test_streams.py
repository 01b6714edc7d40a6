"""Streams by the message: what each client is sent, when, and who is let go. No database, no socket."""

import asyncio
import time
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.live import DEADLINE
from campaigns.live import streams as module
from campaigns.live.app import LiveApp
from campaigns.live.reading import Published, detail_of
from campaigns.models import Campaign
from tests.asgi import Exchange, Transport
from tests.factories import CampaignFactory, SnapshotFactory

CAMPAIGN: Campaign = CampaignFactory.build(pk=1)
PATH = f"/live/{CAMPAIGN.slug}/stream"


def published(seq: int, **values: Any) -> dict[str, Published]:
    snapshot = SnapshotFactory.build(campaign=CAMPAIGN, epoch=1, seq=seq, count=1000 + seq, **values)
    return {CAMPAIGN.slug: Published(CAMPAIGN, snapshot, detail_of(CAMPAIGN, snapshot))}


class Listeners:
    """A live app with clients, and a clock that the test turns."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, most: int = 10) -> None:
        self.app = LiveApp(most=most)
        self.app.store.take(published(1))
        self.now = 1000.0
        monkeypatch.setattr(module, "_now", lambda: self.now)

    async def join(self, transport: Transport | None = None) -> Exchange:
        client = Exchange(self.app, PATH, transport=transport or Transport())
        client.begin()
        await asyncio.sleep(0)
        return client

    async def later(self, seconds: float = 1.0) -> None:
        self.now += seconds
        await self.app.streams.sweep()
        await asyncio.sleep(0)
        await asyncio.sleep(0)


Scene = Callable[[Listeners], Coroutine[Any, Any, None]]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Callable[[Scene], None]:
    def run(scene: Scene, most: int = 10) -> None:
        asyncio.run(scene(Listeners(monkeypatch, most)))

    return run


def test_a_client_gets_the_number_at_once_and_again_when_it_changes(play: Callable[[Scene], None]) -> None:
    async def scene(here: Listeners) -> None:
        client = await here.join()
        start = client.sent[0]
        assert start["status"] == 200
        assert (b"content-type", b"text/event-stream; charset=utf-8") in start["headers"]
        assert client.text.startswith("retry: ")
        assert "id: 1.1\ndata: {" in client.text
        assert client.text.endswith("}\n\n")
        await here.later()
        assert client.text.count("data: {") == 1
        here.app.store.take(published(2))
        await here.later()
        assert "id: 1.2\ndata: {" in client.text
        await here.later()
        assert client.text.count("data: {") == 2
        assert client.text.count("event: time\ndata: 20") == 2
        client.leave()

    play(scene)


def test_a_number_that_comes_in_the_middle_of_a_round_reaches_all(
    play: Callable[[Scene], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AT_A_TIME", 1)

    async def scene(here: Listeners) -> None:
        clients = [await here.join() for _ in range(3)]
        here.app.store.take(published(2))
        here.now += 1
        under_way = asyncio.create_task(here.app.streams.sweep())
        await asyncio.sleep(0)
        assert any("id: 1.2" not in client.text for client in clients)
        here.app.store.take(published(3))
        await under_way
        await here.later()
        assert ["id: 1.3" in client.text for client in clients] == [True, True, True]

    play(scene)


def test_all_get_the_very_same_bytes(play: Callable[[Scene], None]) -> None:
    async def scene(here: Listeners) -> None:
        clients = [await here.join() for _ in range(3)]
        here.app.store.take(published(2))
        await here.later()
        frames = {id(client.sent[-1]["body"]) for client in clients}
        assert len(frames) == 1

    play(scene)


def test_who_is_slow_misses_what_was_between_and_gets_the_newest(play: Callable[[Scene], None]) -> None:
    async def scene(here: Listeners) -> None:
        slow = await here.join(Transport())
        assert slow.transport is not None
        slow.transport.waiting = 500
        for seq in (2, 3, 4):
            here.app.store.take(published(seq))
            await here.later()
        assert slow.text.count("data: {") == 1
        slow.transport.waiting = 0
        await here.later()
        assert slow.text.count("data: {") == 2
        assert "id: 1.4" in slow.text

    play(scene)


def test_who_takes_nothing_is_dropped_after_the_deadline(play: Callable[[Scene], None]) -> None:
    async def scene(here: Listeners) -> None:
        stuck, other = await here.join(Transport()), await here.join(Transport())
        assert stuck.transport is not None
        stuck.transport.waiting = 1
        for _ in range(int(DEADLINE)):
            await here.later()
        assert not stuck.transport.aborted
        for _ in range(2):
            await here.later()
        assert stuck.transport.aborted
        assert other.transport is not None and not other.transport.aborted

    play(scene)


def test_who_takes_a_little_now_and_then_is_not_dropped(play: Callable[[Scene], None]) -> None:
    async def scene(here: Listeners) -> None:
        client = await here.join(Transport())
        assert client.transport is not None
        for second in range(60):
            client.transport.waiting = 0 if second % 15 == 0 else 1
            await here.later()
        assert not client.transport.aborted

    play(scene)


def test_a_heartbeat_comes_every_fifteen_seconds(play: Callable[[Scene], None]) -> None:
    async def scene(here: Listeners) -> None:
        client = await here.join()
        await here.later()
        beats = client.text.count(":\n\n")
        for _ in range(45):
            await here.later()
        assert client.text.count(":\n\n") == beats + 3

    play(scene)


def test_streams_are_rotated_at_different_times(play: Callable[[Scene], None]) -> None:
    async def scene(here: Listeners) -> None:
        clients = [await here.join() for _ in range(10)]
        await here.later(299)
        assert not any(client.ended for client in clients)
        await here.later(151)
        assert 0 < sum(client.ended for client in clients) < 10
        await here.later(151)
        assert all(client.ended for client in clients)
        assert here.app.streams.open == 0

    play(scene)


def test_over_the_cap_it_is_a_204_and_leaving_makes_room(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        here = Listeners(monkeypatch, most=2)
        first, second = await here.join(), await here.join()
        third = await here.join()
        assert (third.sent[0]["status"], third.text) == (204, "")
        first.leave()
        await asyncio.sleep(0.01)
        assert here.app.streams.open == 1
        assert (await here.join()).sent[0]["status"] == 200
        second.leave()

    asyncio.run(scene())


def test_a_call_that_is_cancelled_gives_its_slot_back(play: Callable[[Scene], None]) -> None:
    async def scene(here: Listeners) -> None:
        client = await here.join()
        assert here.app.streams.open == 1
        assert client.task is not None
        client.task.cancel()
        await asyncio.sleep(0.01)
        assert here.app.streams.open == 0

    play(scene)


def test_a_server_that_shows_no_transport_has_no_streams(play: Callable[[Scene], None]) -> None:
    async def scene(here: Listeners) -> None:
        client = Exchange(here.app, PATH, transport=None)
        await client.run()
        assert client.sent[0]["status"] == 204

    play(scene)


def test_listeners_are_told_that_the_number_has_grown_old(
    monkeypatch: pytest.MonkeyPatch, play: Callable[[Scene], None]
) -> None:
    async def scene(here: Listeners) -> None:
        client = await here.join()
        assert '"state":"live"' in client.text
        clock = time.time
        monkeypatch.setattr(time, "time", lambda: clock() + 61)
        await here.later()
        assert 'id: 1.1-delayed\ndata: {"v":1' in client.text
        assert '"state":"delayed"' in client.text

    play(scene)


def test_a_held_number_says_so(play: Callable[[Scene], None]) -> None:
    async def scene(here: Listeners) -> None:
        client = await here.join()
        here.app.store.take(published(2, state="held", collected_at=timezone.now() - timedelta(hours=2)))
        await here.later()
        assert '"state":"held"' in client.text

    play(scene)


def test_an_unpublished_campaign_ends_its_streams(play: Callable[[Scene], None]) -> None:
    async def scene(here: Listeners) -> None:
        client = await here.join()
        here.app.store.take({})
        await here.later()
        assert client.ended
        assert here.app.streams.open == 0

    play(scene)


def test_closing_ends_all_at_once_and_takes_nobody_more(play: Callable[[Scene], None]) -> None:
    async def scene(here: Listeners) -> None:
        client, stuck = await here.join(), await here.join(Transport())
        assert stuck.transport is not None
        stuck.transport.waiting = 1
        await here.app.streams.close()
        assert client.ended
        assert stuck.transport.aborted
        assert (await here.join()).sent[0]["status"] == 204

    play(scene)
