"""Mailing an answer, and its correction, to those who wanted to know: once each, and never to anybody twice.

A letter is noted for each subscriber and occasion, which the database lets be there once. It is claimed, with the
Message-ID that it will have, before the mail server is spoken to. What the server says no to for now is tried again;
what it refuses for good is not. Where neither we nor it got to the end, nobody knows whether the mail went: it is in
doubt, the admin shows it, and it is not sent again.
"""

import logging
from datetime import datetime
from functools import partial

from django.core.mail import make_msgid
from django.db import transaction
from django.db.models import F
from django.tasks import task
from django.utils import timezone

from questions.letters.writing import NothingToTell, written
from questions.models import Letter, Question, Subscriber
from readers.addresses import Unreadable
from readers.mails import Heard, Mail, Outcome, Server, address_of, goes_out, wait_after

logger = logging.getLogger(__name__)

#: What follows an answer at once; the rest is left to the periodic run, so that no editor waits for a long list.
AT_ONCE = 20
State = Letter.State


def tell_soon(question: Question) -> None:
    """Have those who wanted to know told once the transaction is through, if readers see the answer then."""
    transaction.on_commit(partial(tell_task.enqueue, question.pk))


@task
def tell_task(question: int) -> None:
    """Tell the first of those who wait for a question; for the rest there is the periodic run."""
    if Subscriber.objects.filter(question=question).exists():
        note(timezone.now())
        send(most=AT_ONCE)


def run() -> int:
    """Note and send all that is due; returns how many were sent. Can be run at any time, and by several at once."""
    note(timezone.now())
    return send()


def note(at: datetime) -> None:
    """Note a letter for everybody who is to be told something that readers see by now. Four queries."""
    for occasion, subscribers in (
        (Letter.Occasion.ANSWER, Subscriber.objects.to_be_told(at)),
        (Letter.Occasion.CORRECTION, Subscriber.objects.to_be_told_again(at)),
    ):
        rows = (
            Letter(subscriber_id=pk, occasion=occasion, noted_at=at, due_at=at)
            for pk in subscribers.order_by("pk").values_list("pk", flat=True)
        )
        Letter.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


def send(*, most: int | None = None) -> int:
    """Send letters that are due, one after the other over one connection; returns how many the server took."""
    if not goes_out() or not Letter.objects.due(timezone.now()).exists():
        return 0
    sent = 0
    with Server() as server:
        while (most is None or sent < most) and server.ready() and (claimed := _claim(timezone.now())):
            letter, mail = claimed
            heard = server.hand_over(mail)
            _hear(letter, heard)
            sent += heard.outcome is Outcome.TAKEN
    return sent


def _claim(at: datetime) -> tuple[Letter, Mail] | None:
    """The next letter, written and marked as being sent, or None. What cannot be written is settled on the way."""
    while True:
        with transaction.atomic():
            due = Letter.objects.due(at).select_for_update(skip_locked=True, of=("self",))
            letter = due.select_related("subscriber__question__answer").first()
            if letter is None:
                return None
            letter.claimed_at, letter.tries = at, letter.tries + 1
            letter.message_id = make_msgid(domain=address_of())
            letter.state = State.SENDING
            try:
                mail = written(letter, at)
            except NothingToTell:
                letter.delete()
                continue
            except Unreadable:
                letter.state, letter.failure = State.FAILED, "The address was kept with another secret key."
                mail = None
            except Exception:
                # Whatever is wrong with one letter, it must not be the first of every run and hold up all others.
                logger.exception("Letter %s cannot be written.", letter.pk)
                letter.state, letter.failure = State.FAILED, "It could not be written: the log says why."
                mail = None
            letter.save()
        if mail:
            return letter, mail


def _hear(letter: Letter, heard: Heard) -> None:
    """Note what became of a letter that was handed over; where nobody knows, it stays as it is."""
    match heard.outcome:
        case Outcome.TAKEN:
            _settle(letter, State.SENT)
        case Outcome.LATER:
            _try_again(letter, heard.said)
        case Outcome.NEVER | Outcome.NO_SUCH_ADDRESS:
            _settle(letter, State.FAILED, failure=heard.said)
        case Outcome.UNKNOWN:
            logger.warning("Letter %s is in doubt, and not sent again: %s", letter.pk, heard.said)


def _try_again(letter: Letter, said: str) -> None:
    """Later, unless it was tried often enough."""
    wait = wait_after(letter.tries)
    if wait is None:
        _settle(letter, State.FAILED, failure=said)
    else:
        _settle(letter, State.WAITING, failure=said, due_at=timezone.now() + wait)


def _settle(letter: Letter, state: str, *, failure: str = "", due_at: datetime | None = None) -> None:
    """Note what became of a claimed letter, if it is still there: its reader may have had it deleted meanwhile."""
    Letter.objects.filter(pk=letter.pk, message_id=letter.message_id).update(
        state=state, failure=failure, due_at=due_at or F("due_at")
    )
