"""What the databases do of the search, in the words of each: SQLite's FTS5 and PostgreSQL's full text.

Both only say which documents hold which terms, the newest first, and how many do. What is best is decided once, for
both alike, in search/ranking.py.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any, NamedTuple, Protocol

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

#: Ways to hold something: one of several sequences of terms, each of which must be there whole. A term that ends in
#: a star stands for all that begin so.
Ways = Sequence[tuple[str, ...]]


class Narrow(NamedTuple):
    """Which documents are looked at."""

    kinds: Collection[str] = ()
    after: date | None = None
    before: date | None = None
    #: By kind, the ids of those that are meant; of a kind that is not named, none is. Empty: all are.
    among: Sequence[dict[str, "QuerySet[Any, Any]"]] = ()

    def holds(self, kind: str, day: date | None) -> bool:
        """Whether a document of a kind and a day is meant."""
        if self.kinds and kind not in self.kinds:
            return False
        return not (
            (self.after and (not day or day < self.after)) or (self.before and (not day or day > self.before))
        )

    def conditions(self, kind: str = "kind", dated: str = "dated") -> Iterator[tuple[str, list[Any]]]:
        """What they demand of `search_document`, as SQL, with what is asked for: first what an index serves at once.

        kind, dated: how these columns are written.
        """
        both: list[str] = []
        asked: list[Any] = []
        if self.kinds:
            both.append(f"{kind} IN ({', '.join(['%s'] * len(self.kinds))})")
            asked += self.kinds
        for compared, day in ((">=", self.after), ("<=", self.before)):
            if day:
                both.append(f"{dated} {compared} %s")
                asked.append(connection.ops.adapt_datefield_value(day))
        if both:
            yield " AND ".join(both), asked
        for among in self.among:
            either, asked = [], []
            for of_kind, ids in among.items():
                subquery, params = ids.query.sql_with_params()
                either.append(f"{kind} = %s AND object_id IN ({subquery})")
                asked += [of_kind, *params]
            yield f"({' OR '.join(either) or 'FALSE'})", asked


EVERYTHING = Narrow()


class Engine(Protocol):
    """What is asked of a database, all of it inside `asking`."""

    def asking(self) -> AbstractContextManager[None]:
        """Around what is asked."""

    def size(self) -> int:
        """How many documents there are, about."""

    def frequencies(self, terms: Collection[str]) -> dict[str, int]:
        """In how many documents each term stands, about."""

    def newest(
        self,
        needed: Sequence[Ways],
        limit: int,
        narrow: Narrow = EVERYTHING,
        *,
        titles: bool = False,
        common: bool = False,
    ) -> list[int]:
        """Ids of the newest documents that hold one way of each that is needed, in their titles or anywhere.

        common: many are likely to, so that the newest of them are among the newest of all.
        """

    def listed(self, ids: Collection[int]) -> str:
        """Some ids as the one text that `one_of` takes."""

    def one_of(self, listed: str) -> RawSQL:
        """Ids as a subquery of one parameter, however many they are."""

    def holding(self, needed: Sequence[Ways], *, titles: bool = False) -> tuple[str, list[Any]]:
        """The same as SQL for the ids of all of them, with what it asks for."""


def engine() -> Engine:
    """That of the database in use."""
    from search.engines import postgresql, sqlite

    return postgresql if connection.vendor == "postgresql" else sqlite


def among(ids: Collection[int]) -> RawSQL:
    """Those ids as a subquery of one parameter."""
    return engine().one_of(engine().listed(ids))
