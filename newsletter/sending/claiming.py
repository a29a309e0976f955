"""Which worker sends which mail, so that nobody gets one twice and nobody is left out.

A worker claims a few mails for a short while, and begins each by itself: that is one row that changes only while the
claim is its own. So a claim may lapse, be taken over, or be lifted (a reader leaves, an editor stops the issue) at any
time, and of what a worker had claimed when it was killed, only what it had begun is in doubt.
"""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from newsletter.models import Delivery
from newsletter.querysets import MailQuerySet
from readers.mails import Heard, Outcome, wait_after

State = Delivery.State

#: So many are claimed at a time, and for how long.
AT_ONCE, CLAIM = 50, timedelta(seconds=30)


class Worker:
    """One run that sends."""

    def __init__(self) -> None:
        self.name = uuid.uuid4().hex

    def claim(self, at: datetime, *, sort: int | None = None) -> list[Delivery]:
        """The next mails, of one sort where that is given. Those of other workers are passed over."""
        with transaction.atomic():
            due = Delivery.objects.due(at).select_for_update(skip_locked=True, of=("self",))
            if sort is not None:
                due = due.filter(sort=sort)
            keys = list(due.values_list("pk", flat=True)[:AT_ONCE])
            mine = Delivery.objects.filter(pk__in=keys)
            mine.update(claimed_by=self.name, claimed_until=at + CLAIM)
        found = mine.select_related("subscriber", "asking", "erratum").order_by("sort", "due_at", "pk")
        return list(found)

    def begin(self, deliveries: Collection[Delivery], at: datetime) -> set[int]:
        """Note that these go to the server now; returns the ids of those that do.

        Not those that are no longer this worker's, and not those that are not to be sent any more.
        """
        mine = Delivery.objects.filter(pk__in=[one.pk for one in deliveries], claimed_by=self.name)
        waiting = mine.filter(state=State.WAITING)
        if waiting.update(state=State.SENDING, begun_at=at, tries=F("tries") + 1) == len(deliveries):
            return {one.pk for one in deliveries}
        return set(mine.filter(state=State.SENDING, begun_at=at).values_list("pk", flat=True))

    def give_back(self, deliveries: Collection[Delivery]) -> None:
        """Have what this worker claimed and will not begin be free for others."""
        mine = Delivery.objects.filter(pk__in=[one.pk for one in deliveries], claimed_by=self.name)
        let_go(mine)


def settle(over: Collection[tuple[Delivery, Heard]], at: datetime) -> None:
    """Note what became of mails that were begun; where nobody knows, one stays so and is in doubt before long."""
    begun = Delivery.objects.filter(state=State.SENDING)
    taken = [delivery.pk for delivery, heard in over if heard.outcome is Outcome.TAKEN]
    if taken:
        begun.filter(pk__in=taken).update(state=State.SENT, failure="")
    for delivery, heard in over:
        match heard.outcome:
            case Outcome.NEVER | Outcome.NO_SUCH_ADDRESS:
                begun.filter(pk=delivery.pk).update(state=State.FAILED, failure=heard.said)
            case Outcome.LATER:
                _try_again(begun.filter(pk=delivery.pk), delivery.tries + 1, heard.said, at)


def drop(delivery: Delivery, why: str) -> None:
    """Note that a mail is not sent because there is nothing to send."""
    Delivery.objects.filter(pk=delivery.pk, state=State.WAITING).update(state=State.DROPPED, failure=why)


def let_go(deliveries: MailQuerySet) -> None:
    """Lift claims: none of these that was not begun will be."""
    deliveries.filter(state=State.WAITING).update(claimed_by="", claimed_until=None)


def _try_again(begun: MailQuerySet, tries: int, said: str, at: datetime) -> None:
    wait = wait_after(tries)
    if wait is None:
        begun.update(state=State.FAILED, failure=said)
    else:
        begun.update(state=State.WAITING, failure=said, due_at=at + wait, claimed_by="", claimed_until=None)
