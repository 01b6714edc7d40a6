"""Where finished files are kept until their content changes: below PRIVATE_ROOT, handed out by views alone.

Everything on it can be made again, so it may be deleted at any time. A file is there whole or not at all.
"""

import os
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from django.conf import settings

FOLDER: Final = "kit"


@dataclass(frozen=True)
class Place:
    """A file's place: whose it is (`page-79`), its name (`ap-phich-a4.pdf`), and the digest of its content."""

    owner: str
    name: str
    digest: str

    @property
    def path(self) -> Path:
        """Where it lies once it is made."""
        return _folder(self.owner) / f"{self.digest}-{self.name}"


def _folder(owner: str) -> Path:
    return Path(settings.PRIVATE_ROOT) / FOLDER / owner


def kept(place: Place, write: Callable[[IO[bytes]], object]) -> Path:
    """The file at `place`, written now where it is not there; older ones of its name go.

    Raises OSError where there is no room for it; nothing of it is left then.
    """
    if place.path.exists():
        return place.path
    folder = _folder(place.owner)
    folder.mkdir(parents=True, exist_ok=True)
    number, unfinished = tempfile.mkstemp(dir=folder, prefix="dang-ghi-")
    try:
        with os.fdopen(number, "wb") as file:
            write(file)
        Path(unfinished).replace(place.path)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    for older in folder.glob(f"*-{place.name}"):
        if older != place.path and older.name.partition("-")[2] == place.name:
            older.unlink(missing_ok=True)
    return place.path


def lying(owner: str) -> list[Path]:
    """The finished files of `owner`, named `<digest>-<name>`."""
    unfinished = "dang-ghi-"
    return sorted(found for found in _folder(owner).glob("*-*") if not found.name.startswith(unfinished))


def forget(owner: str) -> None:
    """Take all files of `owner` off the shelf."""
    with suppress(FileNotFoundError):
        shutil.rmtree(_folder(owner))
