"""Noting, for each endpoint, what the log has for it: nothing twice, nothing that is not in the log, and nothing lost.

A row of the log is found when its time has come and no delivery of it is there yet. So one that is scheduled is found
when it appears, one that is cancelled never, and one that was committed late all the same: each look begins a day
before the end of the one before. A transaction would have to stay open for a day to be missed.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from changes import log
from changes.models import Change
from webhooks import events
from webhooks.models import Delivery, Endpoint
from webhooks.narrowing import hears

#: How late a transaction may commit, and how long what was delivered stays in the list. Of what came while an endpoint
#: was disabled, no older row is told: its delivery might have been forgotten.
LATEST, KEPT = timedelta(days=1), timedelta(days=30)
AT_ONCE = 500
State = Delivery.State


def note(at: datetime) -> None:
    """Note what is due to anybody; can be run by several at once. Two queries an endpoint where there is nothing."""
    for endpoint in Endpoint.objects.active().prefetch_related("wanted", "only"):
        keys = list(_found(endpoint, at).values_list("pk", flat=True))
        for start in range(0, len(keys), AT_ONCE):
            _note(endpoint, keys[start : start + AT_ONCE], at)
        Endpoint.objects.filter(pk=endpoint.pk, looked_until__lt=at).update(looked_until=at)
    _let_go(at)


def _found(endpoint: Endpoint, at: datetime) -> QuerySet[Change]:
    """The rows that may be news to an endpoint and of which it has no delivery, the oldest first."""
    wanted = {one.event: one.since for one in endpoint.wanted.all()}
    since = max(endpoint.looked_until - LATEST, at - KEPT)
    noted = Delivery.objects.filter(endpoint=endpoint, change=OuterRef("pk"))
    rows = Change.objects.filter(events.rows_of(wanted), ~Exists(noted))
    return rows.filter(effective_at__gt=since, effective_at__lte=at).order_by("effective_at", "pk")


@transaction.atomic
def _note(endpoint: Endpoint, keys: list[int], at: datetime) -> None:
    """Note these rows. One that is being cancelled just now is left to whoever does."""
    found = Change.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=keys)
    changes = [row for row in found.order_by("effective_at", "pk") if hears(endpoint, row, at)]
    seen = log.visible([(row.about, row.about_id) for row in changes], at)
    named = events.of_each(changes, at)
    wanted = {one.event: one.since for one in endpoint.wanted.all()}
    rows = [
        Delivery(
            endpoint=endpoint,
            change=row,
            event=event,
            state=_state(row, event, (row.about, row.about_id) in seen),
            noted_at=at,
            due_at=at,
        )
        for row in changes
        for event in sorted(named[row.pk])
        if event in wanted and wanted[event] <= row.effective_at
    ]
    Delivery.objects.bulk_create(rows, ignore_conflicts=True)


def _state(change: Change, event: str, is_seen: bool) -> str:
    """Whether it is to be told. Articles' rows fall due when readers see them; others may be of what is private."""
    if is_seen or change.about == "article":
        return State.WAITING
    # An answer without a time of its own is out with the article that it was asked on.
    return State.HELD if event == events.Event.QUESTION_ANSWERED else State.PASSED


def _let_go(at: datetime) -> None:
    """Have what was held be sent, where readers see it by now. Two queries where nothing is."""
    held = Delivery.objects.filter(state=State.HELD)
    rows = held.values_list("pk", "change__about", "change__about_id")
    places = {pk: (about, about_id) for pk, about, about_id in rows}
    seen = log.visible(set(places.values()), at) if places else set()
    out = [pk for pk, place in places.items() if place in seen]
    Delivery.objects.filter(pk__in=out, state=State.HELD).update(state=State.WAITING, due_at=at)
