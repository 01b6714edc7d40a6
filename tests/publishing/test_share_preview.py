"""What an editor sees of how a page's link will look: previews from the draft, and warnings."""

from base64 import b64decode
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from PIL import Image

from publishing.consent import People
from publishing.share_preview import NETWORKS, shown_and_cut, warnings
from sharing.models import ShareCard
from tests.factories import (
    CampaignPageFactory,
    ImageFactory,
    InitiativePageFactory,
    SiteTree,
    SnapshotFactory,
    StandardPageFactory,
    StoryPageFactory,
    site_tree,
)

pytestmark = pytest.mark.django_db
LONG = "Cụ Năm tám mươi tuổi vẫn chăm chuyền mười hai mỗi sáng và chỉ cho lớp thợ trẻ cách trải vải không nhăn"


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("bientap", "bientap@example.org", "mat-khau-dai"))
    return client


def preview(editor: Client, page: Any, mode: str) -> Any:
    return editor.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]), {"mode": mode})


def card_in(html: str) -> Image.Image:
    picture = BeautifulSoup(html, "html.parser").select_one("article img")
    assert picture is not None
    kind, _comma, data = str(picture["src"]).partition(",")
    assert kind == "data:image/jpeg;base64"
    return Image.open(BytesIO(b64decode(data)))


@pytest.mark.parametrize("mode", [network.key for network in NETWORKS])
def test_the_draft_is_shown_as_its_link_will_look(tree: SiteTree, editor: Client, mode: str) -> None:
    page = StoryPageFactory(title="Đã đăng")
    page.title = "Còn là bản nháp"
    page.save_revision()
    response = preview(editor, page, mode)
    assert response.status_code == 200
    html = response.content.decode()
    assert "Còn là bản nháp" in html
    assert "Đã đăng" not in html
    assert card_in(html).size == (1200, 630)
    assert not ShareCard.objects.exists()


def test_every_page_type_can_be_looked_at(tree: SiteTree, editor: Client) -> None:
    SnapshotFactory(campaign=(campaign := CampaignPageFactory()).campaign)
    pages: list[Any] = [
        tree.home,
        tree.stories,
        campaign,
        StoryPageFactory(),
        InitiativePageFactory(),
        StandardPageFactory(),
    ]
    for page in pages:
        page.save_revision()
        assert card_in(preview(editor, page, "facebook").content.decode()).size == (1200, 630), page
        assert preview(editor, page, "").status_code == 200


def test_the_picture_is_let_through_and_nothing_inline_is(tree: SiteTree, editor: Client) -> None:
    page = StoryPageFactory()
    page.save_revision()
    response = preview(editor, page, "zalo")
    policy = {part.split()[0]: part for part in response.headers["Content-Security-Policy"].split("; ")}
    assert "data:" in policy["img-src"]
    soup = BeautifulSoup(response.content, "html.parser")
    assert not soup.select("script, style, [style]")


def test_what_a_network_cuts_off_is_shown_as_cut_off(tree: SiteTree, editor: Client) -> None:
    page = StoryPageFactory(title=LONG)
    page.save_revision()
    soup = BeautifulSoup(preview(editor, page, "facebook").content, "html.parser")
    title, cut = soup.select_one(".title"), soup.select_one(".cut del")
    assert title is not None and cut is not None
    assert title.text.endswith("…")
    assert title.text.rstrip("…") + " " + cut.text.strip() == LONG


def test_a_description_goes_as_far_as_the_network_shows_it(tree: SiteTree, editor: Client) -> None:
    page = StoryPageFactory(lead=LONG)
    page.save_revision()
    said = {
        network.key: BeautifulSoup(preview(editor, page, network.key).content, "html.parser").select_one(".description")
        for network in NETWORKS
    }
    assert said["facebook"] is None and said["x"] is None
    assert said["zalo"] is not None
    assert said["zalo"].text.endswith("…")
    assert LONG.startswith(said["zalo"].text.rstrip("…"))


def test_words_stay_whole() -> None:
    assert shown_and_cut("một hai ba", 8) == ("một hai", " ba")
    assert shown_and_cut("một hai", 7) == ("một hai", "")
    assert shown_and_cut("m" * 9, 8) == ("m" * 8, "m")


def test_the_editing_screen_warns_of_a_title_that_is_cut_and_a_picture_that_is_small(
    tree: SiteTree, editor: Client
) -> None:
    page = StoryPageFactory(title=LONG, share_image=ImageFactory(people=People.NO))
    said = list(warnings(page))
    assert len(said) == 4
    assert "120×80" in said[-1]
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "help-warning" in html and "120×80" in html
    page.seo_title, page.share_image = "Cụ Năm chăm chuyền", None
    assert list(warnings(page)) == []
