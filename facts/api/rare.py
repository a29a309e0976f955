"""Whether what a list of facts is narrowed to is rare: then the database begins with it.

Whether a fact is public takes some looks at other tables. A list that is walked for a few among 100,000 would take
them for each; what only reads the fact's own columns is found first, by their indexes.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from changes.keeping import kept
from facts import knowing
from facts.models import Fact

#: As many facts are counted to know what is rare.
COUNTED = 200

#: As many that do not simply stand are kept by their ids, and records that have such.
KEPT = 1_000

#: What each parameter asks of the fact's own columns.
COLUMNS = {
    "unit": "unit",
    "nature": "nature",
    "scope": "scope",
    "metric": "metric",
    "source": "source",
    "value_min": "value__gte",
    "value_max": "value__lte",
    "recorded_after": "recorded_at__gte",
    "recorded_before": "recorded_at__lt",
    "review_before": "review_after__lt",
}


def few(asked: Mapping[str, Any]) -> list[int] | None:
    """The ids of all facts that may match, or None where they are many or nothing says. At most one query."""
    narrowed = {column: asked[name] for name, column in COLUMNS.items() if asked.get(name) not in (None, "")}
    found, most = Q(**narrowed), COUNTED
    if asked.get("state") == "superseded":
        # Bounded, by which the index of what superseded something is walked.
        found &= Q(pk__in=Fact.objects.filter(supersedes__gt=0).values("supersedes"))
    elif asked.get("state") == "withdrawn":
        found &= Q(withdrawn_at__isnull=False)
    if asked.get("stale") or asked.get("current") is False:
        stale = kept("stale", _stale)
        if len(stale) < KEPT:
            found, most = found & Q(pk__in=stale), KEPT
    if known := asked.get("as_known_on"):
        found &= Q(held_from__lte=knowing.moment(known))
    if not found:
        return None
    ids = list(Fact.objects.filter(found).order_by().values_list("pk", flat=True)[:most])
    return ids if len(ids) < most else None


def with_stale() -> list[int] | None:
    """The ids of the records with a figure that nothing superseded and that does not simply stand; None for many."""
    ids = kept("with-stale", _with_stale)
    return ids if len(ids) < KEPT else None


def _stale(at: datetime) -> list[int]:
    stale: Any = Fact.objects.public(at).stale(at)
    return list(stale.order_by().values_list("pk", flat=True)[:KEPT])


def _with_stale(at: datetime) -> list[int]:
    stale: Any = Fact.objects.public(at).current_to_readers(at).stale(at)
    return list(stale.order_by().values_list("subject", flat=True).distinct()[:KEPT])
