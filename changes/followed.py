"""Corrections for those who keep a copy: one is seen while something that it touches is."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from changes import following
from changes.models import Correction, Touched


def follow() -> None:
    """Have corrections be followed."""
    following.followed("correction", seen=_public, once=_told)


def corrected(kinds: Iterable[str]) -> None:
    """Name kinds of objects that corrections touch."""
    for kind in kinds:
        following.reaches([kind], "correction", _touching(kind))


def _touching(kind: str) -> following.Targets:
    def reached(ids: list[int], at: datetime) -> "QuerySet[Any, Any]":
        rows = Touched.objects.filter(about=kind, about_id__in=ids, correction__change__effective_at__lte=at)
        found: QuerySet[Any, Any] = rows.values(came_from=F("about_id"), target=F("correction"))
        return found

    return reached


def _public(ids: list[int], at: datetime) -> set[int]:
    return set(Correction.objects.public(at).filter(pk__in=ids).values_list("pk", flat=True))


def _told(ids: list[int], at: datetime) -> dict[int, str]:
    rows = Correction.objects.filter(pk__in=ids, change__effective_at__lte=at).values_list("pk", flat=True)
    return {pk: f"/corrections/{pk}/" for pk in rows}
