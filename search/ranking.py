"""Which of the documents that hold something of a query are best: idf × how often, titles, and how much is covered.

The databases only say which documents hold what (search/engines); the order is made here, so it is the same for both.
"""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache, reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from prepared import Prepared
from search.doors import Key, by_name
from search.engines import Narrow, Ways, among, engine
from search.models import Document
from search.reading import Part, Query

#: Parts that together stand in so many documents are looked for everywhere; of more common ones the newest are weighed.
RARE, NEWEST = 2_000, 500
#: So many are weighed by their words, and so many are known of at all; so many are read for a phrase.
WEIGHED, LOOKED_AT, READ = 100, 500, 1_000
#: What covers less of what was asked for, by its idf, is not shown.
COVERED = 0.3

#: How soon more of a word says no more (BM25's k1), how much longer texts are discounted (b), what a title counts.
OFTEN, LENGTH, TITLE = 1.2, 0.4, 2.0
#: What is called just as asked comes before all else.
CALLED = 1_000.0
#: What has a name of its own is worth a little more than what is written about it.
OWN = 1.2
#: A figure is a line of its record's page, and there are many: it comes behind what tells the whole.
LINE = 0.5


class Weighed(NamedTuple):
    """A part of the query, in how many documents it stands, and what it weighs."""

    part: Part
    stands_in: int
    idf: float


class Ranking(NamedTuple):
    """Documents with their scores, best first; capped: there are more, which nobody looked at."""

    found: list[tuple[Key, float]]
    capped: bool


def weigh(query: Query) -> list[Weighed]:
    """What each part of a query weighs. Two queries, one where all was counted before."""
    terms = {term for part in query.parts for way in part.ways for term in way}
    if new := terms - query.counts.keys():
        query.counts.update(dict.fromkeys(new, 0) | engine().frequencies(new))
    size = engine().size()
    return [_weighed(part, query.counts, size) for part in query.parts]


def _weighed(part: Part, counts: Mapping[str, int], size: int) -> Weighed:
    count = sum(min(counts.get(term, 0) for term in way) for way in part.ways)
    return Weighed(part, count, math.log(1 + (size - min(count, size) + 0.5) / (count + 0.5)))


def rank(query: Query, narrow: Narrow) -> Ranking:
    """The documents that hold enough of a query, best first, public or not. At most 22 queries."""
    with engine().asking():
        parts = weigh(query)
        roughly, capped = _roughly(query, parts, narrow)
    ordered = sorted(roughly, key=lambda pk: (-roughly[pk], -pk))
    if phrases := [one.part.ways for one in parts if one.part.must and max(map(len, one.part.ways)) > 1]:
        there = _holding(phrases, ordered[:READ])
        ordered = [pk for pk in ordered if pk in there]
    found = _by_words(ordered[:WEIGHED], parts, query)
    enough = COVERED * sum(one.idf for one in parts)
    left = [pk for pk in ordered[WEIGHED:LOOKED_AT] if roughly[pk] >= enough]
    keys = {row["pk"]: _key(row) for row in _named(left)}
    found += [(keys[pk], 0.0) for pk in left if pk in keys]
    return Ranking(found, capped or len(ordered) > LOOKED_AT)


def _rows(*columns: str) -> Callable[[Collection[int]], list[dict[str, Any]]]:
    """Some columns of some documents, as a function of their ids."""
    prepared = Prepared(
        lambda listed: Document.objects.filter(pk__in=engine().one_of(listed)).values(*columns), str
    )
    return lambda ids: prepared(engine().listed(ids)) if ids else []


_named = _rows("pk", "kind", "object_id")
_of_a_day = _rows("pk", "kind", "object_id", "dated")
_with_words = _rows("pk", "kind", "object_id", "title", "terms")


def _key(row: Mapping[str, Any]) -> Key:
    return row["kind"], row["object_id"]


def _holding(phrases: Sequence[Ways], ids: Collection[int]) -> set[int]:
    """Those of some documents in which phrases stand word by word: the indexes do not know the order. One query."""
    found = Document.objects.filter(pk__in=among(ids))
    for ways in phrases:
        found = found.filter(reduce(or_, (Q(terms__contains=_written(way).strip()) for way in ways)))
    return set(found.values_list("pk", flat=True))


def _roughly(query: Query, parts: Sequence[Weighed], narrow: Narrow) -> tuple[dict[int, float], bool]:
    """Documents that may be best, with the idf of what they are known to hold; and whether there are more.

    Rare parts are looked for everywhere. Of what is common, the newest that have all of it, in titles or anywhere;
    where those are few, the newest with the rarest of it.
    """
    held = sorted((one for one in parts if one.stands_in), key=lambda one: one.stands_in)
    ways, whole = [one.part.ways for one in held], sum(one.idf for one in held)
    if must := [one.part.ways for one in parts if one.part.must]:
        needed = [one.stands_in for one in parts if one.part.must]
        newest = engine().newest(must, READ + 1, narrow, common=min(needed) > RARE)
        return dict.fromkeys(newest, whole), len(newest) > READ
    rare = _rare(held)
    found: dict[int, float] = {}
    for one in rare:
        for pk in engine().newest([one.part.ways], RARE):
            found[pk] = found.get(pk, 0.0) + one.idf
    found = {pk: found[pk] for pk in _narrowed(found, narrow)}
    capped = False
    if len(rare) < len(held):
        newest = engine().newest(ways, NEWEST, narrow, common=True)
        capped = len(newest) == NEWEST
        if not rare and not capped and len(held) > 1:
            found = dict.fromkeys(engine().newest(ways[:1], NEWEST, narrow, common=True), held[0].idf)
            capped = len(found) == NEWEST
        found |= dict.fromkeys(newest, whole)
        found |= dict.fromkeys(engine().newest(ways, NEWEST, narrow, titles=True, common=True), 2 * whole)
    elif len(found) > WEIGHED:
        for pk in engine().newest([_any(ways)], NEWEST, titles=True):
            if pk in found:
                found[pk] += held[0].idf
    return found | dict.fromkeys(_narrowed(query.just, narrow), 3 * whole), capped


def _rare(held: Sequence[Weighed]) -> Sequence[Weighed]:
    """The rarest parts that together stand in few enough documents to look at all."""
    left = RARE
    for n, one in enumerate(held):
        left -= one.stands_in
        if left < 0:
            return held[:n]
    return held


def _any(several: Sequence[Ways]) -> Ways:
    return [way for ways in several for way in ways]


def _narrowed(ids: Collection[int], narrow: Narrow) -> Collection[int]:
    """Those of some documents that are looked at. One query, and one for each kind among them and what narrows it."""
    if not ids or not any(narrow):
        return ids
    held = {row["pk"]: _key(row) for row in _of_a_day(ids) if narrow.holds(row["kind"], row["dated"])}
    for wanted in narrow.among:
        known = {
            kind: _known(wanted[kind], [pk for of, pk in held.values() if of == kind]) for kind in wanted
        }
        held = {document: key for document, key in held.items() if key[1] in known.get(key[0], ())}
    return held.keys()


def _known(wanted: "QuerySet[Any, Any]", ids: Sequence[int]) -> set[int]:
    """Those of some ids that are among others."""
    if not ids:
        return set()
    [column] = wanted.query.values_select
    return set(wanted.filter(**{f"{column}__in": among(ids)}).values_list(column, flat=True))


def _by_words(ids: Sequence[int], parts: Sequence[Weighed], query: Query) -> list[tuple[Key, float]]:
    """Those of some documents that hold enough, by what stands in them, best first. One query."""
    rows = _with_words(ids)
    usual = sum(len(row["terms"]) for row in rows) / len(rows) if rows else 1
    scored = []
    for row in rows:
        score = _score(f" {row['title']} ", f" {row['terms']} ", parts, usual)
        if score and row["kind"] in by_name:
            score *= OWN
        elif row["kind"] == "fact":
            score *= LINE
        if row["pk"] in query.just:
            score += CALLED
        scored.append((score, row["pk"], _key(row)))
    return [(key, score) for score, _, key in sorted(scored, reverse=True) if score]


def _score(title: str, terms: str, parts: Sequence[Weighed], usual: float) -> float:
    """What a document is worth; 0 where it holds too little, or lacks a phrase that must be there."""
    length = 1 - LENGTH + LENGTH * len(terms) / usual
    score = covered = whole = 0.0
    for part, _, idf in parts:
        whole += idf
        often = sum(terms.count(_written(way)) for way in part.ways)
        if often:
            covered += idf
            titled = any(_written(way) in title for way in part.ways)
            score += idf * (often * (OFTEN + 1) / (often + OFTEN * length) + TITLE * titled)
        elif part.must:
            return 0.0
    return score * (covered / whole) if whole and covered >= COVERED * whole else 0.0


@lru_cache(1_000)
def _written(way: tuple[str, ...]) -> str:
    """How a way stands in a document's terms, a space before and after each; the beginning of a term has none after."""
    return f" {' '.join(way)} ".removesuffix("* ")
