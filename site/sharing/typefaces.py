"""The files of the type that pictures and print are set in.

Be Vietnam Pro has the letters of Vietnamese and English; Noto Sans CJK those of Korean, Japanese and Chinese. The
packages bring the files; those with the simplified Chinese shapes are made of the Japanese ones at set-up
(tools/fonts.py).
"""

import re
from pathlib import Path
from typing import Final, Literal

import fontpkg_be_vietnam_pro
import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
from django.conf import settings

Weight = Literal["regular", "bold"]

_PACKAGE: Final = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
LATIN: Final = {
    "regular": _PACKAGE / "BeVietnamPro-Regular.ttf",
    "strong": _PACKAGE / "BeVietnamPro-SemiBold.ttf",
    "heavy": _PACKAGE / "BeVietnamPro-ExtraBold.ttf",
}
"""By what they are for."""
_JAPANESE: Final = {"regular": noto_cjk_sans_jp_regular.FONT_PATH, "bold": noto_cjk_sans_jp_bold.FONT_PATH}


_EAST_ASIAN: Final = re.compile(
    "[\u1100-\u11ff\u2e3a\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
)


def is_east_asian(character: str) -> bool:
    """Whether it is of a script for which the large typeface is worth opening; pictographs are not."""
    return _EAST_ASIAN.match(character) is not None


def east_asian(language: str, weight: Weight) -> Path:
    """The file with the letters of Korean, Japanese and Chinese, as readers of `language` write them."""
    if language == "zh-hans":
        return Path(settings.SITE) / "sharing" / "fonts" / f"noto-sans-cjk-sc-{weight}.otf"
    return Path(str(_JAPANESE[weight]))


def whole_dashes(text: str) -> str:
    """`text` with the dash of Chinese, which is typed as two, as the one sign of which type makes an unbroken line."""
    return text.replace("——", "⸺")
