"""Forgetting deliveries that are over."""

from datetime import datetime, timedelta

from webhooks.models import Delivery
from webhooks.noting import KEPT

State = Delivery.State


def forget(at: datetime) -> int:
    """Delete what was noted thirty days ago and more and is over, with its attempts; returns how many.

    A day later than noting looks back, so that nothing forgotten is ever noted again.
    """
    over = Delivery.objects.filter(noted_at__lt=at - KEPT - timedelta(days=1))
    gone, _ = over.exclude(state__in=(State.WAITING, State.HELD)).delete()
    return gone
