"""The fan-out through a real Redis of the test's own: a push at once, an outage that nobody sees, a return."""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from pytest_django import DjangoDbBlocker, Settings

from campaigns.counting.publish import Announcer
from campaigns.live import CHANNEL, feed
from campaigns.models import CounterSnapshot
from tests.campaigns.live.conftest import empty_cms, live
from tests.factories import CampaignFactory, SnapshotFactory
from tests.live_process import LOOPBACK, LiveProcess, free_port, wait_for
from tools.system import ensure

__all__ = ["empty_cms", "live"]  # fixtures

pytestmark = [pytest.mark.services, pytest.mark.django_db]


class Server:
    """A redis-server that keeps nothing."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"redis://{LOOPBACK}:{self.port}/0"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program = shutil.which("redis-server") or ensure("redis-server")
        options = ["--port", str(self.port), "--bind", LOOPBACK, "--save", "", "--appendonly", "no", "--dir"]
        self.process = subprocess.Popen([program, *options, str(self.folder)], stdout=subprocess.DEVNULL)
        wait_for(self._open, "redis-server does not answer")

    def _open(self) -> bool:
        try:
            socket.create_connection((LOOPBACK, self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    made.start()
    yield made
    made.stop()


def subscribers(server: Server) -> int:
    with redis.Redis.from_url(server.url) as client:
        return int(client.pubsub_numsub(CHANNEL)[0][1])


def append(live: LiveProcess, blocker: DjangoDbBlocker, count: int) -> CounterSnapshot:
    with live.changing(blocker) as campaign:
        row: CounterSnapshot = SnapshotFactory(campaign=campaign, epoch=1, seq=count, count=count)
        return row


def test_a_pass_is_announced(server: Server, settings: Settings) -> None:
    settings.REDIS_URL = server.url
    with redis.Redis.from_url(server.url) as client, client.pubsub() as subscription:
        subscription.subscribe(CHANNEL)
        subscription.get_message(timeout=5)
        Announcer().announce([SnapshotFactory.build(campaign=CampaignFactory.build(slug="a"), epoch=3, seq=42)])
        message = subscription.get_message(timeout=5)
    assert message is not None
    assert json.loads(message["data"]) == {"campaign": "a", "epoch": 3, "seq": 42}


def test_a_lost_redis_is_said_once_and_fails_no_pass(
    server: Server, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL = server.url
    announcer = Announcer()
    rows = [SnapshotFactory.build(campaign=CampaignFactory.build(slug="a"), epoch=3, seq=42)]
    announcer.announce(rows)
    server.stop()
    for _ in range(3):
        announcer.announce(rows)
    assert [record.message[:22] for record in caplog.records] == ["Redis cannot be told o"]
    server.start()
    announcer.announce(rows)
    announcer.announce(rows)
    assert [record.levelname for record in caplog.records] == ["ERROR", "INFO"]


def test_an_announced_number_is_there_at_once_and_a_restart_of_redis_costs_seconds(
    live: LiveProcess, server: Server, settings: Settings, django_db_blocker: DjangoDbBlocker
) -> None:
    settings.REDIS_URL = server.url
    live.start(REDIS_URL=server.url)
    wait_for(lambda: subscribers(server) == 1, "it does not subscribe")
    stream = live.stream()
    stream.read_until("data: ")
    announcer = Announcer()
    waits = []
    for count in range(101, 106):
        row = append(live, django_db_blocker, count)
        began = time.monotonic()
        announcer.announce([row])
        stream.read_until(f'"count":{count}')
        waits.append(time.monotonic() - began)
    assert sorted(waits)[2] < 1.5, waits  # five seconds without the announcement

    server.stop()
    append(live, django_db_blocker, 200)
    began = time.monotonic()
    stream.read_until('"count":200')
    assert time.monotonic() - began < 3 * feed.SAFETY_SECONDS
    assert live.said().count("Redis is away") == 1

    server.start()
    wait_for(lambda: subscribers(server) == 1, "it does not come back")
    row = append(live, django_db_blocker, 300)
    announcer.announce([row])
    stream.read_until('"count":300')
    assert live.get()[0].status == 200
    assert live.said().count("\n") == 2  # away, and back
    assert "Traceback" not in live.said()
