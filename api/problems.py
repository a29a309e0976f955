"""Errors of the API as problem details (RFC 9457), whatever raised them."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import exception_handler

MEDIA_TYPE = "application/problem+json"


def problem_response(status: int, detail: str) -> JsonResponse:
    """A problem for what never reached a view of the API."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return JsonResponse(body, status=status, content_type=MEDIA_TYPE)


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every error that it knows, as problem details; `errors` names each parameter."""
    if isinstance(error, RecursionError):  # JSON nested too deeply for the parser
        error = exceptions.ParseError("The JSON is nested too deeply.")
    response = exception_handler(error, context)
    if response is None:
        return None
    status = response.status_code
    body: dict[str, Any] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if isinstance(error, exceptions.ValidationError) and isinstance(response.data, dict):
        body["detail"] = "; ".join(
            f"{name}: {' '.join(map(str, said))}" for name, said in response.data.items()
        )
        body["errors"] = response.data
    elif isinstance(error, Http404 | exceptions.NotFound):
        body["detail"] = "There is nothing at this address."
    elif isinstance(error, PermissionDenied):
        body["detail"] = "This is not allowed."
    else:
        body["detail"] = str(getattr(error, "detail", body["title"]))
    response.data = body
    response.content_type = MEDIA_TYPE
    return response


def no_such_route(request: HttpRequest) -> JsonResponse:
    """404 for whatever stands below /api/ and is no route of it."""
    return problem_response(404, "There is nothing at this address.")
