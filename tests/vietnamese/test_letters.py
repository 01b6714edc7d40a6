"""The alphabet is complete, and letters come apart and together."""

import unicodedata

from vietnamese.letters import ACCENTED, ALPHABET, TONES, toned_letters

from .strategies import nfd


def test_there_are_134_accented_letters_each_once() -> None:
    assert len(ACCENTED) == len(set(ACCENTED)) == 134
    assert all(len(letter) == 1 and not letter.isascii() for letter in ACCENTED)
    assert sum(letter.islower() for letter in ACCENTED) == sum(letter.isupper() for letter in ACCENTED) == 67


def test_the_letters_are_the_ones_that_unicode_names_so() -> None:
    latin_1_and_extended = set("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư")
    assert set(ACCENTED) == latin_1_and_extended | {chr(code) for code in range(0x1EA0, 0x1EFA)}


def test_every_letter_comes_apart_into_a_letter_of_the_alphabet_and_a_tone() -> None:
    for accented in ACCENTED:
        ((letter, tone),) = toned_letters(nfd(accented))
        assert letter.lower() in ALPHABET
        assert tone == "" or tone in TONES
        assert unicodedata.normalize("NFC", letter + tone) == accented


def test_other_text_passes_through() -> None:
    assert "".join(letter for letter, _tone in toned_letters("40 năm, ü 한국")) == "40 năm, ü 한국"
