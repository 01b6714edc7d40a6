"""A withdrawal behind nginx's cache: what it kept for minutes is not handed out any more when the task has run."""

import json
import time

import pytest

from tests.services.machine import Production

pytestmark = pytest.mark.services

NAME = "Trần Thị Suối"
MAKE = f"""
import io, json
from django.core.files.images import ImageFile
from PIL import Image
from wagtail.models import Locale
from home.models import HomePage
from publishing.consent import People, Rights, Use
from publishing.models import Consent, EditorialImage
from stories.models import InitiativeAuthor, InitiativeIndexPage, InitiativePage

file = io.BytesIO()
Image.new("RGB", (1200, 800), "#9E181C").save(file, "JPEG")
uses = {{f"for_{{use}}": True for use in Use}}
consent = Consent.objects.create(name={NAME!r}, languages=["vi"], evidence_note="Tập 3", **uses)
picture = EditorialImage(title="Suối", people=People.YES, rights=Rights.OWN)
picture.file = ImageFile(io.BytesIO(file.getvalue()), name="suoi.jpg")
picture.save()
picture.consents.set([consent])
vi = Locale.objects.get(language_code="vi")
index = HomePage.objects.get().add_child(instance=InitiativeIndexPage(title="Sáng kiến", slug="sang-kien", locale=vi))
page = index.add_child(instance=InitiativePage(title="Gờ chéo", slug="go-cheo", locale=vi, image=picture))
page.authors.set([InitiativeAuthor(name={NAME!r}, job="Công nhân", workplace="Tổ 3", consent=consent, locale=vi)])
page.save_revision().publish()
print(json.dumps({{"consent": consent.pk, "page": page.pk, "original": picture.file.url}}))
"""
WITHDRAW = """
from publishing.consent import Use
from publishing.consent.carrying_out import begin
from publishing.models import Consent, Withdrawal
consent = Consent.objects.get()
consent.withdrawn = [use.value for use in Use]
consent.save()
begin(consent, Withdrawal.Cause.WITHDRAWN, list(Use))
"""
OUTCOME = """
import json
from publishing.models import Withdrawal
made = Withdrawal.objects.get()
print(json.dumps({"state": made.state, "error": made.error, "addresses": made.addresses}))
"""


def after(text: str, mark: str, end: str = '"') -> str:
    return text.partition(mark)[2].partition(end)[0]


def work(production: Production) -> None:
    """One run of the worker, until nothing waits."""
    production.manage("db_worker", "--batch", "--no-startup-delay")


def test_nginx_hands_out_nothing_that_was_withdrawn(production: Production) -> None:
    made = json.loads(production.manage("shell", "-v", "0", "-c", MAKE))
    work(production)
    page = "/sang-kien/go-cheo/"
    html = production.get(page).text
    assert NAME in html
    card = "/" + after(html, 'property="og:image" content="').split("/", 3)[3]
    rendition = "/media/images/" + after(html, 'src="/media/images/')
    lists = ["/sang-kien/", "/"]
    poster = f"/tai-ve/{made['page']}/ap-phich-a4.pdf"
    for address in (page, card, rendition, made["original"], *lists):
        for encoding in ("gzip", "identity"):
            assert production.get(address, Accept_Encoding=encoding).status == 200, address
    assert production.get(poster).status == 302
    assert production.get(card).once("X-Cache") == "HIT"
    assert "s-maxage=600" in production.get(card).once("Cache-Control")

    production.manage("shell", "-c", WITHDRAW)
    work(production)
    outcome = json.loads(production.manage("shell", "-v", "0", "-c", OUTCOME))
    assert (outcome["state"], outcome["error"]) == ("done", ""), outcome
    assert {card, rendition, made["original"]} <= set(outcome["addresses"])

    for encoding in ("gzip", "identity"):
        for address in (card, rendition, made["original"]):
            assert production.get(address, Accept_Encoding=encoding).status == 404, (address, encoding)
    for address in (page, *lists):
        html = production.get(address, Accept_Encoding="identity").text
        assert NAME not in html, address
        assert rendition not in html, address
    assert production.get(page).status == 200


def test_files_are_never_kept_by_the_cache(production: Production) -> None:
    """They are handed out from the disk: what is gone there is gone at once, without any purge."""
    media = production.folder / "var" / "media" / "images"
    media.mkdir(parents=True, exist_ok=True)
    (media / "x.webp").write_bytes(b"RIFF")
    for _ in range(2):
        assert production.get("/media/images/x.webp").status == 200
    assert not production.get("/media/images/x.webp").headers.get("X-Cache")
    (media / "x.webp").unlink()
    assert production.get("/media/images/x.webp").status == 404


def test_a_page_under_another_query_is_old_for_seconds_only(production: Production) -> None:
    """Nobody can list all queries that a copy was kept under: such copies end by themselves."""
    production.get("/?anything=1")
    deadline = time.monotonic() + 90  # s-maxage 5 and stale-while-revalidate 60, the longest that a copy may stand
    while production.get("/?anything=1").once("X-Cache") == "HIT":
        assert time.monotonic() < deadline
        time.sleep(1)


def test_nobody_else_reaches_the_renewing_port(production: Production) -> None:
    config = production.site_config()
    assert f"listen 127.0.0.1:{production.renewing};" in config
    assert f"listen {production.renewing}" not in config
