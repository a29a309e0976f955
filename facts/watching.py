"""Which facts still stand. One state each, derived, never stored."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils import timezone

from facts.amounts import display
from facts.models import Fact

COLUMNS = (
    *("id", "subject_id", "metric_id", "value", "high", "qualifier", "unit", "scope", "nature", "disputed"),
    *("as_of", "as_of_words", "as_of_earliest", "as_of_latest", "quotation", "review_after"),
    *(
        "subject__name",
        "metric__name",
        "source__title",
        "source__publisher",
        "source__url",
        "source__archived_url",
    ),
    *("successor__id", "successor__value", "successor__high", "successor__qualifier", "successor__unit"),
)


class Standing(NamedTuple):
    """A fact as plain values, its state, and the value that took over, where there is one.

    state: current; superseded (a better value of the same period); newer (a newer period in its series);
    due (a forecast whose time has come); review (past its review day).
    """

    fact: dict[str, Any]
    state: str
    shown: str
    newer: dict[str, Any] | None
    newer_shown: str


def standings(ids: Collection[int], *, at: datetime | None = None) -> dict[int, Standing]:
    """The standing of each fact. Two queries, none where there are no facts."""
    if not ids:
        return {}
    today = timezone.localdate(at)
    cited = list(Fact.objects.filter(pk__in=ids).values(*COLUMNS))
    newest = _newest_in_series(cited, at)
    return {fact["id"]: _standing(fact, newest.get(_series(fact)), today) for fact in cited}


def _series(fact: dict[str, Any]) -> tuple[Any, ...]:
    """What makes figures comparable: one subject, metric, unit and scope."""
    return fact["subject_id"], fact["metric_id"], fact["unit"], fact["scope"]


def _newest_in_series(
    cited: list[dict[str, Any]], at: datetime | None
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """The newest public, current, non-forecast fact of each series that is cited."""
    rows = (
        Fact.objects.public(at)
        .current()
        .exclude(nature=Fact.Nature.FORECAST)
        .filter(
            subject_id__in={fact["subject_id"] for fact in cited},
            metric_id__in={fact["metric_id"] for fact in cited},
            as_of_earliest__isnull=False,
        )
        .order_by("as_of_earliest")
        .values(
            *("id", "subject_id", "metric_id", "value", "high", "qualifier", "unit", "scope"),
            *("as_of", "as_of_words", "as_of_earliest"),
        )
    )
    return {_series(row): row for row in rows}


def _standing(fact: dict[str, Any], newest: dict[str, Any] | None, today: date) -> Standing:
    shown = display(fact["value"], fact["high"], fact["unit"], fact["qualifier"])
    if fact["successor__id"]:
        after = {name: fact[f"successor__{name}"] for name in ("id", "value", "high", "qualifier", "unit")}
        return Standing(fact, "superseded", shown, after, _shown(after))
    if fact["nature"] == Fact.Nature.FORECAST:
        due = fact["as_of_latest"] is not None and fact["as_of_latest"] < today
        return Standing(fact, "due" if due else "current", shown, None, "")
    if newest and fact["as_of_earliest"] and newest["as_of_earliest"] > fact["as_of_earliest"]:
        return Standing(fact, "newer", shown, newest, _shown(newest))
    if fact["review_after"] and fact["review_after"] < today:
        return Standing(fact, "review", shown, None, "")
    return Standing(fact, "current", shown, None, "")


def _shown(fact: dict[str, Any]) -> str:
    return display(fact["value"], fact["high"], fact["unit"], fact["qualifier"])
