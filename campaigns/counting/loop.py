"""Pass after pass until told to stop, waiting longer while the tracking database is away."""

import logging
import time
from collections.abc import Callable
from threading import Event

from campaigns.counting.collector import Collector

logger = logging.getLogger("campaigns.counting")

FIRST_WAIT, LONGEST_WAIT = 2.0, 60.0  # seconds after a pass that failed; doubled each time


def collect_until(
    stop: Event,
    collector: Collector,
    interval: float,
    accept: bool = False,
    seconds: Callable[[], float] = time.monotonic,
) -> None:
    """Begin a pass every `interval` seconds until `stop` is set. `accept` holds until one pass succeeded.

    After a long pass there is a rest of half the interval at least. `seconds` is a clock that never goes back. A
    problem is logged in one line when it appears or changes, and once more when it is over.
    """
    problem, wait, standing_by = "", FIRST_WAIT, False
    while not stop.is_set():
        began = seconds()
        outcome = collector.run(accept)
        if outcome.standing_by != standing_by:
            standing_by = outcome.standing_by
            logger.info("another collector counts; standing by" if standing_by else "this collector counts now")
        if outcome.problem:
            if outcome.problem != problem:
                logger.error("%s; the last good figures stay", outcome.problem)
            problem = outcome.problem
            collector.keep(wait)
            stop.wait(wait)
            wait = min(2 * wait, LONGEST_WAIT)
            continue
        if problem and not standing_by:
            logger.info("the tracking database can be read again")
            problem = ""
        wait, accept = FIRST_WAIT, accept and standing_by
        stop.wait(max(interval / 2, began + interval - seconds()))
