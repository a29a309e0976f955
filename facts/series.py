"""A series: the figures that can be held against one another, one for each period and each who says so."""

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from facts.models import Fact

#: One subject, metric, unit, scope, set of dimensions and length of period.
COLUMNS = ("subject_id", "metric_id", "unit", "scope_id", "dimensions", "length")


def key(fact: "Fact") -> tuple[Any, ...]:
    """What two figures of one series have in common."""
    return tuple(getattr(fact, column) for column in COLUMNS)


def key_of_row(row: dict[str, Any]) -> tuple[Any, ...]:
    """The same of a row of values."""
    return tuple(row[column] for column in COLUMNS)


def series(facts: Iterable["Fact"]) -> list[list["Fact"]]:
    """Facts by series, by the metric's name."""

    def place(fact: "Fact") -> tuple[Any, ...]:
        return fact.metric.name, *(value or "" for value in key(fact))

    return [list(rows) for _, rows in groupby(sorted(facts, key=place), place)]
