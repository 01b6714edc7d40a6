"""The results page as readers get it."""

from urllib.parse import parse_qs, urlencode

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale, Page, PageViewRestriction

from search.questions import MAX_QUERY, clean_query
from stories.models import InitiativeAuthor
from tests.factories.campaigns import SnapshotFactory, UnitFactory
from tests.factories.media import ImageFactory
from tests.factories.pages import (
    CampaignPageFactory,
    InitiativePageFactory,
    StandardPageFactory,
    StoryPageFactory,
)
from tests.factories.sites import SiteTree
from tests.vietnamese.strategies import nfd

pytestmark = pytest.mark.django_db

VI, EN = "/tim-kiem/", "/en/search/"


@pytest.fixture(autouse=True)
def tree() -> SiteTree:
    return SiteTree.current()


def ask(client: Client, query: str, address: str = VI, **more: str | int) -> BeautifulSoup:
    response = client.get(address, {"q": query, **more})
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def one(page: BeautifulSoup, selector: str) -> Tag:
    """The first element that the selector finds; there must be one."""
    element = page.select_one(selector)
    assert element is not None, selector
    return element


def found(page: BeautifulSoup) -> list[str]:
    return [link.get_text().strip().replace("\u00a0", " ") for link in page.select("main .items h3 a")]


def test_without_a_question_it_shows_ways_to_begin(client: Client) -> None:
    for address in (VI, f"{VI}?q=", f"{VI}?q=%20%00", f"{VI}?p=99"):
        page = BeautifulSoup(client.get(address).content, "html.parser")
        assert page.select_one("main .empty")
        assert not found(page)


@pytest.mark.parametrize("query", ["dong nai", "Đồng Nai", nfd("Đồng Nai"), "  ĐỒNG   NAI  "])
def test_it_finds_all_kinds_of_pages_in_all_spellings(client: Client, query: str) -> None:
    StoryPageFactory(title="Chuyện ở Đồng Nai", kind="news")
    InitiativePageFactory(title="Máng che mưa Đồng Nai")
    StandardPageFactory(title="Đồng Nai liên hệ")
    CampaignPageFactory(title="Đồng Nai 40 ngày")
    page = ask(client, query)
    assert sorted(found(page)) == sorted(
        ["Chuyện ở Đồng Nai", "Máng che mưa Đồng Nai", "Đồng Nai liên hệ", "Đồng Nai 40 ngày"]
    )
    assert all(kind.get_text(strip=True) for kind in page.select("main .item .kind"))
    assert one(page, "main input[name=q]")["value"] == " ".join(query.split()).replace(nfd("Đồng"), "Đồng")


def test_texts_inside_pages_are_found(client: Client) -> None:
    StoryPageFactory(title="Một ca đêm", body=[("paragraph", "<p>Chiếc <b>cờ lê</b> tự chế</p>")])
    InitiativePageFactory(title="Tấm bạt cũ", summary="Tấm bạt che gốc cao su")
    assert found(ask(client, "co le")) == ["Một ca đêm"]
    assert found(ask(client, "che goc")) == ["Tấm bạt cũ"]


@pytest.mark.parametrize(
    ("language", "title", "asked", "marked"),
    [
        ("zh-hans", "如何提交企业建议", "企业", "企业"),
        ("zh-hans", "如何提交企业建议", "建议提交", "提交,建议"),
        ("ja", "提案の提出方法について", "提出方法", "提出方法"),
        ("ja", "提案の送り先と方法", "提案の方法", "提案の,方法"),
        ("ko", "개인정보를 보호합니다", "개인정보 보호", "개인정보,보호"),
    ],
)
def test_words_are_found_inside_unspaced_text(
    client: Client, language: str, title: str, asked: str, marked: str
) -> None:
    home = SiteTree.current().home.copy_for_translation(Locale.objects.create(language_code=language))
    home.save_revision().publish()
    StandardPageFactory(parent=home, title=title, locale=home.locale)
    page = ask(client, asked, f"/{language}/search/")
    assert found(page) == [title]
    assert ",".join(mark.get_text() for mark in page.select("main .items h3 mark")) == marked


@pytest.mark.parametrize(
    ("language", "title", "finds", "nothing"),
    [
        (
            "zh-hans",
            "企业的建议有一份，是天下人在地方提交的",
            "建议企业,提交建议,地方的建议",
            "天地,有人,的一是,天有地",
        ),
        ("ja", "こちらで提案の方法をにちじょう使う", "提案を方法", "こんにちは,では,法方,いつかう"),
        (
            "ko",
            "개인정보를 보호하고 사람이 해마다 국민과 가는 제안",
            "개인정보의 보호,제안을 보호합니다",
            "사랑해,국가,인정사정",
        ),
    ],
)
def test_scattered_signs_are_no_word(client: Client, language: str, title: str, finds: str, nothing: str) -> None:
    home = SiteTree.current().home.copy_for_translation(Locale.objects.create(language_code=language))
    home.save_revision().publish()
    StandardPageFactory(parent=home, title=title, locale=home.locale)
    for asked in finds.split(","):
        assert found(ask(client, asked, f"/{language}/search/")) == [title], asked
    for asked in nothing.split(","):
        assert found(ask(client, asked, f"/{language}/search/")) == [], asked


def test_people_and_tags_are_found_as_they_were_published_last(client: Client) -> None:
    page = InitiativePageFactory(title="Tấm bạt cũ")
    for name, tag in (("Hồ Xuân Mai", "cao su"), ("Võ Quốc Khánh", "cạo mủ")):
        page.authors.set([InitiativeAuthor(locale=page.locale, name=name, job="Thợ", workplace="Xưởng")])
        page.tags.set([tag])
        page.save_revision().publish()
        assert found(ask(client, name)) == found(ask(client, tag)) == ["Tấm bạt cũ"]
    assert found(ask(client, "Hồ Xuân Mai")) == found(ask(client, "cao su")) == []


@pytest.mark.parametrize(
    "typed",
    [
        *("SK-2022-081.540", "sk 2022 081540", "sk2022081540", "081540", "081.540"),
        *("SK2022-081.540", "sk2022 081.540", "SK/2022081.540"),
    ],
)
def test_a_code_is_found_however_it_is_typed(client: Client, typed: str) -> None:
    InitiativePageFactory(title="Thước dạ quang", code="SK-2022-081.540")
    InitiativePageFactory(title="Kín", code="SK-2022-081.540", restricted=True)
    assert found(ask(client, typed)) == ["Thước dạ quang"]


@pytest.mark.parametrize("sign", ["\u200b", "\u00ad"])
def test_what_is_invisible_in_pasted_text_joins_or_parts_words(client: Client, sign: str) -> None:
    StoryPageFactory(title="Tiết kiệm điện ở Sài Gòn")
    for typed in ("tiết{}kiệm", "tiết {}kiệm", "ti{}ết ki{}ệm", "đi{}ện tiết kiệm"):
        assert found(ask(client, typed.format(sign, sign))) == ["Tiết kiệm điện ở Sài Gòn"], typed


def test_a_restricted_initiative_is_found_by_what_may_be_told_alone(client: Client) -> None:
    secret = InitiativePageFactory(title="Công thức mới", summary="Phụ gia", restricted=True, award="Bằng khen")
    secret.save_revision().publish()
    assert found(ask(client, "công thức mới")) == ["Công thức mới"]
    assert found(ask(client, "bang khen")) == ["Công thức mới"]
    for word in ("phụ gia", "Trần Văn Bảy", "nông trường"):
        assert found(ask(client, word)) == []


def test_units_are_found_at_their_page_in_the_campaign(client: Client, tree: SiteTree) -> None:
    UnitFactory(code="75", name="LĐLĐ tỉnh Đồng Nai", short_name="Đồng Nai")
    UnitFactory(code="75-1", name="Công đoàn KCN Đồng Nai", kind="upper")
    page = CampaignPageFactory()
    for address in (VI, EN):
        soup = ask(client, "dong nai", address)
        links = soup.select(".foundunits a")
        assert [link["href"] for link in links] == [f"{page.url}don-vi/75/"]
        assert one(soup, ".foundunits .kind").get_text(strip=True)
        assert not soup.select("main .empty")
    assert links[0]["lang"] == "vi"
    page.unpublish()
    assert not ask(client, "dong nai").select(".foundunits")


def test_a_renamed_campaign_is_found_by_its_new_name(client: Client) -> None:
    campaign = CampaignPageFactory(title="40 ngày").campaign
    assert found(ask(client, "chữ thập")) == []
    campaign.name = "Chữ thập đỏ"
    campaign.save()
    assert found(ask(client, "chữ thập")) == ["40 ngày"]


PROVINCES = {
    "06": "Bắc Kạn",
    "24": "Bắc Giang",
    "27": "Bắc Ninh",
    "95": "Bạc Liêu",
    "26": "Vĩnh Phúc",
    "84": "Trà Vinh",
    "86": "Vĩnh Long",
    "02": "Hà Giang",
    "64": "Gia Lai",
    "82": "Tiền Giang",
    "89": "An Giang",
    "91": "Kiên Giang",
    "93": "Hậu Giang",
    "42": "Hà Tĩnh",
    "01": "Hà Nội",
    "35": "Hà Nam",
    "31": "Hải Phòng",
    "30": "Hải Dương",
}
MERGED = {"06": "30", "24": "27", "95": "93", "26": "27", "84": "86", "02": "30", "82": "89", "91": "89", "35": "42"}


@pytest.fixture
def provinces() -> None:
    """Some of them by their codes, and some that others took over."""
    CampaignPageFactory()
    units = {code: UnitFactory(code=code, name=f"LĐLĐ tỉnh {n}", short_name=n) for code, n in PROVINCES.items()}
    for code, heir in MERGED.items():
        units[code].successor = units[heir]
        units[code].save()


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("bac", ["Bắc Ninh", "Bắc Kạn", "Bắc Giang", "Bạc Liêu"]),
        ("vinh", ["Vĩnh Long", "Vĩnh Phúc", "Trà Vinh"]),
        ("hà", ["Hà Nội", "Hà Tĩnh"]),
        ("tỉnh", ["Hà Tĩnh"]),
    ],
)
def test_units_that_begin_so_and_still_exist_come_first(
    client: Client, provinces: None, typed: str, first: list[str]
) -> None:
    links = [link.get_text(strip=True) for link in ask(client, typed).select(".foundunits h3 a")]
    assert [link.removeprefix("LĐLĐ tỉnh ") for link in links][: len(first)] == first


def test_what_all_units_are_called_asks_for_none(client: Client, provinces: None) -> None:
    for typed in ("LĐLĐ", "ldld"):
        assert not ask(client, typed).select(".foundunits")


def test_figures_of_benefit_are_found_as_they_are_printed(client: Client) -> None:
    InitiativePageFactory(title="Tấm bạt cũ", benefit_vnd=436_800_000)
    InitiativePageFactory(title="Kín", benefit_vnd=890_000_000, restricted=True, search_description="Bí mật")
    assert found(ask(client, "436,8 triệu")) == ["Tấm bạt cũ"]
    assert found(ask(client, "890 triệu")) == ["Kín"]
    assert found(ask(client, "bí mật")) == []


@pytest.mark.parametrize(
    ("typed", "marked"), [("300000", "300.000"), ('"300.000"', "300.000"), ("1500000000", "1.500.000.000")]
)
def test_long_numbers_are_found_as_texts_write_them(client: Client, typed: str, marked: str) -> None:
    StoryPageFactory(title="Đích của chiến dịch", lead="Hướng tới 300.000 sáng kiến, làm lợi 1.500.000.000 đồng.")
    StoryPageFactory(title="Ba trăm áo", lead="May 300 áo, mã 000, một tỷ 1 500.")
    page = ask(client, typed)
    assert found(page) == ["Đích của chiến dịch"]
    assert [mark.get_text() for mark in page.select("main .items mark")] == [marked]


def test_drafts_and_pages_behind_a_password_are_not_found(client: Client, tree: SiteTree) -> None:
    StoryPageFactory(title="Bản nháp Đồng Nai", live=False)
    PageViewRestriction.objects.create(page=StoryPageFactory(title="Nội bộ Đồng Nai"), password="x")
    assert found(ask(client, "dong nai")) == []
    assert Page.objects.search("dong nai").count() == 2


def test_each_language_finds_its_own(client: Client, tree: SiteTree) -> None:
    StandardPageFactory(title="Giới thiệu ABBA")
    StandardPageFactory(title="About ABBA", parent=tree.home_en)
    assert found(ask(client, "abba")) == ["Giới thiệu ABBA"]
    assert found(ask(client, "abba", EN)) == ["About ABBA"]
    assert client.get("/search/").status_code == 404
    assert client.get("/en/tim-kiem/").status_code == 404


def test_the_switcher_keeps_the_question(client: Client) -> None:
    page = ask(client, "Đồng Nai")
    asked = urlencode({"q": "Đồng Nai"})
    assert {link["href"] for link in page.select(".langs a")} == {f"{VI}?{asked}", f"{EN}?{asked}"}
    assert one(page, "html")["lang"] == "vi"
    assert one(ask(client, "x", EN), "html")["lang"] == "en"


def test_pages_of_results(client: Client) -> None:
    for number in range(30):
        StandardPageFactory(title=f"Bảo hộ {number}")
    seen = [title for number in (1, 2, 3) for title in found(ask(client, "bao ho", p=number))]
    assert len(seen) == len(set(seen)) == 30
    assert len(found(ask(client, "bao ho"))) == 12
    assert found(ask(client, "bao ho", p="hai")) == found(ask(client, "bao ho", p=1))
    page = ask(client, "bao ho", p=2)
    assert one(page, ".pager [aria-current=page]").get_text(strip=True).endswith("2")
    assert parse_qs(str(one(page, ".pager [rel=next]")["href"])[1:]) == {"q": ["bao ho"], "p": ["3"]}
    for number in (4, 99, 10**8):
        assert client.get(f"{VI}?q=bao+ho&p={number}").status_code == 404
    for odd in ("-1", "0", "1.5", "², ", "9" * 400, ""):
        assert client.get(VI, {"q": "bao ho", "p": odd}).status_code == 200


def test_nothing_found_says_so_and_leads_on(client: Client) -> None:
    page = ask(client, "máy ép gạch rỗng")
    assert "máy ép gạch rỗng" in one(page, "main .empty h2").get_text()
    assert page.select_one(".browse") is None, "there is nothing to filter: the page's whole width is for the words"
    assert client.get(f"{VI}?q=gach+rong&p=2").status_code == 404


@pytest.mark.parametrize("quotes", ['"{}"', "“{}”"])
def test_a_phrase_that_stands_nowhere_leads_to_its_words(client: Client, quotes: str) -> None:
    StoryPageFactory(title="Máy nhỏ ép gạch")
    page = ask(client, quotes.format("máy ép gạch"))
    assert [link["href"] for link in page.select(".empty ~ .tags a")][:1] == ["?q=m%C3%A1y+%C3%A9p+g%E1%BA%A1ch"]
    shorter = ask(client, quotes.format("máy ép") + " gạch")
    assert "máy gạch" not in shorter.get_text()
    assert one(shorter, ".empty ~ .tags a").get_text() == "gạch (1)"


def test_every_word_must_be_there(client: Client) -> None:
    StandardPageFactory(title="Tìm không dấu", lead="Gõ sao cũng ra: đồng lòng, gần xa")
    StoryPageFactory(title="Chuyện ở Đồng Nai")
    assert found(ask(client, "dong nai")) == ["Chuyện ở Đồng Nai"]
    assert found(ask(client, "dong nai gan")) == []


def test_a_long_question_finds_what_has_most_of_its_words_and_says_which_none_has(client: Client) -> None:
    StandardPageFactory(title="Gửi sáng kiến", lead="Làm sao để gửi, gửi lên đâu")
    for number in range(3):
        StoryPageFactory(title=f"Sáng kiến để đời {number}", lead="Làm sao để vui", live=number < 2)
    page = ask(client, "làm sao để gửi sáng kiến lên phần mềm?")
    assert found(page)[0] == "Gửi sáng kiến"
    assert len(found(page)) == 3
    assert len(found(ask(client, "làm sao để gửi sáng kiến lên phần mềm?", loai="page"))) == 1
    how = " ".join(one(page, ".searchpage__how").get_text().split())
    assert how == (
        "Không có trang nào có đủ các từ này. Đây là những trang có nhiều từ nhất. "
        "Không trang nào trong số này có “phần”, “mềm”."
    )
    assert found(ask(client, "gửi sáng kiến xong nhận tiền thưởng ở cơ quan nào")) == []
    assert found(ask(client, "gửi sáng kiến phần")) == []


def test_of_a_question_that_is_cut_the_words_looked_for_are_told(client: Client) -> None:
    StandardPageFactory(title="Gửi sáng kiến", lead="Làm sao để gửi lên đâu cho nhanh")
    asked = "làm sao để gửi sáng kiến robot lên đâu cho nhanh robot thì phần mềm nào cũng được nhé bạn"
    how = " ".join(note.get_text() for note in ask(client, asked).select(".searchpage__how"))
    assert "Không trang nào trong số này có “robot”, “thì”, “phần”, “mềm”, “nào”." in " ".join(how.split())


@pytest.mark.parametrize("language", ["zh-hans"])
def test_a_long_question_without_spaces_too(client: Client, language: str) -> None:
    home = SiteTree.current().home.copy_for_translation(Locale.objects.create(language_code=language))
    home.save_revision().publish()
    StandardPageFactory(parent=home, title="如何提交企业建议", locale=home.locale)
    assert found(ask(client, "我如何提交我的企业建议", f"/{language}/search/")) == ["如何提交企业建议"]
    assert found(ask(client, "我何时提出公司的业务提案", f"/{language}/search/")) == []


def test_a_long_question_takes_few_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    StandardPageFactory(title="Gửi sáng kiến", lead="Làm sao để gửi, gửi lên đâu")
    with django_assert_max_num_queries(26):
        ask(client, "làm sao để gửi sáng kiến lên phần mềm?")


def test_typing_errors_are_mended_and_nothing_else_of_the_question_changes(client: Client) -> None:
    StoryPageFactory(title="Sáng kiến thử nghiệm mẫu")
    for typed, meant in (
        ("nghiemm", "nghiệm"),
        ("nghiemm?", "nghiệm?"),
        ("mau (nghiemm)", "mau (nghiệm)"),
        ("nghiemm-mau", "nghiệm-mau"),
        (nfd("nghiệmm"), "nghiệm"),
    ):
        page = ask(client, typed)
        assert found(page) == ["Sáng kiến thử nghiệm mẫu"]
        assert f"“{meant}”" in one(page, ".searchpage__how").get_text()


def test_a_quoted_word_is_meant_as_it_is(client: Client) -> None:
    StoryPageFactory(title="Sáng kiến thử nghiệm")
    assert found(ask(client, '"nghiệm"')) == ["Sáng kiến thử nghiệm"]
    for typed in ('"nghiemm"', "“sangg” kien", '"nghiemm" nghiemm', 'sang "nghie"'):
        assert found(ask(client, typed)) == []


def test_nothing_is_said_to_be_found_by_another_letter_where_nothing_is(client: Client) -> None:
    StoryPageFactory(title="Thử nghiệm")
    assert not ask(client, "nghiemm zzqx").select(".searchpage__how")


ODD = [
    *(
        'a"b',
        "a\x00b",
        "x" * 10_000,
        "từ " * 4_000,
        "'; DROP TABLE",
        "%s",
        "%",
        "\\",
        "…",
        "(((",
        "a:*",
        "\ud7ff\uffff",
    ),
    *("' OR 1=1 --", '"', "'", "''", "a AND", "a & !", "& | !", "<->", "^a", "-a", "{a}", "a\\", "%27%00"),
    *("ﷺ" * 600, nfd("Đồng ") * 2_000, "😀 🧰", "\u200b"),
]


@pytest.mark.parametrize("query", ODD)
def test_odd_questions_are_answered(client: Client, query: str) -> None:
    StoryPageFactory(title="Đồng Nai")
    for address in (VI, EN):
        assert client.get(address, {"q": query}).status_code == 200


def test_bytes_that_are_no_text_are_answered(client: Client) -> None:
    assert client.get(f"{VI}?q=%ff%fe%00%80").status_code == 200


def test_the_question_is_shown_escaped_and_cut(client: Client) -> None:
    response = client.get(VI, {"q": "<script>alert(1)</script>"})
    assert "<script>alert" not in response.content.decode()
    page = ask(client, "ồ" * 500)
    assert one(page, "main input[name=q]")["value"] == "ồ" * MAX_QUERY


def test_results_are_not_for_search_engines_but_for_shared_caches(client: Client) -> None:
    response = client.get(VI, {"q": "a"})
    page = BeautifulSoup(response.content, "html.parser")
    assert one(page, "meta[name=robots]")["content"] == "noindex"
    assert one(page, "title").get_text().startswith("a – ")
    assert "s-maxage" in response.headers["Cache-Control"]
    assert "Cookie" not in response.headers.get("Vary", "")


def test_it_is_only_read(client: Client) -> None:
    assert client.head(VI, {"q": "a"}).status_code == 200
    assert client.post(VI, {"q": "a"}).status_code == 405


@pytest.mark.parametrize("times", [1, 3])
def test_queries_do_not_grow_with_the_results(
    client: Client, tree: SiteTree, times: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """All page types at once, with pictures, a unit and a counter above."""
    SnapshotFactory()
    CampaignPageFactory(title="Bảo hộ chiến dịch", image=ImageFactory())
    for index in (tree.home, tree.stories, tree.initiatives, tree.campaigns):
        index.title += " bảo hộ"
        index.save()
    for _ in range(times):
        unit = UnitFactory()
        StoryPageFactory(title="Bảo hộ chuyện", image=ImageFactory(), unit=unit)
        InitiativePageFactory(title="Bảo hộ sáng kiến", image=ImageFactory(), unit=unit)
    StandardPageFactory(title="Bảo hộ trang")
    client.get(VI, {"q": "bao ho"})  # makes the pictures
    with django_assert_max_num_queries(20):
        page = ask(client, "bao ho")
    assert len(found(page)) == min(12, 6 + 2 * times)


def test_cleaning() -> None:
    assert clean_query(" \x00a\tb\x7f\n" + nfd("ồ")) == "a b ồ"
    assert len(clean_query("a " * 500)) <= MAX_QUERY
