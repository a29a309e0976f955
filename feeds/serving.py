"""The addresses of a feed and what they answer."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.urls import URLPattern, path

from feeds.entries import Feed, Moved
from feeds.forms import TYPES, as_atom, as_json, as_rss
from feeds.texts import whole

Made = Callable[..., Feed]


def addresses(which: str, made: Made, *, name: str) -> list[URLPattern]:
    """The addresses of a feed, one for each form: `/feeds/<which>.rss` and so on, named `<name>-rss` and so on.

    made: takes what the address says and returns the feed; raises Http404, or Moved where it is about what has
    another slug today.
    """
    return [
        path(f"feeds/{which}.{form}", partial(_answer, made, form), name=f"{name}-{form}") for form in TYPES
    ]


def _answer(made: Made, form: str, request: HttpRequest, **asked: Any) -> HttpResponse:
    try:
        feed = made(**asked)
    except Moved as moved:
        return HttpResponsePermanentRedirect(f"{moved.path}.{form}")
    response = _written(feed, form)
    if settings.WEBSUB_HUB:
        self = whole(f"{feed.path}.{form}")
        response.headers["Link"] = f'<{settings.WEBSUB_HUB}>; rel="hub", <{self}>; rel="self"'
    return response


def _written(feed: Feed, form: str) -> HttpResponse:
    if form == "json":
        return JsonResponse(
            as_json(feed), content_type=TYPES[form], json_dumps_params={"ensure_ascii": False}
        )
    return HttpResponse(as_rss(feed) if form == "rss" else as_atom(feed), content_type=TYPES[form])
