"""What can be a Vietnamese syllable by its spelling."""

import pytest

from vietnamese.syllables import is_syllable, is_vietnamese

from .strategies import nfd

REAL = """
    tự hào trí tuệ lao động việt nam sáng kiến người được nghiên cứu quyết tâm chiến thắng đại dịch
    khuya khuỷu thuở quý qúy gì giếng giữa yêu yểng ý ở ủy uỷ hòa hoà khoẻ khỏe xoong goòng tuýp huỳnh
    khuếch ngoằn ngoèo quạnh quắp quốc quê quên rượu bươu ngửi mếu xoáy tuần luật chuyên tuyết nghĩa phở
    ươm ương ưỡn quảng thuỷ ngành nghề oai oách ếch ích uých ưu iu eo phiêu nghiêng giấy giời xuê loè
"""
OTHER = """
    où été élève naïve tậpp bcd việtnam đoàn-viên cáth các1 sat sàt mớì ®oµn viªn toång thaï schön krông đắk
"""


@pytest.mark.parametrize("word", REAL.split())
def test_real_syllables(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(nfd(word))
    assert is_syllable(word.upper())


@pytest.mark.parametrize("word", ["", "đoàn viên", *OTHER.split()])
def test_no_syllables(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    "name",
    ["an toàn lao động", "cao su", "doanh nghiệp FDI", "1 triệu sáng kiến", "than – khoáng sản", nfd("Đông Nam Bộ")],
)
def test_vietnamese_names(name: str) -> None:
    assert is_vietnamese(name)


@pytest.mark.parametrize(
    "name", ["safety at work", "One million initiatives", "40-day campaign", "café", "5S", "★", "안전"]
)
def test_names_in_other_languages(name: str) -> None:
    assert not is_vietnamese(name)
