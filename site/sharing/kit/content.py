"""What is in a kit before a byte of it is made, and the hash that tells one content from another."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields, is_dataclass
from hashlib import blake2b
from importlib.metadata import version
from typing import Any, Final

DESIGN: Final = 1
"""Goes into every digest: raise it when a change of a drawing or a text shall give all files new addresses."""
LIBRARIES: Final = tuple(version(name) for name in ("fpdf2", "pillow", "segno", "fontpkg-be-vietnam-pro"))
DIGEST_BYTES: Final = 10


@dataclass(frozen=True)
class File:
    """A file of a kit: its path in ASCII, what it is made of, and what makes its bytes."""

    path: str
    content: Any
    make: Callable[[], bytes] = field(compare=False, repr=False)


@dataclass(frozen=True)
class Kit:
    """The files of one page, or of all pages of a unit in a folder each. `name` is the zip's, in ASCII."""

    name: str
    files: tuple[File, ...]

    @property
    def digest(self) -> str:
        """The hash that names the zip."""
        return digest_of(self.name, [(file.path, file.content) for file in self.files])


def digest_of(*content: Any) -> str:
    """A hash of values, lists and dataclasses (of which what they compare by): the same content, the same hash."""
    spelled = json.dumps([DESIGN, LIBRARIES, content], ensure_ascii=False, sort_keys=True, default=_spelled)
    return blake2b(spelled.encode(), digest_size=DIGEST_BYTES).hexdigest()


def _spelled(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        said = {each.name: getattr(value, each.name) for each in fields(value) if each.compare}
        return {"": type(value).__name__, **said}
    raise TypeError(f"{type(value).__name__} has no spelling that stays the same")
