"""The port of `make serve`: is it a port, and is it free?"""

from __future__ import annotations

import errno
import socket

from tools.console import Failure

HOST = "127.0.0.1"


def parse(text: str) -> int:
    """A port number from what was typed after `PORT=`. Raises Failure when it is none."""
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise Failure(f"PORT phải là số từ 1 đến 65535 (PORT must be a number from 1 to 65535): {text}")


def ensure_free(port: int) -> None:
    """Raise Failure when another program holds the port, or when this user may not open it."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                other = port + 1 if port < 65535 else port - 1
                raise Failure(
                    f"Cổng {port} đang có chương trình khác dùng; thử: make serve PORT={other} (port {port} is taken)"
                ) from error
            if error.errno == errno.EACCES:
                raise Failure(
                    f"Cổng {port} cần quyền quản trị; thử: make serve PORT=8000 (port {port} needs root)"
                ) from error
            raise
