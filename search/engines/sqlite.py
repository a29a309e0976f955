"""SQLite: FTS5 as a plain index of terms, which are made in Python (search/words.py)."""

import json
from collections.abc import Collection, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from search.engines import EVERYTHING, Narrow, Ways


def asking() -> AbstractContextManager[None]:
    """Around what is asked: nothing is needed."""
    return nullcontext()


def size() -> int:
    """How many documents there are."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_document")
        return int(cursor.fetchone()[0])


def frequencies(terms: Collection[str]) -> dict[str, int]:
    """In how many documents each term stands. One query, for those that begin in some way one each."""
    found = {}
    with connection.cursor() as cursor:
        whole = [term for term in terms if not term.endswith("*")]
        marks = ", ".join(["%s"] * len(whole))
        # As many signs of parameters as there are terms.
        cursor.execute(f"SELECT term, doc FROM search_vocabulary WHERE term IN ({marks})", whole)  # noqa: S608
        found.update(dict(cursor.fetchall()))
        for term in set(terms) - {*whole}:
            first = term.removesuffix("*")
            cursor.execute(
                "SELECT sum(doc) FROM search_vocabulary WHERE term >= %s AND term < %s",
                [first, first + "\U0010ffff"],
            )
            found[term] = cursor.fetchone()[0] or 0
    return found


def newest(
    needed: Sequence[Ways],
    limit: int,
    narrow: Narrow = EVERYTHING,
    *,
    titles: bool = False,
    common: bool = False,
) -> list[int]:
    """Ids of the newest documents that hold one way of each that is needed. One query.

    What is common is found as what is not: FTS5 goes backwards until there are enough.
    """
    sql, asked = holding(needed, titles=titles)
    for condition, wanted in narrow.conditions():
        # The ids as a set, from a narrow index: rows are long. With the sign it is not asked for each id by itself.
        sql += f" AND +rowid IN (SELECT id FROM search_document WHERE {condition})"  # noqa: S608
        asked += wanted
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY rowid DESC LIMIT {limit:d}", asked)
        return [pk for (pk,) in cursor.fetchall()]


def listed(ids: Collection[int]) -> str:
    """Some ids as JSON."""
    return json.dumps([*ids])


def one_of(listed: str) -> RawSQL:
    """Ids as a subquery of one parameter."""
    return RawSQL("SELECT value FROM json_each(%s)", [listed])


def holding(needed: Sequence[Ways], *, titles: bool = False) -> tuple[str, list[Any]]:
    """The same as SQL for the ids of all of them, with what it asks for."""
    table = "search_titles" if titles else "search_words"
    whole = " AND ".join(f"({' OR '.join(_all(way) for way in ways)})" for ways in needed)
    return f"SELECT rowid FROM {table} WHERE {table} MATCH %s", [whole]  # noqa: S608  # one of two names of ours


def _all(way: tuple[str, ...]) -> str:
    return f"({' AND '.join(_quoted(term) for term in way)})"


def _quoted(term: str) -> str:
    first = term.removesuffix("*")
    return f'"{first}"' + ("*" if first != term else "")
