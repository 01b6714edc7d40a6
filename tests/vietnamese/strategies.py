"""Random Vietnamese for property tests."""

import unicodedata

from hypothesis import strategies as st

from vietnamese.letters import ACCENTED

letters = st.sampled_from(ACCENTED + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
vietnamese_text = st.text(letters | st.sampled_from(" -.,!?0123456789\u00a0"), max_size=60)
any_text = st.text(max_size=60) | vietnamese_text


def nfd(text: str) -> str:
    """Spell the text with combining marks, as the built-in keyboard of Windows does."""
    return unicodedata.normalize("NFD", text)
