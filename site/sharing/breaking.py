"""Where a line may end: at spaces, and in Chinese and Japanese, which have none, where their readers expect it."""

import re
from itertools import pairwise
from typing import Final

_HAN: Final = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HIRAGANA: Final = "\u3041-\u3096\u309d-\u309f"
_KATAKANA: Final = "\u30a1-\u30fa\u30fc-\u30ff"
_OPENING: Final = "（「『【〈《〔［｛〝第"
_CLOSING: Final = "、。，．：；！？）」』】〉》〕］｝〟・％℃"
_NEVER_FIRST: Final = _CLOSING + "々ー—⸺…‥,.:;!?%)\\]}”’"
_NEVER_LAST: Final = _OPENING + "(\\[{“‘0-9"  # a number stays with what it counts
_WIDE: Final = _HAN + _HIRAGANA + _KATAKANA + _CLOSING
_BESIDE: Final = rf"(?:(?<=[{_WIDE}])|(?=[{_WIDE}{_OPENING}]))(?<![{_NEVER_LAST}])(?![{_NEVER_FIRST}])"
_INSIDE: Final = r"(?<!^)(?<![\s\u00a0])(?![\s\u00a0]|$)"
_CHINESE: Final = re.compile(rf"{_BESIDE}{_INSIDE}| +")
_JAPANESE: Final = re.compile(
    rf"{_BESIDE}(?![{_HIRAGANA}])(?!(?<=[{_HAN}])[{_HAN}])(?!(?<=[{_KATAKANA}])[{_KATAKANA}]){_INSIDE}| +"
)
_KANA: Final = re.compile(f"[{_HIRAGANA}{_KATAKANA}]")


def pieces(text: str) -> list[str]:
    """`text`, whose spaces are single, in parts that stay whole; one that follows a space begins with it.

    Rules of both scripts say which characters begin or end no line (W3C, Requirements for Japanese Text Layout). In
    Japanese a word begins where another script follows its endings, and no line begins with these. In Chinese nothing
    tells words apart. Korean is broken at its spaces, as its own readers expect of headlines.
    """
    ends = _JAPANESE if _KANA.search(text) else _CHINESE
    cuts = [0, *(match.start() for match in ends.finditer(text) if match.start()), len(text)]
    return [text[start:end] for start, end in pairwise(cuts) if start < end]
