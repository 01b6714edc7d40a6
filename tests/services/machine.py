"""A machine as production has it: PostgreSQL, gunicorn under the production settings, nginx with TLS before it.

Nothing is a stand-in: nginx reads deploy/nginx.conf and gunicorn is started by the command of its systemd unit, both
with the test's folders and ports put in the place of the machine's. `TEST_POSTGRES_URL` names a server on this machine
and a role that may make databases; the one that is made here is dropped again.
"""

import getpass
import os
import secrets
import shlex
import signal
import socket
import ssl
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPMessage, HTTPSConnection
from pathlib import Path

import pytest

from tools.console import Failure
from tools.system import ensure

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
    renewing: int = 0
    environ: dict[str, str] = field(default_factory=dict)
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pages, self.live, self.http, self.https, self.renewing = (free_port() for _ in range(5))
        self.environ = {name: value for name, value in os.environ.items() if name not in OURS} | {
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "SECRET_KEY": secrets.token_urlsafe(50),
            "PUBLIC_URL": f"https://{HOST}",
            "ALLOWED_HOSTS": HOST,
            "DATABASE_URL": self.database_url,
            "STATIC_ROOT": str(self.folder / "var" / "static"),
            "MEDIA_ROOT": str(self.folder / "var" / "media"),
            "FRONTEND_CACHE_URL": f"nginx://{LOOPBACK}:{self.renewing}",
            "PRIVATE_ROOT": str(self.folder / "var" / "private"),
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
            "listen 127.0.0.1:8003;": f"listen {LOOPBACK}:{self.renewing};",
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
