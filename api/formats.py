"""What a list can be had in besides JSON: a line each (NDJSON), or a table (CSV), all of it and not a page."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import batched
from typing import Any

from django.utils import timezone
from rest_framework import exceptions
from rest_framework.metadata import BaseMetadata
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.utils.encoders import JSONEncoder

from api import accepting
from api.accepting import MARKDOWN, page_of, ranked
from api.cells import harmless

#: So many lines go out at a time.
LINES = 100


class Streamed(BaseRenderer):
    """A format in which a whole list is sent while it is read."""

    charset = "utf-8"
    #: Whether what is expanded finds room in it.
    whole_objects = True

    def pieces(self, rows: Iterable[dict[str, Any]], names: list[str]) -> Iterator[str]:
        """The list as text, a piece at a time; names: the fields, in order."""
        raise NotImplementedError

    def headers(self, name: str, at: datetime) -> dict[str, str]:
        """Of a list as a file, named by the day in the newsroom."""
        file = f"aiwatch-{name}-{timezone.localdate(at)}.{self.format}"
        return {
            "Content-Type": f"{self.media_type}; charset={self.charset}",
            "Content-Disposition": f'attachment; filename="{file}"',
        }


class NDJSON(Streamed):
    """One object a line, as in the list’s JSON."""

    media_type = "application/x-ndjson"
    format = "ndjson"

    def pieces(self, rows: Iterable[dict[str, Any]], names: list[str]) -> Iterator[str]:
        """A line an object."""
        encode = JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
        for some in batched(rows, LINES, strict=False):
            yield "".join(f"{encode(row)}\n" for row in some)


class CSV(Streamed):
    """A row an object, a column a field: of another object its slug, of a list of words these parted by spaces."""

    media_type = "text/csv"
    format = "csv"
    whole_objects = False

    def pieces(self, rows: Iterable[dict[str, Any]], names: list[str]) -> Iterator[str]:
        """The header, then the rows. A byte order mark first, without which Excel reads no UTF-8."""
        yield "\ufeff" + _written([names])
        for some in batched(rows, LINES, strict=False):
            yield _written([_cell(row.get(name)) for name in names] for row in some)


def _written(rows: Iterable[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case dict():
            return (
                harmless(_key(value))
                if "self" in value
                else json.dumps(value, cls=JSONEncoder, ensure_ascii=False)
            )
        case [*many] if all(isinstance(one, dict) and "self" in one for one in many):
            return harmless(" ".join(map(_key, many)))
        case [*many] if all(isinstance(one, str) for one in many):
            return harmless(" ".join(many))
        case list():
            return json.dumps(value, cls=JSONEncoder, ensure_ascii=False)
        case str():
            return harmless(value)
    return harmless(str(JSONEncoder().default(value)) if not isinstance(value, int | float) else str(value))


def _key(reference: dict[str, Any]) -> str:
    return str(reference.get("slug") or reference["id"])


class Negotiation(DefaultContentNegotiation):
    """By `?format=`, else by Accept. A format that there is not is a wrong parameter, not a missing page."""

    def filter_renderers(self, renderers: Any, format: str | None) -> Any:
        """Those of a format. Raises ValidationError."""
        found = [renderer for renderer in renderers if renderer.format == format]
        if not found:
            formats = ", ".join(dict.fromkeys(renderer.format for renderer in renderers))
            raise exceptions.ValidationError({"format": [f"Give one of: {formats}."]})
        return found

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        """The renderer and its media type. Raises ValidationError, NotAcceptable."""
        if request.method == "OPTIONS":  # is answered without a body
            return JSONRenderer(), accepting.JSON
        if asked := format_suffix or request.query_params.get("format"):
            found = self.filter_renderers(renderers, asked)[0]
            return found, found.media_type
        by_type = {renderer.media_type: renderer for renderer in renderers}
        for wanted in ranked(request.META.get("HTTP_ACCEPT", ""), tuple(by_type)):
            return by_type[wanted], wanted
        told = [MARKDOWN] if page_of(request.path, request.META.get("QUERY_STRING", "")) else []
        raise exceptions.NotAcceptable(f"This comes as {', '.join([*by_type, *told])}: accept one of them.")


class NoWords(BaseMetadata):
    """What OPTIONS says is in its headers: what an address takes is in `Allow`, all else in the schema."""

    def determine_metadata(self, request: Request, view: Any) -> None:
        """No body."""
