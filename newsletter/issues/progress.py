"""How far an issue came, counted by what is known: what mail servers said, and who left. Nobody is watched reading."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q

from newsletter.models import Delivery, Issue, Subscriber
from newsletter.querysets import DOUBTFUL_AFTER

State = Delivery.State


class Progress(NamedTuple):
    """Mails of an issue by what became of them. doubtful: nobody knows whether they went. left: by the link in it."""

    noted: bool
    total: int
    taken: int
    waiting: int
    sending: int
    doubtful: int
    failed: int
    bounced: int
    dropped: int
    left: int

    @property
    def over(self) -> bool:
        """Nothing of it is to go any more."""
        return self.noted and not self.waiting and not self.sending

    @property
    def done(self) -> int:
        """How many of a hundred are settled, one way or the other."""
        return (
            100 * (self.total - self.waiting - self.sending) // self.total if self.total else 100 * self.noted
        )


def of(issue: Issue, at: datetime) -> Progress:
    """How far an issue came. One query."""
    begun_long_ago = Q(state=State.SENDING, begun_at__lte=at - DOUBTFUL_AFTER)
    found = Delivery.objects.filter(issue=issue).aggregate(
        total=Count("pk"),
        taken=Count("pk", filter=Q(state=State.SENT)),
        waiting=Count("pk", filter=Q(state=State.WAITING)),
        sending=Count("pk", filter=Q(state=State.SENDING) & ~begun_long_ago),
        doubtful=Count("pk", filter=begun_long_ago),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        bounced=Count("pk", filter=Q(state=State.BOUNCED)),
        dropped=Count("pk", filter=Q(state=State.DROPPED)),
        left=Count("left_at"),
    )
    return Progress(noted=issue.noted_at is not None, **found)


def readers() -> int:
    """How many would get an issue now. One query."""
    return Subscriber.objects.weekly().count()
