"""The page cache, and what lets others keep pages: ETag, Last-Modified, 304, Cache-Control, Vary."""

from collections.abc import Callable
from functools import lru_cache
from typing import cast

from django.conf import settings
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse, HttpResponseBase, HttpResponseNotModified, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from aiwatch.pages import coding, keys
from aiwatch.pages.keys import Asked
from api.problems import problem_response
from changes import log
from changes.log import Version

GetResponse = Callable[[WSGIRequest], HttpResponseBase]

#: Answered for everybody alike; whatever stands in front may keep a page a little and show it while we are away.
SHARED = "public, max-age=0, s-maxage=1, stale-while-revalidate=60, stale-if-error=86400"
PRIVATE = "private, no-store"
NEVER_CACHED = ("/admin/", "/preview/", "/static/", "/styles/", "/healthz", "/api/v1/staff/")
DAY, MINUTE = 86_400, 60
CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_MATCH", "HTTP_IF_UNMODIFIED_SINCE")


class PageCacheMiddleware:
    """Keeps anonymous pages under a key that carries the content version.

    Before all that makes pages, so that a kept page costs no session, no view and no template. A page is never
    older than the last public change: the version in its key is read from the change log, at most once a
    second in each worker, and at once when a scheduled change falls due. The ETag is the key: whoever has the
    page of this version is told so before it is looked for.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: WSGIRequest) -> HttpResponseBase:
        """The kept response, or a fresh one, kept if it may be."""
        path, seen = request.path, request.META
        if request.method not in {"GET", "HEAD"} or path.startswith(NEVER_CACHED):
            response = self.get_response(request)
            if path.startswith("/static/"):
                packed = request.method == "GET" and coding.gzip_wanted(seen.get("HTTP_ACCEPT_ENCODING", ""))
                return coding.pack_file(response, wanted=bool(packed))
            response.headers.setdefault("Cache-Control", PRIVATE)
            return response
        keys.drop_unasked(request)
        if seen.get("HTTP_COOKIE") and not path.startswith("/api/") and _signed_in(request):
            return _private(self.get_response(request))
        packed = coding.gzip_wanted(seen.get("HTTP_ACCEPT_ENCODING", ""))
        if packed is None and path.startswith("/api/"):
            return problem_response(406, "An answer comes plain or packed by gzip; both are refused.")
        answer = Answer(keys.asked(request), log.current_version(), packed=bool(packed))
        held = seen.get("HTTP_IF_NONE_MATCH", "")
        if held and (etag := answer.held(held)):
            return HttpResponseNotModified(headers=answer.headers() | {"ETag": etag})
        response = answer.kept() or self._fresh(request, answer)
        if "ETag" in response and any(name in seen for name in CONDITIONS):
            return answer.under_conditions(request, response)
        return response

    def _fresh(self, request: WSGIRequest, answer: "Answer") -> HttpResponseBase:
        """The page as it is made now."""
        response = self.get_response(request)
        if response.cookies or "Cache-Control" in response.headers:
            return _private(response)
        if isinstance(response, StreamingHttpResponse) and response.status_code == 200:
            return answer.streamed(response, nothing=request.method == "HEAD")
        if not isinstance(response, HttpResponse) or response.status_code not in {200, 301, 404, 410}:
            return _private(response)
        # Asked again: a change that was committed while the page was made belongs to the next version.
        still = log.current_version().key == answer.version.key
        return answer.whole(response, seconds=_seconds(request, response, answer.asked) if still else 0)


def _seconds(request: WSGIRequest, response: HttpResponse, asked: Asked) -> int:
    """How long to keep a page: a day, or a minute where whoever asks can think up addresses without end.

    Not at all what is not there, or is asked for in an unusual way: nobody fills the memory with that.
    """
    if response.status_code == 404 or not asked.usual:
        return 0
    return DAY if keys.at_home(request) and response.status_code != 301 else MINUTE


def _signed_in(request: WSGIRequest) -> bool:
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response.headers.setdefault("Cache-Control", PRIVATE)
    return response


class Answer:
    """The answer to what is asked, under one content version; packed: by gzip, where that is shorter."""

    def __init__(self, asked: Asked, version: Version, *, packed: bool) -> None:
        self.asked, self.version, self.packed = asked, version, packed
        self.name = asked.name(version.key)

    def held(self, tags: str) -> str | None:
        """The ETag of this very answer, if it is among those of a header and its form is accepted."""
        forms = (self._etag("gzip"), self._etag("")) if self.packed else (self._etag(""),)
        return next((etag for etag in forms if etag in tags), None)

    def headers(self) -> dict[str, str]:
        """What an answer that anybody may keep carries, whatever its status."""
        return {"Cache-Control": SHARED, "Vary": self.asked.vary, "Last-Modified": self._since()}

    def kept(self) -> HttpResponse | None:
        """The kept answer, or None. Where only its other form is kept, this one is made of it, and kept a while."""
        kept: HttpResponse | None = cache.get(self._key(self.packed))
        if kept is None:
            kept = cache.get(self._key(not self.packed))
            if kept is None:
                return None
            (coding.pack if self.packed else coding.unpack)(kept)
            self._dress(kept)
            cache.set(self._key(self.packed), kept, timeout=MINUTE)
        elif kept.status_code == 200:
            kept.headers["Last-Modified"] = self._since()
        return kept

    def whole(self, response: HttpResponse, *, seconds: int) -> HttpResponse:
        """An answer as it is sent, and kept for so many seconds."""
        whole = HttpResponse(response.content, status=response.status_code, headers=dict(response.headers))
        if self.packed:
            coding.pack(whole)
        self._dress(whole)
        if seconds:
            cache.set(self._key(self.packed), whole, timeout=seconds)
        return whole

    def under_conditions(self, request: WSGIRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The answer, 304 or 412, as the request's conditions say (RFC 9110, 13)."""
        since = int(self.version.since.timestamp()) if self.version.settled else None
        if since is None:
            # While no time is settled none is compared; Django would take it for one that has passed.
            request.META.pop("HTTP_IF_UNMODIFIED_SINCE", None)
        whole = cast(HttpResponse, response)  # of a stream it reads no more than of this
        return get_conditional_response(request, response["ETag"], since, whole) or response

    def streamed(self, response: StreamingHttpResponse, *, nothing: bool) -> StreamingHttpResponse:
        """An answer that is sent piece by piece, or nothing of it."""
        if nothing:
            response.streaming_content = ()
        if self.packed:
            coding.pack_stream(response)
        self._dress(response)
        return response

    def _dress(self, response: HttpResponseBase) -> None:
        """Put on its headers: all of them are the same under its key, but for the time."""
        headers = self.headers()
        if response.status_code == 200:
            headers["ETag"] = self._etag(response.headers.get("Content-Encoding", ""))
        else:
            del headers["Last-Modified"]
        if isinstance(response, HttpResponse):
            headers["Content-Length"] = str(len(response.content))
        for name, value in headers.items():
            response.headers[name] = value

    def _since(self) -> str:
        # Two changes within a moment must not be taken for one: it is told as older until that is settled.
        return _date(int(self.version.since.timestamp()) - (not self.version.settled))

    def _etag(self, packed: str) -> str:
        return f'"{self.name}-gz"' if packed else f'"{self.name}"'

    def _key(self, packed: bool) -> str:
        return f"page:{self.name}{'-gz' if packed else ''}"


_date = lru_cache(maxsize=16)(http_date)
