"""IndexNow: search engines are told what became public or was taken back, and told again where they were away."""

import json
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from django.test import Client
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from wagtail.models import Page, PageViewRestriction

from sharing import indexnow
from stories.models import InitiativePage, StoryPage
from tests.config.test_tasks import work
from tests.factories import InitiativePageFactory, SiteTree, StoryPageFactory, site_tree

pytestmark = pytest.mark.django_db

KEY = "0123456789abcdef-KEY"


class Engine(ThreadingHTTPServer):
    """A search engine on this machine that answers with `statuses`, then with 200, and keeps what it was told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.statuses: list[int] = []
        self.told: list[dict[str, Any]] = []

    @property
    def urls(self) -> list[str]:
        return [url for content in self.told for url in content["urlList"]]


class _Handler(BaseHTTPRequestHandler):
    server: Engine

    def do_POST(self) -> None:
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        status = self.server.statuses.pop(0) if self.server.statuses else 200
        if status == 200:
            self.server.told.append(content)
        self.send_response(status)
        self.end_headers()

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    server = Engine()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    settings.INDEXNOW_KEY = KEY
    settings.INDEXNOW_URL = f"http://127.0.0.1:{server.server_port}/indexnow"
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


@pytest.fixture
def commit(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Callable[[Callable[[], Any]], None]:
    """Do something as a request would, whose transaction ends."""

    def run(act: Callable[[], Any]) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            act()

    return run


def publish(page: Page) -> None:
    Page.objects.get(pk=page.pk).specific.save_revision().publish()


def test_what_is_published_renamed_and_taken_back_is_told(engine: Engine, tree: SiteTree, commit: Any) -> None:
    story = StoryPage.objects.get(pk=StoryPageFactory().pk)
    commit(lambda: publish(story))
    assert engine.told == [
        {
            "host": "testserver", "key": KEY, "keyLocation": "http://testserver/indexnow.txt",
            "urlList": [story.full_url],
        }
    ]  # fmt: skip
    old = story.full_url
    story.slug = "noi-khac"
    commit(lambda: story.save_revision().publish())
    story = StoryPage.objects.get(pk=story.pk)
    assert set(engine.urls[1:]) == {old, story.full_url}
    engine.told.clear()
    commit(story.unpublish)
    assert engine.urls == [story.full_url]


def test_a_deleted_page_is_told(engine: Engine, tree: SiteTree, commit: Any) -> None:
    story = StoryPage.objects.get(pk=StoryPageFactory().pk)
    url = story.full_url
    commit(story.delete)
    assert engine.urls == [url]


def test_what_is_not_public_is_not_told(engine: Engine, tree: SiteTree, commit: Any) -> None:
    private, draft = StoryPageFactory(), StoryPageFactory(live=False)
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    restricted = InitiativePageFactory(restricted=True)
    commit(lambda: publish(private))
    commit(lambda: publish(restricted))
    commit(lambda: StoryPage.objects.get(pk=draft.pk).save_revision())
    commit(InitiativePage.objects.get(pk=restricted.pk).unpublish)
    assert engine.told == []


def test_without_a_key_nobody_is_told(
    engine: Engine, tree: SiteTree, commit: Any, settings: Settings, client: Client
) -> None:
    settings.INDEXNOW_KEY = ""
    commit(lambda: publish(StoryPageFactory()))
    indexnow.announce.enqueue("http://testserver", ["http://testserver/"])
    assert engine.told == []
    assert client.get("/indexnow.txt").status_code == 404


def test_the_key_is_shown(engine: Engine, tree: SiteTree, client: Client) -> None:
    response = client.get("/indexnow.txt")
    assert response.content.decode() == KEY
    assert response.headers["Content-Type"].startswith("text/plain")


def test_an_engine_that_is_away_is_told_again(
    engine: Engine, tree: SiteTree, commit: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr(indexnow, "WAITS", (timedelta(),) * 3)
    engine.statuses = [503, 429]
    story = StoryPage.objects.get(pk=StoryPageFactory().pk)
    commit(lambda: publish(story))
    assert engine.told == []
    for _ in range(3):
        work()
    assert engine.urls == [story.full_url]
    assert engine.statuses == []


def test_it_waits_longer_each_time_and_gives_up_in_the_end(engine: Engine, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    engine.statuses = [503] * 20
    indexnow.announce.enqueue("http://testserver", ["http://testserver/a/"])
    waits = []
    for _ in indexnow.WAITS:
        work()
        row = DBTaskResult.objects.get(status=TaskResultStatus.READY)
        waits.append(row.run_after - row.enqueued_at)
        DBTaskResult.objects.filter(pk=row.pk).update(run_after=row.enqueued_at)
    assert [round(wait.total_seconds() / 60) for wait in waits] == [1, 5, 30, 120, 720]
    work()
    assert "status 503" in DBTaskResult.objects.failed().get().traceback
    assert not DBTaskResult.objects.filter(status=TaskResultStatus.READY).exists()


def test_a_wrong_key_is_not_tried_again(engine: Engine, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    engine.statuses = [403]
    indexnow.announce.enqueue("http://testserver", ["http://testserver/a/"])
    work()
    assert "refuses: 403" in DBTaskResult.objects.failed().get().traceback
    assert not DBTaskResult.objects.filter(status=TaskResultStatus.READY).exists()


def test_an_engine_that_is_not_there_breaks_no_publishing(
    engine: Engine, tree: SiteTree, commit: Any, settings: Settings, client: Client
) -> None:
    settings.INDEXNOW_URL = "http://127.0.0.1:9/indexnow"
    story = StoryPageFactory()
    commit(lambda: publish(story))
    assert client.get(story.url).status_code == 200
