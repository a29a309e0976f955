"""The vocabulary of public changes and of corrections: which of them readers see."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from prepared.conditions import Kept

if TYPE_CHECKING:
    from changes.models import Change, Correction, Touched

Seen = Callable[[OuterRef, datetime], Exists]

_seen: dict[str, Kept] = {}


def shown_while(about: str, seen: Seen) -> None:
    """Name the condition under which readers see a kind of object; the apps above do, when they are ready."""
    _seen[about] = Kept(seen)


def _is_seen(at: datetime) -> Q:
    """The condition under which readers see what a row is about."""
    condition = Q(pk__in=[])
    for about, seen in _seen.items():
        condition |= Q(seen(F("about_id"), at=at), about=about)
    return condition


class ChangeQuerySet(models.QuerySet["Change"]):
    """Rows of the log."""

    def news(self, at: datetime) -> "ChangeQuerySet":
        """Those that readers are told of, as `log.news` has them: here as one condition, so that a list can go deep."""
        later = self.model.objects.filter(
            Q(effective_at__gt=OuterRef("effective_at"))
            | Q(effective_at=OuterRef("effective_at"), id__gt=OuterRef("id")),
            kind="withdrawn",
            silent=False,
            about=OuterRef("about"),
            about_id=OuterRef("about_id"),
            effective_at__lte=at,
        )
        told = Q(kind="withdrawn") | ~Exists(later) & _is_seen(at)
        return self.filter(told, silent=False, effective_at__lte=at)


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Corrections. Everything public comes through `public`."""

    def public(self, at: datetime | None = None) -> "CorrectionQuerySet":
        """Those whose time has come, while readers see something that they touch."""
        at = at or timezone.now()
        rows: Any = apps.get_model("changes", "Touched").objects
        return self.filter(
            Exists(rows.seen(at).filter(correction=OuterRef("pk"))), change__effective_at__lte=at
        )

    def newest(self) -> "CorrectionQuerySet":
        """Newest first."""
        return self.order_by("-change__effective_at", "-id")


class TouchedQuerySet(models.QuerySet["Touched"]):
    """What corrections touch."""

    def standing(self, at: datetime) -> "TouchedQuerySet":
        """Without what was withdrawn since: what was told before does not come back with a later publication."""
        withdrawn = apps.get_model("changes", "Change").objects.filter(
            kind="withdrawn",
            about=OuterRef("about"),
            about_id=OuterRef("about_id"),
            effective_at__gt=OuterRef("correction__change__effective_at"),
            effective_at__lte=at,
        )
        return self.filter(~Exists(withdrawn))

    def seen(self, at: datetime) -> "TouchedQuerySet":
        """What readers see of it at a time."""
        return self.standing(at).filter(_is_seen(at))
