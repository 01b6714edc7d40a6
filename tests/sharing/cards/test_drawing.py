"""What is on a card: every letter right, nothing outside its box, small enough for every network."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from io import BytesIO
from threading import Barrier

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from sharing.cards.canvas import Canvas
from sharing.cards.content import CardContent, Kind, Person, Photo, Size
from sharing.cards.designs import draw
from sharing.cards.faces import ELLIPSIS, Face, Faces
from sharing.cards.jpeg import MOST, encoded
from sharing.cards.lines import fit, one_line
from sharing.cards.numbers import MEASURES
from sharing.cards.photos import PhotoLost, cropped
from tests.sharing.cards.material import FIGURES, LONG, SIGNATURE, TITLE, contents, halves, noise, stored
from tests.sharing.east_asian import east_asian_text
from tests.vietnamese.strategies import any_text, nfd, vietnamese_text
from vietnamese.letters import ACCENTED

OURS = Faces.of("vi")
FACES = [OURS.regular, OURS.semibold, OURS.bold, OURS.heading]
EMOJI = "🎉👩‍🏭❤️🇻🇳"


def text_card(title: str, size: Size = Size.WIDE) -> Image.Image:
    return draw(CardContent(Kind.TEXT, title, "Câu chuyện", signature=SIGNATURE), size)


def same(one: Image.Image, other: Image.Image) -> bool:
    return ImageChops.difference(one, other).getbbox() is None


def written(text: str, face: Face) -> Image.Image:
    canvas = Canvas((400, 200), OURS, "#000000")
    canvas.text(40, 140, text, face, 120, "#FFFFFF")
    return canvas.image


@pytest.mark.parametrize("face", FACES, ids=["regular", "semibold", "bold", "heading"])
def test_every_vietnamese_letter_is_drawn_and_is_itself(face: Face) -> None:
    drawn = {letter: written(letter, face).tobytes() for letter in ACCENTED}
    assert len(set(drawn.values())) == len(ACCENTED) == 134
    missing = face.at(120, "a").getmask("\uffff", anchor="ls")
    assert all(face.at(120, letter).getmask(letter, anchor="ls").getbbox() != missing.getbbox() for letter in ACCENTED)


@pytest.mark.parametrize("size", Size)
def test_decomposed_spelling_gives_the_same_pixels(size: Size) -> None:
    words = " ".join(ACCENTED[start : start + 9] for start in range(0, len(ACCENTED), 9))
    assert unicodedata.normalize("NFD", words) != words
    assert same(text_card(words, size), text_card(nfd(words), size))


@pytest.mark.parametrize("size", Size)
def test_emoji_and_other_scripts_leave_no_empty_boxes(size: Size) -> None:
    assert same(text_card(f"{EMOJI} {TITLE} ไทย {EMOJI}", size), text_card(TITLE, size))


@given(any_text | st.text(max_size=40))
def test_what_is_printed_can_be_drawn_by_every_face(text: str) -> None:
    for face in FACES:
        shown = face.printable(text)
        assert all(face.drawing(character) is not None for character in shown)
        assert "  " not in shown
        assert shown == unicodedata.normalize("NFC", shown)


@given(vietnamese_text, st.integers(40, 1000), st.integers(20, 500))
def test_lines_fit_their_box_whatever_the_title(text: str, width: int, height: int) -> None:
    block = fit(text, OURS.heading, (width, height), (72, 30), 1.28)
    assert (
        block.width <= width + 1 or len(block.lines[0]) <= 2
    )  # one letter and "…" may be wider than a very narrow box
    assert len(block.lines) * block.size * 1.28 <= height or len(block.lines) == 1
    said = "".join(block.lines).removesuffix(ELLIPSIS)
    spelled = OURS.heading.printable(text)
    letters = str.maketrans("", "", " \u00a0")
    assert spelled.translate(letters).startswith(said.translate(letters)) or ELLIPSIS in block.lines[-1]


@given(vietnamese_text, st.integers(60, 1000))
def test_one_line_stays_one_within_its_width(text: str, width: int) -> None:
    block = one_line(text, OURS.semibold, width, (30, 22))
    assert len(block.lines) == 1
    assert block.width <= width


def test_lines_are_about_as_long_as_each_other() -> None:
    lines = fit(TITLE, OURS.heading, (528, 300), (52, 32), 1.28).lines
    widths = [OURS.heading.width(line) for line in lines]
    assert len(lines) == 3
    assert min(widths) > 0.75 * max(widths)


def test_compounds_and_figures_stay_on_one_line() -> None:
    block = fit(
        "Chiến dịch 40 ngày vì Việt Nam và trí tuệ lao động của chúng ta", OURS.heading, (420, 600), (60, 40), 1.28
    )
    for together in ("40\u00a0ngày", "Việt\u00a0Nam", "trí\u00a0tuệ", "lao\u00a0động"):
        assert any(together in line for line in block.lines), block.lines


def test_a_title_of_200_characters_shrinks_before_it_is_cut() -> None:
    assert len(LONG) >= 195
    whole = fit(LONG, OURS.heading, (1000, 374), (72, 44), 1.28)
    assert whole.size < 72
    assert " ".join(whole.lines).replace("\u00a0", " ") == LONG
    narrow = fit(LONG, OURS.heading, (528, 250), (52, 32), 1.28)
    assert narrow.size == 32
    assert narrow.lines[-1].endswith(ELLIPSIS)


def test_a_title_of_one_endless_word_is_broken() -> None:
    block = fit("đ" * 200, OURS.heading, (500, 300), (72, 40), 1.28)
    assert len(block.lines) > 1
    assert block.width <= 500


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_drawn_in_every_size_and_small_enough(kind: Kind, size: Size) -> None:
    content = contents(stored(noise((3000, 2000)), quality=60), stored(noise((480, 480)), "nguoi.jpg"))[kind]
    for title in (TITLE, LONG, "Ừ"):
        data = encoded(draw(replace(content, title=title), size))
        card = Image.open(BytesIO(data))
        assert (card.format, card.size, card.mode) == ("JPEG", size.pixels, "RGB")
        assert len(data) <= MOST == 300_000


def test_stories_keep_their_words_out_of_what_the_apps_cover() -> None:
    photo = stored(Image.new("RGB", (600, 600), "#9E181C"))
    for content in contents(photo, photo).values():
        card = draw(content, Size.TALL)
        bright = card.convert("L").point(lambda value: 255 if value > 120 else 0)
        box = bright.getbbox()
        assert box is not None
        assert box[1] >= 250 and box[3] <= 1920 - 250


def test_a_number_says_when_it_was_true_and_in_which_state() -> None:
    card = draw(CardContent(Kind.NUMBER, "Chiến dịch", figures=FIGURES, signature=SIGNATURE), Size.WIDE)
    later, held = replace(FIGURES, as_of="Tính đến 14:06 ngày 10/5/2022"), replace(FIGURES, state="Đang đối soát")
    for figures in (later, held):
        other = CardContent(Kind.NUMBER, "Chiến dịch", figures=figures, signature=SIGNATURE)
        assert not same(card, draw(other, Size.WIDE))


@pytest.mark.parametrize("size", Size)
def test_a_number_without_a_goal_and_one_of_ten_digits_fit(size: Size) -> None:
    figures = replace(FIGURES, value="1.234.567.890", percent="", share=None)
    card = draw(CardContent(Kind.NUMBER, "Chiến dịch", figures=figures, signature=SIGNATURE), size)
    right = card.crop((size.pixels[0] - 40, 0, size.pixels[0], size.pixels[1])).convert("L")
    assert right.point(lambda value: 255 if value > 120 else 0).getbbox() is None


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("unit", ["LĐLĐ tỉnh Đồng Nai", "Công đoàn Ngân hàng Nông nghiệp và Phát triển nông thôn"])
def test_a_name_of_two_lines_above_a_number_leaves_its_time_clear_of_the_foot(unit: str, size: Size) -> None:
    title = f"{unit} – Chiến dịch thi đua cao điểm 40 ngày"
    card = draw(CardContent(Kind.NUMBER, title, figures=FIGURES, signature=SIGNATURE), size)
    foot = MEASURES[size].foot
    top = size.pixels[1] - foot.bottom - foot.mark
    above = card.crop((0, top - 20, size.pixels[0], top)).convert("L")
    assert above.point(lambda value: 255 if value > 120 else 0).getbbox() is None


def test_all_digits_of_the_counter_are_equally_wide() -> None:
    assert len({OURS.number.advance(digit) for digit in "0123456789"}) == 1


def test_the_focal_point_stays_in_the_picture() -> None:
    photo = stored(halves((2000, 1000)), quality=95)
    left = cropped(replace(photo, focal=(200, 500)), (400, 800))
    right = cropped(replace(photo, focal=(1900, 500)), (400, 800))
    assert left.getpixel((200, 400))[2] > 200  # type: ignore[index]  # blue
    assert right.getpixel((200, 400))[1] > 200  # type: ignore[index]  # green


def test_a_photo_lying_on_its_side_is_put_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was turned by 90°: what is stored left is shown on top
    photo = stored(halves((1600, 1200)), exif=exif, quality=95)
    card = cropped(Photo(photo.name, (1200, 1600)), (600, 800))
    assert card.getpixel((300, 100))[2] > 200  # type: ignore[index]
    assert card.getpixel((300, 700))[1] > 200  # type: ignore[index]


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "CMYK", "I;16", "1"])
def test_pictures_of_every_mode_can_be_laid_on_a_card(mode: str) -> None:
    image = Image.new("RGBA", (300, 200), (10, 20, 30, 100)).convert("RGB" if mode in {"I;16"} else mode)
    if mode == "I;16":
        image = Image.new("I;16", (300, 200), 40_000)
    photo = stored(image, "anh.tiff" if mode == "CMYK" else "anh.png")
    assert cropped(photo, (200, 200)).mode == "RGB"


def test_a_lost_file_and_one_that_is_no_picture_are_said_to_be_lost() -> None:
    broken = default_storage.save("hong.jpg", ContentFile(b"\xff\xd8 not a picture"))
    cut = stored(noise((400, 400)))
    with default_storage.open(cut.name) as file:
        whole = file.read()
    half = default_storage.save("nua.jpg", ContentFile(whole[: len(whole) // 2]))
    for name in ("mat.jpg", broken, half):
        with pytest.raises(PhotoLost, match=name):
            cropped(Photo(name, (400, 400)), (200, 200))


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("words", [TITLE, LONG, f"{LONG} {LONG}"], ids=["short", "long", "endless"])
def test_a_persons_card_has_the_name_however_long_everything_is(size: Size, words: str) -> None:
    portrait = stored(Image.new("RGB", (400, 400), "#F5DFAC"))

    def card(name: str) -> Image.Image:
        person = Person(name, LONG[:120], LONG[:160], portrait)
        return draw(CardContent(Kind.PERSON, words, LONG, signature=SIGNATURE, person=person), size)

    names = ("Nguyễn Phúc Bảo Quỳnh Như Trường An", "Trần Phúc Bảo Quỳnh Như Trường An")
    assert not same(*map(card, names))


@pytest.mark.parametrize("size", Size)
@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("ko", "베트남 노동자의 지혜를 자랑스럽게"),
        ("ja", "ベトナムの労働者の知恵を誇りに"),
        ("zh-hans", "为越南劳动者的智慧而自豪"),
    ],
)
def test_east_asian_letters_are_drawn_on_every_card(language: str, title: str, kind: Kind, size: Size) -> None:
    content = contents(stored(noise((900, 600))), stored(noise((400, 400)), "nguoi.jpg"))[kind]
    told = replace(content, title=title, language=language)
    assert Faces.of(language).heading.printable(title) == title
    assert not same(draw(told, size), draw(replace(told, title=f"{title[:-1]}가"), size))
    assert len(encoded(draw(told, size))) <= MOST


@pytest.mark.parametrize(
    ("language", "title", "lines"),
    [
        ("zh-hans", "如何提交建议：从车间到全国计数", ("如何提交建议：", "从车间到全国计数")),
        ("ja", "提案の提出方法：職場から全国の集計まで", ("提案の提出方法：", "職場から全国の集計まで")),
        (
            "ja",
            "問：ベトナムの労働者はどのように提案を出すのか",
            ("問：ベトナムの", "労働者はどのように", "提案を出すのか"),
        ),
    ],
)
def test_lines_part_where_clauses_and_words_do(language: str, title: str, lines: tuple[str, ...]) -> None:
    assert fit(title, Faces.of(language).heading, (1000, 380), (72, 44), 1.28).lines == lines


def test_the_dash_of_chinese_is_one_line() -> None:
    face = Faces.of("zh-hans").heading
    spelled = face.printable("肩膀——终于")
    drawn = face.at(100, spelled[2]).getmask(spelled[2], anchor="ls").getbbox()
    assert drawn[2] - drawn[0] > 180
    assert face.width(spelled) > 5.8


def test_chinese_characters_have_the_shapes_of_their_country() -> None:
    chinese, japanese = (Faces.of(language).heading for language in ("zh-hans", "ja"))
    for character in "直骨今返":
        drawn = [face.at(120, character).getmask(character, anchor="ls") for face in (chinese, japanese)]
        assert bytes(drawn[0]) != bytes(drawn[1]), character
    assert bytes(chinese.at(120, "中").getmask("中")) == bytes(japanese.at(120, "中").getmask("中"))


@given(east_asian_text, st.integers(60, 1000), st.integers(40, 500))
def test_east_asian_lines_fit_and_lose_nothing_but_their_end(text: str, width: int, height: int) -> None:
    face = Faces.of("ja").heading
    block = fit(text, face, (width, height), (72, 30), 1.28)
    assert block.width <= width + 1
    assert len(block.lines) * block.size * 1.28 <= height or len(block.lines) == 1
    said = "".join(block.lines)
    spelled = face.printable(text)
    gaps = str.maketrans("", "", " \u00a0")
    if said.endswith(ELLIPSIS):
        assert spelled.translate(gaps).startswith(said.removesuffix(ELLIPSIS).translate(gaps))
    else:
        assert spelled.translate(gaps) == said.translate(gaps)


def test_cards_may_be_drawn_at_the_same_time() -> None:
    """Tables of a font are taken apart by who asks first: two at once met half of one."""
    text = "".join(sorted(ACCENTED)) + TITLE
    expected = OURS.heading.places(text)
    for _try in range(5):
        fresh, start = Face(OURS.heading.file, OURS.heading.spacing), Barrier(8)

        def measured(face: Face = fresh, start: Barrier = start) -> list[float]:
            start.wait()
            return face.places(text)

        with ThreadPoolExecutor(8) as threads:
            found = [threads.submit(measured) for _thread in range(8)]
            assert all(one.result() == expected for one in found)
