"""Thank-you cards."""

import io
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from sharing.print.content import Person, Picture, ThankYou
from sharing.print.inks import LACQUER, SPARING, Ink
from sharing.print.thanks import A5, thank_you
from tests.sharing.print.material import (
    ADDRESS,
    BRAND,
    CODE,
    THANKS,
    collisions,
    letters,
    lost,
    raster,
    scanned,
    text_of,
)
from tests.sharing.print.test_poster import limited


@pytest.mark.parametrize("ink", [LACQUER, SPARING], ids=["lacquer", "sparing"])
def test_it_thanks_by_name_on_one_page_with_a_code_that_scans(ink: Ink) -> None:
    pdf = thank_you(THANKS, ink)

    file = PdfReader(io.BytesIO(pdf))
    assert len(file.pages) == 1
    assert [float(side) * 25.4 / 72 for side in file.pages[0].mediabox[2:]] == pytest.approx(A5, abs=0.1)
    for text in ("Trân trọng cảm ơn", "Điểu Lâm", "“Xe hai bánh chở mủ”", "Công đoàn Cao su Việt Nam"):
        assert text in text_of(pdf)
    assert scanned(raster(pdf)) == [ADDRESS]


def test_a_long_note_stays_beside_the_address() -> None:
    pdf = thank_you(replace(THANKS, notes=("Nhân vật và số liệu trong bài là ví dụ minh họa. " * 4,)))

    assert collisions(letters(pdf)[1]) == []


def test_without_a_portrait_the_mark_has_its_one(caplog: pytest.LogCaptureFixture) -> None:
    nobody = thank_you(replace(THANKS, person=replace(THANKS.person, portrait=None)))

    assert thank_you(replace(THANKS, person=replace(THANKS.person, portrait=Picture("lost", lost)))) == nobody
    assert nobody != thank_you(THANKS)


def test_the_same_content_is_the_same_file() -> None:
    assert thank_you(THANKS) == thank_you(THANKS)


cards = st.builds(
    ThankYou,
    language=st.just("vi"),
    heading=st.just("Trân trọng cảm ơn"),
    person=st.builds(Person, limited(80), st.tuples(limited(120), limited(160))),
    reason=limited(90),
    title=limited(255),
    signature=st.tuples(limited(60), limited(160)),
    place_and_date=st.just("…………, ngày …… tháng …… năm ………"),
    brand=st.just(BRAND),
    code=st.just(CODE),
    notes=st.tuples(limited(160)),
)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(cards)
def test_nothing_ever_leaves_the_card_or_stands_on_other_text(content: ThankYou) -> None:
    (width, height), boxes = letters(thank_you(content))

    edge = 5 * 72 / 25.4
    assert all(edge < box.left and box.right < width - edge and edge < box.bottom for box in boxes)
    assert all(box.top < height - edge for box in boxes)
    assert collisions(boxes) == []
