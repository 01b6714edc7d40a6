"""Tell the live processes that there are new snapshots, through Redis where there is one.

The message only says "look": what is new stands in the CMS database, so it is sent after the commit, a lost one costs
five seconds at most, and a failure here never fails a pass.
"""

import json
import logging
from collections.abc import Iterable

import redis
from django.conf import settings

from campaigns.live import CHANNEL
from campaigns.models import CounterSnapshot

logger = logging.getLogger("campaigns.counting")

PATIENCE = 1.0
"""Seconds that Redis may take; the next pass waits for it."""


class Announcer:
    """Publishes with one connection that is kept. A failure is logged once, and once more when it is over."""

    def __init__(self) -> None:
        self._client: redis.Redis | None = None
        self._failing = False

    def announce(self, rows: Iterable[CounterSnapshot]) -> None:
        """Name each new snapshot on the channel. Does nothing without REDIS_URL or without rows."""
        if not settings.REDIS_URL:
            return
        try:
            for row in rows:
                message = {"campaign": row.campaign.slug, "epoch": row.epoch, "seq": row.seq}
                self._connection().publish(CHANNEL, json.dumps(message))
        except (redis.RedisError, OSError) as error:
            if not self._failing:
                logger.error("Redis cannot be told of new figures, readers see them later: %s", error)
            self._failing = True
            return
        if self._failing:
            logger.info("Redis can be told of new figures again")
        self._failing = False

    def _connection(self) -> redis.Redis:
        if self._client is None:
            self._client = redis.Redis.from_url(
                settings.REDIS_URL, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=None
            )
        return self._client
