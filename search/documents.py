"""Keeping the index and asking it.

A first, simple form behind its interface: rows of folded text, matched word by word in the database.
Whether a hit may be shown is asked of its own app at the time of the search, so the index can hold what is
not public yet (a scheduled edition) and never shows it.
"""

import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone

from search.models import Document
from search.normalising import fold


class Hit(NamedTuple):
    """Something found that the public may see."""

    kind: str
    id: int
    title: str
    url: str
    snippet: str
    #: The id of what is found where its document has another: an article's, whose editions are indexed.
    of: int = 0


Door = Callable[[list[int], datetime], Iterable[Hit]]

_doors: dict[str, Door] = {}
_last: set[str] = set()


def show_through(kind: str, door: Door, *, last: bool = False) -> None:
    """Name the function that turns ids of a kind into hits, leaving out what is not public at that time.

    last: such hits come after all others.
    """
    _doors[kind] = door
    if last:
        _last.add(kind)


def type_of(kind: str) -> str:
    """What a thing of a kind is: its last word, for an open question is a question."""
    return kind.split()[-1]


def put(kind: str, object_id: int, *, names: Iterable[str], text: str) -> bool:
    """Index an object under its title or its names, in the transaction that makes or changes it.

    Returns whether it was not indexed under just these names before.
    """
    folded = [fold(name) for name in names]
    lines = "\n".join(["", *folded, ""])
    known = Document.objects.filter(kind=kind, object_id=object_id, names=lines).exists()
    Document.objects.update_or_create(
        kind=kind, object_id=object_id, defaults={"names": lines, "text": " ".join([*folded, fold(text)])}
    )
    return not known


def drop(kind: str, object_ids: "Iterable[int] | QuerySet[Any, Any]") -> None:
    """Take objects out of the index; their ids may be a query. One statement."""
    Document.objects.filter(kind=kind, object_id__in=object_ids).delete()


def holding(kind: str, name: str) -> "QuerySet[Document, int]":
    """Ids of the objects of a kind in whose text all letters and numbers of a name stand, in whatever spelling.

    More than name it, never fewer: also where spaces and dashes are written otherwise or left out.
    """
    found = Document.objects.filter(kind=kind)
    for piece in re.findall(r"[^\W\d]+|\d+", fold(name)):
        found = found.filter(text__contains=piece)
    return found.values_list("object_id", flat=True)


def with_words(query: str, *kinds: str) -> "QuerySet[Document, int]":
    """Ids of the objects of some kinds that hold all words of a query, public or not; none where it has no words."""
    words = _words(query)
    found = Document.objects.filter(_with(words), kind__in=kinds) if words else Document.objects.none()
    return found.values_list("object_id", flat=True)


def named(query: str, kind: str) -> "QuerySet[Document, int]":
    """Ids of the objects of a kind in whose title or names all words of a query stand, public or not."""
    found = Document.objects.filter(kind=kind)
    words = _words(query)
    for word in words:
        found = found.filter(names__contains=word)
    return (found if words else found.none()).values_list("object_id", flat=True)


def _words(query: str) -> list[str]:
    return fold(query[:200]).split()[:12]


def _with(words: list[str]) -> Q:
    matching = Q()
    for word in words:
        matching &= Q(text__contains=word)
    return matching


def find(query: str, *, only: str = "", limit: int = 20, at: datetime | None = None) -> list[Hit]:
    """What is public and holds all words of the query, at most `limit` hits.

    only: of things of this type. First comes what is called just that, then what begins so, then what has the words
    in its title or names, then the newest.
    """
    words = _words(query)
    if not words:
        return []
    in_names = Q()
    for word in words:
        in_names &= Q(names__contains=word)
    asked = " ".join(words)
    rank = Case(
        When(names__contains=f"\n{asked}\n", then=Value(0)),
        When(names__contains=f"\n{asked}", then=Value(1)),
        When(in_names, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    found = Document.objects.filter(_with(words)).annotate(rank=rank).order_by("rank", "-id")
    if only:
        found = found.filter(kind__in=[kind for kind in _doors if type_of(kind) == only])
    rows = list(found.values_list("kind", "object_id")[: limit * 5])
    return _shown(rows, at or timezone.now())[:limit]


def _shown(rows: list[tuple[str, int]], at: datetime) -> list[Hit]:
    """The hits of those rows that are public, in the order of the rows, but for kinds that come last.

    One query a kind.
    """
    hits = {}
    for kind, door in _doors.items():
        ids = [pk for row_kind, pk in rows if row_kind == kind]
        if ids:
            hits.update({(kind, hit.id): hit for hit in door(ids, at)})
    return [hits[row] for row in sorted(rows, key=lambda row: row[0] in _last) if row in hits]
