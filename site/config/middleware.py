"""Request handling that concerns the whole site."""

from hashlib import blake2b

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.middleware.http import ConditionalGetMiddleware
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin
from django.utils.encoding import iri_to_uri
from wagtail.contrib.redirects.middleware import RedirectMiddleware

from sharing.marks import is_marked, query_of


class HeadWithoutBodyMiddleware(MiddlewareMixin):
    """Answers HEAD with the headers of GET and no body; must stand first, so that the others see the body's length.

    Django leaves the body to the server, and gunicorn logs a warning for each one that it has to throw away.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.method == "HEAD":
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = []
            elif isinstance(response, HttpResponse):
                response.content = b""
        return response


class PageGZipMiddleware(GZipMiddleware):
    """Compresses pages; leaves an answer alone that brings a strong ETag, which compressing here would weaken."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("ETag", "").startswith('"'):
            return response
        return super().process_response(request, response)


class PublicETagMiddleware(ConditionalGetMiddleware):
    """Names what every public answer says, so that a revisit of an unchanged page costs a 304 and no body.

    The name is weak, because compressing pads each body differently; must stand after the compression. Answers to
    one person (the admin, previews) have none.
    """

    def needs_etag(self, response: HttpResponseBase) -> bool:
        """Nothing here: what Django would name is strong, and names private answers too."""
        return False

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        public = "public" in response.headers.get("Cache-Control", "")
        if public and response.status_code == 200 and isinstance(response, HttpResponse):
            name = blake2b(response.content, digest_size=12).hexdigest()
            response.headers.setdefault("ETag", f'W/"{name}"')
        answer = super().process_response(request, response)
        if answer is not response:
            _keep_policy(response, answer)
        return answer


def _keep_policy(response: HttpResponseBase, unchanged: HttpResponseBase) -> None:
    """Give a 304 the page's own CSP, if it has one: browsers take a 304's headers for those of what they hold."""
    if (policy := response.headers.get("Content-Security-Policy")) is not None:
        unchanged.headers["Content-Security-Policy"] = policy
    for name, value in vars(response).items():
        if name.startswith("_csp_"):  # where django-csp's decorators leave what the view asked for
            setattr(unchanged, name, value)


class AddressLocaleMiddleware(MiddlewareMixin):
    """Choose the language from the address alone.

    Django's own LocaleMiddleware also looks at cookies and Accept-Language and marks every response as varying with
    them, which would keep a shared cache from serving one copy of a page to everybody. Here `/en/…` is English and
    everything else Vietnamese; the admin then follows each editor's own preference (Wagtail does that).
    """

    def process_request(self, request: HttpRequest) -> None:
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


class PreviewsInFramesMiddleware(MiddlewareMixin):
    """Lets the admin frame the preview of a draft, which is otherwise answered as the public page will be.

    Must stand after the CSP middleware, which reads the mark on the way out.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if getattr(request, "is_preview", False):
            response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]  # where django-csp looks
        return response


class MovedPagesMiddleware(RedirectMiddleware):
    """Leads from a page's former address to its present one, and lets the marks of a shared link go along."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        answer: HttpResponse = super().process_response(request, response)
        here = answer.headers.get("Location", "")
        if answer is not response and here.startswith("/") and "?" not in here and is_marked(request):
            answer.headers["Location"] = f"{here}?{iri_to_uri(query_of(request))}"
        return answer
