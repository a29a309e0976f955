"""Telling facts of those that contradict them: pairs that an editor settled as no dispute are left out."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from facts import disputes, series
from facts.models import Fact, NoDispute

#: A list of more subjects than this is longer than all decisions that were ever made.
MANY = 500
#: And where figures of more matters than this may contradict each other, all are read.
MOST = 5_000


def pairs(standing: Iterable[Fact]) -> list[tuple[Fact, Fact]]:
    """The pairs among facts that stand which contradict each other and were not settled. One query, where
    there are facts.
    """
    known = [fact for fact in standing if fact.nature != Fact.Nature.FORECAST]
    settled = _settled(known)
    return [
        (one, other)
        for one, other in disputes.rivals(known, key=series.key, days=series.window, says=disputes.said)
        if disputes.pair(one.pk, other.pk) not in settled
    ]


def _settled(facts: list[Fact]) -> set[disputes.Pair]:
    """The pairs of facts of the same subjects that somebody decided to be no dispute."""
    of = {fact.subject_id for fact in facts}
    decided = NoDispute.objects.order_by()
    if len(of) < MANY:
        decided = decided.filter(one__subject__in=of)
    return set(decided.values_list("one_id", "other_id"))


def all_pairs() -> list[disputes.Pair]:
    """The ids of all facts that stand and contradict each other, private ones too, the newest first. Three queries."""
    ids = _pairs_of(Fact.objects.current())
    return sorted(ids, key=lambda both: (both[1], both[0]), reverse=True)


def contradicted(at: datetime) -> set[int]:
    """The ids of all public facts that stand and contradict another of them. Three queries."""
    public = Fact.objects.public(at).current_to_readers(at)
    return {pk for both in _pairs_of(public) for pk in both}


def _pairs_of(standing: Any) -> set[disputes.Pair]:
    beside = set(Fact.objects.beside_others().order_by().values_list("subject_id", "metric_id")[: MOST + 1])
    if len(beside) <= MOST:
        standing = standing.filter(
            subject__in={subject for subject, _ in beside}, metric__in={metric for _, metric in beside}
        )
    columns = ("id", *series.COLUMNS, "value", "high", "qualifier", "as_of_earliest", "as_of_latest")
    known = standing.exclude(nature=Fact.Nature.FORECAST).order_by().values(*columns)
    found = disputes.rivals(
        known, key=series.key_of_row, days=series.window_of_row, says=disputes.said_in_row
    )
    settled = set(NoDispute.objects.order_by().values_list("one_id", "other_id"))
    return {disputes.pair(one["id"], other["id"]) for one, other in found} - settled


def mark(facts: Iterable[Fact], *, among: Iterable[Fact]) -> None:
    """Tell each fact of its rivals among facts that stand. One query, where there are such."""
    of: defaultdict[int, list[Fact]] = defaultdict(list)
    for one, other in pairs(among):
        of[one.pk].append(other)
        of[other.pk].append(one)
    for fact in facts:
        fact.rivals = of.get(fact.pk, ())


def mark_for_readers(facts: Iterable[Fact], at: datetime) -> list[Fact]:
    """Tell facts of their public rivals, for a page that holds only some of a series. Two queries at most."""
    facts = list(facts)
    public = Fact.objects.public(at).current_to_readers(at)
    if facts:
        public = public.filter(
            subject__in={fact.subject_id for fact in facts}, metric__in={fact.metric_id for fact in facts}
        )
        mark(facts, among=public.order_by())
    return facts
