"""Sending what is noted, at least once each: its receiver knows it again by its id.

An endpoint is claimed for one message at a time, the oldest first, and its next is taken when that is through: so of
two runs one sends to it. A run that is killed leaves a claim that ends by itself, and the message is sent again.
Answers are awaited in threads, which touch no database: an endpoint that is slow or dead holds up no other.
"""

import logging
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.core.cache import cache
from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.tasks import default_task_backend, task
from django.utils import timezone

from changes.models import Change
from changes.reaching import OURS, Unreached, Walls, post
from readers.addresses import Unreadable
from webhooks import outcome, pinging, switching
from webhooks.forgetting import forget
from webhooks.models import Delivery, Endpoint
from webhooks.noting import note
from webhooks.outcome import Outcome
from webhooks.signing import signed
from webhooks.writing import body_of

logger = logging.getLogger(__name__)

#: For one call, its answer and all; how long a claim holds; for one run, after which the next goes on.
SECONDS, CLAIM, RUN = 15.0, timedelta(minutes=1), 240.0
#: So many are called at a time.
AT_ONCE = 8
#: A run follows a change by so much, and all that came in the meantime goes with it.
SOON = timedelta(seconds=5)


@dataclass(frozen=True)
class Message:
    """What is sent: all that a thread needs."""

    address: str
    headers: dict[str, str]
    body: bytes


def soon(change: Change) -> None:
    """Have a run follow a change that readers see now, where there is a worker for it: no editor waits for others."""
    if default_task_backend.supports_defer and change.effective_at <= timezone.now():
        transaction.on_commit(_wake, robust=True)


def _wake() -> None:
    if cache.add("webhooks.woken", True, SOON.total_seconds()):
        run_task.using(run_after=timezone.now() + SOON).enqueue()


def _settle(delivery: Delivery, heard: Outcome) -> None:
    """Note what came of a call; a run follows when it is to be tried again, where there is a worker for it."""
    again_at = outcome.settle(delivery, heard, timezone.now())
    if again_at and default_task_backend.supports_defer:
        run_task.using(run_after=again_at).enqueue()


@task
def run_task() -> None:
    """Send what is due, and tell the hub of feeds."""
    pinging.run()
    run()


def run(*, walls: Walls = OURS, seconds: float = RUN) -> int:
    """Note what is due, send it, tell owners of what was disabled, forget what is old; returns how many arrived.

    Can be run at any time, and by several at once.
    """
    note(timezone.now())
    arrived = send(walls=walls, seconds=seconds)
    switching.tell_owners()
    forget(timezone.now())
    return arrived


def send(*, walls: Walls = OURS, seconds: float = RUN) -> int:
    """Send all that is due, to each endpoint until one message does not arrive; returns how many did."""
    until = time.monotonic() + seconds
    arrived, queue = 0, deque(_with_something_due(timezone.now()))
    under_way: dict[Future[Outcome], Delivery] = {}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        while queue or under_way:
            while queue and len(under_way) < AT_ONCE and time.monotonic() < until:
                if claimed := _claim(queue.popleft(), timezone.now()):
                    delivery, message = claimed
                    under_way[pool.submit(_call, message, walls)] = delivery
            if not under_way:
                break
            for future in wait(under_way, return_when=FIRST_COMPLETED).done:
                delivery = under_way.pop(future)
                _settle(delivery, future.result())
                if future.result().arrived:
                    arrived += 1
                    queue.append(delivery.endpoint_id)
    return arrived


def send_one(delivery: Delivery, *, walls: Walls = OURS) -> None:
    """Send one now, whatever else waits for its endpoint."""
    if claimed := _claim(delivery.endpoint_id, timezone.now(), only=delivery.pk):
        _settle(claimed[0], _call(claimed[1], walls))


@task
def send_one_task(pk: int) -> None:
    """Send one in the background."""
    send_one(Delivery.objects.get(pk=pk))


def _with_something_due(at: datetime) -> list[int]:
    """The endpoints to call: first those that answered last, then by who waits longest."""
    oldest = Delivery.objects.due(at).filter(endpoint=OuterRef("pk")).values("noted_at")[:1]
    waiting = Endpoint.objects.free(at).annotate(oldest=Subquery(oldest)).filter(oldest__isnull=False)
    return list(
        waiting.order_by(F("failing_since").asc(nulls_first=True), "oldest", "pk").values_list(
            "pk", flat=True
        )
    )


@transaction.atomic
def _claim(endpoint: int, at: datetime, *, only: int | None = None) -> tuple[Delivery, Message] | None:
    """The next message to an endpoint, which is ours until it is settled; None where another has it or none is due.

    What cannot be written is settled as a failure, so that it is not the first of every run.
    """
    endpoints = Endpoint.objects.filter(pk=endpoint)
    if not endpoints.free(at).update(busy_until=at + CLAIM):
        return None
    due = Delivery.objects.due(at).filter(endpoint=endpoint).select_related("endpoint", "change")
    delivery = (due.filter(pk=only) if only else due).first()
    if delivery is None:
        endpoints.update(busy_until=None)
        return None
    delivery.tries, delivery.due_at = delivery.tries + 1, at + CLAIM
    delivery.save(update_fields=["tries", "due_at"])
    try:
        return delivery, _message(delivery, at)
    except Unreadable:
        said = "The secret was kept with another AIWATCH_SECRET_KEY: rotate it."
    except Exception:
        logger.exception("The message of delivery %s cannot be written.", delivery.pk)
        said = "It could not be written: the log says why."
    outcome.settle(delivery, Outcome(said=said), at)
    return None


def _message(delivery: Delivery, at: datetime) -> Message:
    body = body_of(delivery, at)
    headers = signed(delivery.endpoint, delivery.message_id, body, at)
    return Message(delivery.endpoint.address, headers | {"Content-Type": "application/json"}, body.encode())


def _call(message: Message, walls: Walls) -> Outcome:
    """Send a message, and say what came of it. Raises nothing."""
    began = time.monotonic()
    heard = partial(Outcome.after, began)
    try:
        reply = post(
            message.address, body=message.body, headers=message.headers, seconds=SECONDS, walls=walls
        )
    except Unreached as reason:
        return heard(said=str(reason))
    except Exception:
        logger.exception("Calling %s went wrong.", message.address)
        return heard(said="Calling it went wrong: the log says why.")
    return heard(status=reply.status, said=reply.said, again_after=reply.again_after)
