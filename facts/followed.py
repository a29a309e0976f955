"""Figures, sources and metrics for those who keep a copy: what their lists show, and what follows from what."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from changes import following
from changes.followed import corrected
from companies.models import Record
from facts import series
from facts.models import Fact, Metric, Source

RECORDS = tuple(Record.Kind.values)


def follow() -> None:
    """Have figures, sources and metrics be followed.

    A figure tells its source and metric and whether a newer one is known, and is listed while its subject is
    public; a source and a metric are listed while such a figure is.
    """
    corrected(["fact"])
    following.followed("fact", seen=_facts, once=_facts_once)
    following.followed("source", seen=_sources, once=_sources_once)
    following.followed("metric", seen=_metrics, once=_metrics_once)
    following.reaches(["fact"], "fact", pairs(Fact, "pk", "pk"), widen=of_their_series)
    following.reaches(["source"], "fact", pairs(Fact, "source", "pk"))
    following.reaches(["metric"], "fact", pairs(Fact, "metric", "pk"))
    following.reaches(RECORDS, "fact", pairs(Fact, "subject", "pk"))
    for kind in ("source", "metric"):
        following.reaches(["fact"], kind, pairs(Fact, "pk", kind))
        following.reaches(RECORDS, kind, pairs(Fact, "subject", kind))


def pairs(model: Any, came_from: str, target: str, **narrowed: Any) -> following.Targets:
    """What is reached by two columns of a table."""

    def reached(ids: list[int], at: datetime) -> "QuerySet[Any, Any]":
        rows = model._default_manager.filter(**{f"{came_from}__in": ids}, **narrowed)
        found: QuerySet[Any, Any] = rows.values(came_from=F(came_from), target=F(target))
        return found

    return reached


def of_their_series(ids: list[int]) -> dict[int, int]:
    """The figures of the series of some, each with the one by which it was found. Two queries."""
    own = {series.key(fact): fact.pk for fact in Fact.objects.filter(pk__in=ids)}
    rows = Fact.objects.filter(
        subject__in={fact[0] for fact in own}, metric__in={fact[1] for fact in own}
    ).values("pk", *series.COLUMNS)
    found = {row["pk"]: own[key] for row in rows if (key := series.key_of_row(row)) in own}
    return found | {pk: pk for pk in ids}


def _facts(ids: list[int], at: datetime) -> set[int]:
    return set(Fact.objects.listed(at).filter(pk__in=ids).values_list("pk", flat=True))


def _facts_once(ids: list[int], at: datetime) -> dict[int, str]:
    rows = Fact.objects.once_public(at).filter(pk__in=ids)
    return {pk: f"/facts/{pk}/" for pk in rows.values_list("pk", flat=True)}


def _sources(ids: list[int], at: datetime) -> set[int]:
    return set(Source.objects.public(at).filter(pk__in=ids).values_list("pk", flat=True))


def _sources_once(ids: list[int], at: datetime) -> dict[int, str]:
    once = Fact.objects.once_public(at).filter(source=OuterRef("pk"))
    rows = Source.objects.filter(Exists(once), pk__in=ids).values_list("pk", flat=True)
    return {pk: f"/sources/{pk}/" for pk in rows}


def _metrics(ids: list[int], at: datetime) -> set[int]:
    listed = Fact.objects.listed(at).filter(metric=OuterRef("pk"))
    return set(Metric.objects.filter(Exists(listed), pk__in=ids).values_list("pk", flat=True))


def _metrics_once(ids: list[int], at: datetime) -> dict[int, str]:
    once = Fact.objects.once_public(at).filter(metric=OuterRef("pk"))
    rows = Metric.objects.filter(Exists(once), pk__in=ids).values_list("pk", flat=True)
    return dict.fromkeys(rows, "")
