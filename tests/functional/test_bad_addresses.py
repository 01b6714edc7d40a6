"""Addresses that nobody should ask for get a clean answer in the site's own design, and never an error."""

import json
import socket
from contextlib import closing
from urllib.parse import quote

import pytest

from tests.functional.instance import CAMPAIGN, Instance
from tests.functional.places import CAMPAIGN_PATH
from tools import ports

LOST, LOST_IN_ENGLISH = "Không có trang này", "This page is not here"
FIRST_PAGES = ("?p=abc", "?p=", "?p=-1", "?p=0", "?p=1.5", "?p=%00", "?p=" + "9" * 400, "?p=%D9%A1")
NOT_FOUND = (
    "/khong-co-trang-nay/",
    "/cau-chuyen/?p=99999",
    "/sang-kien/?p=99999",
    "/tim-kiem/?q=s%C3%A1ng+ki%E1%BA%BFn&p=99999",
    f"{CAMPAIGN_PATH}don-vi/XX/",
    f"{CAMPAIGN_PATH}don-vi/{'7' * 3_000}/",
    f"{CAMPAIGN_PATH}don-vi/%00/",
    f"{CAMPAIGN_PATH}don-vi/75%00/",
    f"{CAMPAIGN_PATH}don-vi/{quote('Đồng Nai')}/",
    f"{CAMPAIGN_PATH}don-vi/75%0d%0aX-Injected:1/",
    "/%00/",
    "/cau-chuyen/%00/",
    "/%ff%fe/",
    "/en/khong-co/",
    "/static/../cms.sqlite3",
    "/tai-lieu/999999/x.pdf",
)
HARMLESS = (
    "/tim-kiem/?q=%00",
    "/tim-kiem/?q=" + quote("'\"*()^:-+ AND OR NOT NEAR("),
    "/tim-kiem/?q=" + "a" * 3_000,
    "/tim-kiem/?q=%ff%fe",
    "/tim-kiem/?q=" + quote("<script>alert(1)</script>"),
    "/cau-chuyen/?loai=%00&the=%00",
    "/cau-chuyen/?loai=x&the=" + "b" * 3_000,
    "/sang-kien/?linh-vuc=x&don-vi=%00&the=%00&chien-dich=%00",
    f"{CAMPAIGN_PATH}?loai=%00&xep=x",
    f"{CAMPAIGN_PATH}?loai=" + "c" * 3_000,
)

NO_SUCH_FIGURES = (
    "/live/x.json",
    f"/live/{CAMPAIGN}/99999999999999999999.1.json",
    f"/live/{CAMPAIGN}/1.99999999.json",
    f"/live/{'x' * 10_240}.json",
)
LONG = f"{CAMPAIGN_PATH}don-vi/{'7' * 10_240}/"
FORGED = "evil.example"


@pytest.mark.parametrize("query", FIRST_PAGES)
@pytest.mark.parametrize("index", ["/cau-chuyen/", "/sang-kien/"])
def test_what_is_no_page_number_is_the_first_page(site: Instance, index: str, query: str) -> None:
    status, text = site.get(index + query)
    assert status == 200
    assert "<h1" in text


@pytest.mark.parametrize("address", NOT_FOUND)
def test_what_is_not_there_says_so_in_the_sites_design(site: Instance, address: str) -> None:
    status, text = site.get(address)
    assert status == 404
    assert (LOST_IN_ENGLISH if address.startswith("/en/") else LOST) in text
    assert "css/site" in text
    assert "Traceback" not in text


@pytest.mark.parametrize("address", NO_SUCH_FIGURES)
def test_figures_that_are_not_there_are_refused_in_a_few_bytes(site: Instance, address: str) -> None:
    status, text = site.get(address)
    assert status == 404
    assert json.loads(text)["error"].startswith("no such ")


@pytest.mark.parametrize("address", HARMLESS)
def test_strange_questions_get_an_ordinary_answer(site: Instance, address: str) -> None:
    status, text = site.get(address)
    assert status == 200
    assert "<script>alert" not in text


@pytest.mark.parametrize("address", ["/media/../cms.sqlite3", "/media/%2e%2e/cms.sqlite3", "/media/..%2fcms.sqlite3"])
def test_nothing_outside_the_media_folder_is_served(site: Instance, address: str) -> None:
    status, text = site.get(address)
    assert status in (400, 404)
    assert "SQLite" not in text


def test_an_address_of_ten_kilobytes_is_refused(site: Instance) -> None:
    status, _text = site.get(LONG)
    assert status in (400, 404, 414)


@pytest.mark.parametrize("host", [FORGED, f"127.0.0.1.{FORGED}", "127.0.0.1:80@evil.example", "", "[::1", "a" * 300])
def test_a_forged_host_is_refused(site: Instance, host: str) -> None:
    status, text = site.get("/", Host=host)
    assert status == 400
    assert FORGED not in text


@pytest.mark.parametrize("header", ["X_Forwarded_Host", "X_Host", "Forwarded"])
def test_no_other_header_changes_what_a_page_calls_itself(site: Instance, header: str) -> None:
    status, text = site.get("/", **{header: FORGED})
    assert status == 200
    assert FORGED not in text


def test_the_canonical_address_is_the_sites_own_even_under_another_name(site: Instance) -> None:
    status, text = site.get("/", Host=f"localhost:{site.port}")
    assert status == 200
    assert f'<link rel="canonical" href="{site.address}/">' in text


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"])
def test_other_methods_change_nothing_and_break_nothing(site: Instance, method: str) -> None:
    with closing(socket.create_connection((ports.HOST, site.port), timeout=10)) as connection:
        head = f"{method} / HTTP/1.1\r\nHost: {ports.HOST}:{site.port}\r\nContent-Length: 0\r\nConnection: close"
        connection.sendall(f"{head}\r\n\r\n".encode())
        status = int(connection.recv(64).split()[1])
    assert status < 500
