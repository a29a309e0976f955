"""Forgetting readers when the time is over that we promised, and all of one at their word.

PROMISE is what readers are told where they leave an address; the periods here are what it says.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsletter import following
from newsletter.models import Asking, Delivery, Notice, Subscriber
from newsletter.subscribing.confirming import CONFIRMABLE
from readers.addresses import digests

AFTER_LEAVING = timedelta(days=30)
WHO_GOT_WHAT = timedelta(days=180)
#: So many rows change in one transaction.
AT_ONCE = 2000

#: What a form says beside the field for the address; its periods are those above and CONFIRMABLE.
PROMISE = _(
    "Kept encrypted, never shown, and used only to send you what you chose. Deleted after 7 days if you do not "
    "confirm it, 30 days after you left by the link in each mail, or at once if you say so there. Which mails went "
    "to you is forgotten after 180 days."
)


def forget_due(at: datetime | None = None) -> int:
    """Delete whatever was promised to be gone by now; returns how many rows. Can be run at any time, and again."""
    at = at or timezone.now()
    gone = [
        Asking.objects.filter(asked_at__lte=at - CONFIRMABLE),
        Subscriber.objects.exclude(ended="").filter(ended_at__lte=at - AFTER_LEAVING),
        Notice.objects.filter(delivery__isnull=False, noted_at__lte=at - WHO_GOT_WHAT),
    ]
    count = sum(
        _in_parts(rows, lambda part: part.delete()[1].get(part.model._meta.label, 0)) for rows in gone
    )
    mails = Delivery.objects.exclude(subscriber=None).filter(due_at__lte=at - WHO_GOT_WHAT)
    mails = mails.exclude(state=Delivery.State.WAITING)
    return count + _in_parts(mails, lambda part: part.update(subscriber=None))


def _in_parts(rows: Any, change: Any) -> int:
    """Change so many rows at a time until none is left of which this is said; returns how many there were."""
    count = 0
    while keys := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            count += change(rows.model.objects.filter(pk__in=keys))
    return count


def kept(address: str) -> dict[str, Any]:
    """All that is kept for an address, to be handed to whoever it belongs to."""
    return {
        "asked": [
            {
                "weekly": one.weekly,
                "follows": _told(map(tuple, one.follows)),
                "asked": one.asked_at.isoformat(),
                "confirmed": one.confirmed_at and one.confirmed_at.isoformat(),
            }
            for one in Asking.objects.filter(digest__in=digests(address)).order_by("pk")
        ],
        "subscribed": [_of(one) for one in Subscriber.objects.filter(digest__in=digests(address))],
    }


@transaction.atomic
def erase(address: str) -> int:
    """Delete all that is kept for an address; returns how many rows. That mails went is kept, to be counted."""
    found = Subscriber.objects.filter(digest__in=digests(address))
    waiting = Delivery.objects.filter(subscriber__in=found, state=Delivery.State.WAITING)
    waiting.update(state=Delivery.State.DROPPED, failure="They asked to be forgotten.")
    return sum(
        rows.delete()[1].get(rows.model._meta.label, 0)
        for rows in (found, Asking.objects.filter(digest__in=digests(address)))
    )


def _of(reader: Subscriber) -> dict[str, Any]:
    keys = list(reader.follows.order_by("pk").values_list("about", "about_id"))
    mails = reader.deliveries.order_by("pk").select_related("issue")
    return {
        "since": reader.confirmed_at.isoformat(),
        "weekly": reader.weekly,
        "ended": reader.ended,
        "ended_at": reader.ended_at and reader.ended_at.isoformat(),
        "follows": _told(keys),
        "mails": [
            {
                "of": mail.get_sort_display(),
                "issue": mail.issue and mail.issue.number,
                "state": mail.state,
                "due": mail.due_at.isoformat(),
                "left_by_it": mail.left_at and mail.left_at.isoformat(),
            }
            for mail in mails
        ],
        "told_of": [
            {"of": str(notice), "noted": notice.noted_at.isoformat()}
            for notice in reader.notices.order_by("pk").select_related(
                "change", "fact__subject", "fact__metric"
            )
        ],
    }


def _told(keys: Any) -> list[dict[str, Any]]:
    wanted = list(keys)
    names = {thing.key: thing.title for thing in following.public(wanted, timezone.now())}
    return [{"about": about, "id": pk, "name": names.get((about, pk), "")} for about, pk in wanted]
