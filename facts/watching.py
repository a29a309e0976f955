"""Which facts still stand. One state each, derived, never stored."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from facts import disputes, series
from facts.amounts import display
from facts.models import Fact

#: What is told of a value that took over.
AFTER = ("id", "value", "high", "qualifier", "unit", "as_of", "superseded_because", "held_from")

COLUMNS = (
    *("id", *series.COLUMNS, "value", "high", "qualifier", "nature", "disputed"),
    *("as_of", "as_of_words", "as_of_earliest", "as_of_latest", "quotation", "review_after"),
    *("withdrawn_at", "withdrawn_because", "source_id"),
    *(
        "subject__name",
        "metric__name",
        "source__title",
        "source__publisher",
        "source__url",
        "source__archived_url",
    ),
    *(f"successor__{name}" for name in AFTER),
)

#: A row comes once for each pair of it that was settled as no dispute: there are few, and no query more.
NEAR = (
    *("id", *series.COLUMNS, "value", "high", "qualifier"),
    *("as_of", "as_of_words", "as_of_earliest", "as_of_latest"),
    *("settled_with_later__other_id", "settled_with_earlier__one_id"),
)


class Standing(NamedTuple):
    """A fact as plain values, its state, and the value that took over, where there is one.

    state: current; superseded (a better value of the same period); withdrawn (without another in its place);
    newer (a newer period in its series);
    due (a forecast whose time has come); review (past its review day).
    rivals: the public figures that contradict one that stands, as readers see them, each with its id.
    """

    fact: dict[str, Any]
    state: str
    shown: str
    newer: dict[str, Any] | None
    newer_shown: str
    rivals: tuple[tuple[int, str], ...] = ()

    @property
    def disputed(self) -> bool:
        """Whether an editor marked it, or another contradicts it."""
        return bool(self.fact["disputed"] or self.rivals)


def standings(ids: Collection[int], *, at: datetime | None = None) -> dict[int, Standing]:
    """The standing of each fact. Two queries, none where there are no facts."""
    if not ids:
        return {}
    at = at or timezone.now()
    cited = list(_told(Fact.objects.filter(pk__in=ids), at))
    near = (
        _candidates(at)
        .filter(
            subject_id__in={fact["subject_id"] for fact in cited},
            metric_id__in={fact["metric_id"] for fact in cited},
        )
        .values(*NEAR)
    )
    return weighed(cited, list(near), at=at)


def weighed(
    cited: list[dict[str, Any]], near: list[dict[str, Any]], *, at: datetime | None = None
) -> dict[int, Standing]:
    """The standing of facts from their rows (COLUMNS) and those of figures near them (NEAR)."""
    today = timezone.localdate(at)
    of_series: defaultdict[Any, list[dict[str, Any]]] = defaultdict(list)
    for row in near:
        of_series[series.key_of_row(row)].append(row)
    return {fact["id"]: _standing(fact, of_series.get(series.key_of_row(fact), []), today) for fact in cited}


def cited_by(rows: str, pk: int, at: datetime) -> "QuerySet[Fact, dict[str, Any]]":
    """The rows for `weighed` of the facts that something cites; `rows` leads from a fact to what cites it."""
    return _told(Fact.objects.filter(**{rows: pk}), at)


def _told(facts: "QuerySet[Fact]", at: datetime) -> "QuerySet[Fact, dict[str, Any]]":
    """What `weighed` takes of facts. A fact that was superseded while it was private may be public again
    before its successor is: `successor_told` says whether readers may know of that one.
    """
    successor = Fact.objects.public(at).filter(supersedes=OuterRef("pk"))
    return facts.values(*COLUMNS, successor_told=Exists(successor))


def near_those_cited_by(rows: str, pk: int, at: datetime) -> "QuerySet[Fact, dict[str, Any]]":
    """The figures of the same subjects and metrics that could be newer than those that something cites, or
    contradict them.
    """
    same = {f"subject__facts__{rows}": pk, "metric_id": F("subject__facts__metric_id")}
    return _candidates(at).filter(**same).values(*NEAR)


def _candidates(at: datetime) -> "QuerySet[Fact]":
    """What could be the newest figure of a series, or contradict another: public, current, no forecast."""
    public: QuerySet[Fact] = Fact.objects.public(at).current().exclude(nature=Fact.Nature.FORECAST)
    return public.order_by()


def _standing(fact: dict[str, Any], near: list[dict[str, Any]], today: date) -> Standing:
    """near: the rows of its series."""
    shown = _shown(fact)
    if fact["successor_told"]:
        after = {name: fact[f"successor__{name}"] for name in AFTER}
        return Standing(fact, "superseded", shown, after, _shown(after))
    if fact["withdrawn_at"]:
        return Standing(fact, "withdrawn", shown, None, "")
    if fact["nature"] == Fact.Nature.FORECAST:
        due = fact["as_of_latest"] is not None and fact["as_of_latest"] < today
        return Standing(fact, "due" if due else "current", shown, None, "")
    rivals, newest = _rivals(fact, near), _newest(near)
    if newest and fact["as_of_earliest"] and newest["as_of_earliest"] > fact["as_of_earliest"]:
        return Standing(fact, "newer", shown, newest, _shown(newest), rivals)
    if fact["review_after"] and fact["review_after"] < today:
        return Standing(fact, "review", shown, None, "", rivals)
    return Standing(fact, "current", shown, None, "", rivals)


def _newest(near: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The last of those of the newest time."""
    newest = None
    for row in near:
        if row["as_of_earliest"] and (not newest or row["as_of_earliest"] >= newest["as_of_earliest"]):
            newest = row
    return newest


def _rivals(fact: dict[str, Any], near: list[dict[str, Any]]) -> tuple[tuple[int, str], ...]:
    """Those of its series that contradict a fact and were not settled with it."""
    says = disputes.said_in_row(fact)
    settled = {row["id"] for row in near if fact["id"] in _settled_with(row)}
    found = {
        row["id"]: _shown(row)
        for row in near
        if row["id"] not in settled and disputes.contradict(says, disputes.said_in_row(row))
    }
    return tuple(sorted(found.items()))


def _settled_with(row: dict[str, Any]) -> tuple[int | None, int | None]:
    return row["settled_with_later__other_id"], row["settled_with_earlier__one_id"]


def _shown(fact: dict[str, Any]) -> str:
    return _kept_display(fact["value"], fact["high"], fact["unit"], fact["qualifier"])


#: A page shows the same dozen amounts each time it is made.
_kept_display = lru_cache(maxsize=4096)(display)
