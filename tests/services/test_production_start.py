"""The site as production runs it: PostgreSQL, gunicorn under the production settings, nginx with TLS before it.

Nothing is a stand-in: nginx reads deploy/nginx.conf and gunicorn is started by the command of its systemd unit, both
with the test's folders and ports put in the place of the machine's. `TEST_POSTGRES_URL` names a server on this machine
and a role that may make databases; the one that is made here is dropped again.
"""

import getpass
import json
import os
import secrets
import shlex
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPMessage, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tools.console import Failure
from tools.system import ensure

pytestmark = pytest.mark.services

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
HOST, LOOPBACK = "tuhao.example", "127.0.0.1"
MIME_TYPES = "/etc/nginx/mime.types"
PATIENCE = 180.0  # seconds that a command, or a server's first answer, may take
ENDING = 10.0
OURS = ("DEBUG", "TRACKING_DATABASE_URL", "DEMO_LOGINS")

CONTENT = """
from datetime import date
from django.utils import timezone
from wagtail.models import Locale, Page, Site
from campaigns.models import Campaign, CampaignIndexPage, CampaignPage, CounterSnapshot
from home.models import HomePage

Page.objects.filter(depth=2).delete()
vi = Locale.objects.get(language_code="vi")
home = HomePage(title="Trang chủ", slug="trang-chu", locale=vi, headline="Tự hào trí tuệ lao động Việt Nam",
                submit_heading="Gửi sáng kiến", submit_label="Gửi")
Page.get_first_root_node().add_child(instance=home)
Site.objects.update_or_create(hostname="tuhao.example", port=443, defaults={"root_page": home, "is_default_site": True})

first, last = date(2022, 4, 22), date(2022, 5, 31)
campaign = Campaign.objects.create(slug="cao-diem", name="Cao điểm", starts_on=first, ends_on=last, count_from=first,
                                   count_to=last, units_from=first, units_to=last)
now = timezone.now()
CounterSnapshot.objects.create(campaign=campaign, epoch=1, seq=1, as_of=now, collected_at=now, count=1234)
index = home.add_child(instance=CampaignIndexPage(title="Chiến dịch", slug="chien-dich", locale=vi))
index.add_child(instance=CampaignPage(title="Cao điểm", slug="cao-diem", locale=vi, campaign=campaign, lead="40 ngày"))
"""
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


@dataclass
class Answer:
    """What nginx answered."""

    status: int
    headers: HTTPMessage
    text: str

    def once(self, name: str) -> str:
        """The value of a header that stands there exactly once."""
        values = self.headers.get_all(name, [])
        assert len(values) == 1, f"{name}: {values}"
        return values[0]


@dataclass
class Production:
    """A machine of its own in `folder`: environment, ports and running programs."""

    folder: Path
    database_url: str
    pages: int = 0
    live: int = 0
    http: int = 0
    https: int = 0
    environ: dict[str, str] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pages, self.live, self.http, self.https = (free_port() for _ in range(4))
        self.environ = {name: value for name, value in os.environ.items() if name not in OURS} | {
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "PUBLIC_URL": f"https://{HOST}",
            "ALLOWED_HOSTS": HOST,
            "DATABASE_URL": self.database_url,
            "STATIC_ROOT": str(self.folder / "var" / "static"),
            "MEDIA_ROOT": str(self.folder / "var" / "media"),
        }

    def manage(self, *arguments: str) -> str:
        """A management command, as docs/operations.md has it."""
        command = [sys.executable, "manage.py", *arguments]
        done = subprocess.run(
            command, cwd=ROOT, env=self.environ, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return done.stdout

    def start_pages(self) -> None:
        """gunicorn, by the command of its systemd unit."""
        arguments = command_of("tu-hao-pages", "gunicorn")
        arguments[arguments.index("--bind") + 1] = f"{LOOPBACK}:{self.pages}"
        arguments[arguments.index("--workers") + 1] = "1"
        self._start("pages", [sys.executable, "-m", "gunicorn", *arguments], ROOT)
        until_open(self.pages, self.running["pages"])

    def start_live(self) -> None:
        """uvicorn with the live counters, by the command of its systemd unit."""
        arguments = command_of("tu-hao-live", "uvicorn")
        arguments[arguments.index("--port") + 1] = str(self.live)
        self._start("live", [sys.executable, "-m", "uvicorn", *arguments], ROOT)
        until_open(self.live, self.running["live"])

    def start_nginx(self, program: str) -> None:
        """nginx, with deploy/nginx.conf in its own prefix."""
        config = self.folder / "nginx.conf"
        config.write_text(
            f"{same_user()} daemon off; pid {self.folder}/nginx.pid; error_log stderr; events {{}}\n"
            f"http {{ include {MIME_TYPES}; access_log off; {self._scratch_folders()}\n{self.site_config()} }}\n"
        )
        command = [program, "-p", str(self.folder), "-c", str(config)]
        tested = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert tested.returncode == 0, tested.stderr
        self._start("nginx", command, self.folder)
        until_open(self.https, self.running["nginx"])

    def site_config(self) -> str:
        """deploy/nginx.conf with the test's ports and folders; each thing that is replaced must be in it."""
        text = (DEPLOY / "nginx.conf").read_text()
        for there, here in {
            "listen 80 default_server;": f"listen {LOOPBACK}:{self.http} default_server;",
            "listen 443 ssl http2;": f"listen {LOOPBACK}:{self.https} ssl http2;",
            "server 127.0.0.1:8001;": f"server {LOOPBACK}:{self.pages};",
            "server 127.0.0.1:8002;": f"server {LOOPBACK}:{self.live};",
            "/var/cache/nginx/tu-hao": f"{self.folder}/cache",
            "/etc/ssl/tu-hao/fullchain.pem": f"{self.folder}/cert.pem",
            "/etc/ssl/tu-hao/privkey.pem": f"{self.folder}/key.pem",
            "/srv/tu-hao/var/": f"{self.folder}/var/",
        }.items():
            assert there in text, f"deploy/nginx.conf has no {there}"
            text = text.replace(there, here)
        return text

    def _scratch_folders(self) -> str:
        names = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        return " ".join(f"{name}_temp_path {self.folder}/{name};" for name in names)

    def stop(self, name: str) -> None:
        """End a program and all that it started."""
        process = self.running.pop(name)
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(ENDING)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(ENDING)

    def get(self, path: str, **headers: str) -> Answer:
        """GET over TLS, as `ask`."""
        return self.ask("GET", path, **headers)

    def ask(self, method: str, path: str, **headers: str) -> Answer:
        """Ask nginx over TLS, its certificate checked."""
        context = ssl.create_default_context(cafile=str(self.folder / "cert.pem"))
        plain = socket.create_connection((LOOPBACK, self.https), timeout=PATIENCE)
        connection = HTTPSConnection(HOST, timeout=PATIENCE)
        connection.sock = context.wrap_socket(plain, server_hostname=HOST)
        with closing(connection):
            connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read().decode("utf-8", "replace"))

    def _start(self, name: str, command: list[str], folder: Path) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command, cwd=folder, env=self.environ, stdout=log, stderr=log, start_new_session=True
            )


def command_of(unit: str, program: str) -> list[str]:
    """The arguments of a unit's command, which runs a program of `.venv`."""
    lines = (DEPLOY / "systemd" / f"{unit}.service").read_text().splitlines()
    line = next(line for line in lines if line.startswith("ExecStart="))
    found, *arguments = shlex.split(line.removeprefix("ExecStart="))
    assert found == f"/srv/tu-hao/.venv/bin/{program}"
    return arguments


def same_user() -> str:
    """Let nginx's workers stay who started them: the tests' folder is nobody else's."""
    return f"user {getpass.getuser()};" if os.geteuid() == 0 else ""


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as probe:
        return int(probe.getsockname()[1])


def until_open(port: int, process: "subprocess.Popen[bytes]") -> None:
    """Wait until somebody listens at `port`; fails at once where the program that should has ended."""
    deadline = time.monotonic() + PATIENCE
    while True:
        assert process.poll() is None, f"{process.args!r} ended with code {process.returncode}"
        try:
            socket.create_connection((LOOPBACK, port), timeout=1).close()
            return
        except OSError:
            assert time.monotonic() < deadline, f"nobody listens at {port}"
            time.sleep(0.1)


def program(name: str) -> str:
    """A program of the system; one clear line where it is missing and cannot be installed."""
    try:
        return ensure(name)
    except Failure as failure:
        pytest.fail(str(failure), pytrace=False)


@pytest.fixture(scope="module")
def database_url() -> Iterator[str]:
    name = f"tu_hao_start_{secrets.token_hex(4)}"
    with closing(psycopg.connect(SERVER, autocommit=True)) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            parts = urlsplit(SERVER)
            yield urlunsplit(("postgres", parts.netloc, f"/{name}", parts.query, ""))
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Iterator[Production]:
    """The whole of it, migrated, with a home page."""
    nginx, openssl = program("nginx"), program("openssl")
    machine = Production(tmp_path_factory.mktemp("production"), database_url)
    request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    files = ["-addext", f"subjectAltName=DNS:{HOST}", "-keyout", "key.pem", "-out", "cert.pem"]
    subprocess.run([openssl, *request, *files], cwd=machine.folder, capture_output=True, check=True)
    machine.manage("migrate", "--no-input")
    machine.manage("collectstatic", "--no-input")
    machine.manage("make_roles")
    machine.manage("shell", "-c", CONTENT)
    try:
        machine.start_pages()
        machine.start_live()
        machine.start_nginx(nginx)
        yield machine
    finally:
        for name in list(machine.running):
            machine.stop(name)


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


def test_readers_get_the_last_page_while_the_site_is_away(production: Production) -> None:
    assert production.get("/?away").status == 200
    production.stop("pages")
    try:
        time.sleep(6)  # s-maxage of the home page is 5
        answer = production.get("/?away")
        assert answer.status == 200
        assert answer.once("X-Cache") in ("STALE", "UPDATING")
        assert production.get("/?never-seen").status == 502
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
