"""What editors do with a question besides answering it: have it in hand, open, decline, mark as spam, take back.

Merging with another is deciding/merging.py. Each verb locks the question and refuses in a sentence; a decision
can be taken back.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.bodies import plain
from questions.answering import giving
from questions.deciding import merging
from questions.deciding.ground import DecisionRefused, begin, decided, in_hand, may_moderate
from questions.models import Answer, Question

LONGEST_REASON = 300

_S = Question.State


@transaction.atomic
def claim(
    question: Question,
    *,
    by: User,
    of: User | None = None,
    take_over: bool = False,
    at: datetime | None = None,
) -> Question:
    """Have a question in hand, for some hours; again, for as long from now on.

    of: another editor who is to have it. take_over: also where somebody else has it. Raises DecisionRefused where
    somebody has it, and where it waits for nobody.
    """
    at = at or timezone.now()
    found = begin(question, "claim", by=by, at=at, take_over=take_over)
    if of and not may_moderate(of):
        raise DecisionRefused("Questions are given to editors and publishers alone.")
    found.claimed_by, found.claimed_at = of or by, at
    found.save(update_fields=["claimed_by", "claimed_at"])
    return found


@transaction.atomic
def let_go(question: Question, *, by: User, at: datetime | None = None) -> Question:
    """Give a question that one has in hand back to all."""
    found = begin(question, "let go", by=by, at=at)
    if in_hand(found, at) is None:
        raise DecisionRefused("Nobody has it in hand.")
    found.claimed_by = found.claimed_at = None
    found.save(update_fields=["claimed_by", "claimed_at"])
    return found


@transaction.atomic
def open_to_readers(
    question: Question, *, by: User, seen: str | None = None, at: datetime | None = None
) -> Question:
    """Let readers see the question although nobody has answered it yet."""
    return decided(begin(question, "open", by=by, at=at, seen=seen), _S.OPEN, was_seen=True)


@transaction.atomic
def decline(
    question: Question, *, by: User, reason: str, seen: str | None = None, at: datetime | None = None
) -> Question:
    """Answer it not, for a reason that the newsroom keeps; readers see neither. An answer is kept and not shown."""
    found = begin(question, "decline", by=by, at=at, seen=seen)
    said = plain(reason)
    if not said:
        raise DecisionRefused(
            "Say why it is declined: the next who asks this is declined for the same reason."
        )
    if len(said) > LONGEST_REASON:
        raise DecisionRefused(f"Say in at most {LONGEST_REASON} letters why it is declined.")
    giving.keep_back(found)
    return decided(found, _S.DECLINED, was_seen=found.state != _S.RECEIVED, reason=said)


@transaction.atomic
def spam(question: Question, *, by: User, seen: str | None = None, at: datetime | None = None) -> Question:
    """Say that it is no question of a reader."""
    found = begin(question, "spam", by=by, at=at, seen=seen)
    return decided(found, _S.SPAM, was_seen=found.state == _S.OPEN)


@transaction.atomic
def take_back(
    question: Question, *, by: User, seen: str | None = None, at: datetime | None = None
) -> Question:
    """Undo what was decided: it waits again, with the votes and subscribers that it had; an answer is shown again."""
    found = begin(question, "take back", by=by, at=at, seen=seen)
    if found.state == _S.DUPLICATE:
        return merging.part(found)
    answered = found.state == _S.DECLINED and _is_answered(found)
    state = _S.ANSWERED if answered else _S.RECEIVED
    done = decided(found, state, was_seen=found.state == _S.OPEN, reason="")
    if answered:
        giving.tell_again(done)
    return done


def _is_answered(question: Question) -> bool:
    """Whether there is an answer that is no draft: it has a time, or an article to wait for."""
    waiting_for_nothing = {"published_from": None, "question__article": None}
    return Answer.objects.filter(question=question).exclude(**waiting_for_nothing).exists()
