"""What editors put above results, and what they say means the same."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from search.models import Promotion, Synonyms
from tests.factories import SiteTree, StoryPageFactory
from tests.factories.pages import StandardPageFactory
from tests.search.test_results_page import EN, ask, found, one
from tests.vietnamese.strategies import nfd

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def tree() -> SiteTree:
    return SiteTree.current()


def test_a_promoted_page_stands_first_for_its_questions_in_any_spelling(client: Client) -> None:
    page = StandardPageFactory(title="Hướng dẫn gửi", search_description="Ba bước")
    StoryPageFactory(title="Nộp sáng kiến dưới chân cẩu")
    Promotion.objects.create(page=page, questions="nộp sáng kiến\ngửi bài")
    for asked in ("nop sang kien", "Nộp  SÁNG kiến", nfd("nộp sáng kiến")):
        soup = ask(client, asked)
        assert found(soup) == ["Hướng dẫn gửi", "Nộp sáng kiến dưới chân cẩu"]
        assert "Ban Biên tập chọn" in one(soup, ".item--promoted").get_text()
    assert found(ask(client, "gui bai")) == ["Hướng dẫn gửi"]  # though no page has these words
    for asked in ("nop", "nop sang kien dien"):
        assert "Hướng dẫn gửi" not in found(ask(client, asked))


def test_a_page_that_is_found_as_well_stands_there_once(client: Client) -> None:
    page = StandardPageFactory(title="Nộp sáng kiến ở đâu")
    StoryPageFactory(title="Nộp sáng kiến dưới chân cẩu")
    Promotion.objects.create(page=page, questions="nộp", note="Ba bước, mười phút")
    soup = ask(client, "nop")
    assert found(soup) == ["Nộp sáng kiến ở đâu", "Nộp sáng kiến dưới chân cẩu"]
    assert "Ba bước, mười phút" in one(soup, ".item--promoted").get_text()


def test_they_stand_by_their_place_and_three_at_most(client: Client) -> None:
    for rank in (3, 1, 4, 2):
        Promotion.objects.create(page=StandardPageFactory(title=f"Trang {rank}"), questions="hỏi", rank=rank)
    assert found(ask(client, "hoi")) == ["Trang 1", "Trang 2", "Trang 3"]


def test_no_draft_no_closed_page_and_none_of_another_language_is_promoted(client: Client, tree: SiteTree) -> None:
    closed = StandardPageFactory(title="Kín")
    PageViewRestriction.objects.create(page=closed, password="x")
    for page in (closed, StandardPageFactory(title="Nháp", live=False)):
        Promotion.objects.create(page=page, questions="hỏi")
    Promotion.objects.create(page=StandardPageFactory(title="Help", parent=tree.home_en), questions="hỏi")
    assert found(ask(client, "hoi")) == []
    assert found(ask(client, "hoi", EN)) == ["Help"]


def test_filters_and_later_pages_have_none(client: Client) -> None:
    Promotion.objects.create(page=StandardPageFactory(title="Hướng dẫn"), questions="bảo hộ")
    for number in range(13):
        StoryPageFactory(title=f"Bảo hộ {number}", kind="news")
    assert ask(client, "bao ho").select(".item--promoted")
    assert not ask(client, "bao ho", p=2).select(".item--promoted")
    assert not ask(client, "bao ho", loai="news").select(".item--promoted")


def test_a_promoted_result_stands_once_on_all_pages_together(client: Client) -> None:
    pages = [StoryPageFactory(title=f"Bảo hộ {number}", kind="news") for number in range(14)]
    other = StandardPageFactory(title="Hướng dẫn")
    last = found(ask(client, "bao ho", p=2))[-1]
    Promotion.objects.create(page=next(page for page in pages if page.title == last), questions="bảo hộ", rank=2)
    Promotion.objects.create(page=other, questions="bảo hộ")
    seen = [title for number in (1, 2) for title in found(ask(client, "bao ho", p=number))]
    assert seen[:2] == ["Hướng dẫn", last]
    assert len(seen) == len(set(seen)) == 15
    for number in (1, 2):
        assert one(ask(client, "bao ho", p=number), "#ket-qua").get_text().strip().startswith("15 kết quả")
    assert len(found(ask(client, "bao ho", loai="news", p=2))) == 2
    assert one(ask(client, "bao ho", nam="2021"), ".empty__acts .btn--line").get_text() == "Bỏ hết bộ lọc (15)"


def test_they_count_as_results_where_nothing_else_is_found_and_filters_leave_none(client: Client) -> None:
    Promotion.objects.create(page=StandardPageFactory(title="Hướng dẫn"), questions="khám")
    assert one(ask(client, "khám"), "#ket-qua").get_text().strip().startswith("1 kết quả")
    page = ask(client, "khám", loai="story")
    assert found(page) == []
    assert page.select_one(".empty")


def test_a_promotion_needs_a_word() -> None:
    with pytest.raises(ValidationError, match="ít nhất một từ"):
        Promotion(page=StandardPageFactory(), questions="…\n–").full_clean()


def test_a_promotion_needs_a_page_that_readers_see() -> None:
    closed = StandardPageFactory()
    PageViewRestriction.objects.create(page=closed, password="x")
    for page in (Page.get_first_root_node(), StandardPageFactory(live=False), closed):
        with pytest.raises(ValidationError, match="Người đọc sẽ không thấy"):
            Promotion(page=page, questions="khám").full_clean()
    Promotion(page=StandardPageFactory(), questions="khám").full_clean()


def test_synonyms_find_each_other_as_soon_as_they_are_saved(client: Client) -> None:
    StoryPageFactory(title="Xe gom rác ban đêm")
    assert found(ask(client, "xe ép")) == []
    family = Synonyms.objects.create(terms="xe ép, xe gom rác")
    assert found(ask(client, "xe ep")) == found(ask(client, "xe ép ban đêm")) == ["Xe gom rác ban đêm"]
    family.delete()
    assert found(ask(client, "xe ép")) == []


@pytest.mark.parametrize("terms", ["một", "một, Một, mot", ", ,", ", ".join("abcdefghi"), "a b c d e f g, h"])
def test_synonyms_are_a_few_short_terms_that_differ(terms: str) -> None:
    with pytest.raises(ValidationError):
        Synonyms(terms=terms).full_clean()


def test_only_a_promoted_answer_costs_queries_of_its_own(client: Client) -> None:
    StoryPageFactory(title="Bảo hộ")
    page = StoryPageFactory(title="Hướng dẫn")
    promoted = Promotion.objects.create(page=page, questions="khẩu trang")
    ask(client, "bao ho")
    with CaptureQueriesContext(connection) as without:
        ask(client, "bao ho")
    promoted.questions = "bảo hộ"
    promoted.save()
    with CaptureQueriesContext(connection) as promoting:
        assert len(found(ask(client, "bao ho"))) == 2
    assert len(promoting) == len(without) + 2
