"""The API and the pages about it speak English, whatever the language of readers' pages: programs compare its words."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import override

from api.problems import below_api

ENGLISH = "en-gb"


class EnglishMiddleware:
    """Around all that answers below /api/, also what is sent piece by piece."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer."""
        if not below_api(request.path):
            return self.get_response(request)
        with override(ENGLISH):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse):
            pieces: Any = response.streaming_content
            response.streaming_content = in_english(pieces)
        return response


def in_english(pieces: Iterable[Any]) -> Iterator[Any]:
    """The same pieces, each made in English."""
    made, end = iter(pieces), object()
    while True:
        with override(ENGLISH):
            piece = next(made, end)
        if piece is end:
            return
        yield piece
