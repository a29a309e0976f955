"""Holding facts: from the moment that something relies on one, it is not edited any more."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from facts.models import Fact


def hold(facts: Iterable[int], *, at: datetime | None = None) -> None:
    """Have the facts held from now, those that are not yet. One query.

    For the verbs that rely on facts (an edition is made, an answer is public, a fact is published), in their
    transaction.
    """
    Fact.objects.filter(pk__in=list(facts), held_from__isnull=True).update(held_from=at or timezone.now())
