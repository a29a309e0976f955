"""The archive of the newsletter."""

from django.http import HttpRequest, HttpResponse


def issue(request: HttpRequest, number: int) -> HttpResponse:
    """An issue as it was sent."""
    raise NotImplementedError
