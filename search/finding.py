"""Finding: what readers see and a query asks for, best first."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any, NamedTuple

from django.utils import timezone

from search import doors
from search.doors import Hit
from search.engines import Narrow
from search.highlighting import cut, marks
from search.ranking import Ranking, rank
from search.reading import LONGEST, Part, Query, QueryTooLong, read

__all__ = ["LONGEST", "Found", "QueryTooLong", "find", "look_up"]


class Found(NamedTuple):
    """What readers are shown of what was found."""

    hits: list[Hit]
    #: How many of each type of thing were found; more: there are at least so many.
    counts: Mapping[str, int]
    more: bool
    #: How many there are of the types that were asked for.
    total: int
    #: The query as it was understood where names in it were misspelt, else "".
    mended: str


NOTHING = Found([], {}, False, 0, "")


def find(query: str, **asked: Any) -> list[Hit]:
    """The first hits of `look_up`."""
    return look_up(query, **asked).hits


def look_up(
    query: str,
    *,
    kinds: Collection[str] = (),
    topic: str = "",
    record: str = "",
    company: str = "",
    after: date | None = None,
    before: date | None = None,
    start: int = 0,
    limit: int = 20,
    at: datetime | None = None,
) -> Found:
    """What is public at a time and holds enough of a query, best first: `limit` hits from the one at `start` on.

    kinds: only things of these types. topic, record, company: only what apps say is under what has this address.
    after, before: the first and the last day.
    Raises QueryTooLong. Some twenty queries, however much is found.
    """
    at = at or timezone.now()
    asked = read(query, partial(doors.public, at=at))
    if not asked.parts:
        return NOTHING
    by = {"topic": topic, "record": record, "company": company}
    among = [
        {kind: ids(address) for kind, ids in doors.under[name].items()}
        for name, address in by.items()
        if address
    ]
    everything = Narrow((), after, before, among)
    keys, scores, capped = _public(rank(asked, everything), at)
    counts = Counter(doors.type_of(kind) for kind, _ in keys)
    wanted = keys
    if kinds:
        wanted = [key for key in keys if doors.type_of(key[0]) in kinds]
        if capped:
            only = everything._replace(kinds=doors.kinds_of(kinds))
            wanted, scores, _ = _public(rank(asked, only), at)
            counts.update(dict.fromkeys(kinds, 0))
            counts |= Counter(doors.type_of(kind) for kind, _ in wanted)
    hits = _hits(wanted[start : start + limit], scores, asked, at)
    return Found(hits, counts, capped, len(wanted), asked.mended)


def _public(ranking: Ranking, at: datetime) -> tuple[list[doors.Key], dict[doors.Key, float], bool]:
    """What readers see of what was found, in order, but for kinds that come last and what is past."""
    seen = doors.public([key for key, _ in ranking.found], at)
    scores = {key: score for key, score in ranking.found if key in seen}
    past = doors.past(scores, at)
    return sorted(scores, key=lambda key: (key[0] in doors.last, key in past)), scores, ranking.capped


def _hits(keys: list[doors.Key], scores: dict[doors.Key, float], asked: Query, at: datetime) -> list[Hit]:
    found = doors.told(keys, at)
    return [_shown(found[key], asked.parts, scores[key]) for key in keys if key in found]


def _shown(hit: Hit, parts: list[Part], score: float) -> Hit:
    snippet, where = cut(hit.snippet, parts)
    return hit._replace(snippet=snippet, marks=where, title_marks=marks(hit.title, parts), score=score)
