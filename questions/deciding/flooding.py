"""Many questions from one network on one day, decided about at once."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from changes import history
from questions.deciding.ground import DecisionRefused, may_moderate
from questions.models import Question

#: So many are marked at once: each is written down in its history.
MOST = 1_000


def size(question: Question) -> int:
    """How many wait from the network and day that a question came from, with itself. One query."""
    return int(_flood(question).count()) if question.asked_from else 0


@transaction.atomic
def spam_from_network(question: Question, *, by: User) -> tuple[int, int]:
    """Mark as spam all that wait from the network and day of a question; how many were, and how many are left.

    Those that an editor opened stay. Raises DecisionRefused for whoever may not, and where it is not known whence
    the question came.
    """
    if not may_moderate(by):
        raise DecisionRefused("Questions are decided by editors and publishers alone.")
    if not question.asked_from:
        raise DecisionRefused("It is not known any more from which network this came: mark it alone.")
    pks = list(_flood(question).order_by("pk").values_list("pk", flat=True)[:MOST])
    rows = Question.objects.filter(pk__in=pks, state=Question.State.RECEIVED)
    done = history.updated(rows, state=Question.State.SPAM)
    Question.objects.filter(pk__in=pks).update(claimed_by=None, claimed_at=None)
    return done, size(question)


def _flood(question: Question) -> Any:
    return Question.objects.filter(asked_from=question.asked_from, state=Question.State.RECEIVED)
