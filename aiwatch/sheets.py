"""Readers' style sheets as they are sent: the five of static/css joined into one, named by its content."""

import gzip
import hashlib
import re
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import reverse

from aiwatch.pages.coding import gzip_wanted

#: In the order of their layers; the first declares it.
NAMES = ("tokens", "base", "components", "pages", "media")
FOR_EVER, FOR_NOW = "public, max-age=31536000, immutable", "public, max-age=60"


class Sheet(NamedTuple):
    """The joined sheet, plain and packed by gzip."""

    digest: str
    plain: bytes
    packed: bytes


@cache
def joined() -> Sheet:
    """What is joined and packed once a process. Raises OSError where a sheet is missing."""
    folder = settings.BASE_DIR / "static" / "css"
    text = "\n".join((folder / f"{name}.css").read_text() for name in NAMES)
    plain = re.sub(r'url\("\.\./([^"]+)"\)', lambda found: f'url("{static(found[1])}")', text).encode()
    digest = hashlib.blake2b(plain, digest_size=8).hexdigest()
    return Sheet(digest, plain, gzip.compress(plain, 9, mtime=0))


def address() -> str:
    """Where the sheet of this program is found."""
    return reverse("sheet", args=[joined().digest])


def sheet(request: HttpRequest, digest: str) -> HttpResponse:
    """The sheet. Who comes with the name of another has a page from before or after: this one, for a moment."""
    own = joined()
    packed = bool(gzip_wanted(request.headers.get("Accept-Encoding", "")))
    response = HttpResponse(own.packed if packed else own.plain, content_type="text/css; charset=utf-8")
    if packed:
        response["Content-Encoding"] = "gzip"
    response["Cache-Control"] = FOR_EVER if digest == own.digest else FOR_NOW
    response["Vary"] = "Accept-Encoding"
    return response
