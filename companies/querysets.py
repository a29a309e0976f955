"""The vocabulary of records: what is public, what is whose."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone

from changes.models import Change
from prepared.conditions import Kept

Use = Callable[[OuterRef, datetime], Exists]

_uses: list[Kept] = []
_past_uses: list[Kept] = []


def public_while(use: Use, *, once: Use) -> None:
    """Add a way in which a record is public: while something public further up the arrows uses it.

    `use(record_id, at)` gives the condition. Apps above add theirs when they are ready, so that this app
    need not know them, and so that nothing has to be recomputed when an edition moves, ends or is cancelled.
    `once` gives the condition that it is or was used so.
    """
    _uses.append(Kept(use))
    _past_uses.append(Kept(once))


class RecordQuerySet[T: models.Model](models.QuerySet[T]):
    """Records of any kind."""

    def public(self, at: datetime | None = None) -> "RecordQuerySet[T]":
        """Those that the public may see: published by hand, or used by something that is public now."""
        at = at or timezone.now()
        condition = Q(published_from__lte=at)
        for use in _uses:
            condition |= Q(use(F("pk"), at=at))
        return self.filter(condition)

    def once_public(self, at: datetime | None = None) -> "RecordQuerySet[T]":
        """Those that are public or ever were: whoever publishes a record by hand tells the log of it."""
        at = at or timezone.now()
        told = Change.objects.filter(about=OuterRef("kind"), about_id=OuterRef("pk"), effective_at__lte=at)
        told = told.exclude(kind=Change.Kind.MOVED)
        condition = Q(published_from__lte=at) | Q(Exists(told))
        for use in _past_uses:
            condition |= Q(use(F("pk"), at=at))
        return self.filter(condition)

    def surely_once_public(self, at: datetime | None = None) -> "RecordQuerySet[T]":
        """Those of `once_public` without such as the log tells of only because somebody planned to show them."""
        at = at or timezone.now()
        rows = Change.objects.filter(about=OuterRef("kind"), about_id=OuterRef("pk"), effective_at__lte=at)
        told = rows.filter(~Q(address="") | Q(kind=Change.Kind.HIDDEN))
        condition = Q(published_from__lte=at) | Q(Exists(told))
        for use in _past_uses:
            condition |= Q(use(F("pk"), at=at))
        return self.filter(condition)

    def with_slug(self, slug: str) -> "RecordQuerySet[T]":
        """The record at an address."""
        return self.filter(slug=slug)

    def with_modality(self, modality: str) -> "RecordQuerySet[T]":
        """Models that take or give a modality; the lists are short texts of known words."""
        word = f'"{modality}"'
        return self.filter(Q(takes__icontains=word) | Q(gives__icontains=word))

    def with_public_slugs(self, *columns: str, at: datetime | None = None) -> Any:
        """Records with the slugs of those that columns point at, as `public_…`: null where one is not public."""
        from companies.models import Record

        public = Record.objects.public(at)
        return self.annotate(
            **{
                f"public_{column}": Subquery(public.filter(pk=OuterRef(f"{column}_id")).values("slug")[:1])
                for column in columns
            }
        )
