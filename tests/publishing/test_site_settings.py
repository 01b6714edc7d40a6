"""What editors choose for the whole site is what readers get: default share picture, slogan, the way to submit."""

import json
from importlib import import_module

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.exceptions import ValidationError
from django.test import Client

from publishing.consent import People
from publishing.models import SiteSettings, SiteWording
from sharing.cards.made import content_of
from stories.models.initiatives import InitiativeField
from stories.scenes import SCENES
from tests.factories import (
    CampaignPageFactory,
    ImageFactory,
    InitiativePageFactory,
    SiteTree,
    StandardPageFactory,
    StoryPageFactory,
    UnitFactory,
    site_tree,
)

pytestmark = pytest.mark.django_db

SUBMIT = ".mast .nav > a.btn"
SHARED = "meta[property='og:image']"


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


@pytest.fixture
def settings_of_site(tree: SiteTree) -> SiteSettings:
    settings: SiteSettings = SiteSettings.for_site(tree.site)
    return settings


def attribute(client: Client, address: str, selector: str, name: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    found = BeautifulSoup(response.content, "html.parser").select_one(selector)
    assert found is not None, (address, selector)
    return str(found[name])


class TestSharePicture:
    def test_what_is_no_page_shares_the_sites_default(
        self, tree: SiteTree, client: Client, settings_of_site: SiteSettings
    ) -> None:
        settings_of_site.share_image = ImageFactory(file__filename="chung.png")
        settings_of_site.save()
        assert "chung" in attribute(client, "/tim-kiem/", SHARED, "content")
        assert "chung" in attribute(client, "/khong-co/", SHARED, "content", status=404)

    def test_pages_share_their_own_card(self, tree: SiteTree, client: Client, settings_of_site: SiteSettings) -> None:
        settings_of_site.share_image = ImageFactory(file__filename="chung.png")
        settings_of_site.save()
        campaign = CampaignPageFactory()
        UnitFactory(code="75")
        addresses = [
            tree.home.url,
            tree.stories.url,
            StoryPageFactory().url,
            StandardPageFactory().url,
            campaign.url,
            f"{campaign.url}don-vi/75/",
            InitiativePageFactory(restricted=True, image=ImageFactory(file__filename="bi-mat.png")).url,
        ]
        for address in addresses:
            assert "/anh-chia-se/" in attribute(client, address, SHARED, "content"), address

    def test_what_an_editor_chose_comes_first(
        self, tree: SiteTree, client: Client, settings_of_site: SiteSettings
    ) -> None:
        story = StoryPageFactory(share_image=ImageFactory(file__filename="rieng.png", people=People.NO))
        assert "rieng" in attribute(client, story.url, SHARED, "content")

    def test_a_lost_file_gives_way_to_the_card(
        self, tree: SiteTree, client: Client, settings_of_site: SiteSettings
    ) -> None:
        image = ImageFactory(file__filename="rieng.png", people=People.NO)
        story = StoryPageFactory(share_image=image)
        image.file.storage.delete(image.file.name)
        assert "/anh-chia-se/" in attribute(client, story.url, SHARED, "content")

    @pytest.mark.parametrize("field", InitiativeField.values)
    def test_an_initiative_without_a_picture_has_its_fields_scene(
        self, tree: SiteTree, client: Client, field: str
    ) -> None:
        page = InitiativePageFactory(field=field)
        card = content_of(page)
        assert card is not None and card.photo is not None
        assert card.photo.name == f"img/scenes/{SCENES[field]}.jpg"
        for address, place in ((page.url, ".inihead"), (tree.initiatives.url, ".card"), (tree.home.url, ".card")):
            assert f"scenes/{SCENES[field]}" in attribute(client, address, f"{place} img.scene", "src"), address

    def test_a_lost_file_shows_the_scene(self, tree: SiteTree, client: Client) -> None:
        image = ImageFactory()
        page = InitiativePageFactory(image=image)
        image.file.storage.delete(image.file.name)
        assert "scenes/co-khi" in attribute(client, page.url, ".inihead img.scene", "src")
        assert "scenes/co-khi" in attribute(client, tree.initiatives.url, ".card img.scene", "src")

    def test_a_restricted_one_does_not_tell_its_field_by_its_scene(self, tree: SiteTree, client: Client) -> None:
        page = InitiativePageFactory(field="health", restricted=True)
        for address in (page.url, tree.initiatives.url, tree.home.url):
            assert "scenes/" not in client.get(address).content.decode()


def test_the_slogan_stands_under_the_banner_and_in_the_foot(
    tree: SiteTree, client: Client, settings_of_site: SiteSettings
) -> None:
    wording = settings_of_site.wordings.get(language="vi")
    wording.slogan = "Nỗ lực vượt khó"
    wording.save()
    home = BeautifulSoup(client.get(tree.home.url).content, "html.parser")
    inner = BeautifulSoup(client.get(tree.stories.url).content, "html.parser")
    for soup, place in ((home, ".hero"), (home, ".foot"), (inner, ".foot")):
        found = soup.select_one(place)
        assert found is not None
        assert "Nỗ lực vượt khó" in found.get_text().replace("\xa0", " ")


def test_a_wording_is_in_a_language_of_the_site(tree: SiteTree, settings_of_site: SiteSettings) -> None:
    wording = SiteWording(settings=settings_of_site, language="xx", banner="x", programme="x", organisation="x")
    with pytest.raises(ValidationError) as caught:
        wording.full_clean()
    assert set(caught.value.message_dict) == {"language"}


class TestWayToSubmit:
    def test_each_language_leads_to_its_version_of_the_chosen_page(
        self, tree: SiteTree, client: Client, settings_of_site: SiteSettings
    ) -> None:
        page = StandardPageFactory(slug="nop-o-dau")
        english = StandardPageFactory(
            parent=tree.home_en, slug="where", locale=tree.en, translation_key=page.translation_key
        )
        settings_of_site.submit_page = english
        settings_of_site.save()
        assert attribute(client, tree.home.url, SUBMIT, "href") == page.url
        assert attribute(client, tree.home_en.url, SUBMIT, "href") == english.url

    def test_it_may_stand_deeper_in_the_tree(
        self, tree: SiteTree, client: Client, settings_of_site: SiteSettings
    ) -> None:
        parent = StandardPageFactory()
        settings_of_site.submit_page = StandardPageFactory(parent=parent)
        settings_of_site.save()
        assert attribute(client, tree.home.url, SUBMIT, "href") == settings_of_site.submit_page.url
        links = BeautifulSoup(client.get(tree.home.url).content, "html.parser").select(".foot a")
        assert settings_of_site.submit_page.url not in [link["href"] for link in links]

    def test_a_draft_leads_to_the_call_on_the_home_page(
        self, tree: SiteTree, client: Client, settings_of_site: SiteSettings
    ) -> None:
        settings_of_site.submit_page = StandardPageFactory(live=False)
        settings_of_site.save()
        assert attribute(client, tree.home.url, SUBMIT, "href") == "/#gui"

    @pytest.mark.parametrize("chosen", [True, False])
    def test_no_button_leads_to_the_page_where_it_stands(
        self, tree: SiteTree, client: Client, settings_of_site: SiteSettings, *, chosen: bool
    ) -> None:
        call = {"type": "call_to_action", "value": {"heading": "Gửi thôi", "text": "", "label": "Mở", "url": ""}}
        page = StandardPageFactory(slug="nop-o-dau", body=json.dumps([call]))
        english = StandardPageFactory(
            parent=tree.home_en, locale=tree.en, translation_key=page.translation_key, body=json.dumps([call])
        )
        settings_of_site.submit_page = page if chosen else None
        settings_of_site.save()
        ends = [page, english] if chosen else [tree.home, tree.home_en]
        for end in ends:
            section = BeautifulSoup(client.get(end.url).content, "html.parser").select_one(".calltoact, .cta")
            assert section is not None and not section.select("a.btn") and section.select(".notyet"), end.url
        settings_of_site.submit_url = "https://portal.test/nop?a=1&b=2"
        settings_of_site.save()
        for end in ends:
            button = attribute(client, end.url, ".calltoact a.btn, .cta a.btn", "href")
            assert button == settings_of_site.submit_url

    def test_sites_that_knew_it_by_its_slug_keep_it(self, tree: SiteTree, settings_of_site: SiteSettings) -> None:
        english = StandardPageFactory(parent=tree.home_en, slug="how-to-submit", locale=tree.en)
        migration = import_module("publishing.migrations.0002_settings_choose")
        migration.choose_the_page_known_so_far(apps, None)
        settings_of_site.refresh_from_db()
        assert settings_of_site.submit_page_id == english.pk
        page = StandardPageFactory(slug="gui-sang-kien")
        migration.choose_the_page_known_so_far(apps, None)
        settings_of_site.refresh_from_db()
        assert settings_of_site.submit_page_id == page.pk
