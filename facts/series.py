"""A series: the figures that can be held against one another, one for each period and each who says so."""

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from facts.models import Fact

#: One subject, metric, unit, scope, set of dimensions and length of period.
COLUMNS = ("subject_id", "metric_id", "unit", "scope_id", "dimensions", "length")

Days = tuple[date, date]

_columns_of = itemgetter(*COLUMNS)


def key(fact: "Fact") -> tuple[Any, ...]:
    """What two figures of one series have in common."""
    return tuple(getattr(fact, column) for column in COLUMNS)


def key_of_row(row: dict[str, Any]) -> tuple[Any, ...]:
    """The same of a row of values."""
    found: tuple[Any, ...] = _columns_of(row)
    return found


def window(fact: "Fact") -> Days | None:
    """The days that a figure speaks of, an open end closed by the other; None where no day is known."""
    return window_of(fact.as_of_earliest, fact.as_of_latest)


def window_of_row(row: dict[str, Any]) -> Days | None:
    """The same of a row of values."""
    return window_of(row["as_of_earliest"], row["as_of_latest"])


def window_of(earliest: date | None, latest: date | None) -> Days | None:
    """The same of its two days."""
    begins, ends = earliest or latest, latest or earliest
    return (begins, ends) if begins and ends else None


def same_time(one: "Fact", other: "Fact") -> bool:
    """Whether two figures may speak of the same day. Two without a day do."""
    return overlap(window(one), window(other))


def overlap(a: Days | None, b: Days | None) -> bool:
    """The same of the days that they speak of."""
    if a is None or b is None:
        return a is b
    return a[0] <= b[1] and b[0] <= a[1]


def series(facts: Iterable["Fact"]) -> list[list["Fact"]]:
    """Facts by series, by the metric's name."""

    def place(fact: "Fact") -> tuple[Any, ...]:
        return fact.metric.name, *(value or "" for value in key(fact))

    return [list(rows) for _, rows in groupby(sorted(facts, key=place), place)]
