"""How it ends: a reader leaves, is forgotten, or the mail servers say that nobody is there. At once, whatever waits."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from newsletter.links import Reader
from newsletter.models import Asking, Delivery, Follow, Notice, Subscriber

Ending = Subscriber.Ending


@transaction.atomic
def leave(reader: Reader, at: datetime | None = None) -> None:
    """Send this reader nothing more, and note in which mail they left. Also twice, and when all is forgotten."""
    at = at or timezone.now()
    pk = Subscriber.objects.filter(key=reader.key).values_list("pk", flat=True).first()
    if pk is not None and _end(pk, Ending.LEFT, at):
        Delivery.objects.filter(pk=reader.delivery, subscriber=pk).update(left_at=at)


@transaction.atomic
def forget(reader: Reader) -> None:
    """Leave, and delete the address and what was followed; that a mail went to somebody is kept, to be counted."""
    leave(reader)
    mine = Subscriber.objects.filter(key=reader.key)
    # Whoever goes while a request waits would be asked, and found, by that.
    Asking.objects.filter(digest__in=list(mine.values_list("digest", flat=True))).delete()
    mine.delete()


@transaction.atomic
def left_elsewhere(subscriber: int) -> None:
    """The reader left by a link of the provider's: nothing more is sent there."""
    _end(subscriber, Ending.LEFT, timezone.now())


@transaction.atomic
def bounced(subscriber: int) -> None:
    """A mail server says that there is no such address: nothing more is sent there."""
    _end(subscriber, Ending.BOUNCED, timezone.now())


@transaction.atomic
def complained(subscriber: int) -> None:
    """The reader called a mail of ours spam: nothing more is sent there."""
    _end(subscriber, Ending.COMPLAINED, timezone.now())


def _end(subscriber: int, why: str, at: datetime) -> bool:
    active = Subscriber.objects.filter(pk=subscriber, ended="")
    if not active.update(ended=why, ended_at=at, weekly=False):
        return False
    Follow.objects.filter(subscriber=subscriber).delete()
    Notice.objects.filter(subscriber=subscriber, delivery=None).delete()
    waiting = Delivery.objects.filter(subscriber=subscriber, state=Delivery.State.WAITING)
    waiting.update(state=Delivery.State.DROPPED, failure="They left before it went.")
    return True
