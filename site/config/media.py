"""Uploaded files where no web server stands in front, as deploy/nginx.conf serves them in production."""

from posixpath import normpath

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve

DOCUMENTS = "documents"
"""Wagtail's folder of documents; they are handed out under /tai-lieu/, which knows who may have them."""


def uploaded_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of MEDIA_ROOT that is no document; it may never act as a page of this host."""
    name = normpath(path).lstrip("/")
    if name.split("/")[0] == DOCUMENTS:
        raise Http404("documents are not served as files")
    response = serve(request, name, str(settings.MEDIA_ROOT))
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
