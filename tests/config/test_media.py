"""Uploaded files from outside: documents only through the site, and never as a page of this host."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from pytest_django import Settings
from wagtail.documents.models import Document
from wagtail.models import Collection, CollectionViewRestriction

pytestmark = pytest.mark.django_db


def document(name: str, body: bytes, private: bool) -> Document:
    """An uploaded document, in a collection for those who are logged in if `private`."""
    collection = Collection.get_first_root_node().add_child(name="Nội bộ")
    if private:
        CollectionViewRestriction.objects.create(
            collection=collection, restriction_type=CollectionViewRestriction.LOGIN
        )
    return Document.objects.create(title="Kế hoạch", file=ContentFile(body, name=name), collection=collection)


def test_a_private_document_is_for_those_who_may_have_it(client: Client, settings: Settings) -> None:
    private = document("ke-hoach.pdf", b"%PDF-1.4 private", private=True)
    assert (Path(settings.MEDIA_ROOT) / private.file.name).is_file()
    answer = client.get(private.url)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/admin/login/")
    client.force_login(User.objects.create_user("ai", "ai@tuhao.example", "mot-mat-khau"))
    assert b"".join(client.get(private.url)) == b"%PDF-1.4 private"


@pytest.mark.parametrize("way", ["{}", "/{}", "./{}", "images/../{}", "//./{}", "images/..//{}"])
def test_a_document_is_no_file_however_it_is_asked_for(client: Client, way: str) -> None:
    name = document("ke-hoach.pdf", b"%PDF-1.4 private", private=True).file.name
    assert client.get(f"/media/{way.format(name)}").status_code == 404


@pytest.mark.parametrize("name", ["ke-hoach.pdf", "bang.csv", "trang.html", "hinh.svg"])
def test_a_document_is_stored_and_never_opened(client: Client, name: str) -> None:
    answer = client.get(document(name, b"<script>alert(1)</script>", private=False).url)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    answer.close()


def test_another_file_is_served_and_can_do_nothing(client: Client, settings: Settings) -> None:
    folder = Path(settings.MEDIA_ROOT) / "images"
    folder.mkdir()
    (folder / "trang.html").write_text("<script>alert(1)</script>")
    answer = client.get("/media/images/trang.html")
    assert answer.status_code == 200
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()
    assert client.get("/media/images/").status_code == 404
    assert client.get("/media/../manage.py").status_code == 400
