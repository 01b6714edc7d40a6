"""Make databases, demo and static files ready for `make serve`, in one process for one start of Django.

    python -m tools.prepare [FD]

Writes the editors' log-ins to the file descriptor FD, for `tools.serve` to show once the site answers. Does
only what is missing: what an editor wrote stays.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, transaction

from tools.console import Step, run

ROOT = Path(__file__).resolve().parents[1]
VAR = ROOT / "var"
UNFINISHED = VAR / "demo-unfinished"
"""Lies there from before the CMS database is made until the demo is in it."""
COLLECTED = VAR / "static-collected"
"""The fingerprint of the static files that were collected last."""


def make_tracking_demo() -> None:
    """Make the demo's tracking database, unless it is there or a real one is connected."""
    if os.environ.get("TRACKING_DATABASE_URL") or Path(settings.DATABASES["tracking"]["NAME"]).exists():
        return
    with Step("Dựng dữ liệu theo dõi mẫu (making the demo's tracking data)"):
        call_command("make_tracking_demo", stdout=io.StringIO())


def migrate() -> bool:
    """Bring the CMS database up to date; returns whether the demo has still to be loaded into it."""
    if not connection.introspection.table_names():
        UNFINISHED.touch()
    with Step("Cập nhật cơ sở dữ liệu (migrating the database)"):
        call_command("migrate", interactive=False, verbosity=0)
    return UNFINISHED.exists()


def load_demo() -> None:
    """Load the demo whole or not at all, and count for the first time."""
    with Step("Nạp nội dung mẫu (loading the demo)"), transaction.atomic():
        call_command("load_demo", stdout=io.StringIO())
    with Step("Đếm sáng kiến (counting initiatives)"):
        call_command("collect_counters", once=True, stdout=io.StringIO())
    UNFINISHED.unlink()


def static_fingerprint() -> str:
    """One hash over path, size and time of every static file of the site and its packages."""
    digest = hashlib.sha256(str(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path))
            status = file.stat()
            digest.update(f"{file}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def collect_static() -> None:
    """Collect the static files when one of them has changed."""
    wanted = static_fingerprint()
    if COLLECTED.exists() and COLLECTED.read_text() == wanted and Path(settings.STATIC_ROOT).is_dir():
        return
    with Step("Gom tệp tĩnh (collecting static files)"):
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    COLLECTED.write_text(wanted)


def main() -> int:
    """Do what is missing, then write the log-ins."""
    sys.path[:0] = [str(ROOT), str(ROOT / "site")]
    VAR.mkdir(exist_ok=True)
    django.setup()
    collect_static()
    if migrate():
        make_tracking_demo()
        load_demo()
    else:
        make_tracking_demo()
    if len(sys.argv) > 1:
        with os.fdopen(int(sys.argv[1]), "w", encoding="utf-8") as logins:
            call_command("load_demo", show_logins=True, stdout=logins)
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
