"""The vocabulary of facts: what is public, what still stands."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

if TYPE_CHECKING:
    from companies.models import Record
    from facts.models import Fact

Use = Callable[[OuterRef, datetime], Exists]

_uses: list[Use] = []


def public_while(use: Use) -> None:
    """Add a way in which a fact is public: while something public further up the arrows cites it."""
    _uses.append(use)


class FactQuerySet(models.QuerySet["Fact"]):
    """Facts."""

    def public(self, at: datetime | None = None) -> "FactQuerySet":
        """Those that the public may see: published by hand, or cited by something that is public now."""
        at = at or timezone.now()
        condition = Q(published_from__lte=at)
        for use in _uses:
            condition |= Q(use(OuterRef("pk"), at))
        return self.filter(condition)

    def current(self) -> "FactQuerySet":
        """Those that nothing has superseded."""
        return self.filter(successor__isnull=True)

    def about(self, record: "Record") -> "FactQuerySet":
        """Facts whose subject is the record."""
        return self.filter(subject_id=record.pk)

    def with_story(self) -> "FactQuerySet":
        """Facts with all that a list shows of them, in the same query."""
        return self.select_related("subject", "metric", "source")
