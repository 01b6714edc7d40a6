"""Why an installation failed, read from the output of the program that tried: one line on what to do."""

from __future__ import annotations

import re
import sys

PACKAGE = f"python{sys.version_info.major}.{sys.version_info.minor}"
"""Debian's name for this Python, on which the names of its header and venv packages are built."""

READ_ONLY = "Không ghi được vào thư mục dự án; hãy chép sang nơi ghi được (the folder is read-only)"
DISK_FULL = "Hết chỗ trên ổ đĩa; hãy dọn bớt rồi chạy lại (the disk is full)"

CAUSES: tuple[tuple[str, str], ...] = (
    (
        r"ensurepip is not available|No module named '?(venv|ensurepip)",
        f"Python này thiếu mô-đun venv, hãy chạy: apt install {PACKAGE}-venv (no venv module)",
    ),
    (
        r"Python\.h",
        f"Thiếu tệp Python.h, hãy chạy: apt install {PACKAGE}-dev gcc (a Python header is missing)",
    ),
    (
        r"(unable to execute|command) '\S*(gcc|cc|clang)'.*No such file",
        f"Thiếu trình biên dịch C, hãy chạy: apt install gcc {PACKAGE}-dev (a C compiler is missing)",
    ),
    (r"No space left on device|Disk quota exceeded|Errno (28|122)\b", DISK_FULL),
    (r"Read-only file system|Permission denied|Errno (13|30)\b", READ_ONLY),
    (
        r"do not match the hashes",
        "Gói tải về không khớp tệp khóa phiên bản (a package does not match the lock file)",
    ),
    (
        r"name resolution|NewConnectionError|Max retries|[Tt]imed out|[Cc]onnection refused"
        r"|Network is unreachable|Could not find a version|No matching distribution",
        "Không tới được kho gói Python; hãy xem lại mạng rồi chạy lại (no Python package registry reachable)",
    ),
)
"""What the output says, and the line to show for it; the first that is found counts."""


def cause(output: str) -> str:
    """The line for a failed program's output; for an unknown cause, its own last word."""
    for pattern, line in CAUSES:
        if re.search(pattern, output):
            return line
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"(?i)\w*error\b", line)]
    last = (errors or lines or ["?"])[-1]
    return f"Không cài được (the installation failed): {last[:300]}"
