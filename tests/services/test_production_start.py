"""The site as production runs it: PostgreSQL, gunicorn under the production settings, nginx with TLS before it.

Nothing is a stand-in: nginx reads deploy/nginx.conf and gunicorn is started by the command of its systemd unit, both
with the test's folders and ports put in the place of the machine's. `TEST_POSTGRES_URL` names a server on this machine
and a role that may make databases; the one that is made here is dropped again.
"""

import json
import socket
import ssl
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest

from tests.services.machine import HOST, LOOPBACK, PATIENCE, ROOT, Production

pytestmark = pytest.mark.services

DOCUMENTS = """
import json
from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

inner = Collection.get_first_root_node().add_child(name="Nội bộ")
CollectionViewRestriction.objects.create(collection=inner, restriction_type=CollectionViewRestriction.LOGIN)
made = [
    Document.objects.create(title="Công khai", file=ContentFile(b"open", name="cong-khai.pdf")),
    Document.objects.create(title="Nội bộ", file=ContentFile(b"closed", name="noi-bo.pdf"), collection=inner),
]
print(json.dumps([{"url": each.url, "name": each.file.name} for each in made]))
"""
RENAME = "from home.models import HomePage; home = HomePage.objects.get(); home.title = {!r}; home.save()"


def test_it_says_that_it_is_ready(production: Production) -> None:
    for path in ("/healthz", "/readyz"):
        answer = production.get(path)
        assert (answer.status, answer.text) == (200, "ok")
        assert "no-store" in answer.once("Cache-Control")


def test_plain_http_is_sent_to_https(production: Production) -> None:
    with closing(HTTPConnection(LOOPBACK, production.http, timeout=PATIENCE)) as connection:
        connection.request("GET", "/tim-kiem/?q=a", headers={"Host": HOST})
        answer = connection.getresponse()
        assert answer.status == 301
        assert answer.headers["Location"] == f"https://{HOST}/tim-kiem/?q=a"


def test_a_page_has_each_security_header_once(production: Production) -> None:
    answer = production.get("/")
    assert answer.status == 200
    assert "<h1" in answer.text
    assert answer.once("Strict-Transport-Security") == "max-age=31536000; includeSubDomains"
    assert "default-src 'none'" in answer.once("Content-Security-Policy")
    assert "unsafe" not in answer.once("Content-Security-Policy")
    assert answer.once("X-Content-Type-Options") == "nosniff"
    assert answer.once("Referrer-Policy") == "strict-origin-when-cross-origin"
    assert answer.once("Server") == "nginx"


def test_nobody_else_is_answered(production: Production) -> None:
    answer = production.get("/", Host="elsewhere.example")
    assert answer.status == 400
    assert "Traceback" not in answer.text


def test_static_files_may_be_kept_for_ever(production: Production) -> None:
    page = production.get("/").text
    address = next(part for part in page.split('"') if part.startswith("/static/css/") and part.endswith(".css"))
    answer = production.get(address, Accept_Encoding="gzip")
    assert answer.status == 200
    assert answer.once("Cache-Control") == "public, max-age=31536000, immutable"
    assert answer.once("Content-Encoding") == "gzip"
    assert answer.once("X-Content-Type-Options") == "nosniff"
    plain = production.get("/static/css/site.css")
    assert (plain.status, plain.once("Cache-Control")) == (200, "public, max-age=300")


def test_uploads_cannot_act_as_pages_and_documents_keep_to_their_own_address(production: Production) -> None:
    media = production.folder / "var" / "media"
    (media / "documents").mkdir(parents=True, exist_ok=True)
    (media / "page.html").write_text("<script>alert(1)</script>")
    (media / "documents" / "plan.pdf").write_text("private")
    assert "sandbox" in production.get("/media/page.html").once("Content-Security-Policy")
    assert production.get("/media/documents/plan.pdf").status == 404


def test_documents_are_the_sites_to_hand_out(production: Production) -> None:
    public, private = json.loads(production.manage("shell", "-v", "0", "-c", DOCUMENTS))
    answer = production.get(public["url"])
    assert (answer.status, answer.text) == (200, "open")
    assert answer.once("Content-Disposition").startswith("attachment")
    assert answer.once("X-Content-Type-Options") == "nosniff"
    refused = production.get(private["url"])
    assert refused.status == 302
    assert refused.once("Location").startswith("/admin/login/")
    for name in (public["name"], private["name"]):
        assert (production.folder / "var/media" / name).is_file()
        for way in (f"/media/{name}", f"/media//{name}", f"/media/./{name}", f"/media/images/../{name}"):
            assert production.get(way).status == 404, way


def test_a_head_costs_no_warning(production: Production) -> None:
    for path in ("/?head", "/khong-co/", "/live/cao-diem.json?head", "/admin/login/"):
        answer, whole = production.ask("HEAD", path), production.get(path)
        assert (answer.status, answer.text) == (whole.status, "")
        assert answer.headers["Content-Type"] == whole.headers["Content-Type"]
    with closing(HTTPConnection(LOOPBACK, production.pages, timeout=PATIENCE)) as connection:
        connection.request("HEAD", "/", headers={"Host": HOST, "X-Forwarded-Proto": "https"})
        assert connection.getresponse().status == 200
    assert "no-body" not in (production.folder / "pages.log").read_text()


def test_the_admin_is_never_cached(production: Production) -> None:
    answer = production.get("/admin/login/")
    assert answer.status == 200
    assert "X-Cache" not in answer.headers or answer.once("X-Cache") == ""
    assert "csrftoken" in answer.headers["Set-Cookie"]
    assert "Secure" in answer.headers["Set-Cookie"]


def test_a_page_is_kept_for_as_long_as_it_says_and_not_for_those_with_a_session(production: Production) -> None:
    path = "/?cache"
    first = production.get(path)
    assert "s-maxage=5" in first.once("Cache-Control")
    assert first.once("X-Cache") == "MISS"
    production.manage("shell", "-c", RENAME.format("Tên khác"))
    assert production.get(path).once("X-Cache") in ("HIT", "STALE", "UPDATING", "EXPIRED")
    with_session = production.get(path, Cookie="sessionid=nobody")
    assert with_session.once("X-Cache") == "BYPASS"
    assert "Tên khác" in with_session.text
    assert production.get(path).text.count("sessionid") == 0
    deadline = time.monotonic() + PATIENCE
    while "Tên khác" not in production.get(path).text:
        assert time.monotonic() < deadline, "the cache keeps the page for longer than it says"
        time.sleep(0.5)


def test_compressed_and_plain_answers_are_kept_apart(production: Production) -> None:
    plain = production.get("/?encodings", Accept_Encoding="identity")
    zipped = production.get("/?encodings", Accept_Encoding="gzip, deflate, br, zstd")
    assert "Content-Encoding" not in plain.headers
    assert zipped.once("Content-Encoding") == "gzip"
    assert production.get("/?encodings", Accept_Encoding="br, gzip").once("X-Cache") == "HIT"


def test_a_counter_is_kept_once_whatever_is_asked_behind_it(production: Production) -> None:
    answer = production.get("/live/cao-diem.json?1")
    assert json.loads(answer.text)["count"] == 1234
    assert "stale-if-error=600" in answer.once("Cache-Control")
    assert answer.once("Access-Control-Allow-Origin") == "*"
    assert production.get("/live/cao-diem.json?2", Cookie="anything=1").once("X-Cache") == "HIT"
    assert production.get("/live/khong-co.json").status == 404


def test_who_asks_after_a_pause_gets_the_number_of_now(production: Production) -> None:
    path = "/live/cao-diem.json"
    production.get(path)
    time.sleep(6)  # s-maxage is 5
    assert production.get(path).once("X-Cache") in ("EXPIRED", "REVALIDATED")


def test_a_stream_comes_through_at_once_and_the_live_process_may_restart(production: Production) -> None:
    context = ssl.create_default_context(cafile=str(production.folder / "cert.pem"))
    plain = socket.create_connection((LOOPBACK, production.https), timeout=PATIENCE)
    with context.wrap_socket(plain, server_hostname=HOST) as stream:
        stream.sendall(f"GET /live/cao-diem/stream HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\n\r\n".encode())
        text = ""
        while '"count":1234' not in text:
            data = stream.recv(65536)
            assert data, text
            text += data.decode()
        assert "HTTP/1.1 200 OK" in text
        assert "Content-Encoding" not in text
        assert "X-Cache" not in text or "X-Cache: \r" in text
    assert json.loads(production.get("/live/cao-diem.json").text)["count"] == 1234
    production.stop("live")
    try:
        time.sleep(6)  # s-maxage is 5
        assert json.loads(production.get("/live/cao-diem.json").text)["count"] == 1234
        assert production.get("/").status == 200
    finally:
        production.start_live()
    assert production.get("/live/cao-diem.json?again").status == 200


def test_shared_links_pass_the_cache_and_are_counted_each_time(production: Production) -> None:
    person = {"User_Agent": "Mozilla/5.0 (Linux; Android 13) Chrome/129 Mobile", "Accept_Language": "vi"}
    production.get("/chien-dich/cao-diem/")
    for query in ("utm_source=zalo&utm_medium=share", "utm_source=zalo&utm_medium=share&fbclid=abc"):
        answer = production.get(f"/chien-dich/cao-diem/?{query}", **person)
        assert (answer.status, answer.once("X-Cache")) == (302, "BYPASS")
        assert (answer.once("Location"), answer.once("Cache-Control")) == ("/chien-dich/cao-diem/", "no-store")
    key = "from wagtail.models import Page; from sharing.short_links import short_path;"
    short = production.manage("shell", "-v", "0", "-c", f"{key} print(short_path(Page.objects.get(slug='cao-diem')))")
    answer = production.get(short.strip(), **person)
    assert (answer.status, answer.once("Location")) == (302, "/chien-dich/cao-diem/")
    assert production.get(f"{short.strip()}.svg").once("X-Cache") == "MISS"
    assert production.get(f"{short.strip()}.svg").once("X-Cache") == "HIT"
    totals = "from sharing.models import ShareTotal; print(sorted(ShareTotal.objects.values_list('network', 'visits')))"
    production.stop("pages")  # a worker that is ended properly writes what it has counted
    production.start_pages()
    assert production.manage("shell", "-v", "0", "-c", totals).strip() == "[('short', 1), ('zalo', 2)]"


def test_readers_get_the_last_page_while_the_site_is_away(production: Production) -> None:
    assert production.get("/?away").status == 200
    production.stop("pages")
    try:
        time.sleep(6)  # s-maxage of the home page is 5
        answer = production.get("/?away")
        assert answer.status == 200
        assert answer.once("X-Cache") in ("STALE", "UPDATING")
        assert production.get("/?never-seen").status == 502
        shared = production.get("/?utm_source=zalo&utm_medium=share")
        assert shared.status == 302 and urlsplit(shared.once("Location")).path == "/"
        assert "utm" not in shared.once("Location")
    finally:
        production.start_pages()
    assert production.get("/?never-seen").status == 200


def test_it_refuses_the_demo(production: Production) -> None:
    command = [sys.executable, "manage.py", "load_demo"]
    done = subprocess.run(
        command, cwd=ROOT, env=production.environ, capture_output=True, text=True, timeout=PATIENCE, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith("CommandError: these settings refuse the demo")
