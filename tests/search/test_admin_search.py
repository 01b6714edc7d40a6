"""The admin's search and choosers find Vietnamese in all spellings too."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from tests.factories.campaigns import UnitFactory
from tests.factories.media import DocumentFactory, ImageFactory
from tests.factories.pages import InitiativePageFactory, StoryPageFactory
from tests.vietnamese.strategies import nfd

pytestmark = pytest.mark.django_db

SPELLINGS = ["dong nai", nfd("Đồng Nai"), '"đồng nai"']
ODD = ['a"b', "a\x00b", "x" * 10_000, "…", 'đồng "nai']


@pytest.fixture(autouse=True)
def desk(client: Client) -> None:
    """An editor who may see everything, and something to look for."""
    client.force_login(get_user_model().objects.create_superuser("desk", "desk@example.com", "x"))
    StoryPageFactory(title="Ngày hội ở Đồng Nai")
    UnitFactory(name="Ngày hội ở Đồng Nai")
    ImageFactory(title="Ngày hội ở Đồng Nai")
    DocumentFactory(title="Ngày hội ở Đồng Nai")


@pytest.mark.parametrize("restricted", [False, True])
@pytest.mark.parametrize("view", ["wagtailadmin_pages:search", "wagtailadmin_choose_page_search"])
@pytest.mark.parametrize("asked", ["le van sy", "Lê Văn Sỹ", "SK-2022-002.247", "sk-2022-002"])
def test_an_initiative_is_found_by_author_and_code(client: Client, view: str, asked: str, restricted: bool) -> None:
    InitiativePageFactory(
        title="Cữ nam châm", code="SK-2022-002.247", restricted=restricted, people_and_effects__name="Lê Văn Sỹ"
    )
    assert "Cữ nam châm" in client.get(reverse(view), {"q": asked}).content.decode()
    if restricted:
        for public in ("search:search", "search:suggest"):
            assert "Cữ nam châm" not in client.get(reverse(public), {"q": asked}).content.decode()


@pytest.mark.parametrize(
    "view",
    [
        "wagtailadmin_pages:search",
        "wagtailadmin_choose_page_search",
        "wagtailsnippets_campaigns_unit:list",
        "wagtailimages:index",
        "wagtailimages_chooser:choose_results",
        "wagtaildocs:index",
        "wagtaildocs_chooser:choose_results",
    ],
)
def test_all_spellings_are_found_and_odd_ones_break_nothing(
    client: Client, view: str, subtests: pytest.Subtests
) -> None:
    for asked in SPELLINGS:
        with subtests.test(asked=asked):
            response = client.get(reverse(view), {"q": asked})
            assert response.status_code == 200
            assert "Ngày hội ở Đồng Nai" in response.content.decode()
    for asked in ODD:
        with subtests.test(asked=asked[:20]):
            assert client.get(reverse(view), {"q": asked}).status_code == 200
