"""The doors: for each kind of thing its own app says which of it readers see, and how it is told.

The index can hold what is not public yet (a scheduled edition), or not any more; whether a hit may be shown is asked
of its own app at the time of the search, in one query for all hits of a door, however many there are.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from prepared import Prepared
from search.engines import engine

#: A document: what kind of thing it is of, and that thing's id.
type Key = tuple[str, int]


class Hit(NamedTuple):
    """Something found that the public may see."""

    kind: str
    id: int
    title: str
    url: str
    #: The words that stand beside it: a door gives the whole text, the search those around what was found.
    snippet: str
    #: The id of what is found where its document has another: an article's, whose editions are indexed.
    of: int = 0
    #: Where the words that were looked for stand in the title and in the snippet: from, to.
    title_marks: tuple[tuple[int, int], ...] = ()
    marks: tuple[tuple[int, int], ...] = ()
    score: float = 0.0

    @property
    def title_pieces(self) -> list[tuple[str, bool]]:
        """The title in pieces, each with whether it was looked for."""
        return _pieces(self.title, self.title_marks)

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The snippet likewise."""
        return _pieces(self.snippet, self.marks)

    @property
    def type(self) -> str:
        """What it is: an open question is a question."""
        return type_of(self.kind)

    @property
    def called(self) -> str:
        """What it is, for readers."""
        return str(CALLED.get(self.kind, self.kind))


CALLED = {
    "article": gettext_lazy("Story"),
    "company": gettext_lazy("Company"),
    "product": gettext_lazy("Product"),
    "family": gettext_lazy("Model family"),
    "model": gettext_lazy("Model"),
    "market": gettext_lazy("Market"),
    "fact": gettext_lazy("Figure"),
    "question": gettext_lazy("Question"),
    "open question": gettext_lazy("Open question"),
}


def _pieces(text: str, marks: Iterable[tuple[int, int]]) -> list[tuple[str, bool]]:
    found, at = [], 0
    for start, end in marks:
        found += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [(piece, marked) for piece, marked in [*found, (text[at:], False)] if piece]


class Entry(NamedTuple):
    """What is indexed of an object: its title or its names, and its text."""

    kind: str
    id: int
    names: Sequence[str]
    text: str
    dated: date | None = None


class Door(NamedTuple):
    """What an app says of one kind of thing, or of several."""

    #: What readers see at a time.
    seen: Callable[[datetime], "QuerySet[Any, Any]"]
    #: How such rows are told, each with its whole text.
    told: Callable[[Any], Iterable[Hit]]
    #: All of a kind that belong in the index, public or not, and how one of them is indexed.
    held: Callable[[str], "QuerySet[Any, Any]"]
    entry: Callable[[Any], Entry]
    #: In the place of which of them something newer stands, where there is such: they come behind others.
    past: "Callable[[datetime], QuerySet[Any, Any]] | None" = None


doors: dict[str, Door] = {}
#: Kinds whose hits come after all others.
last: set[str] = set()
#: Kinds that are looked for by their names.
by_name: set[str] = set()
#: By what the search can be narrowed, such as a topic: the address and the name of what is called so, or None.
called: dict[str, Callable[[str, datetime], tuple[str, str] | None]] = {}
#: What can be chosen of it, by address and name.
offered: dict[str, Callable[[datetime], list[tuple[str, str]]]] = {}
#: For each of them, by kind, the ids of what is under an address.
under: dict[str, dict[str, Callable[[str], "QuerySet[Any, Any]"]]] = defaultdict(dict)


def type_of(kind: str) -> str:
    """What a thing of a kind is: its last word, for an open question is a question."""
    return kind.split()[-1]


def kinds_of(types: Collection[str]) -> list[str]:
    """The kinds of document of some types of thing; all of none."""
    return [kind for kind in doors if not types or type_of(kind) in types]


def public(keys: Iterable[Key], at: datetime) -> set[Key]:
    """Those of some documents that readers see at that time. One query a door."""
    return _those(keys, at, lambda door: door.seen)


def past(keys: Iterable[Key], at: datetime) -> set[Key]:
    """Those of some documents that something newer stands in the place of. A query for each door that knows such."""
    return _those(keys, at, lambda door: door.past)


#: Which objects something holds of at a time.
type Rows = Callable[[datetime], "QuerySet[Any, Any]"]


def _those(keys: Iterable[Key], at: datetime, asked: Callable[[Door], Rows | None]) -> set[Key]:
    """Those of some documents of which holds what is asked of their doors."""
    found: set[Key] = set()
    for door, kinds in _by_door(keys).items():
        if rows := asked(door):
            ids = {pk for pks in kinds.values() for pk in pks}
            held = {row["pk"] for row in _among(rows)(at, engine().listed(ids))}
            found |= {(kind, pk) for kind, pks in kinds.items() for pk in pks if pk in held}
    return found


@cache
def _among(rows: Rows) -> Prepared:
    """The ids of such objects at a time, of some in a list."""
    return Prepared(
        lambda at, listed: rows(at).filter(pk__in=engine().one_of(listed)).order_by().values("pk"),
        *(datetime, str),
    )


def told(keys: Iterable[Key], at: datetime) -> dict[Key, Hit]:
    """Those of some documents that readers see, as hits. One query a door, and what it takes to tell them."""
    found = {}
    for door, kinds in _by_door(keys).items():
        ids = [pk for pks in kinds.values() for pk in pks]
        for hit in door.told(door.seen(at).filter(pk__in=ids)):
            found[hit.kind, hit.id] = hit
    return found


def _by_door(keys: Iterable[Key]) -> dict[Door, dict[str, list[int]]]:
    found: dict[Door, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for kind, pk in keys:
        if kind in doors:
            found[doors[kind]][kind].append(pk)
    return found
