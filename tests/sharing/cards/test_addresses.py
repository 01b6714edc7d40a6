"""Where cards stand and for whom: drawn when first asked for, the same for good, gone with their page."""

import logging
import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import PageViewRestriction

from campaigns.models import CampaignPage, CounterSnapshot
from publishing.consent import People
from publishing.models import EditorialImage
from sharing.cards import made
from sharing.cards.content import CardContent, Kind, Size
from sharing.cards.made import content_of, forget, make, thin_out
from sharing.models import ShareCard
from stories.models import InitiativePage, StoryPage
from tests.factories import (
    CampaignPageFactory,
    ConsentFactory,
    ImageFactory,
    InitiativePageFactory,
    SiteTree,
    SnapshotFactory,
    StandardPageFactory,
    StoryPageFactory,
    UnitFactory,
    site_tree,
)
from tests.factories.campaigns import AS_OF

pytestmark = pytest.mark.django_db
YEAR = "max-age=31536000"
Commit = DjangoCaptureOnCommitCallbacks


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


def head_image(client: Client, url: str) -> str:
    """The path of the one og:image of the page at `url`."""
    found = re.findall(r'property="og:image" content="https?://[^/"]+([^"]+)"', client.get(url).content.decode())
    assert len(found) == 1
    return str(found[0])


def published_again(page: Any, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()


def drawing(people: str = People.NO, **more: Any) -> EditorialImage:
    image: EditorialImage = ImageFactory(people=people, file__width=1500, file__height=1000, **more)
    return image


def test_a_head_names_its_card_without_drawing_it(client: Client, tree: SiteTree) -> None:
    page = StoryPageFactory(image=drawing())
    path = head_image(client, page.url)
    assert re.fullmatch(rf"/anh-chia-se/{page.pk}/[0-9a-f]{{20}}-1200x630\.jpg", path)
    assert not ShareCard.objects.exists()
    text = client.get(page.url).content.decode()
    after = text[text.index('property="og:image"') :]
    assert re.findall(r'property="(og:image[^"]*)"', after) == [
        "og:image", "og:image:width", "og:image:height", "og:image:type", "og:image:alt",
    ]  # fmt: skip
    assert f'og:image:alt" content="{page.title}"' in text


@pytest.mark.parametrize("size", Size)
def test_a_card_is_drawn_when_first_asked_for_and_then_is_the_same_for_good(
    client: Client, tree: SiteTree, size: Size
) -> None:
    page = StoryPageFactory(image=drawing())
    path = head_image(client, page.url).replace("1200x630", size.value)
    first = client.get(path)
    assert first.status_code == 200
    assert first.headers["Content-Type"] == "image/jpeg"
    for word in ("public", YEAR, "immutable"):
        assert word in first.headers["Cache-Control"]
    assert Image.open(BytesIO(first.content)).size == size.pixels
    card = ShareCard.objects.get()
    assert (card.kind, card.size) == (Kind.PHOTO, size)
    assert client.get(path).content == first.content
    assert ShareCard.objects.count() == 1


def test_publishing_draws_the_card_in_the_background(
    client: Client, tree: SiteTree, django_capture_on_commit_callbacks: Commit
) -> None:
    page = StoryPageFactory()
    with django_capture_on_commit_callbacks(execute=True):
        published_again(page, title="Tên mới")
    card = ShareCard.objects.get()
    assert head_image(client, page.url).endswith(f"{card.digest}-1200x630.jpg")
    assert default_storage.exists(card.file)


def test_an_old_address_still_answers_after_the_page_was_changed(client: Client, tree: SiteTree) -> None:
    page = StoryPageFactory()
    old = head_image(client, page.url)
    shown = client.get(old).content
    published_again(page, title="Tên đã đổi")
    new = head_image(client, page.url)
    assert new != old
    assert client.get(new).content != shown
    assert client.get(old).content == shown


@pytest.mark.parametrize(
    "path",
    ["0" * 20 + "-1200x630.jpg", "0" * 20 + "-202205100700-1200x630.jpg", "unit-1/" + "0" * 20 + "-1200x630.jpg"],
)
def test_a_forged_address_is_not_found_and_draws_nothing(client: Client, tree: SiteTree, path: str) -> None:
    page = StoryPageFactory()
    assert client.get(f"/anh-chia-se/{page.pk}/{path}").status_code == 404
    assert not ShareCard.objects.exists()


def test_a_card_is_not_that_of_another_page_or_size(client: Client, tree: SiteTree) -> None:
    one, other = StoryPageFactory(), StoryPageFactory()
    path = head_image(client, one.url)
    assert client.get(path.replace(f"/{one.pk}/", f"/{other.pk}/")).status_code == 404
    assert client.get(path.replace("1200x630", "1200x631")).status_code == 404
    assert client.get("/anh-chia-se/999999/" + path.rpartition("/")[2]).status_code == 404


def closed(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def closed_above(page: StoryPage) -> None:
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type=PageViewRestriction.LOGIN)


def taken_down(page: StoryPage) -> None:
    page.unpublish()


def expired(page: StoryPage) -> None:
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()
    call_command("publish_scheduled")


@pytest.mark.parametrize("closing", [closed, closed_above, taken_down, expired])
@pytest.mark.parametrize("was_made", [True, False])
def test_a_page_that_is_not_open_has_no_card(
    client: Client, tree: SiteTree, closing: Callable[[StoryPage], None], was_made: bool
) -> None:
    page = StoryPageFactory()
    path = head_image(client, page.url)
    if was_made:
        assert client.get(path).status_code == 200
    closing(page)
    assert client.get(path).status_code == 404


def test_a_draft_that_was_never_published_has_none(client: Client, tree: SiteTree) -> None:
    page = StoryPageFactory(live=False)
    content = content_of(page)
    assert content is not None
    assert client.get(f"/anh-chia-se/{page.pk}/{content.digest}-1200x630.jpg").status_code == 404
    assert not ShareCard.objects.exists()


def test_changes_that_are_not_published_are_on_no_card(client: Client, tree: SiteTree) -> None:
    page = StoryPageFactory(title="Đã đăng")
    before = head_image(client, page.url)
    page.title = "Còn là bản nháp"
    page.save_revision()
    draft = content_of(page)
    assert draft is not None
    assert client.get(f"/anh-chia-se/{page.pk}/{draft.digest}-1200x630.jpg").status_code == 404
    assert head_image(client, page.url) == before


def test_taking_a_page_down_deletes_its_cards_with_their_files(
    client: Client, tree: SiteTree, django_capture_on_commit_callbacks: Commit
) -> None:
    page = StoryPageFactory()
    client.get(head_image(client, page.url))
    file = ShareCard.objects.get().file
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert not ShareCard.objects.exists()
    assert not default_storage.exists(file)


def test_deleting_a_page_deletes_their_files(
    client: Client, tree: SiteTree, django_capture_on_commit_callbacks: Commit
) -> None:
    page = StoryPageFactory()
    client.get(head_image(client, page.url))
    file = ShareCard.objects.get().file
    with django_capture_on_commit_callbacks(execute=True):
        page.delete()
    assert not default_storage.exists(file)


def test_cards_are_handed_out_by_their_own_addresses_alone(client: Client, tree: SiteTree) -> None:
    page = StoryPageFactory()
    client.get(head_image(client, page.url))
    assert client.get(f"/media/{ShareCard.objects.get().file}").status_code == 404


def test_two_at_once_make_one_file(tree: SiteTree) -> None:
    page = StoryPageFactory()
    content = content_of(page)
    assert content is not None
    files = [f"cards/{page.pk}/x.jpg"] * 8
    threads = [Thread(target=made.keep, args=(file, bytes([number]) * 200_000)) for number, file in enumerate(files)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    folder = Path(settings.MEDIA_ROOT) / "cards" / str(page.pk)
    assert [file.name for file in folder.iterdir()] == ["x.jpg"]
    whole = (folder / "x.jpg").read_bytes()
    assert len(whole) == 200_000 and len(set(whole)) == 1
    assert make(page.pk, content) == make(page.pk, content)
    assert ShareCard.objects.count() == 1


def test_a_lost_photo_gives_the_text_card_for_a_minute_and_a_line_in_the_log(
    client: Client, tree: SiteTree, caplog: pytest.LogCaptureFixture
) -> None:
    page = StoryPageFactory(image=drawing())
    Path(page.image.file.path).unlink()
    response = client.get(head_image(client, page.url))
    assert response.status_code == 200
    assert "max-age=60" in response.headers["Cache-Control"]
    assert "immutable" not in response.headers["Cache-Control"]
    assert page.image.file.name in caplog.text
    assert not ShareCard.objects.exists()


def test_a_full_disk_leaves_nothing_half_written_and_readers_still_see_the_card(
    client: Client, tree: SiteTree, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    page = StoryPageFactory()
    path = head_image(client, page.url)
    folder = Path(settings.MEDIA_ROOT) / "cards"
    folder.mkdir()
    folder.chmod(0o500)
    (folder / str(page.pk)).write_bytes(b"")  # a file where the folder should be: no card can be written below it
    with caplog.at_level(logging.ERROR):
        response = client.get(path)
    assert response.status_code == 200
    assert Image.open(BytesIO(response.content)).size == (1200, 630)
    assert "max-age=60" in response.headers["Cache-Control"]
    assert "could not be kept" in caplog.text
    assert not ShareCard.objects.exists()


def test_a_card_whose_file_was_lost_is_drawn_again(client: Client, tree: SiteTree) -> None:
    page = StoryPageFactory()
    path = head_image(client, page.url)
    shown = client.get(path).content
    default_storage.delete(ShareCard.objects.get().file)
    assert client.get(path).content == shown
    assert default_storage.exists(ShareCard.objects.get().file)


class TestRestricted:
    def page(self) -> InitiativePage:
        page: InitiativePage = InitiativePageFactory(
            title="Khuôn ép mới", restricted=True, award="Bằng Lao động sáng tạo", image=drawing(),
            benefit_note="bí mật", quote="bí mật", people_and_effects__name="Bí Mật", unit=UnitFactory(name="Bí mật"),
        )  # fmt: skip
        return page

    def test_its_card_says_title_effect_and_award_alone(self, tree: SiteTree) -> None:
        content = content_of(self.page())
        assert content is not None
        assert (content.kind, content.title) == (Kind.TEXT, "Khuôn ép mới")
        assert (content.figure, content.figure_note) == ("11 ngày", "cạo thêm trong mùa mưa")
        assert content.lines == ("Bằng Lao động sáng tạo",)
        assert (content.photo, content.person) == (None, None)
        assert "mật" not in repr(content).lower()

    def test_its_people_have_no_cards(self, tree: SiteTree) -> None:
        assert content_of(self.page(), "person-1") is None

    def test_no_card_from_before_stays(
        self, client: Client, tree: SiteTree, django_capture_on_commit_callbacks: Commit
    ) -> None:
        page = InitiativePageFactory(image=drawing())
        old = head_image(client, page.url)
        assert client.get(old).status_code == 200
        with django_capture_on_commit_callbacks(execute=True):
            published_again(page, restricted=True)
        assert client.get(old).status_code == 404
        assert client.get(head_image(client, page.url)).status_code == 200


class TestConsent:
    def test_a_picture_of_people_without_consent_is_on_no_card(self, tree: SiteTree) -> None:
        for people in (People.UNSTATED, People.YES):
            content = content_of(StoryPageFactory(image=drawing(people)))
            assert content is not None
            assert (content.kind, content.photo) == (Kind.TEXT, None)

    def test_with_consent_it_is(self, tree: SiteTree) -> None:
        image = drawing(People.YES)
        image.consents.add(ConsentFactory())
        content = content_of(StoryPageFactory(image=image))
        assert content is not None and content.photo is not None

    def test_nor_is_it_what_an_editor_chose_to_share(self, client: Client, tree: SiteTree) -> None:
        page = StoryPageFactory(share_image=drawing(People.YES))
        assert head_image(client, page.url).startswith("/anh-chia-se/")
        shown = StoryPageFactory(share_image=drawing())
        assert "/media/" in head_image(client, shown.url)

    def test_a_person_has_a_card_by_name_only_with_consent(self, tree: SiteTree) -> None:
        page = InitiativePageFactory(
            people_and_effects__consent=ConsentFactory(), people_and_effects__portrait=drawing(), quote="Tôi làm được.",
            quote_name="Trần Văn Bảy",
        )  # fmt: skip
        content = content_of(page, "person-1")
        assert content is not None and content.person is not None
        assert (content.kind, content.title) == (Kind.PERSON, "“Tôi làm được.”")
        assert (content.person.name, content.person.portrait is None) == ("Trần Văn Bảy", False)
        assert content_of(InitiativePageFactory(), "person-1") is None
        assert content_of(page, "person-2") is None


class TestNumber:
    @pytest.fixture
    def counted(self, tree: SiteTree) -> CampaignPage:
        page: CampaignPage = CampaignPageFactory()
        SnapshotFactory(campaign=page.campaign, unit_codes=("79",))
        return page

    def later(self, page: CampaignPage, minutes: int, count: int) -> CounterSnapshot:
        snapshot: CounterSnapshot = SnapshotFactory(
            campaign=page.campaign, as_of=AS_OF + timedelta(minutes=minutes), count=count, unit_codes=("79",)
        )
        return snapshot

    def fresh(self, page: CampaignPage) -> CardContent:
        content = content_of(CampaignPage.objects.get(pk=page.pk))
        assert content is not None
        return content

    def test_it_says_when_it_was_true_and_what_it_is_of(self, counted: CampaignPage) -> None:
        figures = self.fresh(counted).figures
        assert figures is not None
        assert (figures.value, figures.percent) == ("141.846", "47,3%")
        assert figures.as_of == "Tính đến 14:05 ngày 10/5/2022"
        assert figures.label == "mục tiêu 300.000 sáng kiến"
        assert figures.state == "Số liệu đang cập nhật"

    @pytest.mark.parametrize(("state", "said"), [("held", "Đang đối soát"), ("final", "Số chốt")])
    def test_it_says_its_state(self, counted: CampaignPage, state: str, said: str) -> None:
        CounterSnapshot.objects.update(state=state)
        figures = self.fresh(counted).figures
        assert figures is not None and figures.state == said

    def test_its_address_carries_the_time_and_stays_while_figures_change_within_ten_minutes(
        self, client: Client, counted: CampaignPage
    ) -> None:
        path = head_image(client, counted.url)
        assert "-202205100700-1200x630.jpg" in path
        self.later(counted, 4, 142_000)
        assert head_image(client, counted.url) == path
        self.later(counted, 5, 143_000)
        assert "-202205100710-" in head_image(client, counted.url)

    def test_a_network_that_comes_a_little_late_still_finds_it(self, client: Client, counted: CampaignPage) -> None:
        path = head_image(client, counted.url)
        self.later(counted, 30, 150_000)
        shown = client.get(path)
        assert shown.status_code == 200
        assert client.get(path).content == shown.content
        assert ShareCard.objects.get().digest in path

    def test_times_that_never_were_are_not_found(self, client: Client, counted: CampaignPage) -> None:
        content = self.fresh(counted)
        for slot in ("202205100705", "202205100710", "202205100400", "202213990000"):
            path = f"/anh-chia-se/{counted.pk}/{content.digest_in(slot)}-{slot}-1200x630.jpg"
            assert client.get(path).status_code == 404, slot
        assert not ShareCard.objects.exists()

    def test_a_unit_has_a_card_of_its_own(self, client: Client, counted: CampaignPage) -> None:
        unit = UnitFactory(code="79", name="LĐLĐ TP Hồ Chí Minh")
        path = head_image(client, f"{counted.url}don-vi/79/")
        assert path.startswith(f"/anh-chia-se/{counted.pk}/unit-{unit.pk}/")
        assert client.get(path).status_code == 200
        assert ShareCard.objects.get().part == f"unit-{unit.pk}"

    def test_without_figures_it_is_words(self, tree: SiteTree) -> None:
        content = content_of(CampaignPageFactory(title="Chiến dịch mới"))
        assert content is not None
        assert (content.kind, content.title) == (Kind.TEXT, "Chiến dịch mới")

    def test_old_ones_are_thinned_out_and_their_addresses_answer_with_the_next(
        self, client: Client, counted: CampaignPage
    ) -> None:
        addresses = []
        for minutes, count in ((0, 141_846), (10, 142_000), (20, 143_000), (90, 144_000)):
            self.later(counted, minutes, count)
            addresses.append(head_image(client, counted.url))
            client.get(addresses[-1])
        start = timezone.now().replace(minute=0) - timedelta(days=3)
        for number, card in enumerate(ShareCard.objects.order_by("pk")):
            moment = start + timedelta(minutes=(0, 10, 20, 90)[number])
            ShareCard.objects.filter(pk=card.pk).update(made_at=moment)
        shown = [client.get(address).content for address in addresses]
        assert thin_out() == 2
        assert thin_out() == 0
        assert [client.get(address).content for address in addresses] == [shown[2], shown[2], shown[2], shown[3]]
        assert "max-age=86400" in client.get(addresses[0]).headers["Cache-Control"]

    def test_the_schedule_draws_what_the_head_names_and_nothing_while_the_number_stands_still(
        self, client: Client, counted: CampaignPage
    ) -> None:
        for _round in range(3):
            call_command("renew_cards")
        assert ShareCard.objects.get().digest in head_image(client, counted.url)
        self.later(counted, 10, 143_000)
        call_command("renew_cards")
        assert ShareCard.objects.count() == 2

    def test_the_schedule_leaves_out_campaigns_that_are_not_open(self, counted: CampaignPage) -> None:
        closed(counted)
        call_command("renew_cards")
        assert not ShareCard.objects.exists()


def test_every_page_type_has_a_card_in_every_language(client: Client, tree: SiteTree) -> None:
    from wagtail.models import Page

    StandardPageFactory()
    StandardPageFactory(parent=tree.home_en, slug="about", locale=tree.en)
    for page in Page.objects.filter(depth__gt=1).specific():
        path = head_image(client, page.url)
        assert path.startswith(f"/anh-chia-se/{page.pk}/")
        assert client.get(path).status_code == 200


def test_forgetting_spares_what_it_shall(client: Client, tree: SiteTree) -> None:
    page = StoryPageFactory()
    client.get(head_image(client, page.url))
    published_again(page, title="Khác")
    client.get(head_image(client, page.url))
    kept = head_image(client, page.url).rpartition("/")[2][:20]
    assert forget(page.pk, but={kept}) == 1
    assert ShareCard.objects.get().digest == kept


def test_asking_for_a_card_that_is_there_takes_one_query(client: Client, tree: SiteTree) -> None:
    from django.test.utils import CaptureQueriesContext

    page = StoryPageFactory()
    path = head_image(client, page.url)
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    assert len(queries) == 1
