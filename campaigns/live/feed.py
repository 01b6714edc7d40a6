"""Keeps the store up to date: one background task per process, whatever the number of readers.

With Redis, a message says when to look (one subscription per process), and every `SAFETY_SECONDS` it looks anyway; so
losing Redis delays a number by seconds. Without Redis it looks every second. While the CMS database is away the last
bytes stay, and their state ages honestly.
"""

import asyncio
import logging
import random
from collections.abc import Callable, Mapping
from concurrent.futures import Executor

import redis.asyncio
from django.db.utils import Error
from redis.exceptions import RedisError

from campaigns.live import CHANNEL
from campaigns.live.reading import Published
from campaigns.live.store import Store

logger = logging.getLogger("campaigns.live")

POLL_SECONDS, SAFETY_SECONDS = 1.0, 5.0
LEAST_SECONDS = 0.1
"""Between two readings, however many messages come."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 15.0


class Feed:
    """Reads into `store` and calls `changed` after each reading."""

    def __init__(
        self,
        store: Store,
        read: Callable[[], Mapping[str, Published]],
        executor: Executor,
        changed: Callable[[], None],
        redis_url: str = "",
    ) -> None:
        self._store = store
        self._read = read
        self._executor = executor
        self._changed = changed
        self._redis_url = redis_url
        self._news = asyncio.Event()
        self._failing = False

    async def follow(self) -> None:
        """Read for ever: when there is news, and at the latest after the interval."""
        interval = SAFETY_SECONDS if self._redis_url else POLL_SECONDS
        while True:
            self._news.clear()
            await self.refresh()
            await asyncio.sleep(LEAST_SECONDS)
            try:
                async with asyncio.timeout(interval if self._store.ready else POLL_SECONDS):
                    await self._news.wait()
            except TimeoutError:
                continue

    async def refresh(self) -> None:
        """Read once. What goes wrong is logged when it begins and when it is over."""
        loop = asyncio.get_running_loop()
        try:
            published = await loop.run_in_executor(self._executor, self._read)
            self._store.take(published)
        except Error as error:
            if not self._failing:
                logger.error("the CMS database cannot be read, the last figures stay: %s", _line(error))
            self._failing = True
            return
        except Exception:  # a fault in one row must not end the task that all numbers depend on
            if not self._failing:
                logger.exception("the newest figures cannot be shown, the last ones stay")
            self._failing = True
            return
        if self._failing:
            logger.info("the CMS database can be read again")
        self._failing = False
        self._changed()

    async def listen(self) -> None:
        """Hear of news through Redis for ever, connecting again with growing pauses. Does nothing without Redis."""
        pause, away = FIRST_PAUSE, False
        while self._redis_url:
            try:
                async with (
                    redis.asyncio.from_url(self._redis_url, socket_connect_timeout=3, socket_keepalive=True) as client,
                    client.pubsub() as subscription,
                ):
                    await subscription.subscribe(CHANNEL)
                    if away:
                        logger.info("Redis answers again")
                    pause, away = FIRST_PAUSE, False
                    self._news.set()  # what was said meanwhile
                    async for _message in subscription.listen():
                        self._news.set()
            except (RedisError, OSError) as error:
                if not away:
                    logger.error(
                        "Redis is away, figures are read every %.0f s meanwhile: %s", SAFETY_SECONDS, _line(error)
                    )
                away = True
            await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads load, guards nothing
            pause = min(2 * pause, LONGEST_PAUSE)


def _line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
