"""Background tasks: at once in the demo, by a worker in production; a failing one breaks no save."""

import logging
import signal
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from wagtail.models import ReferenceIndex

from sharing.background import ImmediateBackend, after_commit, once_each
from stories.models import StoryPage
from tests.config.test_production import start
from tests.factories import ImageFactory, StoryPageFactory, site_tree

pytestmark = pytest.mark.django_db

done: list[str] = []


@task()
def note(text: str) -> None:
    done.append(text)


@task()
def break_down() -> None:
    raise RuntimeError("no ink left")


@pytest.fixture(autouse=True)
def nothing_done() -> Iterator[None]:
    yield
    done.clear()


@pytest.fixture
def queue(settings: Settings) -> None:
    """Tasks wait in the database, as in production."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def work() -> None:
    """Let a worker do all that waits; it takes over the process's signals and logs, which are given back."""
    handlers = {each: signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)}
    levels = {name: logging.getLogger(name).level for name in ("django_tasks", "django_tasks_db")}
    try:
        call_command("db_worker", batch=True, startup_delay=False)
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


def found(client: Client, words: str) -> bool:
    return "Cụ Năm" in strip_tags(client.get("/tim-kiem/", {"q": words}).content.decode())


def test_the_demo_does_them_at_once() -> None:
    assert isinstance(note.get_backend(), ImmediateBackend)
    note.enqueue("xong")
    assert done == ["xong"]


def test_put_off_they_are_done_once_each_in_the_end() -> None:
    with once_each():
        note.enqueue("một")
        with once_each():
            note.enqueue("hai")
        note.enqueue("một")
        assert done == []
    assert done == ["hai", "một"]


def test_what_fails_half_way_asks_for_nothing() -> None:
    with pytest.raises(RuntimeError, match="half way"), once_each():
        note.enqueue("một")
        raise RuntimeError("half way")
    note.enqueue("hai")
    assert done == ["hai"]


def test_what_was_published_is_found_and_its_references_known_without_a_worker(client: Client) -> None:
    site_tree()
    picture = ImageFactory()
    StoryPageFactory(title="Cụ Năm chăm chuyền 12", image=picture)
    assert found(client, "chuyền 12")
    assert ReferenceIndex.get_references_to(picture).exists()


@pytest.mark.usefixtures("queue")
def test_with_a_worker_the_page_appears_at_once_and_is_found_when_its_turn_came(client: Client) -> None:
    site_tree()
    work()
    picture = ImageFactory()
    page = StoryPageFactory(title="Cụ Năm chăm chuyền 12", image=picture)
    assert client.get(page.url).status_code == 200
    assert not found(client, "chuyền 12")
    assert not ReferenceIndex.get_references_to(picture).exists()
    work()
    assert found(client, "chuyền 12")
    assert ReferenceIndex.get_references_to(picture).exists()
    assert not DBTaskResult.objects.exclude(status=TaskResultStatus.SUCCESSFUL).exists()


@pytest.mark.usefixtures("queue")
def test_a_task_that_fails_keeps_its_cause_and_the_next_one_is_done(caplog: pytest.LogCaptureFixture) -> None:
    break_down.enqueue()
    note.enqueue("sau")
    work()
    assert "state=FAILED" in caplog.text
    row = DBTaskResult.objects.failed().get()
    assert "no ink left" in row.traceback
    assert done == ["sau"]


def test_a_failing_task_is_logged_and_the_save_stands(
    caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    site_tree()
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        page = StoryPageFactory()
        after_commit(break_down)
    assert StoryPage.objects.filter(pk=page.pk).exists()
    assert "no ink left" in caplog.text


def test_it_is_asked_for_only_once_the_rows_are_there(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        after_commit(note, "sau")
        done.append("trước")
    assert done == ["trước", "sau"]


def test_it_is_not_asked_for_when_the_save_is_undone(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(ValueError, match="undone"),
        transaction.atomic(),
    ):
        after_commit(note, "không bao giờ")
        raise ValueError("undone")
    assert done == []


@pytest.mark.usefixtures("queue")
def test_what_is_long_done_is_tidied_away() -> None:
    note.enqueue("xong")
    work()
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(days=15))
    note.enqueue("chờ")
    call_command("prune_db_task_results", min_age_days=14, failed_min_age_days=60, verbosity=0)
    assert DBTaskResult.objects.get().status == TaskResultStatus.READY


def test_production_leaves_them_to_a_worker(tmp_path_factory: pytest.TempPathFactory) -> None:
    shell = ("manage.py", "shell", "--verbosity", "0", "-c", "from search import signals as s; "
             "print(type(s.insert_or_update_object_task.get_backend()).__name__)")  # fmt: skip
    assert start(tmp_path_factory.mktemp("production"), *shell).stdout.strip() == "DatabaseBackend"
