"""Finding a page by its address answers as Wagtail's own walk down the tree does, with what stands around the page."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client, RequestFactory
from django.utils import translation
from wagtail.documents.models import Document
from wagtail.models import CollectionViewRestriction, Page, PageViewRestriction

from publishing.routing import route
from tests.factories import (
    CampaignPageFactory,
    SiteTree,
    StandardPageFactory,
    StoryPageFactory,
    UnitFactory,
    site_tree,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


def found(address: str) -> Any:
    """What `route` answers to the address below the language's prefix."""
    return route(RequestFactory().get("/", SERVER_NAME="testserver"), address)


def test_every_page_is_found_by_its_address(tree: SiteTree) -> None:
    StoryPageFactory()
    StandardPageFactory(parent=StandardPageFactory())
    CampaignPageFactory()
    vietnamese = Page.objects.filter(locale=tree.vi, depth__gt=1).specific()
    assert vietnamese.count() == 8
    for page in vietnamese:
        result = found(page.url.lstrip("/"))
        assert result.page == page
        assert type(result.page) is type(page)
        assert result.page.locale == tree.vi


def test_it_takes_one_query_however_deep(tree: SiteTree, django_assert_num_queries: Any) -> None:
    page = StandardPageFactory(parent=StandardPageFactory(parent=StandardPageFactory()))
    address = page.url.lstrip("/")
    request = RequestFactory().get("/", SERVER_NAME="testserver")
    with django_assert_num_queries(2):  # the site, the page
        result = route(request, address)
    assert result is not None
    assert [ancestor.pk for ancestor in result.page.surroundings.above] == [
        ancestor.pk for ancestor in page.get_ancestors().filter(depth__gt=1)
    ]


@pytest.mark.parametrize(
    "address",
    [
        "khong-co/",
        "cau-chuyen/khong-co/",
        "cau-chuyen/cau-chuyen/",
        "trang-chu/",
        "trang-chu/cau-chuyen/",
        "home/",
        "don-vi/75/",
        "' OR 1=1/",
        "%/",
        "cau-chuyen/%/",
        "_/",
        "x/" * 400,
    ],
)
def test_what_is_no_page_is_none(tree: SiteTree, address: str) -> None:
    StoryPageFactory()
    assert found(address) is None


def test_a_draft_is_not_found_but_what_stands_below_it_is(tree: SiteTree) -> None:
    parent = StandardPageFactory(live=False)
    child = StandardPageFactory(parent=parent)
    assert found(f"{parent.slug}/") is None
    result = found(f"{parent.slug}/{child.slug}/")
    assert result.page == child
    assert parent.pk not in {ancestor.pk for ancestor in result.page.surroundings.above}


def test_each_language_has_its_own_tree(tree: SiteTree, client: Client) -> None:
    english = StandardPageFactory(parent=tree.home_en, slug="about", locale=tree.en)
    assert found("about/") is None
    with translation.override("en"):
        assert found("about/").page == english
        assert found("").page == tree.home_en
        assert found("cau-chuyen/") is None
    assert found("").page == tree.home
    assert client.get("/en/about/").status_code == 200
    assert client.get("/about/").status_code == 404


def test_the_routes_inside_a_page_are_left_to_it(tree: SiteTree, client: Client) -> None:
    page = CampaignPageFactory()
    UnitFactory(code="75")
    assert client.get(f"{page.url}don-vi/75/").status_code == 200
    assert client.get(f"{page.url}don-vi/không/").status_code == 404
    assert client.get(f"{page.url}gi-do/").status_code == 404


def test_the_page_knows_its_published_translations(tree: SiteTree, client: Client) -> None:
    page = StandardPageFactory()
    draft = StandardPageFactory(
        parent=tree.home_en, slug="about", locale=tree.en, translation_key=page.translation_key, live=False
    )
    assert b"hreflang" not in client.get(page.url).content.split(b"</head>")[0]
    draft.save_revision().publish()
    assert f'hreflang="en" href="{draft.full_url}"' in client.get(page.url).content.decode()


class TestRestrictions:
    def test_a_page_below_a_restriction_asks_for_the_log_in_and_is_never_shared(
        self, tree: SiteTree, client: Client
    ) -> None:
        story = StoryPageFactory()
        assert "public" in client.get(story.url)["Cache-Control"]
        PageViewRestriction.objects.create(page=tree.stories, restriction_type="login")
        response = client.get(story.url)
        assert response.status_code == 302
        assert "public" not in response.get("Cache-Control", "")

    def test_one_with_a_password_shows_itself_only_with_it(self, tree: SiteTree, client: Client) -> None:
        story = StoryPageFactory(lead="Chỉ người trong tổ biết")
        PageViewRestriction.objects.create(page=story, restriction_type="password", password="mat-khau")
        response = client.get(story.url)
        assert "Chỉ người trong tổ biết" not in response.content.decode()
        assert "public" not in response.get("Cache-Control", "")

    def test_an_alias_is_as_closed_as_its_source(self, tree: SiteTree, client: Client) -> None:
        story = StoryPageFactory()
        alias = story.create_alias(update_slug="ban-thu-hai")
        assert client.get(alias.url).status_code == 200
        PageViewRestriction.objects.create(page=story, restriction_type="login")
        assert client.get(alias.url).status_code == 302

    @pytest.mark.parametrize("language", ["vi", "en"])
    def test_who_is_logged_in_outside_the_groups_is_told_so(
        self, tree: SiteTree, client: Client, language: str
    ) -> None:
        page = StandardPageFactory(parent=tree.home if language == "vi" else tree.home_en)
        group = Group.objects.create(name="Ban biên tập")
        PageViewRestriction.objects.create(page=page, restriction_type="groups").groups.add(group)
        assert client.get(page.url).status_code == 302
        user = get_user_model().objects.create_user("khach", "khach@congdoan.example", "mat-khau")
        client.force_login(user)
        response = client.get(page.url)
        assert response.status_code == 403
        said = {"vi": "Bạn chưa được mở trang này", "en": "This is not open to you"}[language]
        assert said in response.content.decode()
        assert "public" not in response.get("Cache-Control", "")
        user.groups.add(group)
        assert client.get(page.url).status_code == 200

    def test_so_is_who_asks_for_their_documents(self, client: Client) -> None:
        document = Document.objects.create(title="Nội bộ", file=ContentFile(b"%PDF-1.7", "noi-bo.pdf"))
        restriction = CollectionViewRestriction.objects.create(
            collection=document.collection, restriction_type="groups"
        )
        assert client.get(document.url).status_code == 302
        client.force_login(get_user_model().objects.create_user("khach", "khach@congdoan.example", "mat-khau"))
        assert client.get(document.url).status_code == 403
        restriction.delete()
        assert client.get(document.url).getvalue() == b"%PDF-1.7"
