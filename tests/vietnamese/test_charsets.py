"""TCVN3 and VNI: found where they are, not where they are not, and read without loss."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.charsets import TCVN3, VNI, Legacy, corrected, passages, to_unicode
from vietnamese.letters import ACCENTED
from vietnamese.syllables import is_syllable
from vietnamese.text import nfc

from .strategies import any_text, nfd, vietnamese_text


def detect(text: str) -> Legacy | None:
    """The charset of the first passage."""
    return next((passage.charset for passage in passages(text)), None)


SAMPLES = [
    # (Unicode, TCVN3, VNI), spelled by hand from the charsets' tables
    ("đoàn viên", "®oµn viªn", "ñoaøn vieân"),
    ("Tổng Biên tập", "Tæng Biªn tËp", "Toång Bieân taäp"),
    ("Đặng", "§Æng", "Ñaëng"),
    ("sáng kiến người lao động", "s¸ng kiÕn ng\u00adêi lao ®éng", "saùng kieán ngöôøi lao ñoäng"),
    (
        "Công đoàn Việt Nam phát động 40 ngày cao điểm",
        "C«ng ®oµn ViÖt Nam ph¸t ®éng 40 ngµy cao ®iÓm",
        "Coâng ñoaøn Vieät Nam phaùt ñoäng 40 ngaøy cao ñieåm",
    ),
    (
        "Ưu tiên những giải pháp kỹ thuật, dễ áp dụng ở cơ sở",
        "¦u tiªn nh÷ng gi¶i ph¸p kü thuËt, dÔ ¸p dông ë c¬ së",
        "Öu tieân nhöõng giaûi phaùp kyõ thuaät, deã aùp duïng ôû cô sôû",
    ),
]

NOT_LEGACY = [
    "",
    "40 ngày cao điểm: 1.000.000 sáng kiến, 47,3%",
    "Tự hào trí tuệ lao động Việt Nam",
    "Có cô bé hò và có cả chú bò to ở đó",
    "Có hai cô, ba chú và bốn bà",
    "cô có cá khô, bà có bò to, má có hòn bi",
    "LĐLĐ tỉnh Bà Rịa – Vũng Tàu",
    "BÀ ĐÀO THỊ HÒA",
    "The workers' ideas saved £3, €5 and 12 µm © 2022 Acme® – naïve café, 20 °C ± 2, § 12",
    "5 µm £3",
    "L'été où l'élève est né à Orléans, la façade a été rénovée : « déjà vu », Noël, maïs, haïr",
    "Où est-il ? Où va-t-on, et d'où vient-elle ?",
    "Le massage thaï, où ? Où qu'il soit.",
    "El niño y la señora de España comen piñata mañana por la mañana",
    "Schöne Grüße aus Köln, schön für Österreich",
    "São Paulo não é a capital, você sabia?",
    "3×4 m² = 12 m², ½ giờ, ±5 %, 10 µg",
    "3m×4m, 2t×5t, 10µm÷20µm",
    "«Nhà máy» · «Sáng tạo» · 22/4/2022",
    "Krông Pắc, Đắk Lắk, Ea H'leo",
    "https://congdoan.vn/tim-kiem/?q=%C3%A0",
    "한국 노동자 東京",
    "Huế",
]


@pytest.mark.parametrize(("text", "tcvn3", "vni"), SAMPLES)
def test_samples_are_detected_and_read(text: str, tcvn3: str, vni: str) -> None:
    assert detect(tcvn3) is Legacy.TCVN3
    assert detect(vni) is Legacy.VNI
    assert detect(text) is None
    assert to_unicode(tcvn3, Legacy.TCVN3) == text
    assert to_unicode(vni, Legacy.VNI) == text


@pytest.mark.parametrize("text", NOT_LEGACY)
def test_other_text_is_left_alone(text: str) -> None:
    assert detect(text) is None
    assert detect(nfd(text)) is None
    assert detect(text.upper()) is None
    assert detect(text.lower()) is None


def test_all_capital_vni() -> None:
    assert detect("TOÅNG BIEÂN TAÄP") is Legacy.VNI
    assert to_unicode("TOÅNG BIEÂN TAÄP ÑÖÔØNG", Legacy.VNI) == "TỔNG BIÊN TẬP ĐƯỜNG"


def test_a_capital_font_of_tcvn3_reads_as_small_letters() -> None:
    assert to_unicode("C¤NG §OµN", Legacy.TCVN3) == "CÔNG ĐOàN"


def test_words_that_are_already_unicode_stay() -> None:
    mixed = "§¹i diÖn Nguyễn Thị Thu Hà ®· nãi vÒ s¸ng kiÕn cña c¬ së"
    assert corrected(mixed) == "Đại diện Nguyễn Thị Thu Hà đã nói về sáng kiến của cơ sở"


MIXED = [
    (
        "Thời gian còn 12 phút.\nToång Bieân taäp baùo Lao Ñoäng\nCòn hai bé có bò.",
        ["Toång Bieân taäp baùo Lao Ñoäng"],
        "Thời gian còn 12 phút.\nTổng Biên tập báo Lao Động\nCòn hai bé có bò.",
    ),
    (
        "Thời gian còn 12 phút. Toång Bieân taäp baùo Lao Ñoäng còn nói: “Tốt, còn hơn.”",
        ["Toång Bieân taäp baùo Lao Ñoäng"],
        "Thời gian còn 12 phút. Tổng Biên tập báo Lao Động còn nói: “Tốt, còn hơn.”",
    ),
    (
        "®oµn viªn c«ng ®oµn, việc còn lại: ñoaøn vieân",
        ["®oµn viªn c«ng ®oµn", "ñoaøn vieân"],
        "đoàn viên công đoàn, việc còn lại: đoàn viên",
    ),
    ("cô sôû saùng kieán cô", ["cô sôû saùng kieán cô"], "cơ sở sáng kiến cơ"),
]


@pytest.mark.parametrize(("text", "found", "meaning"), MIXED)
def test_only_what_is_in_an_old_charset_is_changed(text: str, found: list[str], meaning: str) -> None:
    assert [passage.text for passage in passages(text)] == found
    assert corrected(text) == meaning
    assert detect(meaning) is None


_syllables = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "b", "c", "ch", "đ", "h", "kh", "l", "ng", "ph", "t", "v"]),
        st.sampled_from(list(filter(str.islower, ACCENTED + "aoeu"))),
        st.sampled_from(["", "n", "ng", "m", "i", "c", "t"]),
    ),
).filter(is_syllable)
_sentences = st.lists(_syllables, min_size=1, max_size=12).map(" ".join)


@given(_sentences)
def test_correct_vietnamese_is_never_changed(sentence: str) -> None:
    assert list(passages(sentence)) == []
    assert corrected(sentence) == sentence


@given(_sentences, _sentences, st.sampled_from(SAMPLES[3:]))
def test_beside_an_old_charset_correct_vietnamese_is_not_changed(
    before: str, after: str, sample: tuple[str, str, str]
) -> None:
    meaning, *spellings = sample
    for old in spellings:
        assert corrected(f"{before}\n{old}\n{after}") == f"{before}\n{meaning}\n{after}"
        assert corrected(f"{before} Nguyễn. {old}. Thị {after}").startswith(f"{before} Nguyễn. ")
        assert corrected(f"{before} Nguyễn. {old}. Thị {after}").endswith(f". Thị {after}")


def test_tables_hold_every_letter_that_the_charset_has() -> None:
    assert set(VNI.values()) == set(ACCENTED)
    small = {letter for letter in ACCENTED if letter.islower()}
    assert set(TCVN3.values()) == small | set("ĂÂĐÊÔƠƯ")
    assert len(TCVN3) == 74


@pytest.mark.parametrize(("charset", "table"), [(Legacy.TCVN3, TCVN3), (Legacy.VNI, VNI)])
def test_every_code_reads_as_its_letter(charset: Legacy, table: dict[str, str]) -> None:
    for code, letter in table.items():
        assert to_unicode(code, charset) == letter == nfc(letter)
        assert to_unicode(f"x{code}x", charset) == f"x{letter}x"


def written_in(table: dict[str, str], text: str) -> str:
    codes = {letter: code for code, letter in reversed(table.items())}
    return "".join(codes.get(letter, letter) for letter in nfc(text))


@given(vietnamese_text)
def test_vni_text_comes_back(text: str) -> None:
    assert to_unicode(written_in(dict(VNI), text), Legacy.VNI) == text


@given(vietnamese_text)
def test_small_tcvn3_text_comes_back(text: str) -> None:
    assert to_unicode(written_in(dict(TCVN3), text.lower()), Legacy.TCVN3) == text.lower()


@given(any_text)
def test_no_text_is_an_error(text: str) -> None:
    assert isinstance(corrected(text), str)


def test_a_list_of_provinces_is_not_legacy() -> None:
    for name in ("Bà Rịa", "Cà Mau", "Hà Nam", "Hà Giang", "Hòa Bình", "Quảng Trị", "Sóc Trăng", "Cô Tô"):
        assert detect(name) is None
        assert detect(f"{name} {name}") is None
