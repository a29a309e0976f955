"""Error answers: pages for readers, problem details for programs."""

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from api.problems import problem_response


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, the same for what never was and what is not public."""
    if request.path.startswith("/api/"):
        return problem_response(404, "There is nothing at this address.")
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 without a trace."""
    if request.path.startswith("/api/"):
        return problem_response(500, "Something went wrong here. It has been noted.")
    return defaults.server_error(request)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400 without details of how it was found out."""
    if request.path.startswith("/api/"):
        return problem_response(400, "The request could not be understood.")
    return defaults.bad_request(request, exception)
