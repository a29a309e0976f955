"""Wanting to know too: a vote without an account, and an address to be told at."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy

from questions.models import Question, Subscriber, Vote
from readers import limits
from readers.addresses import digest, digests, seal
from readers.limits import Limit
from readers.networks import mark

VOTES = Limit("vote", 60, timedelta(hours=1), gettext_lazy("Very many votes came from your network."))
ADDRESSES = Limit(
    "address", 10, timedelta(days=1), gettext_lazy("E-mail: this address was left with many questions today.")
)


JOINS = Limit(
    "join",
    20,
    timedelta(hours=1),
    gettext_lazy("Many addresses were left from your network within the hour."),
)


def target(question: Question) -> Question:
    """The question that stands for this one: itself, or what it is a duplicate of in the end."""
    seen = set()
    while question.duplicate_of is not None and question.pk not in seen:
        seen.add(question.pk)
        question = question.duplicate_of
    return question


def wanted(pk: int, at: datetime) -> tuple[Question, bool] | None:
    """The question that readers may want to know too, and whether it is answered in public; None where there is none.

    It is what a duplicate stands for.
    """
    asked = Question.objects.filter(pk=pk).select_related("duplicate_of").first()
    if asked is not None:
        question = target(asked)
        if Question.objects.awaited(at).filter(pk=question.pk).exists():
            return question, False
        if Question.objects.public(at).filter(pk=question.pk).exists():
            return question, True
    return None


def has_voted(question: Question, network: str, at: datetime | None = None) -> bool:
    """Whether somebody in this network asked it or voted for it on the day."""
    mine = _mark(network, at or timezone.now())
    return question.asked_from == mine or question.votes.filter(mark=mine).exists()


def join(question: Question, *, network: str, address: str = "", at: datetime | None = None) -> None:
    """Count one more who wants to know, and keep the address, if there is one, to be told the answer at.

    Raises TooOften, and then neither is done. What is refused writes nothing.
    """
    at = at or timezone.now()
    here = _mark(network, at)
    limits.refuse([(VOTES, here), *([(JOINS, here), (ADDRESSES, digest(address))] if address else [])], at)
    with transaction.atomic():
        vote(question, network, at)
        if address:
            limits.claim([(JOINS, here)], at)
            subscribe(question, address, at=at)


def vote(question: Question, network: str, at: datetime | None = None) -> bool:
    """Count somebody who wants to know: once a network and day, for what a duplicate stands for.

    Returns whether it was counted. Raises TooOften. The log tells nothing of it: kept pages show no count to the unit.
    """
    at = at or timezone.now()
    question, here = target(question), _mark(network, at)
    if has_voted(question, network, at):
        return False
    with transaction.atomic():
        limits.claim([(VOTES, here)], at)
        _, counted = Vote.objects.get_or_create(question=question, mark=here, defaults={"at": at})
        if counted:
            Question.objects.filter(pk=question.pk).update(times_asked=F("times_asked") + 1)
    return counted


@transaction.atomic
def subscribe(question: Question, address: str, asked: bool = False, at: datetime | None = None) -> None:
    """Keep an address to be told the answer at, sealed; twice is once, and nothing says which it was.

    asked: it is the asker's. Raises TooOften where the address is left with very many questions.
    """
    at, question, known = at or timezone.now(), target(question), digest(address)
    if question.subscribers.filter(digest__in=digests(address)).exists():
        return
    limits.claim([(ADDRESSES, known)], at)
    Subscriber.objects.get_or_create(
        question=question, digest=known, defaults={"sealed": seal(address), "asked": asked, "since": at}
    )


def _mark(network: str, at: datetime) -> str:
    return mark(network, timezone.localdate(at))
