"""Request handling that concerns the whole site."""

from csp.constants import SELF
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.deprecation import MiddlewareMixin


class PageGZipMiddleware(GZipMiddleware):
    """Compresses pages; leaves an answer alone that brings a strong ETag, which compressing here would weaken."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.headers.get("ETag", "").startswith('"'):
            return response
        return super().process_response(request, response)


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
