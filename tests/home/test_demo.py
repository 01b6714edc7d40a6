"""The demo loads whole, once, and every page of it can be opened; its accounts stay out of production."""

import json
import re
import stat
from collections.abc import Iterator
from datetime import timedelta
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import F
from django.test import Client
from django.utils import translation
from django.utils.html import strip_tags
from pytest_django import DjangoDbBlocker, Settings
from wagtail.fields import StreamField
from wagtail.models import Page, PageLogEntry, Site

from campaigns.models import CampaignPage, Target, Unit
from config.checks import no_demo_accounts
from home.demo.accounts import ACCOUNTS, CHIEFS, EDITORS, FIGURES, GRASSROOTS
from home.models import HomePage, StandardPage
from sharing.languages import language_tag
from stories.models import InitiativePage, StoryPage
from tests.factories import SnapshotFactory
from tests.factories.sites import no_site

pytestmark = pytest.mark.django_db

PORT = 8765


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo's pictures and log-ins are."""
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker, folder: Path) -> Iterator[None]:
    """The demo, loaded once for this module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(django_settings, "MEDIA_ROOT", folder)
            patch.setattr(django_settings, "DEMO_LOGINS", folder / "logins.json")
            no_site()
            call_command("load_demo", port=PORT, stdout=StringIO())
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def demo(_loaded: None, clean_slate: None, settings: Settings, folder: Path) -> None:
    """Each test sees the demo with its pictures."""
    settings.MEDIA_ROOT = folder
    settings.DEMO_LOGINS = folder / "logins.json"


def published() -> list[Page]:
    """Every published page, each as its own type."""
    return list(Page.objects.filter(depth__gt=1).live().specific())


def test_it_holds_what_it_promises() -> None:
    for language, model, least in (
        ("vi", HomePage, 1), ("vi", CampaignPage, 1), ("vi", StoryPage, 12), ("vi", InitiativePage, 12),
        ("vi", StandardPage, 3), ("en", HomePage, 1), ("en", CampaignPage, 1),
        *((language, model, 1) for language in ("ko", "ja", "zh-hans") for model in (HomePage, StandardPage)),
    ):  # fmt: skip
        assert model.objects.live().filter(locale__language_code=language).count() >= least, (language, model)
    in_vietnamese, in_english = (
        set(
            Page.objects.live()
            .filter(depth__gt=1, locale__language_code=code)
            .values_list("translation_key", flat=True)
        )
        for code in ("vi", "en")
    )
    assert in_english == in_vietnamese
    assert set(StoryPage.objects.values_list("kind", flat=True)) == set(StoryPage.Kind.values)
    assert InitiativePage.objects.live().filter(restricted=True).exists()
    assert {page.slug for page in StandardPage.objects.all()} >= {"gioi-thieu", "gui-sang-kien", "lien-he"}


def test_it_has_every_unit_and_tells_real_targets_from_made_up_ones() -> None:
    assert Unit.objects.first_level().count() == 82
    assigned = Target.objects.filter(kind=Target.Kind.ASSIGNED)
    assert assigned.count() == 82
    real = {target.unit.code: target.amount for target in assigned.filter(is_example=False)}
    assert len(real) == 7
    assert sum(real.values()) == 84_210


def test_the_tree_is_sound() -> None:
    assert not any(Page.find_problems())
    for page in published():
        assert page.url_path.count("/") == page.depth
        assert page.get_latest_revision().is_latest_revision()
        assert not page.has_unpublished_changes, page


def test_its_history_dates_each_publication_as_the_page_does() -> None:
    told = PageLogEntry.objects.filter(action="wagtail.publish")
    assert told.exists()
    assert not told.filter(timestamp__gt=F("page__last_published_at") + timedelta(minutes=1)).exists()


def test_every_page_opens_in_its_language(client: Client) -> None:
    pages = published()
    assert len(pages) >= 40
    for page in pages:
        answer = client.get(page.url)
        assert answer.status_code == 200, page.url
        assert answer["Content-Language"] == page.locale.language_code
        assert f'<html lang="{language_tag(page.locale.language_code)}">' in answer.content.decode()
    campaign = CampaignPage.objects.get(locale__language_code="vi")
    for unit in Unit.objects.first_level():
        assert client.get(f"{campaign.url}don-vi/{unit.code}/").status_code == 200, unit


def test_an_editor_could_save_every_page_as_it_is() -> None:
    for page in published():
        with translation.override(page.locale.language_code):
            page.full_clean()
            for field in page._meta.get_fields():
                if isinstance(field, StreamField):
                    value = getattr(page, field.name)
                    field.stream_block.clean(value)


def told(page: InitiativePage) -> list[str]:
    """Beginnings of what an initiative tells, and the names of its authors."""
    stages = [strip_tags(text).strip()[:40] for text in (page.problem, page.idea, page.result)]
    return [*stages, *(author.name for author in page.authors.all())]


def read_at(client: Client, address: str) -> str:
    """The words of a page, without its markup and with plain spaces."""
    return unescape(strip_tags(client.get(address).content.decode())).replace("\u00a0", " ")


def test_the_restricted_initiative_keeps_its_secret(client: Client) -> None:
    in_vietnamese = InitiativePage.objects.filter(locale__language_code="vi")
    open_one = in_vietnamese.filter(restricted=False).first()
    assert open_one is not None
    assert all(words in read_at(client, open_one.url) for words in told(open_one))

    secret = in_vietnamese.get(restricted=True)
    places = [secret.url, "/", "/sang-kien/", "/sang-kien/?p=2"]
    places += [f"/tim-kiem/?q={word}" for text in told(secret) for word in text.split()[:3]]
    for place in places:
        text = read_at(client, place)
        assert [words for words in told(secret) if words in text] == [], place


def test_each_role_has_an_account_whose_password_is_kept_for_its_owner(folder: Path) -> None:
    assert set(Group.objects.values_list("name", flat=True)) == {GRASSROOTS, EDITORS, CHIEFS, FIGURES}
    logins = json.loads((folder / "logins.json").read_text())
    assert [login["username"] for login in logins] == [username for username, _role, _group in ACCOUNTS]
    assert stat.S_IMODE((folder / "logins.json").stat().st_mode) == 0o600
    shown = StringIO()
    call_command("load_demo", show_logins=True, stdout=shown)
    for login in logins:
        assert login["password"] in shown.getvalue()
        assert authenticate(username=login["username"], password=login["password"]) is not None


def test_production_refuses_the_accounts(settings: Settings, folder: Path) -> None:
    settings.AUTHENTICATION_BACKENDS = ["config.auth.NoDemoAccountsBackend"]
    settings.REFUSE_DEMO_ACCOUNTS = True
    for login in json.loads((folder / "logins.json").read_text()):
        assert authenticate(username=login["username"], password=login["password"]) is None
    get_user_model().objects.create_user("that", "that@congdoan.example", "mat-khau-that-dai")
    assert authenticate(username="that", password="mat-khau-that-dai") is not None
    (error,) = no_demo_accounts(None)
    assert error.id == "config.E001"
    assert all(username in error.msg for username, _role, _group in ACCOUNTS)
    assert "that" not in error.msg.split(": ")[1].split(", ")
    with pytest.raises(CommandError, match="refuse"):
        call_command("load_demo", port=PORT)


def test_loading_again_changes_nothing_but_the_port(folder: Path) -> None:
    before, logins = _fingerprint(), (folder / "logins.json").read_bytes()
    call_command("load_demo", port=PORT, stdout=StringIO())
    assert _fingerprint() == before
    assert (folder / "logins.json").read_bytes() == logins
    call_command("load_demo", port=PORT + 1, stdout=StringIO())
    assert Site.objects.get(is_default_site=True).port == PORT + 1


def _fingerprint() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the CMS database."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model._meta.managed and model._meta.app_label not in ("tracking",)
    }


VIETNAMESE = re.compile("[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")


def read(client: Client, address: str) -> Any:
    """The page as a reader's browser takes it apart."""
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    for found in soup.find_all("mark"):  # a marked word is part of its sentence
        found.unwrap()
    soup.smooth()
    return soup


def unmarked(soup: Any) -> list[str]:
    """What an English page shows and says in Vietnamese without telling the browser so; names in English texts pass."""
    texts = [(node.parent, str(node)) for node in soup.body.find_all(string=True) if node.parent.name != "cite"]
    texts += [(tag, tag[key]) for tag in soup.body.find_all(True) for key in ("alt", "aria-label") if tag.get(key)]
    found = []
    for tag, text in texts:
        foreign = [word for word in text.split() if VIETNAMESE.search(word)]
        spoken = tag.get("lang") or tag.find_parent(lang=True)["lang"]
        if spoken != "vi" and 2 * len(foreign) > len(text.split()):
            found.append(text)
    return found


def test_english_pages_mark_what_is_vietnamese(client: Client) -> None:
    campaign = CampaignPage.objects.get(locale__language_code="en")
    SnapshotFactory(campaign=campaign.campaign, unit_codes=["75", "74"])
    pages = [page.url for page in published() if page.locale.language_code == "en"]
    for address in [*pages, *(f"{campaign.url}{part}" for part in ("don-vi/74/", "so-lieu/")), "/en/search/?q=dong"]:
        soup = read(client, address)
        assert unmarked(soup) == [], address
        assert "One million initiatives" in soup.title.text, address
    unit = client.get(f"{campaign.url}don-vi/75/").content.decode()
    assert '<span lang="en">The programme’s tracking software (sample data)</span>' in unit
    assert '<span lang="en">South-East emulation cluster</span>' in unit


def test_links_from_english_pages_say_that_they_lead_to_vietnamese(client: Client) -> None:
    story = StoryPage.objects.get(slug="two-magnets-line-12")
    for told_further in InitiativePage.objects.filter(locale__language_code="en"):
        told_further.unpublish()
    links = read(client, story.url).select("main a[hreflang=vi]:not(.alts a)")
    assert links
    for link in links:
        around = link.find_parent(["article", "li"])
        assert "in Vietnamese" in around.select_one(".meta").text, link.text
