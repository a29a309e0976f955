"""What every decision about a question asks first: who may make it, in which state, and who has it in hand."""

from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils import timezone

from articles.workflow import may
from changes import log
from questions import indexing
from questions.models import Question

#: After this a question is free again for whoever comes.
CLAIM_LASTS = timedelta(hours=2)

_S = Question.State

#: In which states a question has to be. One that is answered is claimed again when a figure in it gave way.
STATES: dict[str, frozenset[str]] = {
    "claim": frozenset({_S.RECEIVED, _S.OPEN, _S.ANSWERED}),
    "let go": frozenset(_S),
    "open": frozenset({_S.RECEIVED}),
    "decline": frozenset({_S.RECEIVED, _S.OPEN, _S.ANSWERED}),
    "spam": frozenset({_S.RECEIVED, _S.OPEN}),
    "merge": frozenset({_S.RECEIVED, _S.OPEN}),
    "take back": frozenset({_S.OPEN, _S.DECLINED, _S.DUPLICATE, _S.SPAM}),
}

#: How a refusal calls what cannot be done, and a state.
_DONE = {
    **{"claim": "claimed", "let go": "let go", "open": "opened for readers", "decline": "declined"},
    **{"spam": "marked as spam", "merge": "merged", "take back": "taken back"},
}
_IS = {
    **{_S.RECEIVED: "new", _S.OPEN: "open for readers already", _S.SPAM: "marked as spam"},
    **{_S.DUPLICATE: "a duplicate", _S.DECLINED: "declined", _S.ANSWERED: "answered"},
}


class DecisionRefused(ValueError):
    """The question cannot be decided so; the message says why."""


def may_moderate(user: AbstractBaseUser | AnonymousUser) -> bool:
    """Whoever may decide about readers' questions: editors and publishers."""
    return may(user, "edit")


def possible(question: Question) -> set[str]:
    """What can be done with a question as it stands."""
    return {verb for verb, states in STATES.items() if question.state in states}


def begin(
    question: Question,
    verb: str,
    *,
    by: User,
    at: datetime | None = None,
    seen: str | None = None,
    take_over: bool = False,
) -> Question:
    """The question as it stands, locked until the transaction around this ends.

    seen: its state when the decision was made. take_over: also where somebody else has it in hand. Raises
    DecisionRefused for whoever may not, in another state than seen or than the decision is made in, and where
    somebody else has the question.
    """
    if not may_moderate(by):
        raise DecisionRefused("Questions are decided by editors and publishers alone.")
    found: Question = Question.objects.select_for_update().get(pk=question.pk)
    if found.state not in STATES[verb] or seen not in (None, found.state):
        meanwhile = " by now" if seen not in (None, found.state) else ""
        raise DecisionRefused(f"It is {_IS[_S(found.state)]}{meanwhile}, and was not {_DONE[verb]}.")
    holder = in_hand(found, at)
    if holder and holder != by and not take_over:
        raise DecisionRefused(f"{told(holder, found)}. Take it over first.")
    return found


def in_hand(question: Question, at: datetime | None = None) -> User | None:
    """Who has claimed a question, while that lasts. One query where the user is not loaded."""
    at = at or timezone.now()
    if question.claimed_at is None or question.claimed_at <= at - CLAIM_LASTS:
        return None
    return question.claimed_by


def told(holder: User, question: Question) -> str:
    """Who has a question and since when, in words."""
    since = timezone.localtime(question.claimed_at)
    return f"{holder.get_full_name() or holder.get_username()} has had it in hand since {since:%H:%M}"


def decided(question: Question, state: str, *, was_seen: bool, **columns: object) -> Question:
    """Keep what was decided; nobody has the question in hand any more. was_seen: readers see a difference."""
    shown = Question.objects.shown().filter(pk=question.pk)
    was_shown = shown.exists()
    values = {"state": state, "was_open": False, "claimed_by": None, "claimed_at": None, **columns}
    for name, value in values.items():
        setattr(question, name, value)
    question.save(update_fields=[*values])
    indexing.index(question)
    if was_shown and not shown.exists():
        merged = state == _S.DUPLICATE
        log.hidden("question", question.pk, address=question.get_absolute_url(), merged=merged)
        transaction.on_commit(log.forget_version)
    elif was_seen:
        tell_readers(question)
    return question


def tell_readers(question: Question) -> None:
    """Have no page show the question as it was: a silent row of the log."""
    log.touched("question", question.pk)
    transaction.on_commit(log.forget_version)
