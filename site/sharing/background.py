"""Work that nobody has to wait for (docs/decisions/0015)."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks.backends import immediate
from django_tasks.base import Task, TaskResult, TaskResultStatus
from django_tasks.utils import get_random_id

Asked = tuple[Task[..., Any], Any, Any]
"""A task, its arguments and its named arguments."""

_put_off: ContextVar[dict[str, Asked] | None] = ContextVar("put off", default=None)


def after_commit(task: Task[..., Any], *args: Any, **kwargs: Any) -> None:
    """Ask for `task` once what it reads is in the database; asks nothing where the transaction is rolled back.

    The arguments must be JSON: keys, never objects. Whatever goes wrong with it is logged and breaks no save: the rows
    are committed by then.
    """
    ask: Callable[[], Any] = partial(task.enqueue, *args, **kwargs)
    transaction.on_commit(ask, robust=True)


@contextmanager
def once_each() -> Iterator[None]:
    """Put off what would be done at once, and do it once each at the end, however often it was asked for.

    For whoever makes much in one go: a page is saved many times until it stands. Where a worker does the tasks, this
    changes nothing; where the block fails, nothing is done.
    """
    if _put_off.get() is not None:  # then the outermost one does it
        yield
        return
    asked: dict[str, Asked] = {}
    token = _put_off.set(asked)
    try:
        yield
    finally:
        _put_off.reset(token)
    for task, args, kwargs in asked.values():
        task.enqueue(*args, **kwargs)


class ImmediateBackend(immediate.ImmediateBackend):
    """Does tasks at once, for where no worker runs: the demo and the tests."""

    def enqueue(self, task: Task[..., Any], args: Any, kwargs: Any) -> TaskResult[Any]:
        """Do `task`, or put it off to the end of `once_each`."""
        asked = _put_off.get()
        if asked is None:
            return super().enqueue(task, args, kwargs)
        self.validate_task(task)
        key = json.dumps([task.module_path, args, kwargs], sort_keys=True)
        asked.pop(key, None)  # it reads what is there at its last asking
        asked[key] = task, args, kwargs
        return TaskResult(
            task=task,
            id=get_random_id(),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
