"""Detail documents that are no longer in memory: read from the CMS database, a few at a time."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Executor

from campaigns.live.representations import Representation
from campaigns.models import Campaign

KEPT = 64
MOST_WAITING = 64

Read = Callable[[Campaign, int, int], Representation | None]


class Busy(Exception):
    """More old documents are asked for than the database shall be troubled with."""


class Archive:
    """Old documents, kept for a while once read; absent ones too, where they cannot appear later.

    `executor` decides how many are read at a time. Many who ask for the same one cause one reading.
    """

    def __init__(self, read: Read, executor: Executor) -> None:
        self._read = read
        self._executor = executor
        self._answers: OrderedDict[tuple[int, int, int], asyncio.Future[Representation | None]] = OrderedDict()
        self._waiting = 0

    async def find(
        self, campaign: Campaign, epoch: int, seq: int, absent_for_good: bool = True
    ) -> Representation | None:
        """The document, or None, which is remembered unless it may still appear.

        Raises Busy, and django.db.Error while the database is away.
        """
        key = (campaign.pk, epoch, seq)
        answer = self._answers.get(key)
        if answer is None:
            if self._waiting >= MOST_WAITING:
                raise Busy
            self._waiting += 1
            answer = asyncio.ensure_future(self._ask(campaign, epoch, seq))
            self._answers[key] = answer
            self._forget()
        try:
            document = await asyncio.shield(answer)
        except Exception:
            self._answers.pop(key, None)
            raise
        if document is None and not absent_for_good:
            self._answers.pop(key, None)
        return document

    async def _ask(self, campaign: Campaign, epoch: int, seq: int) -> Representation | None:
        try:
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(self._executor, self._read, campaign, epoch, seq)
        finally:
            self._waiting -= 1

    def _forget(self) -> None:
        for key in list(self._answers)[: max(0, len(self._answers) - KEPT)]:
            if self._answers[key].done():
                del self._answers[key]
