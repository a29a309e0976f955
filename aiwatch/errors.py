"""Error answers: pages for readers, problem details for programs."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views import defaults

from aiwatch.nearby import nearby
from api.problems import below_api, problem_response, server_problem
from readers.limits import TooOften


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, the same for what never was and what is not public; with what may be meant."""
    if below_api(request.path):
        return problem_response(404)
    meant = nearby(request.path, at=timezone.now())
    return render(request, "404.html", {"meant": meant.places, "sought": meant.words}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 without a trace; 503 for programs where the database was too busy."""
    if below_api(request.path):
        return server_problem()
    return defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 without details of how it was found out."""
    if below_api(request.path):
        return problem_response(400)
    return defaults.bad_request(request, exception)


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that does not carry what our own pages put into it."""
    return render(request, "403.html", {"stale": True}, status=403)


class TooOftenMiddleware:
    """429 for what may be done only so often, where its own page does not say so beside what was typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page that says how long to wait; nothing for any other error."""
        if not isinstance(error, TooOften):
            return None
        response = render(request, "429.html", {"refusal": error}, status=429)
        response.headers["Retry-After"] = str(error.seconds)
        return response
