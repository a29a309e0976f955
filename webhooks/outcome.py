"""What came of a call, and what follows from it: when it is tried again, and when that has no sense any more."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from secrets import SystemRandom
from typing import Any, Self

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Coalesce

from changes.texts import number, plain
from webhooks import switching
from webhooks.events import TEST
from webhooks.models import Attempt, Delivery, Endpoint

State = Delivery.State

#: How long until the next try, after each that failed; then a message is given up. All together they take longer than
#: an endpoint may fail: what waits for one that is disabled waits on.
WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    *(timedelta(hours=hours) for hours in (2, 5, 10, 14, 20, 24, 24, 24)),
)
#: Up to so much more by chance, so that what failed together does not come back together.
JITTER = 0.2
LONGEST = timedelta(days=1)
FAILING = timedelta(days=5)


@dataclass(frozen=True)
class Outcome:
    """What was answered: a status with words and perhaps a wish when to come again, or words of our own why nothing."""

    status: int | None = None
    said: str = ""
    again_after: str = ""
    milliseconds: int = 0

    @classmethod
    def after(cls, began: float, **heard: Any) -> Self:
        """What was heard, with how long it took since a time of the monotonic clock."""
        return cls(milliseconds=int((time.monotonic() - began) * 1000), **heard)

    @property
    def arrived(self) -> bool:
        """Whether its receiver said that it has it."""
        return self.status is not None and 200 <= self.status < 300


@transaction.atomic
def settle(delivery: Delivery, heard: Outcome, at: datetime) -> datetime | None:
    """Note what came of a call, and let go of the endpoint. What was deleted meanwhile stays so.

    Returns from when on it is tried again, or None where it is not.
    """
    endpoint = Endpoint.objects.select_for_update().filter(pk=delivery.endpoint_id).first()
    if endpoint is None or not Delivery.objects.filter(pk=delivery.pk).exists():
        Endpoint.objects.filter(pk=delivery.endpoint_id).update(busy_until=None)
        return None
    Attempt.objects.create(
        delivery=delivery,
        at=at,
        status=heard.status,
        said=plain(heard.said)[:500],
        milliseconds=heard.milliseconds,
    )
    rows, endpoints = Delivery.objects.filter(pk=delivery.pk), Endpoint.objects.filter(pk=endpoint.pk)
    if heard.arrived:
        rows.update(state=State.DELIVERED, delivered_at=at)
        endpoints.update(busy_until=None, failing_since=None, succeeded_at=at)
        return None
    free_at, due_at = at + _rest(heard), None
    if delivery.tries > len(WAITS) or delivery.event == TEST:
        rows.update(state=State.GIVEN_UP)
    else:
        due_at = at + WAITS[delivery.tries - 1] * (1 + SystemRandom().uniform(0, JITTER))
        rows.update(due_at=due_at)
    # Whoever asks us to come again later means all that waits, not this message alone.
    endpoints.update(busy_until=free_at, failing_since=Coalesce(F("failing_since"), at))
    if heard.status == HTTPStatus.GONE:
        switching.disable(endpoint, because="Its receiver says that it is gone for good (410).")
    elif endpoint.failing_since and at - endpoint.failing_since >= FAILING:
        switching.disable(endpoint, because="Nothing has arrived there for five days.")
    return due_at and max(due_at, free_at)


def _rest(heard: Outcome) -> timedelta:
    """How long the receiver asks to be left alone (its Retry-After in seconds), up to a day."""
    return min(timedelta(seconds=number(heard.again_after.strip()[:9]) or 0), LONGEST)
