"""Answers for programs: readable from any site, kept by shared caches, without cookies; refusals are JSON too."""

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPMethod, HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

logger = logging.getLogger(__name__)

View = Callable[..., HttpResponse]

FRESH = "public, max-age=2, s-maxage=5, stale-while-revalidate=30, stale-if-error=600"
REFUSED = "public, max-age=2, s-maxage=5"
READING = "GET, HEAD, OPTIONS"

REFUSALS: dict[str, tuple[HTTPStatus, Promise]] = {
    "no_such_address": (HTTPStatus.NOT_FOUND, _("There is nothing at this address.")),
    "no_such_campaign": (HTTPStatus.NOT_FOUND, _("There is no published campaign with this code.")),
    "no_such_table": (HTTPStatus.NOT_FOUND, _("There is no such table.")),
    "not_closed": (HTTPStatus.NOT_FOUND, _("This campaign has not been closed: no figures have been signed.")),
    "invalid_parameter": (HTTPStatus.UNPROCESSABLE_ENTITY, _("A parameter of the address is not valid.")),
    "failed": (HTTPStatus.INTERNAL_SERVER_ERROR, _("Something broke on our side. Please try again in a few minutes.")),
    "read_only": (HTTPStatus.METHOD_NOT_ALLOWED, _("This data can only be read.")),
}


class Refused(Exception):
    """The request cannot be answered; `code` is one of REFUSALS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def refusal(code: str, parameters: list[str] | None = None) -> HttpResponse:
    """`{"error": code, "message": words}`; `parameters` names those that are not valid."""
    status, message = REFUSALS[code]
    named = {"parameters": parameters} if parameters else {}
    content = {"error": code, "message": str(message), **named}
    return JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})


def missing(request: HttpRequest) -> HttpResponse:
    """404 in a few bytes, without the site's page."""
    return refusal("no_such_address")


def open_to_programs(view: View) -> View:
    """A view that is read from anywhere and takes nothing; HEAD is GET whose body a middleware leaves out."""

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _answer(view, request, *args, **kwargs)
        response.headers.setdefault("Cache-Control", FRESH if response.status_code == HTTPStatus.OK else REFUSED)
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "ETag, Content-Disposition"
        return response

    return answer


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method == HTTPMethod.OPTIONS:
        headers = {
            "Allow": READING,
            "Access-Control-Allow-Methods": READING,
            "Access-Control-Allow-Headers": "If-None-Match, Cache-Control",
            "Access-Control-Max-Age": "86400",
        }
        return HttpResponse(status=HTTPStatus.NO_CONTENT, headers=headers)
    if request.method not in (HTTPMethod.GET, HTTPMethod.HEAD):
        response = refusal("read_only")
        response.headers["Allow"] = READING
        return response
    method, request.method = request.method, HTTPMethod.GET.value
    try:
        return view(request, *args, **kwargs)
    except Refused as refused:
        return refusal(refused.code)
    except Http404:
        return refusal("no_such_address")
    except Exception:
        logger.exception("%s could not be answered", request.path)
        return refusal("failed")
    finally:
        request.method = method
