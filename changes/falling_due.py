"""Rows of the log that fell due since a mark, each given once: also one that is committed late or was scheduled."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q

from changes import horizon
from changes.horizon import Horizon
from changes.marks import Mark
from changes.models import Change

if TYPE_CHECKING:
    from changes.querysets import ChangeQuerySet


def begin(at: datetime) -> Mark:
    """The mark of whoever wants what falls due from now on."""
    return Mark(at, seen=horizon.now())


def since(mark: Mark, at: datetime) -> tuple["ChangeQuerySet", Mark]:
    """The rows that are due at a time and were not, or were not committed, at a mark; and the mark to go on from.

    What is being committed meanwhile is left to the next. The mark is one of `begin` or of this.
    """
    seen = horizon.now()
    before = mark.seen or Horizon(0)
    # Of another database, or of this one before it was restored, only the time says something.
    late = before.until(seen) if before.next <= seen.next else Q(pk__in=[])
    rows = Change.objects.filter(
        Q(effective_at__gt=mark.at) | late, Horizon(0).until(seen), effective_at__lte=at
    )
    return rows.exclude(transaction__in=seen.open), Mark(at, seen=seen)
