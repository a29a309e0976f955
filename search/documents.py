"""Keeping the index, in the transactions that make or change what can be found, and opening the doors to it."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from search.doors import Door, Hit, by_name, doors, last, type_of, under
from search.doors import called as doors_called
from search.engines import engine
from search.finding import find, look_up
from search.models import Document, Name
from search.normalising import fold
from search.words import PIECE, phrase, plain, squeezed, terms

__all__ = [
    "Hit",
    "drop",
    "find",
    "holding",
    "look_up",
    "named",
    "put",
    "show_through",
    "type_of",
    "with_words",
]

#: Of longer texts the beginning is found.
MOST_TERMS = 50_000
#: A word of a name by which it is found when it is misspelt.
SHORTEST_WORD = 4


def show_through(
    *kinds: str,
    seen: Callable[[datetime], "QuerySet[Any, Any]"],
    told: Callable[["QuerySet[Any, Any]"], Iterable[Hit]],
    after_others: bool = False,
    found_by_name: bool = False,
) -> None:
    """Name what readers see of some kinds at a time, and how such rows are told as hits, each with its whole text.

    after_others: such hits come after all others. found_by_name: each of its names stands for all of them.
    """
    door = Door(seen, told)
    for kind in kinds:
        doors[kind] = door
    if after_others:
        last.update(kinds)
    if found_by_name:
        by_name.update(kinds)


def narrow_by(name: str, called: Callable[[str, datetime], str | None]) -> None:
    """Have the search narrowed by something with an address of its own, which `called` tells the name of, or None."""
    doors_called[name] = called


def narrowed(name: str, *kinds: str, among: Callable[[str], "QuerySet[Any, Any]"]) -> None:
    """Name which things of some kinds are under what has an address: a query for their ids."""
    under[name].update(dict.fromkeys(kinds, among))


@transaction.atomic
def put(kind: str, object_id: int, *, names: Iterable[str], text: str, dated: date | None = None) -> bool:
    """Index an object under its title or its names, in the transaction that makes or changes it.

    Returns whether it was not indexed under just these names before.
    """
    names = [*names]
    folded = [fold(name) for name in names]
    lines = "\n".join(["", *folded, ""])
    known = Document.objects.filter(kind=kind, object_id=object_id, names=lines).exists()
    document, _ = Document.objects.update_or_create(
        kind=kind,
        object_id=object_id,
        defaults={
            "names": lines,
            "text": " ".join([*folded, fold(text)]),
            "title": " ".join(_title(names)),
            "terms": " ".join(terms("\n".join([*names, text]))[:MOST_TERMS]),
            "dated": dated,
        },
    )
    if kind in by_name:
        _call(document, names)
    return not known


def _title(names: Iterable[str]) -> list[str]:
    """The terms of names, a bar after each; then their words as written, for what is typed letter by letter."""
    found: list[str] = []
    for name in names:
        found += [*terms(name), "|"]
    as_written = {plain(piece[0]) for name in names for piece in PIECE.finditer(name) if not piece["han"]}
    return found + sorted(filter(None, as_written - {*found}))


def _call(document: Document, names: Iterable[str]) -> None:
    """Keep by what a document is looked for by name."""
    rows = {(squeezed(name)[:200], name[:200], True) for name in names}
    for name in names:
        pieces = [plain(piece[0]) for piece in PIECE.finditer(name)]
        if len(pieces) > 1:
            rows |= {(word, word, False) for word in pieces if len(word) >= SHORTEST_WORD}
    Name.objects.filter(document=document).delete()
    Name.objects.bulk_create(
        Name(document=document, key=key, text=text, whole=whole) for key, text, whole in sorted(rows) if key
    )


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
    return _with(query, kinds, titles=False)


def named(query: str, kind: str) -> "QuerySet[Document, int]":
    """Ids of the objects of a kind in whose title or names all words of a query stand, public or not."""
    found = Document.objects.filter(kind=kind)
    words = fold(query[:200]).split()[:12]
    for word in words:
        found = found.filter(names__contains=word)
    return (found if words else found.none()).values_list("object_id", flat=True)


def _with(query: str, kinds: Iterable[str], *, titles: bool) -> "QuerySet[Document, int]":
    wanted = phrase(query[:200])
    if not wanted:
        return Document.objects.none().values_list("object_id", flat=True)
    sql, asked = engine().holding([[(term,)] for term in wanted], titles=titles)
    found = Document.objects.filter(pk__in=RawSQL(sql, asked), kind__in=kinds)  # noqa: S611
    return found.values_list("object_id", flat=True)
