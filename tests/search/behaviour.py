"""How search must behave on any database: a mixin for tests on SQLite and on PostgreSQL."""

import pytest
from django.core.management import call_command
from modelsearch.query import And, Boost, Not, Or, Phrase, PlainText, SearchQuery
from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from home.models import StandardPage
from tests.search.material import BEGINNINGS, FINDS, FINDS_NOTHING, TITLES, make_home, make_page, titles
from tests.vietnamese.strategies import nfd


class SearchBehaviour:
    """Expects the fixture `library` in every test: TITLES published, one page each."""

    @pytest.fixture(autouse=True)
    def library(self, db: None) -> None:
        home = make_home(Locale.get_default())
        for title in TITLES:
            make_page(home, title)

    def test_all_spellings_are_found(self, subtests: pytest.Subtests) -> None:
        for asked, expected in FINDS:
            with subtests.test(asked=asked):
                results = StandardPage.objects.search(asked)
                assert sorted(titles(results)) == sorted(expected)
                assert results.count() == len(expected)

    def test_odd_questions_find_nothing_and_break_nothing(self, subtests: pytest.Subtests) -> None:
        for asked in FINDS_NOTHING:
            with subtests.test(asked=asked[:20]):
                assert titles(StandardPage.objects.search(asked)) == []
                assert titles(StandardPage.objects.autocomplete(asked)) == []
                assert StandardPage.objects.search(asked).count() == 0

    def test_beginnings_of_words(self, subtests: pytest.Subtests) -> None:
        for typed, expected in BEGINNINGS:
            with subtests.test(typed=typed):
                assert sorted(titles(StandardPage.objects.autocomplete(typed))) == sorted(expected)

    @pytest.mark.parametrize("asked", ["Đồng Nai", nfd("đồng nai")])
    def test_the_spelling_that_was_asked_comes_first(self, asked: str) -> None:
        found = titles(StandardPage.objects.search(asked))
        assert found[0] == "Đồng Nai phát động đợt cao điểm"
        assert found[-1] == "Dong Nai in English"

    def test_words_that_stand_together_come_before_scattered_ones(self) -> None:
        assert titles(StandardPage.objects.search("dong nai"))[-1] == "Nai vàng ngơ ngác giữa đồng"

    @pytest.mark.parametrize(("asked", "first"), [("Hòa Bình", TITLES[4:6]), ("Hoà Bình", TITLES[4:6])])
    def test_tone_placement_is_no_difference_in_spelling(self, asked: str, first: list[str]) -> None:
        home = StandardPage.objects.get(title=TITLES[4]).get_parent().specific
        make_page(home, "Hoa binh thường")
        assert sorted(titles(StandardPage.objects.search(asked))[:2]) == sorted(first)

    def test_titles_count_more_than_texts(self) -> None:
        home = StandardPage.objects.get(title=TITLES[4]).get_parent().specific
        make_page(home, "Việc khác hẳn", lead="Khay thuốc ba màu, khay thuốc hai màu, khay thuốc một màu")
        make_page(home, "Khay thuốc của đội trực cấp cứu", lead="Không nhầm nữa")
        assert titles(StandardPage.objects.search("khay thuoc")) == [
            "Khay thuốc của đội trực cấp cứu",
            "Việc khác hẳn",
        ]

    @pytest.mark.parametrize("asked", ["Trợ năng", "tro nang", "thuốc", "thuoc"])
    def test_a_title_comes_before_a_text_however_often_that_says_it(self, asked: str) -> None:
        home = StandardPage.objects.get(title=TITLES[4]).get_parent().specific
        make_page(home, "Việc khác hẳn", lead=f"{asked}, {asked} và {asked}", search_description=f"{asked} {asked}")
        make_page(home, f"Về cách làm {asked} cho mọi người ở mọi nơi, kể cả khi mất điện và mưa bão")
        assert len(titles(StandardPage.objects.search(asked))) == 2
        assert titles(StandardPage.objects.search(asked))[0].startswith("Về cách làm")

    @pytest.mark.parametrize("asked", ["nam châm", "nam cham", "thuốc", "Trợ năng", "châm nam"])
    def test_a_lead_or_description_comes_between_title_and_text(self, asked: str) -> None:
        home = StandardPage.objects.get(title=TITLES[4]).get_parent().specific
        say = f"{asked}, {asked} và lại {asked}. "
        make_page(home, "Trong bài", body=[("paragraph", f"<p>{say * 9}</p>")])
        make_page(home, "Ở dòng mở đầu", lead=f"Hai viên ở chuyền may, một trong ba điều về {asked} mà ai cũng nhớ")
        make_page(home, "Trong mô tả", search_description=f"Một dải thép uốn và hai viên mà ai cũng nhớ: {asked}")
        make_page(home, f"Điều {' và '.join(reversed(asked.split()))} mà ai cũng nhớ")
        found = titles(StandardPage.objects.search(asked))
        assert found[0].startswith("Điều")
        assert sorted(found[1:3]) == ["Trong mô tả", "Ở dòng mở đầu"]
        assert found[3:] == ["Trong bài"]

    def test_a_description_is_found(self) -> None:
        home = StandardPage.objects.get(title=TITLES[4]).get_parent().specific
        make_page(home, "Việc khác hẳn", search_description="A sewing line")
        assert titles(StandardPage.objects.search("sewing")) == ["Việc khác hẳn"]

    def test_composed_queries(self, subtests: pytest.Subtests) -> None:
        cases: list[tuple[SearchQuery, list[str]]] = [
            (Phrase("nai đồng"), [TITLES[1]]),
            (And([PlainText("đồng"), Not(PlainText("english"))]), [TITLES[0], TITLES[1], TITLES[3]]),
            (Or([PlainText("hòa"), Phrase("cà mau")]), [TITLES[4], TITLES[5], TITLES[8]]),
            (And([PlainText("bình"), Or([PlainText("mỏ"), PlainText("tủ")])]), [TITLES[4]]),
            (Not(PlainText("nài")), TITLES[4:]),
            (Not(Or([PlainText("nai"), PlainText("bình"), PlainText("ở")])), [TITLES[6], TITLES[9]]),
            (Boost(PlainText("mỏ"), 3), [TITLES[4]]),
            (PlainText("mỏ english", operator="or"), [TITLES[2], TITLES[4]]),
            (And([PlainText("!"), PlainText("mỏ")]), [TITLES[4]]),
        ]
        for query, expected in cases:
            with subtests.test(query=repr(query)):
                assert sorted(titles(StandardPage.objects.search(query))) == sorted(expected)

    def test_an_order_of_its_own(self) -> None:
        ordered = StandardPage.objects.order_by("title").search("đồng nai", order_by_relevance=False)
        assert titles(ordered) == sorted(TITLES[:4])

    def test_slices_and_scores(self) -> None:
        results = StandardPage.objects.search("đồng nai").annotate_score("score")
        scores = [page.score for page in results]
        assert len(set(scores)) > 1
        assert titles(results[1:3]) == titles(results)[1:3]
        assert results[0].title == titles(results)[0]
        unordered = StandardPage.objects.search("đồng nai", order_by_relevance=False).annotate_score("score")
        assert sorted(page.score for page in unordered) == sorted(scores)

    def test_types_and_filters(self) -> None:
        assert type(Page.objects.search("đồng nai")[0]) is Page
        assert type(Page.objects.specific().search("đồng nai")[0]) is StandardPage
        assert titles(Page.objects.filter(live=False).search("đồng nai")) == []

    def test_facets(self) -> None:
        counts = Page.objects.search("đồng nai").facet("content_type_id")
        assert list(counts.values()) == [4]

    def test_a_changed_page_is_found_by_its_new_words_alone(self) -> None:
        page = StandardPage.objects.get(title=TITLES[4])
        page.title = "Thợ lò Quảng Ninh"
        page.save()
        assert titles(StandardPage.objects.search("quang ninh")) == ["Thợ lò Quảng Ninh"]
        assert titles(StandardPage.objects.search("thợ mỏ")) == []
        page.delete()
        assert titles(StandardPage.objects.search("quang ninh")) == []

    def test_rebuilding_the_index(self) -> None:
        get_search_backend().get_index_for_model(StandardPage).reset()
        assert titles(StandardPage.objects.search("dong nai")) == []
        call_command("update_index", verbosity=0)
        assert len(titles(StandardPage.objects.search("dong nai"))) == 4
