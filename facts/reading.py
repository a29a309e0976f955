"""What the page of a record shows of its figures: each with the one that is used, and charts of those that move."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Q

from companies.models import Record
from facts import charts, rivals
from facts.charts import Chart
from facts.choosing import Group, by_metric, chosen
from facts.models import Fact
from facts.series import series

SERIES, COMPARISONS = 4, 2  # how many charts a page has at most; its table has every figure


class Figures(NamedTuple):
    """The figures of a record, by metric, and its charts."""

    groups: list[Group]
    charts: list[Chart]


def figures(record: Record, at: datetime) -> Figures:
    """All public figures of a record that stand, and how its products or models compare. Four queries at most."""
    public: list[Fact] = list(Fact.objects.public(at).current_to_readers(at).about(record).with_story())
    rivals.mark(public, among=public)
    drawn = [chart for rows in series(public) if (chart := charts.over_time(rows))]
    drawn.sort(key=lambda chart: (-len(chart.facts), chart.title))
    compared = _compared(_nearby(record, at))
    return Figures(by_metric(public), drawn[:SERIES] + compared[:COMPARISONS])


def _nearby(record: Record, at: datetime) -> Iterable[Fact]:
    """The figures of a company's products, a family's models, or the models of a model's family."""
    child: Any = record
    if record.kind == Record.Kind.COMPANY:
        near = Q(subject__product__owner=child)
    elif record.kind == Record.Kind.FAMILY:
        near = Q(subject__aimodel__family=child)
    elif record.kind == Record.Kind.MODEL and child.family_id:
        near = Q(subject__aimodel__family=child.family_id)
    else:
        return []
    named = list(
        Fact.objects.public(at)
        .current_to_readers(at)
        .filter(near, subject__in=Record.objects.public(at))
        .with_story()
    )
    rivals.mark(named, among=named)
    return named


def _compared(facts: Iterable[Fact]) -> list[Chart]:
    """A chart for each metric, unit, scope and length that several subjects have, the most first; forecasts apart."""
    used = sorted((chosen(rows).used for rows in series(facts)), key=_comparable)
    drawn = [chart for _, rows in groupby(used, _comparable) if (chart := charts.side_by_side(rows))]
    return sorted(drawn, key=lambda chart: (-len(chart.facts), chart.title))


def _comparable(fact: Fact) -> tuple[Any, ...]:
    return (
        fact.metric.name,
        fact.metric_id,
        fact.unit,
        fact.told_apart,
        fact.length,
        fact.nature == Fact.Nature.FORECAST,
    )
