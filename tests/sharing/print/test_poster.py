"""Posters: one page that can be read, scanned and printed, whatever is on it."""

import io
from dataclasses import replace

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from sharing.print.content import Drawing, Figure, Person, Picture, Poster
from sharing.print.inks import LACQUER, SPARING, Ink
from sharing.print.pictures import cut
from sharing.print.poster import A3, A4, poster
from tests.sharing.print.material import (
    ADDRESS,
    BRAND,
    CODE,
    POSTER,
    collisions,
    letters,
    lost,
    photo,
    raster,
    scanned,
    text_of,
)

BARE = Poster("vi", "", "Ngắn", BRAND, CODE)
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 800"><path fill="#0000ff" d="M0 0H1200V800H0z"/></svg>'
)
VARIANTS = [
    pytest.param(A4, LACQUER, POSTER, id="a4"),
    pytest.param(A3, LACQUER, POSTER, id="a3"),
    pytest.param(A4, SPARING, POSTER, id="sparing"),
    pytest.param(A4, LACQUER, replace(POSTER, picture=None), id="no picture"),
    pytest.param(A4, LACQUER, BARE, id="title alone"),
]


@pytest.mark.parametrize(("paper", "ink", "content"), VARIANTS)
def test_it_is_one_page_of_its_paper(paper: tuple[float, float], ink: Ink, content: Poster) -> None:
    file = PdfReader(io.BytesIO(poster(content, paper, ink)))

    assert len(file.pages) == 1
    assert [float(side) * 25.4 / 72 for side in file.pages[0].mediabox[2:]] == pytest.approx(paper, abs=0.1)


@pytest.mark.parametrize(("paper", "ink", "content"), VARIANTS)
def test_its_code_is_read_at_150_dpi_in_colour_and_in_grey(
    paper: tuple[float, float], ink: Ink, content: Poster
) -> None:
    page = raster(poster(content, paper, ink))

    assert scanned(page) == [ADDRESS]
    assert scanned(page.convert("L")) == [ADDRESS]


def test_its_text_can_be_copied_and_every_font_is_in_the_file() -> None:
    pdf = poster(POSTER)

    copied = text_of(pdf)
    for text in (POSTER.kicker, POSTER.quote, "Điểu Lâm", "Tổ 7, Nông trường Suối Đá", "418 triệu đồng", POSTER.unit):
        assert text in copied
    assert POSTER.title in copied.replace("\xa0", " ")
    fonts = PdfReader(io.BytesIO(pdf)).pages[0]["/Resources"]["/Font"].values()  # type: ignore[index]
    descriptors = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts]
    assert descriptors and all("/FontFile2" in descriptor for descriptor in descriptors)


@pytest.mark.parametrize(
    ("language", "title"),
    [("ko", "베트남 노동자의 지혜"), ("ja", "ベトナムの労働者の知恵"), ("zh-hans", "越南劳动者的智慧")],
)
def test_east_asian_text_is_printed_and_can_be_copied(language: str, title: str) -> None:
    pdf = poster(replace(POSTER, language=language, title=title, text=f"{title} – Điểu Lâm, 300.000"))

    with pypdfium2.PdfDocument(pdf) as document:
        copied = document[0].get_textpage().get_text_bounded()
    assert title in copied
    assert "Điểu Lâm" in copied
    assert len(pdf) < len(poster(POSTER)) + 200_000  # of the large typeface only what is used


def test_it_names_its_language_and_title_and_no_day_of_its_making() -> None:
    file = PdfReader(io.BytesIO(poster(POSTER)))

    assert file.metadata is not None and file.metadata.title == POSTER.title
    assert file.metadata.get("/CreationDate") == "D:20220101000000Z"
    assert file.trailer["/Root"]["/Lang"] == "vi"  # type: ignore[index]


def test_the_same_content_is_the_same_file() -> None:
    assert poster(POSTER) == poster(POSTER)


def test_a_lost_or_broken_picture_leaves_a_poster_without_it(caplog: pytest.LogCaptureFixture) -> None:
    broken = Picture("broken", lambda: b"\xff\xd8 no picture")
    plain = poster(replace(POSTER, picture=None, person=replace(POSTER.person, portrait=None)))  # type: ignore[type-var]

    for picture in (Picture("lost", lost), broken):
        person = replace(POSTER.person, portrait=picture)  # type: ignore[type-var]
        assert poster(replace(POSTER, picture=picture, person=person)) == plain
    assert "picture lost cannot be printed" in caplog.text


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_pictures_of_every_kind_fill_the_top(kind: str) -> None:
    page = raster(poster(replace(POSTER, picture=photo((900, 900), "#2F6F5E", kind))), 50)

    red, green, blue = page.getpixel((page.width - 3, 3))  # type: ignore[misc]
    assert (red, green, blue) == pytest.approx((0x2F, 0x6F, 0x5E), abs=6)


def test_the_cut_keeps_what_matters() -> None:
    picture = Image.new("RGB", (3000, 1000), "white")
    picture.paste("red", (2600, 300, 2900, 600))

    part = Image.open(io.BytesIO(cut(picture, (0.92, 0.45), (100, 100))))

    assert part.width == part.height == 787  # 100 mm at 200 dpi
    reds = [at for at in range(part.width) if part.getpixel((at, part.height * 45 // 100))[1] < 90]  # type: ignore[index]
    assert len(reds) == pytest.approx(0.3 * part.width, abs=6)


def test_a_small_picture_is_not_blown_up() -> None:
    part = Image.open(io.BytesIO(cut(Image.new("RGB", (300, 200)), (0.5, 0.5), (210, 140))))

    assert part.size == (300, 200)


def test_a_scene_stands_in() -> None:
    page = raster(poster(replace(POSTER, picture=Drawing("scene", lambda: SVG))), 50)

    assert page.getpixel((page.width - 3, 3)) == (0, 0, 255)


def test_a_sparing_one_has_nearly_no_ink() -> None:
    def ink_of(page: Image.Image) -> float:
        grey = page.convert("L")
        return 1 - sum(value * count for value, count in enumerate(grey.histogram())) / 255 / grey.width / grey.height

    assert ink_of(raster(poster(POSTER, ink=SPARING), 50)) < 0.12 < ink_of(raster(poster(POSTER), 50))


words = st.text(st.sampled_from("aeghinortyđươngệỄWM🎉"), min_size=1, max_size=24)
lines = st.lists(words, max_size=40).map(" ".join)


def limited(most: int) -> st.SearchStrategy[str]:
    """Texts as long as the page's field lets them be."""
    return lines.map(lambda text: text[:most])


posters = st.builds(
    Poster,
    language=st.just("vi"),
    kicker=limited(60),
    title=limited(255),
    brand=st.just(BRAND),
    code=st.just(CODE),
    picture=st.sampled_from([None, photo((300, 200))]),
    person=st.none() | st.builds(Person, limited(80), st.tuples(limited(120), limited(160))),
    quote=limited(400),
    text=limited(400),
    figures=st.lists(st.builds(Figure, limited(40), limited(160)), max_size=4).map(tuple),
    award=limited(160),
    unit=limited(160),
    notes=st.tuples(limited(200)),
    credit=limited(240),
)


def test_a_picture_is_credited_where_it_is_seen() -> None:
    assert "Nguyễn Văn A" in text_of(poster(POSTER))
    assert "Nguyễn Văn A" not in text_of(poster(POSTER, A4, SPARING))
    assert "Nguyễn Văn A" not in text_of(poster(replace(POSTER, picture=Picture("lost", lost))))


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(posters, st.sampled_from([LACQUER, SPARING]))
def test_nothing_ever_leaves_the_page_or_stands_on_other_text(content: Poster, ink: Ink) -> None:
    (width, height), boxes = letters(poster(content, A4, ink))

    edge = 10 * 72 / 25.4
    assert all(edge < box.left and box.right < width - edge and box.bottom > 0 and box.top < height for box in boxes)
    assert collisions(boxes) == []
