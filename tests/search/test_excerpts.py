"""What is shown of a page that was found."""

import pytest
from hypothesis import given

from search.excerpts import LENGTH, Highlighter
from search.questions import Question
from tests.vietnamese.strategies import any_text, nfd

LEAD = "Chị Mỹ Lệ không định làm sáng kiến."


def highlighter(typed: str, *synonyms: list[str]) -> Highlighter:
    return Highlighter(Question.read(typed, synonyms))


@pytest.mark.parametrize(
    ("typed", "text", "marked"),
    [
        ("dong nai", "Ở Đồng Nai mới", "Ở <mark>Đồng Nai</mark> mới"),
        ("Đồng Nai", nfd("Ở Đồng Nai mới"), "Ở <mark>Đồng Nai</mark> mới"),
        ("hoà bình", "Hòa Bình", "<mark>Hòa Bình</mark>"),
        ("ban", "bán bàn <bạn>", "<mark>bán bàn</mark> &lt;<mark>bạn</mark>&gt;"),
        ("bàn", "bán bàn bạn", "bán <mark>bàn</mark> bạn"),
        ("sang kien", "Sáng nay có sáng kiến", "Sáng nay có <mark>sáng kiến</mark>"),
        ("sang kien", "Sáng nay, kiến bò", "<mark>Sáng</mark> nay, <mark>kiến</mark> bò"),
        ("제안", "제안 제출", "<mark>제안</mark> 제출"),
        ("보호", "개인정보 보호", "개인정보 <mark>보호</mark>"),
        ("提案 方法", "方案と提案、方法", "方案と<mark>提案</mark>、<mark>方法</mark>"),
        ("EVN 企业", "EVN企业的业务", "<mark>EVN企业</mark>的业务"),
        ("may", 'a"b&c', "a&quot;b&amp;c"),
        ("b", '<script>b</script>"', "&lt;script&gt;<mark>b</mark>&lt;/script&gt;&quot;"),
    ],
)
def test_what_was_asked_is_marked_as_it_stands(typed: str, text: str, marked: str) -> None:
    assert highlighter(typed).marked(text) == marked


def test_synonyms_and_beginnings_are_marked() -> None:
    assert highlighter("tphcm", ["TPHCM", "Sài Gòn"]).marked("Ở Sài Gòn") == "Ở <mark>Sài Gòn</mark>"
    assert Highlighter(Question.read("sang ki").as_beginning()).marked("sáng kiến") == "<mark>sáng kiến</mark>"


def test_what_was_typed_of_an_unspaced_word_is_marked_as_it_follows() -> None:
    assert Highlighter(Question.read("제안").as_beginning()).parts("제안 제출 안내") == ["", "제안", " 제출 안내"]


def test_parts_are_the_same_taken_apart() -> None:
    assert highlighter("may").parts("Đồ gá máy may vắt") == ["Đồ gá ", "máy may", " vắt"]
    assert highlighter("xe").parts("Đồ gá") == ["Đồ gá"]


def test_the_lead_is_shown_unless_the_text_has_more_of_it() -> None:
    body = "Một dòng khác.\nHai viên nam châm gỡ từ chiếc loa hỏng.\nNam và châm."
    assert highlighter("sang kien").excerpt(LEAD, body).startswith("Chị Mỹ Lệ")
    assert highlighter("xe").excerpt(LEAD, body).startswith("Chị Mỹ Lệ")
    assert highlighter("nam cham").excerpt(LEAD, body).startswith("Hai viên <mark>nam châm</mark>")
    assert highlighter("nam cham").excerpt("", "") == ""


def test_a_long_text_is_cut_around_what_was_asked() -> None:
    text = f"{'trước ' * 100}nam châm {'sau ' * 100}".strip()
    excerpt = highlighter("nam châm").excerpt("", text)
    assert excerpt.startswith("… trước")
    assert "<mark>nam châm</mark>" in excerpt
    assert excerpt.endswith("sau …")
    assert len(excerpt) < LENGTH + 40


def test_a_text_without_spaces_is_cut_too() -> None:
    assert len(highlighter("x").excerpt("", "ồ" * 50_000)) < LENGTH + 40


@given(any_text, any_text)
def test_no_text_gets_unescaped_into_the_page(typed: str, text: str) -> None:
    marked = highlighter(typed[:40]).marked(text)
    bare = marked.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in bare
    assert ">" not in bare
    assert '"' not in bare
