"""Keeping the index, in the transactions that make or change what can be found, and opening the doors to it."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In

from search.doors import Door, Entry, Hit, by_name, doors, last, type_of, under
from search.doors import called as doors_called
from search.doors import offered as doors_offered
from search.engines import Narrow, among, engine
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
#: Of more documents a list is gone through in its order; where a kind has even more, each is asked for the words.
FEW, MANY = 2_000, 25_000
#: A word of a name by which it is found when it is misspelt.
SHORTEST_WORD = 4


def show_through(*kinds: str, door: Door, after_others: bool = False, found_by_name: bool = False) -> None:
    """Open the door of some kinds.

    after_others: such hits come after all others. found_by_name: each of its names stands for all of them.
    """
    doors.update(dict.fromkeys(kinds, door))
    if after_others:
        last.update(kinds)
    if found_by_name:
        by_name.update(kinds)


def narrow_by(
    name: str,
    called: Callable[[str, datetime], tuple[str, str] | None],
    offered: Callable[[datetime], list[tuple[str, str]]] | None = None,
) -> None:
    """Have the search narrowed by something that has an address.

    called: the address and the name of what readers know by an address or a name; None where there is no such thing.
    offered: all that can be chosen, where they are few.
    """
    doors_called[name] = called
    if offered:
        doors_offered[name] = offered


def narrowed(name: str, *kinds: str, among: Callable[[str], "QuerySet[Any, Any]"]) -> None:
    """Name which things of some kinds are under what has an address: a query for their ids."""
    under[name].update(dict.fromkeys(kinds, among))


def put(entry: Entry) -> bool:
    """Index an object, in the transaction that makes or changes it. Two queries, for what is found by name five.

    Returns whether it was not indexed under just these names before.
    """
    return bool(keep([entry]))


@transaction.atomic
def keep(entries: Sequence[Entry], *, anew: bool = False) -> set[int]:
    """Index several objects of one kind; returns the ids of those that had other names, or none, before.

    anew: the names too that are what they were.
    """
    kind, ids = entries[0].kind, [entry.id for entry in entries]
    rows = [_row(entry) for entry in entries]
    known = dict(Document.objects.filter(kind=kind, object_id__in=ids).values_list("object_id", "names"))
    Document.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["kind", "object_id"],
        update_fields=["names", "text", "title", "terms", "dated"],
    )
    other = {row.object_id for row in rows if known.get(row.object_id) != row.names}
    if kind in by_name and (called := [entry for entry in entries if anew or entry.id in other]):
        _call(kind, called)
    return other


def _row(entry: Entry) -> Document:
    folded = [fold(name) for name in entry.names]
    return Document(
        kind=entry.kind,
        object_id=entry.id,
        names="\n".join(["", *folded, ""]),
        text=" ".join([*folded, fold(entry.text)]),
        title=" ".join(_title(entry.names)),
        terms=" ".join(terms("\n".join([*entry.names, entry.text]))[:MOST_TERMS]),
        dated=entry.dated,
    )


def _title(names: Iterable[str]) -> list[str]:
    """The terms of names, a bar after each; then their words as written, for what is typed letter by letter."""
    found: list[str] = []
    for name in names:
        found += [*terms(name), "|"]
    as_written = {plain(piece[0]) for name in names for piece in PIECE.finditer(name) if not piece["han"]}
    return found + sorted(filter(None, as_written - {*found}))


def _call(kind: str, entries: Sequence[Entry]) -> None:
    """Keep by what documents are looked for by name. Three queries."""
    found = Document.objects.filter(kind=kind, object_id__in=[entry.id for entry in entries])
    ids = dict(found.values_list("object_id", "pk"))
    Name.objects.filter(document__in=ids.values()).delete()
    Name.objects.bulk_create(
        Name(document_id=ids[entry.id], key=key, text=text, whole=whole)
        for entry in entries
        for key, text, whole in sorted(_called(entry.names))
        if key
    )


def _called(names: Sequence[str]) -> set[tuple[str, str, bool]]:
    """Names and the words of longer ones: by what each is found, how it is written, and whether it is a whole name."""
    rows = {(squeezed(name)[:200], name[:200], True) for name in names}
    # Qwen35 is Qwen 3.5.
    rows |= {(key.replace(".", ""), name, whole) for key, name, whole in rows}
    for name in names:
        pieces = [plain(piece[0]) for piece in PIECE.finditer(name)]
        if len(pieces) > 1:
            rows |= {(word, word, False) for word in pieces if len(word) >= SHORTEST_WORD}
    return rows


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


def with_words(query: str, *kinds: str) -> Q:
    """Being an object of some kinds that holds all words of a query, public or not; none does where it has no words.

    Three queries at most, made at once.
    """
    wanted = [[(term,)] for term in phrase(query[:200])]
    if not wanted:
        return Q(pk__in=[])
    number = Document.objects.filter(kind__in=kinds)[: MANY + 1].count()
    if not number:
        return Q(pk__in=[])
    few = number <= MANY
    with engine().asking():
        ids = engine().newest(wanted, (MANY if few else FEW) + 1, Narrow(kinds), common=not few)
    found = Document.objects.filter(pk__in=among(ids)).values_list("object_id", flat=True)
    if len(ids) <= FEW:
        return Q(pk__in=among(found))
    # Of so many a list's first are soonest found by going through it: the sums hide the keys, by which each would be
    # looked up and all be sorted.
    if few:
        return Q(In(F("pk") + 0, among(found)))
    sql, asked = engine().holding(wanted)
    # The engine’s SQL holds names of columns alone; all that was typed is among its parameters.
    holding = Document.objects.filter(In(F("pk") + 0, RawSQL(sql, asked)), kind__in=kinds)  # noqa: S611
    return Q(In(F("pk") + 0, holding.values("object_id")))


def named(query: str, kind: str) -> "QuerySet[Document, int]":
    """Ids of the objects of a kind in whose title or names all words of a query stand, public or not."""
    found = Document.objects.filter(kind=kind)
    words = fold(query[:200]).split()[:12]
    for word in words:
        found = found.filter(names__contains=word)
    return (found if words else found.none()).values_list("object_id", flat=True)
