"""The demo's content files: what each says, as tables."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CONTENT, IMAGES = HERE / "content", HERE / "images"

Table = Mapping[str, Any]


def read(name: str) -> dict[str, Any]:
    """One content file as tables."""
    return tomllib.loads((CONTENT / name).read_text(encoding="utf-8"))


def read_all(folder: str) -> Iterator[dict[str, Any]]:
    """Every content file of a folder, by file name, each with its `file`."""
    for path in sorted((CONTENT / folder).glob("*.toml")):
        yield read(f"{folder}/{path.name}") | {"file": path.name}


def languages() -> list[str]:
    """The languages in which there is content beside Vietnamese: one folder each."""
    return sorted(path.parent.name for path in CONTENT.glob("*/home.toml"))
