"""The page cache, and the two content security policies."""

import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csp import ContentSecurityPolicyMiddleware as Policy
from django.utils.cache import get_conditional_response
from django.utils.csp import CSP

from aiwatch.build import build
from changes import log

GetResponse = Callable[[HttpRequest], HttpResponseBase]

#: Answered for everybody alike; whatever stands in front may keep a page a little and show it while we are away.
SHARED = "public, max-age=0, s-maxage=1, stale-while-revalidate=60, stale-if-error=86400"
PRIVATE = "private, no-store"
NEVER_CACHED = ("/admin/", "/preview/", "/api/v1/staff/", "/static/", "/healthz")
BUILD = build(
    settings.BASE_DIR, settings.SITE_NAME, settings.SITE_URL, settings.SITE_LICENCE, settings.TIME_ZONE
)
DAY, MINUTE = 86_400, 60
#: What readers' pages are asked by, all others by `page`. The rest of a query is dropped before a page is made:
#: so `?x=1`, `?x=2` and so on are one page, and what is not in the key cannot change what is kept under it.
ASKED = {"/search/": "q", "/questions/suggest/": "q", "/sitemap.xml": "p"}
#: The same for the pages below a list that is asked by more.
ASKED_BELOW = {"/facts/": "as_known_on", "/questions/": "page"}
#: These are asked by more, and refuse what they do not know by its name; so do the lists of the API.
ASKED_WHOLE = ("/questions/open/", "/releases/", "/releases.ics", "/compare/", "/questions/ask/", "/api/")
#: The ways in which programs ask for JSON; what is asked for otherwise is not kept.
ACCEPTED = {"", "*/*", "application/json"}


class PageCacheMiddleware:
    """Keeps anonymous pages under a key that carries the content version.

    First of all middleware, so that a kept page costs no session, no view and no template. A page is never
    older than the last public change: the version in its key is read from the change log, at most once a
    second in each worker, and at once when a scheduled change falls due.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: WSGIRequest) -> HttpResponseBase:
        """The kept response, or a fresh one, kept if it may be."""
        if request.method not in {"GET", "HEAD"} or request.path.startswith(NEVER_CACHED):
            response = self.get_response(request)
            if not request.path.startswith("/static/"):
                response.headers.setdefault("Cache-Control", PRIVATE)
            return response
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return _private(self.get_response(request))
        if request.META.get("QUERY_STRING") and not _asked_whole(request.path):
            request.META["QUERY_STRING"] = _asked(request)
        version = log.current_version()
        key = _key(request, version)
        kept: HttpResponse | None = cache.get(key)
        if kept is None:
            response = self.get_response(request)
            kept = _keepable(response)
            if kept is None:
                return _private(response)
            # Asked again: a change that was committed while the page was made belongs to the next version.
            if (seconds := _seconds(request, kept)) and log.current_version() == version:
                cache.set(key, kept, timeout=seconds)
        if "HTTP_IF_NONE_MATCH" in request.META and "ETag" in kept:
            return get_conditional_response(request, etag=kept["ETag"], response=kept) or kept
        return kept


def _asked_whole(path: str) -> bool:
    return path in ASKED_BELOW or path.startswith(ASKED_WHOLE)


def _asked(request: WSGIRequest) -> str:
    """The one part of the query that the page depends on, or nothing."""
    below = next((name for start, name in ASKED_BELOW.items() if request.path.startswith(start)), "page")
    name = ASKED.get(request.path, below) + "="
    return next(
        (part for part in reversed(request.META["QUERY_STRING"].split("&")) if part.startswith(name)), ""
    )


def _seconds(request: WSGIRequest, kept: HttpResponse) -> int:
    """How long to keep a page: a day, or a minute where whoever asks can think up addresses without end.

    Not at all what is not there, or is asked for in an unusual way: nobody fills the memory with that.
    """
    asked = request.META
    if kept.status_code == 404:
        return 0
    if request.path.startswith("/api/") and asked.get("HTTP_ACCEPT", "") not in ACCEPTED:
        return 0
    usual = not asked.get("QUERY_STRING") and asked.get("HTTP_HOST") == urlsplit(settings.SITE_URL).netloc
    return DAY if usual else MINUTE


def _key(request: WSGIRequest, version: str) -> str:
    """A key of fixed length from all that the response depends on.

    Read from the server's own variables: `request.headers` would decode every one of them for a kept page.
    """
    seen = request.META
    accept = seen.get("HTTP_ACCEPT", "") if request.path.startswith("/api/") else ""
    asked: tuple[str, ...] = (
        request.path,
        seen.get("QUERY_STRING", ""),
        seen.get("HTTP_HOST", ""),
        str(request.scheme),
        accept,
    )
    digest = hashlib.blake2b("\n".join(asked).encode("utf-8", "surrogateescape"), digest_size=16)
    return f"page:{BUILD}:{version}:{digest.hexdigest()}"


def _keepable(response: HttpResponseBase) -> HttpResponse | None:
    """The response with what a kept one carries, or None for what is one reader's or not whole."""
    if not isinstance(response, HttpResponse) or response.status_code not in {200, 301, 404, 410}:
        return None
    if response.cookies or "Cache-Control" in response.headers:
        return None
    kept = HttpResponse(response.content, status=response.status_code, headers=dict(response.headers))
    kept["Cache-Control"] = SHARED
    kept["Content-Length"] = str(len(kept.content))
    if kept.status_code == 200:
        kept["ETag"] = f'"{hashlib.blake2b(kept.content, digest_size=12).hexdigest()}"'
    return kept


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.setdefault("Cache-Control", PRIVATE)
    return response


class ContentSecurityPolicyMiddleware(Policy):
    """Django's policy middleware with a second policy for the admin's own paths.

    The admin's Alpine needs 'unsafe-eval' and inline styles, and the editor's import map a nonce. Readers'
    pages need none of it and never get it.
    """

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Set the header by path, unless the view has set its own."""
        if request.path.startswith("/admin/") and not hasattr(response, "_csp_config"):
            response._csp_config = ADMIN_POLICY  # type: ignore[attr-defined]
        answer: Any = super().process_response(request, response)
        return answer


ADMIN_POLICY = {
    **settings.SECURE_CSP,
    "script-src": [CSP.SELF, CSP.NONCE, CSP.UNSAFE_EVAL],
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "frame-src": [CSP.SELF],
}
