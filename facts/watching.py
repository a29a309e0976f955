"""Which facts still stand. One state each, derived, never stored."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from facts import series
from facts.amounts import display
from facts.models import Fact

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
    *("origin_id", "successor__id", "successor__superseded_because", "successor__held_from"),
)

NEWEST = (
    *("id", *series.COLUMNS, "value", "high", "qualifier", "nature", "origin_id"),
    *("as_of", "as_of_words", "as_of_earliest", "as_of_latest", "recorded_at", "held_from"),
)


class Standing(NamedTuple):
    """A fact as plain values, its state, and the value that took over, where there is one.

    state: current; superseded (a better value of the same period; `newer` is the last of those that took its
    place one after the other, None where that was withdrawn); withdrawn (without another in its place);
    newer (a newer period in its series); due (a forecast whose time has come); review (past its review day).
    """

    fact: dict[str, Any]
    state: str
    shown: str
    newer: dict[str, Any] | None
    newer_shown: str

    @property
    def since(self) -> datetime | None:
        """Since when it has not simply stood: when what took over was held, or the day after its time had come."""
        times: dict[str, datetime | None] = {
            "superseded": self.fact["successor__held_from"],
            "withdrawn": self.fact["withdrawn_at"],
        }
        if self.newer is not None:
            times[self.state] = self.newer["held_from"] or self.newer["recorded_at"]
        days = {"due": self.fact["as_of_latest"], "review": self.fact["review_after"]}
        return _after(days[self.state]) if self.state in days else times.get(self.state)


def standings(
    ids: Collection[int], *, at: datetime | None = None, to_readers: bool = True
) -> dict[int, Standing]:
    """The standing of each fact, as far as the public may know or, without `to_readers`, as it is.

    Two queries, none where there are no facts.
    """
    if not ids:
        return {}
    at = at or timezone.now()
    known = Fact.objects.public(at) if to_readers else Fact.objects.all()
    cited = list(_told(Fact.objects.filter(pk__in=ids), known))
    near = (
        _candidates(known)
        .filter(
            subject_id__in={fact["subject_id"] for fact in cited},
            metric_id__in={fact["metric_id"] for fact in cited},
        )
        .values(*NEWEST)
    )
    return weighed(cited, list(near), at=at)


def weighed(
    cited: list[dict[str, Any]], near: list[dict[str, Any]], *, at: datetime | None = None
) -> dict[int, Standing]:
    """The standing of facts from their rows (COLUMNS) and those of figures near them (NEWEST)."""
    today = timezone.localdate(at)
    dated = [row for row in near if row["as_of_earliest"] and row["nature"] != Fact.Nature.FORECAST]
    newest = {series.key_of_row(row): row for row in sorted(dated, key=lambda row: row["as_of_earliest"])}
    last = {row["origin_id"]: row for row in near if row["origin_id"]}
    return {
        fact["id"]: _standing(
            fact, last.get(fact["origin_id"] or fact["id"]), newest.get(series.key_of_row(fact)), today
        )
        for fact in cited
    }


def cited_by(rows: str, pk: int, at: datetime) -> "QuerySet[Fact, dict[str, Any]]":
    """The rows for `weighed` of the facts that something cites; `rows` leads from a fact to what cites it."""
    return _told(Fact.objects.filter(**{rows: pk}), Fact.objects.public(at))


def _told(facts: "QuerySet[Fact]", known: "QuerySet[Fact]") -> "QuerySet[Fact, dict[str, Any]]":
    """What `weighed` takes of facts. A fact that was superseded while it was private may be public again
    before its successor is: `successor_told` says whether that one is among those that may be known.
    """
    return facts.values(*COLUMNS, successor_told=Exists(known.filter(supersedes=OuterRef("pk"))))


def near_those_cited_by(rows: str, pk: int, at: datetime) -> "QuerySet[Fact, dict[str, Any]]":
    """The figures of the same subjects and metrics that could have taken over from those that something cites."""
    same = {f"subject__facts__{rows}": pk, "metric_id": F("subject__facts__metric_id")}
    return _candidates(Fact.objects.public(at)).filter(**same).values(*NEWEST)


def _candidates(known: Any) -> "QuerySet[Fact]":
    """What could have taken over: the newest of a series is no forecast, and of a known time."""
    current: QuerySet[Fact] = known.current()
    dated = ~Q(nature=Fact.Nature.FORECAST) & Q(as_of_earliest__isnull=False)
    return current.filter(dated | Q(origin__isnull=False)).order_by()


def _standing(
    fact: dict[str, Any], last: dict[str, Any] | None, newest: dict[str, Any] | None, today: date
) -> Standing:
    shown = _shown(fact)
    if fact["successor_told"]:
        return Standing(fact, "superseded", shown, last, _shown(last) if last else "")
    if fact["withdrawn_at"]:
        return Standing(fact, "withdrawn", shown, None, "")
    if fact["nature"] == Fact.Nature.FORECAST:
        due = fact["as_of_latest"] is not None and fact["as_of_latest"] < today
        return Standing(fact, "due" if due else "current", shown, None, "")
    if newest and fact["as_of_earliest"] and newest["as_of_earliest"] > fact["as_of_earliest"]:
        return Standing(fact, "newer", shown, newest, _shown(newest))
    if fact["review_after"] and fact["review_after"] < today:
        return Standing(fact, "review", shown, None, "")
    return Standing(fact, "current", shown, None, "")


def _after(day: date) -> datetime:
    """The moment at which a day is over in the newsroom's zone."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _shown(fact: dict[str, Any]) -> str:
    return _kept_display(fact["value"], fact["high"], fact["unit"], fact["qualifier"])


#: A page shows the same dozen amounts each time it is made.
_kept_display = lru_cache(maxsize=4096)(display)
