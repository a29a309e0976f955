"""Errors of the API as problem details (RFC 9457), whatever raised them: nothing below /api/ answers in HTML."""

import sys
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, TooManyFieldsSent
from django.db import OperationalError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponsePermanentRedirect,
    JsonResponse,
)
from django.http.request import UnreadablePostError
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from readers.limits import TooOften

MEDIA_TYPE = "application/problem+json"
#: What to say of an error of which no more is known.
SAID = {
    400: "The request could not be understood.",
    403: "This is not allowed.",
    404: "There is nothing at this address.",
    405: "This address does not take that method: see the Allow header.",
    412: "It is not as If-Match or If-Unmodified-Since has it.",
    413: "The body is too large.",
    500: "Something went wrong here. It has been noted.",
    503: "We cannot answer at the moment. Try again in a little while.",
}
#: Seconds after which to try again when the database was too busy.
LITTLE_WHILE = 2
#: What of an answer belongs to its body, and not to the problem that takes its place.
OF_THE_BODY = {"content-type", "content-length", "content-encoding", "etag", "last-modified"}


class TooMany(exceptions.Throttled):
    """There were too many, in the limit's own words, to which Django REST framework would add its own."""

    def __init__(self, refusal: TooOften) -> None:
        exceptions.APIException.__init__(self, str(refusal))
        self.wait = refusal.seconds


class Gone(exceptions.APIException):
    """What was public and is not any more; the detail is what readers are told of it."""

    status_code = 410


def below_api(path: str) -> bool:
    """Whether an address belongs to the API, however many slashes it begins with."""
    return path.lstrip("/").partition("/")[0] == "api"


def problem_response(status: int, detail: str = "", **headers: str) -> JsonResponse:
    """A problem for what never reached a view of the API."""
    title = HTTPStatus(status).phrase
    detail = detail or SAID.get(status, title)
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE, headers=headers)


def server_problem() -> JsonResponse:
    """What to answer when an error that is being handled is ours; a database that is too busy is soon back."""
    if isinstance(sys.exception(), OperationalError):
        return problem_response(503, **{"Retry-After": str(LITTLE_WHILE)})
    return problem_response(500)


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every error that it knows, as problem details; `errors` names each parameter.

    What else an error has to say is in its `more` and its `headers`.
    """
    error = _known(error)
    response = exception_handler(error, context)
    if response is None:
        return None
    status = response.status_code
    body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if isinstance(error, exceptions.ValidationError):
        errors: dict[str, list[str]] = {}
        for name, said in _named(error.detail):
            errors.setdefault(name, []).append(said)
        body["detail"] = "; ".join(f"{name}: {' '.join(said)}" for name, said in errors.items())
        body["errors"] = errors
    elif isinstance(error, Http404 | exceptions.NotFound | PermissionDenied):
        body["detail"] = SAID[status]
    else:
        body["detail"] = str(getattr(error, "detail", body["title"]))
    response.data = body | getattr(error, "more", {})
    response.content_type = MEDIA_TYPE
    request = context["request"]
    request.accepted_renderer, request.accepted_media_type = JSONRenderer(), MEDIA_TYPE
    for name, value in getattr(error, "headers", {}).items():
        response[name] = value
    return response


def _known(error: Exception) -> Exception:
    """An error in the words of DRF, where it has such."""
    match error:
        case TooManyFieldsSent():
            most = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
            return exceptions.ParseError(f"The address has too many parameters: give at most {most:,}.")
        case UnreadablePostError():
            return exceptions.ParseError("The body could not be read to its end.")
        case TooOften():
            return TooMany(error)
    return error


def _named(said: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Each sentence with the name of the field that it is about; of a field within another, `outer.inner`."""
    if isinstance(said, dict):
        for key, value in said.items():
            of_the_whole = name and key == api_settings.NON_FIELD_ERRORS_KEY
            yield from _named(value, name if of_the_whole else f"{name}.{key}" if name else str(key))
    elif isinstance(said, list) and any(isinstance(one, dict | list) for one in said):
        for number, value in enumerate(said):
            yield from _named(value, f"{name}.{number}" if name else str(number))
    elif isinstance(said, list):
        for one in said:
            yield name or "body", str(one)
    else:
        yield name or "body", str(said)


class ProblemsMiddleware:
    """The last word below /api/: an error that is no problem yet becomes one. Around all that may refuse a request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        if not below_api(request.path):
            return self.get_response(request)
        response = _refused(request) or self.get_response(request)
        if 300 <= response.status_code < 400 and not getattr(response, "content", b""):
            response.headers.pop("Content-Type", None)
        if response.status_code < 400 or response.headers.get("Content-Type") == MEDIA_TYPE:
            return response
        kept = {name: value for name, value in response.items() if name.lower() not in OF_THE_BODY}
        return problem_response(response.status_code, **kept)


def _refused(request: HttpRequest) -> JsonResponse | None:
    """Why a body is not even read, or None. JSON is UTF-8 (RFC 8259); Python knows charsets that unpack."""
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return None
    charset = (request.content_params or {}).get("charset", "utf-8")
    if charset.lower() not in {"utf-8", "utf8"}:
        return problem_response(415, "Send JSON as UTF-8.")
    coded, length = request.META.get("HTTP_CONTENT_ENCODING", ""), request.META.get("CONTENT_LENGTH") or ""
    if coded.strip().lower() not in {"", "identity"}:
        said = "Send the body as it is, without Content-Encoding."
        return problem_response(415, said, **{"Accept-Encoding": "identity"})
    if not length and request.META.get("HTTP_TRANSFER_ENCODING"):
        return problem_response(411, "Say in Content-Length how long the body is, and send it in one piece.")
    most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    if length.isdecimal() and int(length) > most:
        return problem_response(413, f"The body is too large: send at most {most:,} bytes.")
    return None


@csrf_exempt
def no_such_route(request: HttpRequest) -> HttpResponse:
    """404 for whatever stands below /api/ and is no route of it; 301 to read what lacks its last slash."""
    whole = f"{request.path_info}/"
    if not request.path_info.endswith("/") and _is_route(whole):
        if request.method in {"GET", "HEAD"}:
            query = request.META.get("QUERY_STRING", "")
            return HttpResponsePermanentRedirect(whole + (f"?{query}" if query else ""))
        return problem_response(404, f"The address ends with a slash: {whole}")
    return problem_response(404)


def _is_route(path: str) -> bool:
    try:
        return resolve(path).func is not no_such_route
    except Resolver404:
        return False
