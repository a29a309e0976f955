"""Who may use the API from pages of other sites (CORS): whoever only reads what is public.

A package would answer this too (django-cors-headers); but it only speaks where the browser names an origin, so that
its answers vary by it and shared caches would keep one for each site; and it lets a JSON POST through.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

READS = {"GET", "HEAD"}
#: The same for all, so that one kept answer serves every origin. Never with credentials: `*` rules them out.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, Content-Encoding, ETag, Link, Retry-After, Vary",
}
#: What browsers ask first, because of a header that no form could send. POST needs no mention here to be let
#: through, a Content-Type of JSON does: it is not among these.
PREFLIGHT = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Cache-Control, If-Match, If-Modified-Since, If-None-Match, If-Unmodified-Since",
    "Access-Control-Max-Age": "86400",
}


class OriginsMiddleware:
    """Opens reading below /api/v1/ to all origins, but for what needs a token."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer; to a preflight only whether the read it asks for is let through."""
        if not is_open(request.path):
            return self.get_response(request)
        if request.method == "OPTIONS" and request.META.get("HTTP_ACCESS_CONTROL_REQUEST_METHOD") in READS:
            allowed = HttpResponse(status=204, headers=PREFLIGHT)
            del allowed.headers["Content-Type"]
            return allowed
        response = self.get_response(request)
        if request.method in READS:
            for name, value in OPEN.items():
                response.headers[name] = value
        return response


def is_open(path: str) -> bool:
    """Whether an address is one of public reading."""
    return f"{path}/".startswith("/api/v1/") and not path.startswith("/api/v1/staff/")
