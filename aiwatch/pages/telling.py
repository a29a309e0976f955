"""Pages in Markdown for those that ask for it, by the pages' own addresses and by those of the API."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from aiwatch.pages import keys
from api.accepting import JSON, MARKDOWN, OF_TWINS, page_of, ranked

TYPE = f"{MARKDOWN}; charset=utf-8"


class MarkdownMiddleware:
    """Tells a page in Markdown. Within the page cache, which knows of Accept and keeps both forms."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponseBase:
        """The page as it is asked for; as HTML it names its twin."""
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        accept = request.META.get("HTTP_ACCEPT", "")
        twin = page_of(request.path, request.META.get("QUERY_STRING", ""))
        if twin and ranked(accept, OF_TWINS)[:1] == (MARKDOWN,):
            own, request.path, request.path_info = request.path, twin, twin
            response = _told(self.get_response(request), twin)
            if response.status_code < 400:
                return response
            # A problem is one of the API's, which knows what readers are told of what is gone.
            request.path = request.path_info = own
            request.META["HTTP_ACCEPT"] = JSON
            return self.get_response(request)
        if not keys.TOLD.match(request.path):
            return self.get_response(request)
        response = self.get_response(request)
        if keys.markdown_wanted(accept):
            return _told(response, request.path)
        if response.status_code == 200:
            address = settings.SITE_URL + request.path
            response.headers.setdefault("Link", f'<{address}>; rel="alternate"; type="{MARKDOWN}"')
        return response


def _told(response: HttpResponseBase, path: str) -> HttpResponseBase:
    """An HTML page in Markdown, also one that says that there is none; what is no page stays as it is."""
    if not isinstance(response, HttpResponse) or not response.get("Content-Type", "").startswith("text/html"):
        return response
    if not response.content:
        return response
    from aiwatch.pages import markdown  # what makes it takes 10 MB

    text = markdown.told(response.text, settings.SITE_URL + path)
    return HttpResponse(text, status=response.status_code, content_type=TYPE)
