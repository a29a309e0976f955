"""Sending what waits, by as many workers as one likes, each killed and started at any time.

A worker speaks to the mail server over a few connections at once, in threads that touch no database. Between their
turns it notes, in one transaction, what became of the mails that are over and that the next begin: so what a mail
server and a disk need to think is waited for together, and what is in doubt after a kill is at most a mail for each
connection.
"""

import logging
import time
from collections import deque
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.tasks import task
from django.utils import timezone

from newsletter import endings
from newsletter.models import Delivery
from newsletter.sending import claiming, noting
from newsletter.sending.claiming import Worker
from newsletter.sending.ending import told_to_end
from newsletter.sending.pacing import Pace
from newsletter.sending.refusals import Refusals
from newsletter.sending.writing import NothingToTell, Writer
from readers.addresses import Unreadable
from readers.mails import Heard, Outcome, Server, goes_out

logger = logging.getLogger(__name__)


class Written(NamedTuple):
    """A mail that is ready to go."""

    delivery: Delivery
    mail: EmailMessage


#: What an editor set off is sent for so long at once; the periodic run goes on.
AT_ONCE = 5.0
#: So long, in seconds, the mails that come to their end about together are waited for, to be noted together.
GATHERED = 0.005
#: So often, in seconds, it is asked whether what goes out may still go out.
LOOKS = 1.0


def soon() -> None:
    """Have a run follow what an editor did, once it is committed."""
    transaction.on_commit(run_task.enqueue)


@task
def run_task() -> None:
    """Note and send what is due, for a while."""
    run(seconds=AT_ONCE)


def run(*, seconds: float = float("inf")) -> int:
    """Note and send all that is due, or for so long; returns how many were sent. Can be run by several at once."""
    noting.note(timezone.now())
    return send(seconds=seconds)


def send(*, sort: int | None = None, seconds: float = float("inf")) -> int:
    """Send all that is due, or for so long; returns how many the server took. Can be run by several at once.

    sort: of one sort alone, for what a reader waits for.
    """
    if not goes_out():
        return 0
    run = _Run(sort, seconds)
    with told_to_end(run.end):
        return run.go()


class _Run:
    """One worker on its way."""

    def __init__(self, sort: int | None, seconds: float) -> None:
        self._sort, self._until = sort, time.monotonic() + seconds
        self._worker, self._writer, self._pace = Worker(), Writer(), Pace(settings.MAIL_RATE)
        self._refusals = Refusals()
        self._claimed: deque[Delivery] = deque()
        self._ready: deque[Written] = deque()
        self._taken, self._looked = 0, float("-inf")

    def go(self) -> int:
        """Send; returns how many the server took. What it claimed and did not begin is free at its end."""
        try:
            return self._go()
        finally:
            rest = [*self._claimed, *(written.delivery for written in self._ready)]
            self._worker.give_back(rest)

    def end(self) -> None:
        """Begin no more."""
        self._until = 0

    def _go(self) -> int:
        with ThreadPoolExecutor(settings.MAIL_CONNECTIONS) as threads, ExitStack() as until_the_end:
            free = [until_the_end.enter_context(Server()) for _ in range(settings.MAIL_CONNECTIONS)]
            under_way: dict[Future[Heard], tuple[Delivery, Server]] = {}
            over: list[tuple[Delivery, Heard]] = []
            while True:
                following = self._next(free)
                for written in self._turn(over, following):
                    server = free.pop()
                    under_way[threads.submit(server.hand_over, written.mail)] = written.delivery, server
                if not under_way and not following:
                    return self._taken
                self._write_ahead(len(under_way))
                over = []
                for future in _over(under_way) if under_way else ():
                    delivery, server = under_way.pop(future)
                    over.append((delivery, future.result()))
                    free.append(server)

    def _next(self, free: list[Server]) -> list[Written]:
        """What goes over the connections that are free, the last first; nothing where the server lets nobody in."""
        self._write_ahead(len(free))
        found: list[Written] = []
        while self._ready and len(found) < len(free) and time.monotonic() < self._until:
            server = free[-1 - len(found)]
            if not server.ready():
                if server.shut:
                    self._refusals.shut_out(server.shut)
                self.end()
                break
            found.append(self._ready.popleft())
        return found

    def _write_ahead(self, number: int) -> None:
        """Have so many mails ready: what is written while others are under way is not waited for."""
        while len(self._ready) < number and time.monotonic() < self._until and (delivery := self._due()):
            if written := self._written(delivery):
                self._ready.append(written)

    def _due(self) -> Delivery | None:
        if not self._claimed:
            now = timezone.now()
            self._claimed.extend(self._worker.claim(now, sort=self._sort))
            if time.monotonic() - self._looked >= LOOKS:
                self._writer.look(now)
                self._looked = time.monotonic()
        return self._claimed.popleft() if self._claimed else None

    def _written(self, delivery: Delivery) -> Written | None:
        """The mail, unless there is nothing to send."""
        try:
            return Written(delivery, self._writer.written(delivery))
        except NothingToTell as reason:
            claiming.drop(delivery, str(reason))
        except Unreadable:
            claiming.drop(delivery, "The address was kept with another secret key.")
        except Exception:
            # Whatever is wrong with one, it must not be the first of every run and hold up all others.
            logger.exception("Mail %s cannot be written.", delivery.pk)
            claiming.drop(delivery, "It could not be written: the log says why.")
        return None

    def _turn(self, over: list[tuple[Delivery, Heard]], following: list[Written]) -> list[Written]:
        """Note what became of some mails and that others begin; returns those that did."""
        for _ in following:
            self._pace.wait()
        now, going = timezone.now(), set[int]()
        if over or following:
            with transaction.atomic():
                claiming.settle(over, now)
                for delivery, heard in over:
                    self._look_at(delivery, heard)
                if following and not self._refusals.too_many:
                    going = self._worker.begin([one.delivery for one in following], now)
        if self._refusals.too_many:
            self._ready.extendleft(reversed(following))
            self._refusals.stop(now)
        return [one for one in following if one.delivery.pk in going]

    def _look_at(self, delivery: Delivery, heard: Heard) -> None:
        self._taken += heard.outcome is Outcome.TAKEN
        self._refusals.hear(delivery, heard)
        if heard.outcome is Outcome.NO_SUCH_ADDRESS and delivery.subscriber_id:
            endings.bounced(delivery.subscriber_id)
        elif heard.outcome is Outcome.UNKNOWN:
            logger.warning("Mail %s is in doubt, and not sent again: %s", delivery.pk, heard.said)


def _over(under_way: Iterable[Future[Heard]]) -> set[Future[Heard]]:
    """Those that are over, at least one, with those that are right after it."""
    wait(under_way, return_when=FIRST_COMPLETED)
    return wait(under_way, timeout=GATHERED).done
