"""The machine that tests of production share; one for each module of tests."""

import secrets
import subprocess
from collections.abc import Iterator
from contextlib import closing
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.services.machine import CONTENT, HOST, SERVER, Production, program


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
