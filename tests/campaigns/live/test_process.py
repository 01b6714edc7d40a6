"""The real process: many clients, slow clients, vanishing clients, an end that does not hang, a database that goes."""

import json
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from campaigns.models import CampaignPage
from tests.factories import SnapshotFactory
from tests.live_process import SLUG, LiveProcess, Stream, wait_for

pytestmark = pytest.mark.django_db  # makes the empty database that `empty_cms` copies


def threads_of(live: LiveProcess) -> int:
    assert live.process is not None
    status = Path(f"/proc/{live.process.pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("Threads:")))


def test_figures_pages_and_old_details_come_and_go(live: LiveProcess, django_db_blocker: DjangoDbBlocker) -> None:
    live.start()
    assert live.headline()["count"] is None
    with live.changing(django_db_blocker) as campaign:
        for seq in range(1, 31):
            SnapshotFactory(campaign=campaign, epoch=1, seq=seq, count=1000 + seq)
    wait_for(lambda: live.headline()["count"] == 1030, "the number does not come")
    response, body = live.get(f"/live/{SLUG}/1.3.json", Accept_Encoding="identity")
    assert (response.status, json.loads(body)["count"]) == (200, 1003)
    assert response.headers["Date"]
    assert "Server" not in response.headers
    assert live.get(f"/live/{SLUG}/0.3.json")[0].status == 404
    stream = live.stream()
    stream.read_until('"count":1030')
    with live.changing(django_db_blocker):
        CampaignPage.objects.get().unpublish()
    wait_for(lambda: live.get()[0].status == 404, "the document outlives its page", 10)
    assert live.get(f"/live/{SLUG}/1.3.json")[0].status == 404
    assert stream.ended()
    assert live.said() == ""


def test_one_change_reaches_everybody_and_the_cap_sends_the_rest_away(
    live: LiveProcess, django_db_blocker: DjangoDbBlocker
) -> None:
    live.start(LIVE_MAX_STREAMS="300")
    streams = [live.stream() for _ in range(300)]
    for stream in streams:
        assert "text/event-stream" in stream.read_until('"count":null')
    with closing(Stream(live.port, f"/live/{SLUG}/stream")) as late:
        assert late.read_until("\r\n\r\n").startswith("HTTP/1.1 204 ")
    with live.changing(django_db_blocker) as campaign:
        SnapshotFactory(campaign=campaign, epoch=1, seq=1, count=4711)
    for stream in streams:
        stream.read_until('"count":4711')
        assert stream.text.count("data: {") == 2
    assert threads_of(live) < 16
    for stream in streams:
        stream.close()
    began = time.monotonic()
    live.headline()
    assert time.monotonic() - began < 5
    back = wait_for(lambda: _admitted(live), "the slots are not free again", 10)
    assert '"count":4711' in back


def test_of_a_crowd_four_times_the_cap_each_gets_an_answer(live: LiveProcess) -> None:
    live.start(LIVE_MAX_STREAMS="100")
    crowd = [live.stream() for _ in range(400)]  # all have asked before the first is read
    heads = [stream.read_until("\r\n\r\n").split(" ", 2)[1] for stream in crowd]
    assert (heads.count("200"), heads.count("204")) == (100, 300)
    for stream in crowd:
        stream.close()
    wait_for(lambda: _admitted_at_once(live, 100), "the slots are not free again", 10)
    assert live.said() == ""


def _admitted_at_once(live: LiveProcess, many: int) -> bool:
    streams = [live.stream() for _ in range(many)]
    heads = [stream.read_until("\r\n\r\n") for stream in streams]
    for stream in streams:
        stream.close()
    return all(head.startswith("HTTP/1.1 200") for head in heads)


def _admitted(live: LiveProcess) -> str:
    with closing(Stream(live.port, f"/live/{SLUG}/stream")) as stream:
        head = stream.read_until("\r\n\r\n")
        return stream.read_until("\n\n\r\n") if head.startswith("HTTP/1.1 200") else ""


def test_it_ends_with_open_streams_and_tells_them(live: LiveProcess) -> None:
    live.start()
    streams = [live.stream() for _ in range(20)]
    for stream in streams:
        stream.read_until("data: {")
    ends = [threading.Thread(target=stream.ended) for stream in streams]
    for end in ends:
        end.start()
    assert live.stop() < 5
    for end in ends:
        end.join(5)
    assert all(stream.text.endswith("0\r\n\r\n") for stream in streams)
    assert live.said() == ""


def test_without_its_database_the_last_number_stays(live: LiveProcess, django_db_blocker: DjangoDbBlocker) -> None:
    with live.changing(django_db_blocker) as campaign:
        SnapshotFactory(campaign=campaign, epoch=1, seq=1, count=815)
    live.start()
    assert live.headline()["count"] == 815
    live.sql("ALTER TABLE campaigns_campaign RENAME TO away")
    wait_for(lambda: "cannot be read" in live.said(), "nobody says that the database is away")
    assert live.headline()["count"] == 815
    assert live.said().count("cannot be read") == 1
    assert live.get(f"/live/{SLUG}/0.7.json")[0].status == 404
    live.sql("ALTER TABLE away RENAME TO campaigns_campaign")
    wait_for(lambda: "can be read again" in live.said(), "it does not notice that the database is back")


def test_who_reads_a_byte_a_second_is_dropped_and_holds_up_nobody(
    live: LiveProcess, django_db_blocker: DjangoDbBlocker
) -> None:
    live.start_small(LIVE_MAX_STREAMS="2")
    slow, other = live.stream(receive_buffer=1), live.stream()
    other.read_until("data: {")
    assert _admitted(live) == ""
    with live.changing(django_db_blocker) as campaign:
        for seq in range(1, 101):
            SnapshotFactory(campaign=campaign, epoch=1, seq=seq, count=seq)
            other.read_until(f'"count":{seq},')
            slow.socket.recv(1)
            if _admitted(live):
                break
        else:
            pytest.fail("it is still being served")
    assert live.said() == ""
