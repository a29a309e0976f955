"""Closing the site for a while: as long as one file is there, everything answers 503."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.template.loader import render_to_string

from aiwatch.pages.policies import ContentSecurityPolicyMiddleware, allow_nothing
from api.problems import below_api, problem_response

#: When to come back; nobody knows how long it takes, and crawlers come back by it.
RETRY = {"Retry-After": "300"}


class ClosingMiddleware:
    """Before all that keeps or makes answers: nothing is asked of the database or the cache.

    What the page itself needs is served, and what pages need that others have kept, and /healthz: the process
    is well, and nobody should end it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.closed: Any = SecurityMiddleware(ContentSecurityPolicyMiddleware(allow_nothing(closed)))

    def __call__(self, request: WSGIRequest) -> HttpResponseBase:
        """The answer, or that there is none for now."""
        open_still = request.path.startswith((settings.STATIC_URL, "/styles/")) or request.path == "/healthz"
        if open_still or not settings.CLOSED_WHILE.exists():
            return self.get_response(request)
        answer: HttpResponseBase = self.closed(request)
        return answer


def closed(request: HttpRequest) -> HttpResponse:
    """503 as a page or as a problem."""
    if below_api(request.path):
        return problem_response(503, **RETRY)
    headers = RETRY | {"Cache-Control": "no-store"}
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
