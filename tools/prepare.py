"""Make databases, demo and static files ready for `make serve`, in one process for one start of Django.

    python -m tools.prepare PORT [FD]

Writes the editors' log-ins to the file descriptor FD, for `tools.serve` to show once the site answers. Does
only what is missing: what an editor wrote stays.
"""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import OperationalError, transaction

from tools.causes import cause
from tools.console import Failure, Step, run, say
from tools.with_django import ROOT, start_django

VAR = ROOT / "var"
COLLECTED = VAR / "static-collected"
"""The fingerprint of the static files that were collected last."""


def make_tracking_demo() -> bool:
    """Make the demo's tracking database if it is missing; never where a real one is connected. Whether it was made."""
    if os.environ.get("TRACKING_DATABASE_URL"):
        return False
    from campaigns.tracking.demo.file import demo_path, is_demo  # as below

    was_there = is_demo(demo_path(settings.DATABASES["tracking"]))
    with Step("Dựng dữ liệu theo dõi mẫu (making the demo's tracking data)"):
        call_command("make_tracking_demo", stdout=io.StringIO())
    return not was_there


def migrate() -> None:
    """Bring the CMS database up to date."""
    with Step("Cập nhật cơ sở dữ liệu (migrating the database)"):
        call_command("migrate", interactive=False, verbosity=0)


def load_demo(port: int) -> None:
    """Load the demo into a CMS database that has no content, whole or not at all."""
    with Step("Nạp nội dung mẫu (loading the demo)"), transaction.atomic():
        call_command("load_demo", port=port, stdout=io.StringIO())


def index() -> None:
    """Let the search know the pages of a database that is older than it."""
    from search.models import Document  # models can be imported only once Django is set up

    if Document.objects.exists():
        return
    with Step("Lập chỉ mục tìm kiếm (indexing pages for the search)"):
        call_command("update_index", verbosity=0, stdout=io.StringIO())


def count(anew: bool) -> None:
    """Count for the first time, so that the first page has a number. A missing tracking database ends nothing.

    A demo database that was made `anew` holds less than the one that was counted before: its figures are taken as they
    are, since nobody could tell them from a loss.
    """
    from campaigns.models import CounterSnapshot  # models can be imported only once Django is set up

    counted = CounterSnapshot.objects.exists()
    if counted and not anew:
        return
    with Step("Đếm sáng kiến (counting initiatives)") as step:
        try:
            call_command("collect_counters", once=True, accept=counted, stdout=io.StringIO())
        except CommandError as error:
            step.failed = True
            say(f"  {error}")


def static_fingerprint() -> str:
    """One hash over path, size and time of every static file of the site and its packages."""
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path))
            status = file.stat()
            digest.update(f"{file}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


class StaticFiles:
    """The static files: collected beside the other work, in a process of their own, when one of them has changed."""

    def __init__(self) -> None:
        self._wanted = static_fingerprint()
        self._process: subprocess.Popen[str] | None = None
        done = COLLECTED.read_text(encoding="utf-8") if COLLECTED.exists() else ""
        if done == self._wanted and Path(settings.STATIC_ROOT).is_dir():
            return
        COLLECTED.unlink(missing_ok=True)
        command = [sys.executable, "manage.py", "collectstatic", "--no-input", "--clear", "--verbosity", "0"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def finish(self) -> None:
        """Wait until they are collected. Raises Failure with the command's last line when they cannot be."""
        if self._process is None:
            return
        with Step("Gom tệp tĩnh (collecting static files)"):
            output, _ = self._process.communicate()
            if self._process.returncode:
                raise Failure(cause(output))
        COLLECTED.write_text(self._wanted, encoding="utf-8")


def prepare() -> None:
    """Do what is missing, then write the log-ins."""
    start_django("config.settings.dev")
    VAR.mkdir(exist_ok=True)
    static_files = StaticFiles()
    migrate()
    anew = make_tracking_demo()
    static_files.finish()
    load_demo(port=int(sys.argv[1]))
    index()
    count(anew)
    if len(sys.argv) > 2:
        with os.fdopen(int(sys.argv[2]), "w", encoding="utf-8") as logins:
            call_command("load_demo", show_logins=True, stdout=logins)


def main() -> int:
    """Prepare; what the surroundings got wrong is one line."""
    try:
        prepare()
    except (CommandError, ImproperlyConfigured) as error:
        raise Failure(str(error)) from error
    except OperationalError as error:
        line = str(error).strip().splitlines()[0]
        raise Failure(f"Không dùng được cơ sở dữ liệu (the database cannot be used): {line}") from error
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
