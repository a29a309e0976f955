"""PostgreSQL: tsvectors of terms that are made in Python (search/words.py), each with its GIN index.

Beside its terms a document's vectors hold its kind (`#article`) and which neighbours it has (`#17`: ids from 17,408
on), so that the index by itself tells the newest of what is common: else each match is looked up in the table.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models.expressions import RawSQL

from search.engines import EVERYTHING, Narrow, Ways

#: From so many rows on the statistics' word is taken for how many there are, and how many hold a common term.
MANY = 10_000

#: So many ids have one term of neighbours (search/migrations/0006_newest_first_on_postgresql.py); what is common is
#: looked for among so many terms of the newest first.
NEIGHBOURS, WINDOWS = 1_024, (8, 64)

#: Terms that stand in many documents are in the statistics; the others are counted, which is cheap for them.
COMMON = """
    SELECT term, share * %s FROM pg_stats,
        unnest(most_common_elems::text::text[], most_common_elem_freqs) AS common (term, share)
    WHERE schemaname = current_schema() AND tablename = 'search_document' AND attname = 'terms_words'
        AND term = ANY (%s)
"""
COUNTED = """
    SELECT term, (SELECT count(*) FROM search_document WHERE terms_words @@ asked::tsquery)
    FROM unnest(%s::text[], %s::text[]) AS wanted (term, asked)
"""
#: So written, no index serves them: the vectors of all documents of a kind or a day would be read.
PLAIN = {"kind": "(kind || '')", "dated": "(dated + 0)"}


@contextmanager
def asking() -> Iterator[None]:
    """Around what is asked: the planner does not read the whole table then, for it believes that a vector is free."""
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield
        cursor.execute("SET LOCAL enable_seqscan = on")


def size() -> int:
    """How many documents there are, about where they are many."""
    with connection.cursor() as cursor:
        return _size(cursor)


def _size(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'search_document'::regclass")
    about = int(cursor.fetchone()[0])
    if about >= MANY:
        return about
    cursor.execute("SELECT count(*) FROM search_document")
    return int(cursor.fetchone()[0])


def frequencies(terms: Collection[str]) -> dict[str, int]:
    """In how many documents each term stands, about where they are many. Three queries or four."""
    with connection.cursor() as cursor:
        found: dict[str, int] = {}
        if (size := _size(cursor)) >= MANY:
            cursor.execute(COMMON, [size, [*terms]])
            found = {term: round(count) for term, count in cursor.fetchall()}
        left = [term for term in terms if term not in found]
        cursor.execute(COUNTED, [left, [_quoted(term) for term in left]])
        return found | dict(cursor.fetchall())


def newest(
    needed: Sequence[Ways],
    limit: int,
    narrow: Narrow = EVERYTHING,
    *,
    titles: bool = False,
    common: bool = False,
) -> list[int]:
    """Ids of the newest documents that hold one way of each that is needed. One query, four at most where common."""
    with connection.cursor() as cursor:
        # Old ones are not among the newest, and what else narrows is asked anew each time.
        for neighbours in (
            _newest_neighbours(cursor) if common and not (narrow.before or narrow.among) else ()
        ):
            cursor.execute(*_newest(needed, limit, narrow, titles, neighbours))
            if len(found := cursor.fetchall()) == limit:
                return [pk for (pk,) in found]
        cursor.execute(*_newest(needed, limit, narrow, titles))
        return [pk for (pk,) in cursor.fetchall()]


def _newest_neighbours(cursor: CursorWrapper) -> Iterator[range]:
    """The terms of the newest documents, at first of few; of none where that would be nearly all."""
    cursor.execute("SELECT max(id) FROM search_document")
    last = (cursor.fetchone()[0] or 0) // NEIGHBOURS
    for window in WINDOWS:
        if last > 2 * window:
            yield range(last - window + 1, last + 1)


def _newest(
    needed: Sequence[Ways], limit: int, narrow: Narrow, titles: bool, neighbours: Iterable[int] = ()
) -> tuple[str, list[Any]]:
    """The query for them, with what it asks for.

    OFFSET 0 has the index asked first: else the planner walks the table backwards, and reads every vector it meets.
    Where apps narrow them the kinds are left out: the planner would think that next to none are left, and ask for
    each by itself.
    """
    inside, asked = holding(needed, titles=titles)
    column = "title_words" if titles else "terms_words"
    for several in (() if narrow.among else narrow.kinds, neighbours):
        if several:
            inside += f" AND {column} @@ %s::tsquery"
            asked.append(" | ".join(_quoted(f"#{one}") for one in several))
    for condition, wanted in narrow.conditions(**PLAIN):
        inside += f" AND {condition}"
        asked += wanted
    # SQL of ours: what was typed is among the parameters.
    return f"SELECT id FROM ({inside} OFFSET 0) AS found ORDER BY id DESC LIMIT {limit:d}", asked  # noqa: S608


def listed(ids: Collection[int]) -> str:
    """Some ids as an array is written."""
    return f"{{{','.join(map(str, ids))}}}"


def one_of(listed: str) -> RawSQL:
    """Ids as a subquery of one parameter."""
    return RawSQL("SELECT unnest(%s::bigint[])", [listed])


def holding(needed: Sequence[Ways], *, titles: bool = False) -> tuple[str, list[Any]]:
    """The same as SQL for the ids of all of them, with what it asks for."""
    column = "title_words" if titles else "terms_words"
    whole = " & ".join(f"({' | '.join(_all(way) for way in ways)})" for ways in needed)
    return f"SELECT id FROM search_document WHERE {column} @@ %s::tsquery", [whole]  # noqa: S608  # one of two names of ours


def _all(way: tuple[str, ...]) -> str:
    return f"({' & '.join(_quoted(term) for term in way)})"


def _quoted(term: str) -> str:
    first = term.removesuffix("*")
    return f"'{first}'" + (":*" if first != term else "")
