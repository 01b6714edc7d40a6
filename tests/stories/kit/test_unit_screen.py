"""The editors' screen of a unit's kit: who finds it, what it lists, and what it keeps to itself."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from campaigns.models import Unit
from home.demo.accounts import CHIEFS, GRASSROOTS, ensure_roles
from stories.kit import unit_screen
from stories.models import StoryIndexPage
from tests.factories import InitiativePageFactory, SiteTree, StoryPageFactory, UnitFactory, site_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    site_tree()
    made: Unit = UnitFactory(name="LĐLĐ tỉnh Đồng Nai", short_name="Đồng Nai")
    return made


def screen(client: Client, unit: Unit) -> BeautifulSoup:
    answer = client.get(reverse("share_kit_of_unit", args=[unit.pk]))
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def logged_in(role: str) -> Client:
    user = get_user_model().objects.create_user(f"an-{role}", password="x")
    user.groups.set([ensure_roles()[role]])
    client = Client()
    client.force_login(user)
    return client


def test_it_lists_public_pages_by_language_with_the_way_to_the_file(admin_client: Client, unit: Unit) -> None:
    tree = SiteTree.current()
    story = StoryPageFactory(title="Chuyền 12", unit=unit)
    english = StoryIndexPage(title="Stories", slug="stories", locale=tree.en)
    tree.home_en.add_child(instance=english)
    StoryPageFactory(title="Line 12", parent=english, locale=tree.en, unit=unit)
    StoryPageFactory(title="Bản nháp", unit=unit, live=False)
    InitiativePageFactory(title="Bí mật", unit=unit, restricted=True)

    html = screen(admin_client, unit)

    kits = [str(link["href"]) for link in html.select(".kit a.button")]
    assert kits == [f"/tai-ve/don-vi/{unit.pk}/{language}/bo-chia-se.zip" for language in ("vi", "en")]
    assert [button["data-copy"] for button in html.select("[data-copy]")] == [f"http://testserver{kit}" for kit in kits]
    titles = {link.get_text(): str(link["href"]) for link in html.select(".kit-files a")}
    assert titles.keys() == {"Chuyền 12", "Line 12"}
    assert titles["Chuyền 12"] == reverse("share_kit", args=[story.pk])
    assert [heading.get_text() for heading in html.select(".kit h2")] == ["Tiếng Việt", "English"]


def test_who_may_not_edit_a_page_gets_to_the_page(unit: Unit) -> None:
    story = StoryPageFactory(title="Chuyền 12", unit=unit)
    links = {role: screen(logged_in(role), unit).select_one(".kit-files a") for role in (CHIEFS, GRASSROOTS)}
    assert [link and link["href"] for link in links.values()] == [reverse("share_kit", args=[story.pk]), story.url]


def test_a_unit_without_public_pages_says_how_to_get_a_kit(admin_client: Client, unit: Unit) -> None:
    html = screen(admin_client, unit)
    assert "Chưa có câu chuyện, sáng kiến công khai nào" in html.get_text()
    assert not html.select(".kit a.button")


def test_older_pages_are_told(admin_client: Client, unit: Unit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unit_screen, "MOST", 1)
    StoryPageFactory(unit=unit)
    StoryPageFactory(unit=unit)
    html = screen(admin_client, unit)
    assert len(html.select(".kit-files a")) == 1
    assert "1 bài cũ hơn" in html.get_text()


def test_the_list_of_units_and_the_kit_of_a_page_lead_there(admin_client: Client, unit: Unit) -> None:
    story = StoryPageFactory(unit=unit)
    secret = InitiativePageFactory(unit=unit, restricted=True)
    address = reverse("share_kit_of_unit", args=[unit.pk])
    for way in (reverse("wagtailsnippets_campaigns_unit:list"), reverse("share_kit", args=[story.pk])):
        assert address in admin_client.get(way).content.decode(), way
    assert address not in admin_client.get(reverse("share_kit", args=[secret.pk])).content.decode()


def test_it_is_no_page_for_the_public(client: Client, unit: Unit, django_user_model: Any) -> None:
    address = reverse("share_kit_of_unit", args=[unit.pk])
    assert client.get(address).status_code == 302
    client.force_login(django_user_model.objects.create_user("reader", password="x"))
    assert client.get(address).status_code == 302
    assert "admin" in client.get(address)["Location"]


def test_a_unit_that_is_none_is_not_found(admin_client: Client, unit: Unit) -> None:
    assert admin_client.get(reverse("share_kit_of_unit", args=[999_999])).status_code == 404
