"""Old detail documents: few readings at a time, one for many who ask, none for what was asked before."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError

from campaigns.live.app import AHEAD, LiveApp
from campaigns.live.archive import KEPT, MOST_WAITING, Archive, Busy
from campaigns.live.documents import Document
from campaigns.live.reading import Published, detail_of
from campaigns.live.representations import Representation, represent
from campaigns.models import Campaign
from tests.asgi import ask
from tests.factories import CampaignFactory, SnapshotFactory

CAMPAIGN: Campaign = CampaignFactory.build(pk=1)


class Shelf:
    """Where the archive reads: counts how often, and how many at a time."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.readings = self.at_once = self.most_at_once = 0
        self.failing = False
        self._seconds = seconds
        self._lock = threading.Lock()
        self.archive = Archive(self.read, ThreadPoolExecutor(2))

    def read(self, campaign: Campaign, epoch: int, seq: int) -> Representation | None:
        with self._lock:
            self.readings += 1
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        time.sleep(self._seconds)
        with self._lock:
            self.at_once -= 1
        if self.failing:
            raise OperationalError("away")
        return represent(Document(b"{}", f'"{epoch}.{seq}"', immutable=True)) if epoch else None


def test_many_who_ask_for_one_document_cause_one_reading() -> None:
    shelf = Shelf(0.05)

    async def asking() -> None:
        found = await asyncio.gather(*(shelf.archive.find(CAMPAIGN, 1, 1) for _ in range(50)))
        assert len({id(document) for document in found}) == 1
        assert await shelf.archive.find(CAMPAIGN, 1, 1) is found[0]

    asyncio.run(asking())
    assert shelf.readings == 1


def test_what_is_not_there_is_remembered_too() -> None:
    shelf = Shelf()

    async def asking() -> None:
        assert await shelf.archive.find(CAMPAIGN, 0, 1) is None
        assert await shelf.archive.find(CAMPAIGN, 0, 1) is None

    asyncio.run(asking())
    assert shelf.readings == 1


def test_what_may_still_appear_is_asked_for_again() -> None:
    shelf = Shelf()

    async def asking() -> None:
        for _ in range(2):
            assert await shelf.archive.find(CAMPAIGN, 0, 1, absent_for_good=False) is None

    asyncio.run(asking())
    assert shelf.readings == 2


@pytest.mark.parametrize(
    ("epoch", "seq", "asked"),
    [
        (1, 4, True),
        (1, 6, True),
        (2, 1, True),
        (1, 5 + AHEAD, True),
        (1, 6 + AHEAD, False),
        (2, 1 + AHEAD, False),
        (3, 1, False),
    ],
)
def test_what_another_process_has_told_of_is_found(epoch: int, seq: int, asked: bool) -> None:
    """A reader's next request may reach a process that is a second behind the one that announced the number."""
    app, shelf = LiveApp(), Shelf()
    app.archive = shelf.archive
    snapshot = SnapshotFactory.build(campaign=CAMPAIGN, epoch=1, seq=5)
    app.store.take({CAMPAIGN.slug: Published(CAMPAIGN, snapshot, detail_of(CAMPAIGN, snapshot))})
    assert ask(app, f"/live/{CAMPAIGN.slug}/{epoch}.{seq}.json").status == (200 if asked else 404)
    assert shelf.readings == asked


def test_forged_numbers_trouble_the_database_two_at_a_time_and_then_not_at_all() -> None:
    shelf = Shelf(0.01)

    async def asking() -> None:
        found = await asyncio.gather(
            *(shelf.archive.find(CAMPAIGN, 1, seq) for seq in range(2 * MOST_WAITING)), return_exceptions=True
        )
        assert sum(isinstance(answer, Busy) for answer in found) == MOST_WAITING

    asyncio.run(asking())
    assert shelf.readings == MOST_WAITING
    assert shelf.most_at_once <= 2


def test_only_so_many_are_kept() -> None:
    shelf = Shelf()

    async def asking() -> None:
        for seq in range(KEPT + 10):
            await shelf.archive.find(CAMPAIGN, 1, seq)
        await shelf.archive.find(CAMPAIGN, 1, KEPT + 9)
        assert shelf.readings == KEPT + 10
        await shelf.archive.find(CAMPAIGN, 1, 0)
        assert shelf.readings == KEPT + 11

    asyncio.run(asking())


def test_a_failure_is_not_remembered() -> None:
    shelf = Shelf()

    async def asking() -> None:
        shelf.failing = True
        with pytest.raises(OperationalError):
            await shelf.archive.find(CAMPAIGN, 1, 1)
        shelf.failing = False
        assert await shelf.archive.find(CAMPAIGN, 1, 1) is not None

    asyncio.run(asking())
