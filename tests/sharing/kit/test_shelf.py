"""The shelf: files are whole or not there, and old ones go."""

import errno
from collections.abc import Callable
from pathlib import Path
from typing import IO

import pytest
from pytest_django import Settings

from sharing.kit import shelf
from sharing.kit.shelf import Place


@pytest.fixture(autouse=True)
def private_root(settings: Settings, tmp_path: Path) -> Path:
    settings.PRIVATE_ROOT = tmp_path
    return tmp_path


def writing(data: bytes) -> Callable[[IO[bytes]], None]:
    def write(file: IO[bytes]) -> None:
        file.write(data)

    return write


def test_a_file_is_made_once() -> None:
    place = Place("page-7", "ap-phich-a4.pdf", "aa")

    first = shelf.kept(place, writing(b"poster"))
    again = shelf.kept(place, writing(b"never written"))

    assert first == again == place.path
    assert first.read_bytes() == b"poster"


def test_a_new_version_takes_the_place_of_the_old_one_alone() -> None:
    old = shelf.kept(Place("page-7", "a4.pdf", "aa"), writing(b"1"))
    others = [
        shelf.kept(Place("page-7", "tiet-kiem-a4.pdf", "aa"), writing(b"2")),
        shelf.kept(Place("page-8", "a4.pdf", "aa"), writing(b"3")),
    ]

    new = shelf.kept(Place("page-7", "a4.pdf", "bb"), writing(b"4"))

    assert not old.exists()
    assert new.exists() and all(other.exists() for other in others)


def test_a_full_disk_leaves_nothing_half_written(private_root: Path) -> None:
    def write(file: IO[bytes]) -> None:
        file.write(b"half")
        file.flush()
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        shelf.kept(Place("page-7", "a4.pdf", "aa"), write)

    assert [path for path in private_root.rglob("*") if path.is_file()] == []


def test_forgetting_takes_all_of_one_owner() -> None:
    gone = shelf.kept(Place("page-7", "a4.pdf", "aa"), writing(b"1"))
    stays = shelf.kept(Place("page-77", "a4.pdf", "aa"), writing(b"1"))

    shelf.forget("page-7")
    shelf.forget("page-never")

    assert not gone.exists() and stays.exists()
