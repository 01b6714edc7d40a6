"""A kit as a zip: the same bytes for the same content, with no more than one file of it in memory."""

from collections.abc import Callable
from typing import IO, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from sharing.kit.content import Kit

NO_DAY: Final = (2022, 1, 1, 0, 0, 0)
"""The date of every file: another would give the same content other bytes."""
PACKED_ALREADY: Final = (".jpg", ".png", ".pdf")
UNIX: Final = 3
PERMISSIONS: Final = 0o644 << 16


def write(kit: Kit, to: IO[bytes], told: Callable[[int], None] = lambda done: None) -> None:
    """Write the zip to `to`, telling after each file how many are in it."""
    with ZipFile(to, "w") as archive:
        for number, file in enumerate(kit.files, 1):
            entry = ZipInfo(f"{kit.name}/{file.path}", NO_DAY)
            entry.create_system, entry.external_attr = UNIX, PERMISSIONS
            entry.compress_type = ZIP_STORED if file.path.endswith(PACKED_ALREADY) else ZIP_DEFLATED
            archive.writestr(entry, file.make())
            told(number)
