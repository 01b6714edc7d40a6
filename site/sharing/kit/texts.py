"""The text files of a kit: as every office's Windows opens them, in NFC."""

from typing import Final

from vietnamese.text import nfc

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it older Notepads show UTF-8 as a jumble."""


def as_file(text: str) -> bytes:
    """UTF-8 with its mark, lines ended as Windows does."""
    lines = nfc(text).replace("\r\n", "\n").strip("\n").split("\n")
    return (BYTE_ORDER_MARK + "\r\n".join(lines) + "\r\n").encode()
