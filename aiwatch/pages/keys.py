"""What a page depends on: its key in the cache, and the ETag that is made of the same."""

import hashlib
import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest

from aiwatch.build import build
from api import accepting

BUILD = build(
    settings.BASE_DIR,
    *(settings.SITE_NAME, settings.SITE_URL, settings.SITE_LICENCE, settings.TIME_ZONE),
    *(settings.WEBSUB_HUB, settings.SECURITY_CONTACT, settings.LANGUAGE),
)
#: Nobody else can make up an ETag, and have us say of an address that it holds something.
SECRET = hashlib.blake2b(settings.SECRET_KEY.encode(), digest_size=32, person=b"page etags").digest()
#: What readers' pages are asked by, all others by `page`. The rest of a query is dropped before a page is made:
#: so `?x=1`, `?x=2` and so on are one page, and what is not in the key cannot change what is kept under it.
ASKED = {"/questions/suggest/": "q"}
#: The same for the pages below a list that is asked by more.
ASKED_BELOW = {"/facts/": "as_known_on", "/questions/": "page", "/search/": "q", "/newsletter/": "page"}
#: These are asked by more, and refuse what they do not know by its name; so do the lists of the API.
ASKED_WHOLE = ("/questions/open/", "/releases/", "/releases.ics", "/compare/", "/questions/ask/", "/api/")
#: Pages that are told in Markdown too.
TOLD = re.compile(r"/(?:articles|companies|products|families|models|markets|questions|facts)/[^/]+/\Z")
#: Below the API a list has an address of one word, but for these.
LIST = re.compile(r"/api/v1/(?!search/|schema/|docs/)[a-z]+/\Z")
SCHEMA = "/api/v1/schema/"
PAGE_FORMATS = ("text/html", accepting.MARKDOWN)


class Asked(NamedTuple):
    """A request as far as its answer depends on it. usual: nobody can think up such requests without end."""

    parts: bytes
    vary: str
    usual: bool

    def name(self, version: str) -> str:
        """The name of the answer under a content version, of fixed length: that of its plain form."""
        told = hashlib.blake2b(self.parts, key=SECRET, digest_size=16)
        told.update(f"{BUILD}:{version}".encode())
        return told.hexdigest()


def drop_unasked(request: WSGIRequest) -> None:
    """Take from a request what its page does not depend on, so that the page does not see it either."""
    # Of a body that there is not; Django would read the query by it, and first of all where it is set in public.
    request._encoding = None  # type: ignore[attr-defined]  # Django’s own, behind a setter that refuses
    if request.META.get("QUERY_STRING") and not _asked_whole(request.path):
        request.META["QUERY_STRING"] = _query(request)


def _asked_whole(path: str) -> bool:
    return path in ASKED_BELOW or path.startswith(ASKED_WHOLE)


def _query(request: WSGIRequest) -> str:
    """The one part of the query that the page depends on, or nothing."""
    below = next((name for start, name in ASKED_BELOW.items() if request.path.startswith(start)), "page")
    name = ASKED.get(request.path, below) + "="
    return next(
        (part for part in reversed(request.META["QUERY_STRING"].split("&")) if part.startswith(name)), ""
    )


def asked(request: WSGIRequest) -> Asked:
    """What the answer depends on.

    Read from the server's own variables: `request.headers` would decode every one of them for a kept page.
    """
    seen, path = request.META, request.path
    query = seen.get("QUERY_STRING", "")
    accept, vary, usual = _accepted(path, query, seen.get("HTTP_ACCEPT", ""))
    parts = (path, query, seen.get("HTTP_HOST", ""), str(request.scheme), accept)
    return Asked("\n".join(parts).encode("utf-8", "surrogateescape"), vary, usual)


def _accepted(path: str, query: str, accept: str) -> tuple[str, str, bool]:
    """By what of the Accept header the answer differs, what `Vary` says of it, and whether that is usual."""
    if path.startswith("/api/"):
        if "format=" in query and parse_qs(query).get("format"):  # says it, whatever Accept does
            return "", BOTH, True
        return "".join(accepting.ranked(accept, _offered(path, query))[:1]), BOTH, True
    if TOLD.match(path):
        return ("markdown" if markdown_wanted(accept) else ""), BOTH, True
    return "", ENCODING, True


def _offered(path: str, query: str) -> tuple[str, ...]:
    """What an address of the API comes in."""
    if accepting.page_of(path, query):
        return accepting.OF_TWINS
    if LIST.match(path):
        return accepting.OF_LISTS
    return accepting.OF_SCHEMA if path == SCHEMA else (accepting.JSON,)


ENCODING, BOTH = "Accept-Encoding", "Accept-Encoding, Accept"


def markdown_wanted(accept: str) -> bool:
    """Whether a page is asked for in Markdown: by name and no less than as HTML, which no browser does."""
    return accepting.MARKDOWN in accept.lower() and (
        accepting.ranked(accept, PAGE_FORMATS)[:1] == (accepting.MARKDOWN,)
    )


def at_home(request: WSGIRequest) -> bool:
    """Whether a page is asked for by its one address."""
    seen = request.META
    return not seen.get("QUERY_STRING") and seen.get("HTTP_HOST") == urlsplit(settings.SITE_URL).netloc
