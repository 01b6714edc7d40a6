"""Texts in Chinese, Japanese and Korean, as they come mixed with numbers and Latin letters."""

from hypothesis import strategies as st

_CHARACTERS = "中越南劳动者智慧第一提案ベトナムの労働者ーっ々、。，「」（）《》베트남노동자건"
_LATIN = st.sampled_from(["LĐLĐ", "300.000", "22/4", "Việt Nam", "“AI”", "40", " "])
east_asian_text = st.lists(st.text(_CHARACTERS, min_size=1, max_size=12) | _LATIN, min_size=1, max_size=8).map("".join)
