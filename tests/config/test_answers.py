"""What HTTP asks of public answers: a revisit costs nothing, and a page takes nothing from anybody."""

import pytest
from django.test import Client

from tests.factories import StoryPageFactory, site_tree

pytestmark = pytest.mark.django_db

NAMED = ["/", "/en/", "/cau-chuyen/", "/cau-chuyen/mot-chuyen/", "/tim-kiem/?q=khay"]


@pytest.fixture(autouse=True)
def story() -> None:
    site_tree()
    StoryPageFactory(slug="mot-chuyen")


@pytest.mark.parametrize("path", NAMED)
def test_a_revisit_of_an_unchanged_page_has_no_body(client: Client, path: str) -> None:
    first = client.get(path, headers={"Accept-Encoding": "gzip"})
    again = client.get(path, headers={"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]})
    assert first["ETag"].startswith('W/"')
    assert first["Content-Encoding"] == "gzip"
    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == first["Cache-Control"]
    assert again["ETag"] == first["ETag"] == client.head(path)["ETag"]


def test_a_changed_page_is_sent_again(client: Client) -> None:
    name = client.get("/cau-chuyen/")["ETag"]
    StoryPageFactory(title="Chuyện mới")
    again = client.get("/cau-chuyen/", headers={"If-None-Match": name})
    assert again.status_code == 200
    assert "Chuyện mới" in again.content.decode()


@pytest.mark.parametrize("path", ["/khong-co/", "/admin/login/", "/readyz"])
def test_what_is_not_for_all_has_no_name(client: Client, path: str) -> None:
    assert "ETag" not in client.get(path)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "FOO"])
@pytest.mark.parametrize("path", [*NAMED[:-1], "/tim-kiem/", "/khong-co/"])
def test_a_page_takes_nothing_and_says_so_in_the_sites_design(method: str, path: str) -> None:
    response = Client(enforce_csrf_checks=True).generic(method, path, b"a=1", "application/x-www-form-urlencoded")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert 'class="mast"' in response.content.decode()
    assert "noindex" in response.content.decode()


def test_a_wrong_host_is_told_so_plainly(client: Client) -> None:
    response = client.get("/", SERVER_NAME="somebody.else")
    text = response.content.decode()
    assert response.status_code == 400
    assert 'class="wrap lost"' in text
    assert "somebody.else" not in text
