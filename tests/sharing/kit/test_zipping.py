"""Zips: the same content, the same bytes; and what lies in them."""

import io
from datetime import date
from zipfile import ZipFile

import pytest

from sharing.kit.content import File, Kit, digest_of
from sharing.kit.texts import as_file
from sharing.kit.zipping import write
from sharing.print.content import Brand, Picture


def packed(kit: Kit) -> bytes:
    out = io.BytesIO()
    write(kit, out)
    return out.getvalue()


KIT = Kit(
    "bo-chia-se-xe-hai-banh",
    (
        File("DOC-CAI-NAY.txt", "Đọc", lambda: as_file("Đọc cái này\nhàng hai")),
        File("ma-qr.png", "qr", lambda: b"\x89PNG"),
    ),
)


def test_the_same_content_is_the_same_file() -> None:
    assert packed(KIT) == packed(KIT)
    assert KIT.digest == Kit(KIT.name, tuple(File(file.path, file.content, bytes) for file in KIT.files)).digest


def test_it_unpacks_into_one_folder_with_texts_that_windows_opens() -> None:
    with ZipFile(io.BytesIO(packed(KIT))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["bo-chia-se-xe-hai-banh/DOC-CAI-NAY.txt", "bo-chia-se-xe-hai-banh/ma-qr.png"]
        text = archive.read("bo-chia-se-xe-hai-banh/DOC-CAI-NAY.txt")

    assert text == b"\xef\xbb\xbf" + "Đọc cái này\r\nhàng hai\r\n".encode()


def test_one_file_at_a_time_is_in_memory_and_progress_is_told() -> None:
    told: list[int] = []
    alive: list[int] = []

    def make(number: int) -> bytes:
        alive.append(number)
        assert told == list(range(1, number))  # the one before is in the zip by now
        return bytes(1000)

    files = tuple(File(f"{number}.pdf", number, lambda number=number: make(number)) for number in range(1, 5))  # type: ignore[misc]
    write(Kit("bo", files), io.BytesIO(), told.append)

    assert alive == told == [1, 2, 3, 4]


def test_a_digest_tells_contents_apart_and_reads_no_picture() -> None:
    def unread() -> bytes:
        raise AssertionError("a digest needs no bytes")

    picture = Picture("abc", unread, (0.5, 0.5))

    assert digest_of(picture) == digest_of(Picture("abc", bytes, (0.5, 0.5)))
    assert digest_of(picture) != digest_of(Picture("abc", unread, (0.4, 0.5)))
    assert digest_of(Brand("a", "b")) != digest_of(Brand("ab", ""))
    assert len(digest_of("x")) == 20


def test_what_has_no_lasting_spelling_has_no_digest() -> None:
    with pytest.raises(TypeError, match="date"):
        digest_of(date(2022, 5, 9))
