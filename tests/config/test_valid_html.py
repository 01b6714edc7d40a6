"""Every kind of public page is valid HTML, as html-validate judges it by the HTML standard."""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from tests.factories import (
    CampaignPageFactory,
    DocumentFactory,
    ImageFactory,
    InitiativePageFactory,
    SnapshotFactory,
    StandardPageFactory,
    StoryPageFactory,
    UnitFactory,
    site_tree,
)
from tools import npm

HOSTILE = "</title><script>alert(1)</script> & \"'"


@pytest.fixture(scope="module")
def validator() -> list[str]:
    """The command that judges files; `make test` installs it."""
    program = npm.ensure("html") / "node_modules" / "html-validate" / "bin" / "html-validate.mjs"
    config = npm.LOCKS / "html" / "htmlvalidate.json"
    return [str(npm.NODE), str(program), "--config", str(config), "--formatter", "json"]


def faults(validator: list[str], *files: Path) -> list[str]:
    """What is wrong with the files, a line each."""
    with tempfile.TemporaryFile("w+") as out:  # it ends before a pipe has taken all that it says
        command = [*validator, *map(str, files)]
        done = subprocess.run(command, stdout=out, stderr=subprocess.PIPE, text=True, timeout=300, check=False)
        out.seek(0)
        said = out.read()
    assert said, done.stderr
    return [
        f"{Path(file['filePath']).name}:{fault['line']} {fault['ruleId']}: {fault['message']} {fault['selector']}"
        for file in json.loads(said)
        for fault in file["messages"]
    ]


def body(initiative: Any) -> list[dict[str, Any]]:
    """A text with a block of nearly every kind."""
    picture = {"image": ImageFactory().pk, "decorative": False, "alt_text": "Công nhân bên máy"}
    item = {"image": picture, "caption": "Chuyền 7"}
    values = {
        "paragraph": '<h2>Đầu mục</h2><p>Chữ <b>đậm</b> và <a href="https://a.example/?a=1&amp;b=2">liên kết</a>.</p>',
        "figure": {"image": picture, "caption": "Bên máy", "size": "wide"},
        "gallery": {"items": [{"type": "item", "value": item, "id": str(number)} for number in range(3)]},
        "video": {"url": "https://vimeo.com/76979871", "title": "Cắt rập", "duration": "2 phút"},
        "document": {"document": DocumentFactory().pk, "title": ""},
        "initiative": {"page": initiative.pk},
    }
    return [{"type": kind, "value": value, "id": f"block-{kind}"} for kind, value in values.items()]


@pytest.fixture
def addresses(db: None) -> dict[str, str]:
    tree = site_tree()
    units = [UnitFactory(code=f"7{number}") for number in range(3)]
    campaign = CampaignPageFactory(image=ImageFactory(), intro="<p>Giới thiệu.</p>")
    SnapshotFactory(campaign=campaign.campaign, unit_codes=tuple(unit.code for unit in units))
    common = {"campaign": campaign.campaign, "unit": units[0], "with_tags": ["may mặc", "an toàn"]}
    initiative = InitiativePageFactory(
        image=ImageFactory(),
        quote="Làm thử đã.",
        quote_name="Trần Văn Bảy",
        award="Bằng",
        benefit_vnd=418_000_000,
        **common,
    )
    story = StoryPageFactory(image=ImageFactory(), byline="Thu Hà", body=body(initiative), **common)
    english = story.copy_for_translation(tree.en, copy_parents=True)
    english.save_revision().publish()
    return {
        "home": tree.home.url,
        "campaign index": tree.campaigns.url,
        "campaign": campaign.url,
        "unit": f"{campaign.url}don-vi/70/",
        "data": f"{campaign.url}so-lieu/",
        "wallboard": f"{campaign.url}bang-dien-tu/",
        "embed code": f"{campaign.url}ma-nhung/",
        "story index": f"{tree.stories.url}?the=may-mac",
        "story": story.url,
        "story, English": english.url,
        "hostile story": StoryPageFactory(title=HOSTILE, lead=HOSTILE, byline=HOSTILE, with_tags=[HOSTILE]).url,
        "initiative index": tree.initiatives.url,
        "nationwide": f"{tree.initiatives.url}ca-nuoc/",
        "initiatives of a field": f"{tree.initiatives.url}linh-vuc/{initiative.field}/",
        "initiatives of a unit": f"{tree.initiatives.url}don-vi/70/",
        "no initiatives of a unit": f"{tree.initiatives.url}don-vi/71/",
        "initiative": initiative.url,
        "restricted initiative": InitiativePageFactory(restricted=True).url,
        "standard": StandardPageFactory(lead="Lời dẫn", body=body(initiative)).url,
        "search not begun": "/tim-kiem/",
        "search": "/tim-kiem/?q=kiến",
        "filtered search": "/tim-kiem/?q=kiến&loai=story",
        "search without results": "/tim-kiem/?q=zzzz",
        "offline": "/ngoai-tuyen/",
        "page in a frame": f"/embed/trang/{story.pk}/",
        "counter in a frame": "/embed/40-ngay-cao-diem/?unit=70",
    }


def test_every_kind_of_page_is_valid(
    client: Client, addresses: dict[str, str], validator: list[str], tmp_path: Path, settings: Settings
) -> None:
    files = []
    for name, address in addresses.items():
        response = client.get(address)
        assert response.status_code == 200, name
        file = tmp_path / f"{name}.html"
        file.write_bytes(response.content)
        files.append(file)
    lost = tmp_path / "not found.html"
    lost.write_bytes(client.get("/khong-co/").content)
    found = faults(validator, *files, lost)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("html", "rule"),
    [
        ("<p><div>a</div></p>", "close-order"),
        ('<img src="a">', "wcag/h37"),
        ("<ul><div>a</div></ul>", "element-permitted-content"),
        ('<p id="a">a</p><p id="a">b</p>', "no-dup-id"),
        ("<p>a</b></p>", "close-order"),
    ],
)
def test_the_validator_would_tell_a_fault(validator: list[str], tmp_path: Path, html: str, rule: str) -> None:
    file = tmp_path / "wrong.html"
    file.write_text(f'<!doctype html>\n<html lang="vi"><head><title>a</title></head><body>{html}</body></html>')
    assert any(rule in fault for fault in faults(validator, file))
