"""Error answers: pages for readers, problem details for programs."""

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from api.problems import below_api, problem_response, server_problem


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, the same for what never was and what is not public."""
    if below_api(request.path):
        return problem_response(404)
    return defaults.page_not_found(request, exception)


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
