"""One question asked twice: the one becomes a duplicate of the other, and those who want to know go along.

A duplicate always leads to a question that is none: where that is merged in turn, its duplicates are moved on. What
went along is kept with the duplicate, by number, so that a merge can be taken back; no address is.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from changes import history
from companies.locks import lock
from questions.deciding.ground import DecisionRefused, begin, decided, tell_readers
from questions.letters import mailing
from questions.models import Letter, Question, Subscriber, Vote

_S = Question.State


@transaction.atomic
def merge(
    question: Question,
    into: Question,
    by: User,
    *,
    seen: str | None = None,
    at: datetime | None = None,
) -> Question:
    """Make a question the duplicate of another, or of what that is a duplicate of; gives the one that is kept.

    Votes, subscribers and the number who want to know move; who is with both stays once. Raises DecisionRefused for
    a question that is decided, or in hand of another, and where the other was declined or is spam, or is a duplicate
    of this one.
    """
    lock(Question)
    kept = _end_of(into)
    if kept is None or kept.pk == question.pk:
        raise DecisionRefused("The other is this question, or a duplicate of it.")
    _hold(question.pk, kept.pk)
    found = begin(question, "merge", by=by, seen=seen, at=at)
    kept.refresh_from_db()
    if kept.state not in {_S.RECEIVED, _S.OPEN, _S.ANSWERED}:
        raise DecisionRefused(
            f"“{kept}” was {'declined' if kept.state == _S.DECLINED else 'marked as spam'}: take that back first."
        )
    earlier = list(found.duplicates.all())
    theirs = sum(one.merged.get("times", 0) for one in earlier)
    moved = _move(found, kept)
    own = found.times_asked - theirs
    moved["times"] = max(own - moved.pop("votes_twice"), 0)
    moved["duplicates"] = [one.pk for one in earlier]
    history.updated(found.duplicates.all(), duplicate_of=kept)
    _count(kept, moved["times"] + theirs)
    decided(
        found,
        _S.DUPLICATE,
        was_seen=found.state == _S.OPEN,
        duplicate_of=kept,
        merged=moved,
        times_asked=own,
    )
    mailing.tell_soon(kept)
    return kept


def part(question: Question) -> Question:
    """Undo a merge, of a question that is locked: whoever went along and is still there comes back.

    So do duplicates that it had, unless that was taken back meanwhile.
    """
    lock(Question)
    assert question.duplicate_of_id  # noqa: S101  # as a constraint has it
    kept = Question.objects.get(pk=question.duplicate_of_id)
    _hold(kept.pk)
    was = question.merged
    earlier = kept.duplicates.filter(pk__in=was.get("duplicates", ()))
    theirs = sum(one.merged.get("times", 0) for one in earlier)
    for model, name in ((Vote, "votes"), (Subscriber, "subscribers")):
        model.objects.filter(question=kept, pk__in=was.get(name, ())).update(question=question)
    # What they were mailed was another's answer: they are still to be told theirs.
    Letter.objects.filter(subscriber__question=question).delete()
    _join_again(question, kept, was.get("twice", ()))
    _count(kept, -was.get("times", 0) - theirs)
    history.updated(earlier, duplicate_of=question)
    return decided(
        question,
        _S.RECEIVED,
        was_seen=False,
        duplicate_of=None,
        merged={},
        times_asked=question.times_asked + theirs,
    )


def _end_of(question: Question) -> Question | None:
    """What a question is a duplicate of in the end, or itself; None where that goes in a circle."""
    passed = set()
    found: Question | None = Question.objects.get(pk=question.pk)
    while found is not None and found.state == _S.DUPLICATE:
        if found.pk in passed:
            return None
        passed.add(found.pk)
        found = found.duplicate_of
    return found


def _hold(*pks: int) -> None:
    """Lock questions, always in the same order, so that no two wait for each other."""
    list(Question.objects.select_for_update().filter(pk__in=pks).order_by("pk"))


def _move(question: Question, kept: Question) -> dict[str, Any]:
    """Move votes and subscribers; what moved, and who was with both.

    Of somebody who subscribed to both the second address is deleted, and it is noted which row stays for it.
    """
    votes = Vote.objects.filter(question=question)
    alone = votes.exclude(mark__in=Vote.objects.filter(question=kept).values("mark"))
    voted = list(alone.values_list("pk", flat=True))
    there = dict(Subscriber.objects.filter(question=kept).values_list("digest", "pk"))
    subscribers = list(Subscriber.objects.filter(question=question))
    twice = [one for one in subscribers if one.digest in there]
    alone_here = [one.pk for one in subscribers if one.digest not in there]
    moved: dict[str, Any] = {
        "votes": voted,
        "votes_twice": votes.count() - len(voted),
        "subscribers": alone_here,
        "twice": [[there[one.digest], one.asked, one.since.isoformat()] for one in twice],
    }
    Subscriber.objects.filter(pk__in=[one.pk for one in twice]).delete()
    Vote.objects.filter(pk__in=voted).update(question=kept)
    Subscriber.objects.filter(pk__in=alone_here).update(question=kept)
    return moved


def _join_again(question: Question, kept: Question, twice: Iterable[tuple[int, bool, str]]) -> None:
    """Subscribe anew whoever was with both and still is with the other."""
    there = {one.pk: one for one in Subscriber.objects.filter(question=kept)} if twice else {}
    Subscriber.objects.bulk_create(
        Subscriber(
            question=question,
            sealed=there[pk].sealed,
            digest=there[pk].digest,
            asked=asked,
            since=datetime.fromisoformat(since),
        )
        for pk, asked, since in twice
        if pk in there
    )


def _count(kept: Question, more: int) -> None:
    """So many more, or fewer, want to know; readers see it."""
    kept.times_asked = max(kept.times_asked + more, 1)
    kept.save(update_fields=["times_asked"])
    if kept.state != _S.RECEIVED:
        tell_readers(kept)
