"""HEAD is answered as GET is, without a body: a server that has to throw one away logs a warning for each."""

import pytest
from django.core.files.base import ContentFile
from django.test import RequestFactory
from django.test.client import ClientHandler
from wagtail.documents.models import Document

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/healthz", "/khong-co/", "/tim-kiem/?q=a", "/admin/login/", "DOCUMENT"])
def test_a_head_has_the_headers_of_a_get_and_no_body(path: str) -> None:
    if path == "DOCUMENT":
        path = Document.objects.create(title="a", file=ContentFile(b"body", name="a.pdf")).url
    bodies, headers = {}, {}
    for method in ("GET", "HEAD"):
        handler = ClientHandler(enforce_csrf_checks=False)
        handler.load_middleware()
        response = handler.get_response(RequestFactory().generic(method, path))
        bodies[method] = b"".join(response)
        headers[method] = {name: value for name, value in response.items() if name not in ("Expires", "Set-Cookie")}
        response.close()
    assert bodies["GET"]
    assert bodies["HEAD"] == b""
    assert headers["HEAD"].keys() == headers["GET"].keys()
    assert headers["HEAD"]["Content-Type"] == headers["GET"]["Content-Type"]
