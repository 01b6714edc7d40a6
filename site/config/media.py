"""Uploaded files where no web server stands in front, as deploy/nginx.conf serves them in production."""

from posixpath import normpath

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve

CLOSED = {"documents", "cards"}
"""Folders of what views hand out that know who may have it: Wagtail's documents (/tai-lieu/), share cards."""


def uploaded_file(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of MEDIA_ROOT outside the closed folders; it may never act as a page of this host."""
    name = normpath(path).lstrip("/")
    if name.split("/")[0] in CLOSED:
        raise Http404("not served as a file")
    response = serve(request, name, str(settings.MEDIA_ROOT))
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
