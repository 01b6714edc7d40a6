"""The kit of a unit: all its public pages in folders, bounded, and nothing that names it against a restriction."""

import errno
import io
from typing import Any
from unittest.mock import patch
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import Settings

from campaigns.models import Unit
from stories.kit import units
from stories.kit.models import Caption, UnitKit
from stories.models import InitiativePage
from tests.factories import CampaignPageFactory, InitiativePageFactory, StoryPageFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    made: Unit = UnitFactory(name="LĐLĐ tỉnh Đồng Nai", short_name="Đồng Nai")
    StoryPageFactory(title="Chuyền 12", slug="chuyen-12", unit=made)
    InitiativePageFactory(title="Xe hai bánh", slug="xe-hai-banh", unit=made)
    return made


def address_of(unit: Unit, language: str = "vi") -> str:
    return f"/tai-ve/don-vi/{unit.pk}/{language}/bo-chia-se.zip"


def fetched(client: Client, unit: Unit, commit: Any) -> Any:
    """The download, with what is asked for after the commit done at once, as in the demo."""
    with commit(execute=True):
        first = client.get(address_of(unit))
    return client.get(address_of(unit)) if first.status_code != 200 else first


def unpacked(response: Any) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_each_public_page_has_a_folder(client: Client, unit: Unit, django_capture_on_commit_callbacks: Any) -> None:
    response = fetched(client, unit, django_capture_on_commit_callbacks)
    files = unpacked(response)

    assert response["Content-Disposition"] == 'attachment; filename="bo-chia-se-dong-nai.zip"'
    folders = {name.partition("/")[0] for name in files if "/" in name}
    assert sorted(folder.split("-", 3)[3].rpartition("-")[0] for folder in folders) == ["chuyen-12", "xe-hai-banh"]
    for folder in folders:
        assert f"{folder}/ap-phich/ap-phich-a4.pdf" in files and f"{folder}/chu-kem/zalo.txt" in files
    readme = files["DOC-CAI-NAY.txt"].decode("utf-8-sig")
    assert "Bộ chia sẻ của LĐLĐ tỉnh Đồng Nai" in readme and "Xe hai bánh" in readme
    assert all(name.isascii() for name in files)


def test_what_is_not_public_or_restricted_is_not_in_it(
    client: Client, unit: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    InitiativePageFactory(title="Bí mật", unit=unit, restricted=True)
    StoryPageFactory(title="Bản nháp", unit=unit, live=False)
    StoryPageFactory(title="Nơi khác", unit=UnitFactory())

    readme = unpacked(fetched(client, unit, django_capture_on_commit_callbacks))["DOC-CAI-NAY.txt"].decode("utf-8-sig")

    for title in ("Bí mật", "Bản nháp", "Nơi khác"):
        assert title not in readme


def test_a_unit_without_public_pages_has_none(client: Client) -> None:
    alone = UnitFactory()
    InitiativePageFactory(unit=alone, restricted=True)

    assert client.get(address_of(alone)).status_code == 404
    assert client.get(address_of(alone, "en")).status_code == 404
    assert client.get("/tai-ve/don-vi/999999/vi/bo-chia-se.zip").status_code == 404
    assert client.get(address_of(alone, "xx")).status_code == 404
    assert not UnitKit.objects.exists()


def test_the_newest_pages_are_in_it_and_it_says_how_many_are_not(
    client: Client, unit: Unit, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(units, "MOST", 1)

    files = unpacked(fetched(client, unit, django_capture_on_commit_callbacks))

    assert len({name.partition("/")[0] for name in files if "/" in name}) == 1
    assert "1 trang cũ hơn" in files["DOC-CAI-NAY.txt"].decode("utf-8-sig")


def test_while_it_is_made_a_page_tells_how_far_it_is(client: Client, unit: Unit, settings: Settings) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    response = client.get(address_of(unit))
    row = UnitKit.objects.get()
    assert response.status_code == 202 and response["Refresh"] == "3" and "no-store" in response["Cache-Control"]

    row.done, row.total = 7, 20
    row.save()
    html = BeautifulSoup(client.get(address_of(unit)).content, "html.parser")

    bar = html.select_one("progress")
    assert bar is not None and (bar["value"], bar["max"]) == ("7", "20")
    assert "7 trên 20 tệp" in html.get_text()


def test_it_is_asked_for_once_and_made_anew_when_a_page_or_a_caption_changes(
    client: Client, unit: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    unpacked(fetched(client, unit, django_capture_on_commit_callbacks))
    digest = UnitKit.objects.get().digest
    with patch("stories.kit.views.after_commit") as asked:
        unpacked(client.get(address_of(unit)))
        assert not asked.called
        Caption.objects.create(page=InitiativePage.objects.get(), network="zalo", text="Mới")
        assert client.get(address_of(unit)).status_code == 202
        client.get(address_of(unit))
        assert asked.call_count == 1

    units.build(UnitKit.objects.get().pk)

    assert UnitKit.objects.get().digest != digest
    assert b"".join(client.get(address_of(unit)).streaming_content).startswith(b"PK")  # type: ignore[attr-defined]


def test_a_build_that_died_with_its_worker_is_asked_for_again(client: Client, unit: Unit) -> None:
    with patch("stories.kit.views.after_commit") as asked:
        client.get(address_of(unit))
        UnitKit.objects.update(heard_of="2022-05-09T05:00:00Z")
        client.get(address_of(unit))
    assert asked.call_count == 2


def test_a_full_disk_is_told_once_and_then_tried_again(
    client: Client, unit: Unit, django_capture_on_commit_callbacks: Any
) -> None:
    full = patch("sharing.kit.zipping.ZipFile.writestr", side_effect=OSError(errno.ENOSPC, "No space left on device"))
    with full, django_capture_on_commit_callbacks(execute=True):
        client.get(address_of(unit))

    assert UnitKit.objects.get().state == UnitKit.State.FAILED
    assert client.get(address_of(unit)).status_code == 503
    assert "DOC-CAI-NAY.txt" in unpacked(fetched(client, unit, django_capture_on_commit_callbacks))


def test_its_page_in_a_campaign_offers_it(client: Client) -> None:
    campaign = CampaignPageFactory()
    unit = UnitFactory(code="75", name="LĐLĐ tỉnh Đồng Nai")
    address = f"{campaign.url}don-vi/75/"
    assert "/tai-ve/" not in client.get(address).content.decode()

    StoryPageFactory(unit=unit, campaign=campaign.campaign)

    assert f'href="{address_of(unit)}"' in client.get(address).content.decode()


def test_the_units_page_leads_to_a_kit_where_there_is_one(client: Client) -> None:
    campaign = CampaignPageFactory()
    of_story, of_initiative, of_secret = (UnitFactory(code=code) for code in ("75", "79", "80"))
    StoryPageFactory(unit=of_story)
    InitiativePageFactory(unit=of_initiative)
    InitiativePageFactory(unit=of_secret, restricted=True)
    StoryPageFactory(unit=of_secret, live=False)
    for unit, has_one in ((of_story, True), (of_initiative, True), (of_secret, False)):
        html = client.get(f"{campaign.url}don-vi/{unit.code}/").content.decode()
        assert (address_of(unit) in html) is has_one, unit.code
        assert (client.get(address_of(unit)).status_code != 404) is has_one
