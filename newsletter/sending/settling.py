"""Settling mails in doubt, of which nobody knows whether they went: an editor says so, or has them sent again."""

from django.utils import timezone

from newsletter.models import Delivery
from newsletter.querysets import MailQuerySet

State = Delivery.State


def it_went(mails: MailQuerySet) -> int:
    """Note that those of these which are in doubt were sent; returns how many."""
    return mails.in_doubt().update(state=State.SENT, failure="An editor says that it went.")


def send_again(mails: MailQuerySet) -> int:
    """Have those of these which are in doubt wait to be sent anew; returns how many. A reader may get it twice."""
    return mails.in_doubt().update(
        state=State.WAITING, due_at=timezone.now(), claimed_by="", claimed_until=None
    )
