"""A withdrawal, seen from outside: every address is fetched before and after, from a real server on loopback."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from http.client import HTTPConnection
from io import BytesIO
from pathlib import Path
from urllib.parse import quote, urlsplit
from zipfile import ZipFile

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings
from pytest_django.live_server_helper import LiveServer
from wagtail.models import Site

from publishing.consent import People, Rights, Use
from publishing.consent.closing import KEPT_FOR
from publishing.consent.reach import Reach
from publishing.models import Consent, EditorialImage, Withdrawal
from sharing.cards.made import make_missing
from sharing.models import ShareCard
from stories.models import InitiativePage, StoryPage
from tests.factories import (
    ConsentFactory,
    ImageFactory,
    InitiativePageFactory,
    StoryPageFactory,
    UnitFactory,
    site_tree,
)

pytestmark = pytest.mark.django_db

NAME = "Trần Thị Suối"
ALL = [use.value for use in Use]
ELSEWHERE = (
    "/feeds/initiatives.rss",
    "/embed/trang/{page}/",
    "/feeds/initiatives.atom",
    "/feeds/initiatives.json",
    "/oembed/?url={url}&format=json",
    "/oembed/?url={url}&format=xml",
    "/sitemap.xml",
)
"""What other programs take along of a page."""
MADE = {"cards", "kit"}
"""Folders of what is made of pages, anew after the withdrawal."""


@pytest.fixture
def server() -> Iterator[LiveServer]:
    """Serves what the test has in its transaction: the thread shares the test's own connection."""
    running = LiveServer("127.0.0.1")
    yield running
    running.stop()


@dataclass
class World:
    """A person on an initiative's page, in a story, and in the lists and on the front page that show these."""

    server: LiveServer
    consent: Consent
    picture: EditorialImage
    portrait: EditorialImage
    initiative: InitiativePage
    story: StoryPage

    def get(self, address: str) -> tuple[int, str]:
        status, body = self.fetch(address)
        return status, body.decode("utf-8", "replace")

    def fetch(self, address: str) -> tuple[int, bytes]:
        """What stands there, or where a redirect leads."""
        parts = urlsplit(self.server.url)
        connection = HTTPConnection(parts.hostname or "", parts.port, timeout=60)
        try:
            connection.request("GET", urlsplit(address)._replace(scheme="", netloc="").geturl())
            answer = connection.getresponse()
            body = answer.read()
            onward = answer.headers["Location"]
        finally:
            connection.close()
        return self.fetch(onward) if onward else (answer.status, body)

    def kit(self) -> dict[str, bytes]:
        """The files in the initiative's share kit."""
        status, body = self.fetch(reverse("kit:newest", args=[self.initiative.pk, "bo-chia-se.zip"]))
        assert status == 200
        with ZipFile(BytesIO(body)) as packed:
            return {name: packed.read(name) for name in packed.namelist()}

    def poster(self) -> str:
        """The words on the initiative's poster."""
        status, body = self.fetch(reverse("kit:newest", args=[self.initiative.pk, "ap-phich-a4.pdf"]))
        assert status == 200
        return PdfReader(BytesIO(body)).pages[0].extract_text()

    def card(self) -> str:
        """The address of the card in the initiative's head."""
        return re.findall(r'property="og:image" content="([^"]+)"', self.get(self.initiative.full_url)[1])[0]

    @property
    def pages(self) -> list[str]:
        home = Site.objects.get().root_page
        pages = [self.initiative, self.story, home, self.initiative.get_parent(), self.story.get_parent()]
        return [page.full_url for page in pages]

    def elsewhere(self) -> list[str]:
        """The addresses of ELSEWHERE."""
        url = quote(self.initiative.full_url, safe="")
        return [where.format(page=self.initiative.pk, url=url) for where in ELSEWHERE]

    def files_shown(self) -> set[str]:
        """The addresses of uploaded files that any of the pages names, in whatever attribute."""
        found: set[str] = set()
        for page in self.pages:
            status, html = self.get(page)
            assert status == 200
            found |= set(re.findall(r"/media/[^\s\"',&<>]+", html))
        return found

    def withdraw(self, admin: Client, uses: list[str], **more: str) -> None:
        data = {"uses": uses, "received_on": "1/3/2026", "reason": "", **more}
        answer = admin.post(reverse("consent_withdraw", args=[self.consent.pk]), data)
        assert answer.status_code == 302, answer.context["form"].errors


@pytest.fixture
def world(
    server: LiveServer, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, settings: Settings
) -> World:
    tree = site_tree()
    parts = urlsplit(server.url)
    tree.site.hostname, tree.site.port = parts.hostname, parts.port
    tree.site.save()
    with django_capture_on_commit_callbacks(execute=True):
        consent = ConsentFactory(name=NAME)
        picture = ImageFactory(people=People.YES, rights=Rights.OWN)
        picture.consents.set([consent])
        portrait = ImageFactory(people=People.UNSTATED)
        person = {"name": NAME, "portrait": portrait, "consent": consent}
        initiative = InitiativePageFactory(
            image=picture, quote="Tôi chỉ dán một gờ chéo.", quote_name=NAME,
            **{f"people_and_effects__{key}": value for key, value in person.items()},
        )  # fmt: skip
        figure = {"image": {"image": picture.pk, "alt_text": "Cạo mủ", "decorative": False}, "caption": "Chị Suối"}
        body = [("paragraph", f"<p>Chị {NAME} kể chuyện.</p>"), ("figure", figure)]
        story = StoryPageFactory(
            image=picture, body=[{"type": kind, "value": value, "id": str(n)} for n, (kind, value) in enumerate(body)]
        )
        initiative.save_revision().publish()
        story.save_revision().publish()
    portrait.refresh_from_db()
    return World(server, consent, picture, portrait, initiative, story)


def test_a_portrait_shows_the_person_whose_consent_stands_beside_it(world: World) -> None:
    assert world.portrait.people == People.YES
    assert list(world.portrait.consents.all()) == [world.consent]


def test_whoever_withdraws_is_nowhere_to_be_had(
    world: World, admin_client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    shown = world.files_shown()
    assert len(shown) >= 6
    originals = {picture.file.url for picture in (world.picture, world.portrait)}
    addresses = set(Reach(world.consent).addresses()) | shown | originals
    files = {address for address in addresses if "/media/" in address}
    assert {page.full_url for page in (world.initiative, world.story)} <= addresses
    assert [address for address in addresses if world.get(address)[0] != 200] == []
    assert NAME in world.get(world.initiative.full_url)[1]
    told = [
        where.format(page=world.initiative.pk, url=quote(world.initiative.full_url, safe="")) for where in ELSEWHERE
    ]
    assert set(told) - {"/sitemap.xml"} <= addresses
    assert "/media/" in world.get(told[0])[1] and "/media/" in world.get(told[1])[1]

    with django_capture_on_commit_callbacks(execute=True):
        world.withdraw(admin_client, ALL)

    assert [address for address in files if world.get(address)[0] != 404] == []
    assert world.files_shown() == set()
    for where in told:
        status, text = world.get(where)
        assert status == 200, where
        assert NAME not in text, where
        assert not [name for name in files if name in text], where
    html = world.get(world.initiative.full_url)[1]
    assert NAME not in html
    assert "Một người lao động" in html
    assert "gờ chéo." not in html.partition("</article>")[0].partition("<blockquote")[2]
    assert "Chị Suối" not in world.get(world.story.full_url)[1]
    done = Withdrawal.objects.get()
    assert (done.state, done.attempts, done.error) == (Withdrawal.State.DONE, 1, "")
    assert set(done.addresses) >= files


def test_cards_posters_and_kits_are_without_the_person(
    world: World, admin_client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    card, person = world.card(), f"/anh-chia-se/{world.initiative.pk}/person-1/"
    assert "/anh-chia-se/" in card
    before = world.fetch(card)
    assert before[0] == 200
    drawn = make_missing(world.initiative, part="person-1")
    assert drawn is not None
    assert world.get(drawn.path)[0] == 200
    assert [name for name in world.kit() if "anh-goc/" in name]
    assert NAME in world.poster()
    addresses = Reach(world.consent).addresses()
    lying = [address for address in addresses if address.startswith("/tai-ve/") and ".pdf" in address]
    assert {urlsplit(card).path, drawn.path} <= set(addresses)
    assert len(lying) >= 2

    with django_capture_on_commit_callbacks(execute=True):
        world.withdraw(admin_client, ALL)

    assert [address for address in (card, drawn.path) if world.get(address)[0] != 404] == []
    assert world.card() != card
    assert world.fetch(world.card())[0] == 200
    assert make_missing(InitiativePage.objects.get(), part="person-1") is None
    assert not ShareCard.objects.filter(file__contains=person.strip("/")).exists()
    files = world.kit()
    assert not [name for name in files if "anh-goc/" in name]
    assert NAME not in "".join(data.decode() for name, data in files.items() if name.endswith(".txt"))
    assert NAME not in world.poster()


def test_the_confirmation_names_what_vanishes_and_what_no_program_can_cut(world: World, admin_client: Client) -> None:
    html = admin_client.get(reverse("consent_withdraw", args=[world.consent.pk])).content.decode()
    vanishes, _heading, by_hand = html.partition("Bạn phải tự sửa")
    for text in (world.picture.title, world.portrait.title, world.initiative.title, world.story.title):
        assert text in vanishes
    assert world.story.title in by_hand


def test_a_mistaken_withdrawal_is_undone(
    world: World, admin_client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    before = world.files_shown()
    with django_capture_on_commit_callbacks(execute=True):
        world.withdraw(admin_client, ALL)
    made = Withdrawal.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin_client.post(reverse("consent_undo", args=[world.consent.pk, made.pk]))
    assert answer.status_code == 302
    assert {Path(name).stem for name in world.files_shown()} == {Path(name).stem for name in before}
    assert world.get(world.picture.file.url)[0] == 200
    assert NAME in world.get(world.initiative.full_url)[1]
    world.picture.refresh_from_db()
    assert (world.picture.closed_file, world.picture.delete_on) == ("", None)


def test_an_undone_withdrawal_brings_the_person_back_into_the_kit_of_the_unit(
    world: World, admin_client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    unit = UnitFactory()
    InitiativePage.objects.update(unit=unit)
    address = reverse("kit:unit", args=[unit.pk, "vi"])

    def photos() -> list[str]:
        with django_capture_on_commit_callbacks(execute=True):
            world.fetch(address)  # whoever asks first has it made
        status, body = world.fetch(address)
        assert status == 200
        with ZipFile(BytesIO(body)) as packed:
            return [name for name in packed.namelist() if "anh-goc/" in name]

    before = photos()
    assert before
    with django_capture_on_commit_callbacks(execute=True):
        world.withdraw(admin_client, ALL)
    assert photos() == []
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(reverse("consent_undo", args=[world.consent.pk, Withdrawal.objects.get().pk]))
    assert photos() == before


def test_withdrawing_the_card_alone_leaves_the_page_as_it_is(
    world: World, admin_client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    shared = world.picture.get_rendition("fill-1200x630|format-jpeg|jpegquality-80").url
    assert world.get(shared)[0] == 200
    with django_capture_on_commit_callbacks(execute=True):
        world.withdraw(admin_client, [Use.CARD])
    assert world.get(shared)[0] == 404
    html = world.get(world.initiative.full_url)[1]
    assert NAME in html
    assert world.picture.get_rendition("fill-480x320|format-webp|webpquality-60").url in html, re.findall(
        r"/media/\S+", html
    )
    assert world.get(world.picture.file.url)[0] == 200


def test_the_photo_on_the_pages_takes_what_is_made_of_it_along(
    world: World, admin_client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        world.withdraw(admin_client, [Use.PAGE])
    world.consent.refresh_from_db()
    assert world.consent.given == [Use.NAME, Use.QUOTE, Use.VIDEO]


def test_pictures_may_be_deleted_at_once(
    world: World,
    admin_client: Client,
    settings: Settings,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        world.withdraw(admin_client, ALL, delete_pictures="on")
    assert not EditorialImage.objects.filter(pk__in=[world.picture.pk, world.portrait.pk]).exists()
    for root in (settings.MEDIA_ROOT, settings.PRIVATE_ROOT):
        assert [file for file in Path(root).rglob("*") if file.is_file() and not MADE & set(file.parts)] == []
    assert world.get(world.story.full_url)[0] == 200


def test_withdrawn_pictures_are_deleted_after_their_days(
    world: World, admin_client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        world.withdraw(admin_client, ALL)
    call_command("apply_consents")
    assert EditorialImage.objects.get(pk=world.picture.pk).delete_on == timezone.localdate() + KEPT_FOR
    EditorialImage.objects.update(delete_on=timezone.localdate())
    with django_capture_on_commit_callbacks(execute=True):
        call_command("apply_consents")
    assert not EditorialImage.objects.exists()


def test_what_expires_goes_with_the_first_minute_of_its_day(
    world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    Consent.objects.update(expires_on=date.today() + timedelta(days=2))
    call_command("apply_consents")
    assert world.files_shown()
    Consent.objects.update(expires_on=timezone.localdate())
    with django_capture_on_commit_callbacks(execute=True):
        call_command("apply_consents")
    assert world.files_shown() == set()
    assert world.get(world.picture.file.url)[0] == 404
    call_command("apply_consents")
    assert [each.cause for each in Withdrawal.objects.all()] == [Withdrawal.Cause.EXPIRED]


def test_a_prolonged_consent_brings_the_pictures_back(
    world: World, admin_client: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    Consent.objects.update(expires_on=timezone.localdate())
    with django_capture_on_commit_callbacks(execute=True):
        call_command("apply_consents")
    data = {
        "name": NAME, "languages": ["vi"], "given_on": "8/1/2022", "expires_on": "",
        "uses": ALL,
    }  # fmt: skip
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin_client.post(reverse("wagtailsnippets_publishing_consent:edit", args=[world.consent.pk]), data)
    assert answer.status_code == 302, answer.context["form"].errors
    assert world.files_shown()


def test_a_failure_is_told_and_tried_again(
    world: World,
    admin_client: Client,
    settings: Settings,
    caplog: pytest.LogCaptureFixture,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    """The cache in front is away: the files are gone all the same, and the purge is asked for until it is answered."""
    cache = {"BACKEND": "sharing.purging.PurgingBackend", "LOCATION": "http://127.0.0.1:9"}
    settings.WAGTAILFRONTENDCACHE = {"default": cache}
    original = world.picture.file.url
    with django_capture_on_commit_callbacks(execute=True):
        world.withdraw(admin_client, ALL)
    assert world.get(original)[0] == 404
    failed = Withdrawal.objects.get()
    assert failed.state == Withdrawal.State.FAILED
    assert "PurgeError" in failed.error
    screen = reverse("wagtailsnippets_publishing_consent:edit", args=[world.consent.pk])
    assert "sẽ thử lại" in admin_client.get(screen).content.decode()
    settings.WAGTAILFRONTENDCACHE = {}
    call_command("apply_consents")
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.error) == (Withdrawal.State.DONE, 2, "")
    assert original in failed.addresses
