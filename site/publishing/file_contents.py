"""Whether a file is what its name says: by how it begins and, for office files, by what is packed in it."""

from pathlib import PurePath
from typing import IO, Final
from zipfile import BadZipFile, ZipFile

_LOOKED_AT: Final = 4096
"""Bytes from the beginning that are looked at."""

_PACKED: Final = {"docx": "word/", "pptx": "ppt/", "xlsx": "xl/", "odt": "content.xml", "zip": ""}
"""How the name of a file in the archive begins, by extension (ECMA-376 for Office's, ODF 1.2 part 3 for odt)."""

_NO_TEXT: Final = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"MZ", b"\x7fELF")


def extension(name: str) -> str:
    """The extension of a file name, in small letters and without the dot."""
    return PurePath(name).suffix.lower().removeprefix(".")


def is_what_it_is_called(name: str, file: IO[bytes]) -> bool:
    """Whether the content fits the extension; of extensions that we do not know, nothing is said. Rewinds the file."""
    kind = extension(name)
    try:
        begins = file.read(_LOOKED_AT)
        if kind == "pdf":
            return b"%PDF-" in begins[:1024]  # ISO 32000-1, note 13 of annex H
        if kind == "csv":
            return bool(begins) and b"\0" not in begins and not begins.startswith(_NO_TEXT)
        if kind in _PACKED:
            return any(packed.startswith(_PACKED[kind]) for packed in ZipFile(file).namelist())
    except BadZipFile:
        return False
    finally:
        file.seek(0)
    return True
