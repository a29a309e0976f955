"""How an answer is packed: gzip where it is accepted (RFC 9110, 12.5.3). Python has no zstd of its own before 3.14."""

import gzip
from functools import lru_cache
from typing import Any

from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.text import compress_sequence

#: Shorter ones gain nothing.
SHORTEST = 256
#: Level 6 saves another twentieth and takes twice as long.
LEVEL = 4
#: What is packed as it is.
PACKED = ("image/", "font/")
#: Which static files are not.
TEXTS = ("text/", "application/json")


@lru_cache(maxsize=256)
def gzip_wanted(accepted: str) -> bool | None:
    """Whether a header asks for gzip rather than for the plain form; None where it refuses both."""
    qualities: dict[str, float] = {}
    for word in accepted[:1_000].lower().split(","):
        name, _, parameter = word.partition(";")
        qualities[name.strip()] = _quality(parameter)
    others = qualities.get("*")
    packed = max(qualities.get(name, 0) for name in ("gzip", "x-gzip"))
    if not qualities.keys() & {"gzip", "x-gzip"}:
        packed = others or 0
    # Whoever says nothing of the plain form takes it, after all that is named; unless `*` refuses it.
    plain = qualities.get("identity", 0 if others == 0 else None)
    if plain is None:
        return packed > 0
    if plain == packed == 0:
        return None
    return packed > 0 and packed >= plain


def _quality(parameter: str) -> float:
    name, _, value = parameter.partition("=")
    try:
        return float(value) if name.strip() == "q" else 1
    except ValueError:
        return 1


def pack(response: HttpResponse) -> None:
    """Pack a whole answer, unless it is short or packed already."""
    if len(response.content) >= SHORTEST and not response["Content-Type"].startswith(PACKED):
        response.content = gzip.compress(response.content, LEVEL, mtime=0)
        response["Content-Encoding"] = "gzip"


def pack_file(response: HttpResponseBase, *, wanted: bool) -> HttpResponseBase:
    """A static file as it is sent: packed where that is wanted and nobody packed it when files were collected."""
    texts = response.headers.get("Content-Type", "").startswith(TEXTS)
    if not texts or response.status_code != 200 or "Content-Encoding" in response.headers:
        return response
    response.headers["Vary"] = "Accept-Encoding"
    if not wanted or not isinstance(response, FileResponse):
        return response
    file: Any = response.file_to_stream
    with file:  # the answer is left open: to close it would end the request
        whole = HttpResponse(file.read(), headers=dict(response.headers))
    pack(whole)
    whole["Content-Length"] = len(whole.content)
    return whole


def unpack(response: HttpResponse) -> None:
    """Take a kept answer's plain form out of its packed one."""
    if response.headers.pop("Content-Encoding", None):
        response.content = gzip.decompress(response.content)


def pack_stream(response: StreamingHttpResponse) -> None:
    """Pack an answer piece by piece while it is sent."""
    pieces: Any = response.streaming_content
    response.streaming_content = compress_sequence(pieces)
    response["Content-Encoding"] = "gzip"
