"""What a reader gets, and changing it by the link in a mail."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from newsletter import following
from newsletter.following import Key, Thing
from newsletter.links import Reader
from newsletter.models import Delivery, Subscriber
from newsletter.subscribing.confirming import follow
from newsletter.watching import noticing

State = Delivery.State


class NobodyThere(ValueError):
    """The reader left, or asked to be forgotten."""


class Choice(NamedTuple):
    """What a reader gets. unseen: how many things they follow that readers do not see any more, or not now."""

    weekly: bool
    things: list[Thing]
    unseen: int


def chosen(link: Reader, at: datetime) -> Choice:
    """What a reader gets. A few queries. Raises NobodyThere."""
    return _of(_active(link), at)


@transaction.atomic
def choose(
    link: Reader, *, weekly: bool, shown: Collection[Key], kept: Collection[Key], at: datetime
) -> Choice:
    """Have a reader get the digest or not, and of what they were shown what they kept, and whatever is new.

    What was not shown to them stays: they may have confirmed it since. What waits of what they let go is not told
    any more. Returns what they get. Raises NobodyThere.
    """
    reader = _active(link, lock=True)
    Subscriber.objects.filter(pk=reader.pk).update(weekly=weekly)
    if not weekly:
        waiting = Delivery.objects.filter(subscriber=reader, state=State.WAITING, issue__isnull=False)
        waiting.update(state=State.DROPPED, failure="They chose not to get it.")
    for about, pk in set(shown) - set(kept):
        reader.follows.filter(about=about, about_id=pk).delete()
    new = [key for key in kept if key not in set(shown)][: following.MOST]
    follow(reader, [thing.key for thing in following.public(new, at)], at)
    noticing.take_back(reader, at)
    reader.weekly = weekly
    return _of(reader, at)


def _active(link: Reader, *, lock: bool = False) -> Subscriber:
    rows = Subscriber.objects.active().filter(key=link.key)
    found: Subscriber | None = (rows.select_for_update() if lock else rows).first()
    if found is None:
        raise NobodyThere
    return found


def _of(reader: Subscriber, at: datetime) -> Choice:
    keys = list(reader.follows.order_by("since", "pk").values_list("about", "about_id"))
    things = following.public(keys, at)
    return Choice(reader.weekly, things, len(keys) - len(things))
