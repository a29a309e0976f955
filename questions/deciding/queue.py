"""The queue of what waits for an editor: by age, then answers whose figures gave way, then what looks like spam."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.utils import timezone

from questions.deciding.ground import in_hand
from questions.models import Question
from questions.querysets import SUSPECTED, QuestionQuerySet

PER_PAGE = 25
WEEK = timedelta(days=7)


class Part(NamedTuple):
    """A part of the queue: its name in the address and in words, how much there is, whether it is looked at."""

    key: str
    name: str
    amount: int
    shown: bool


#: In the order in which they are worked through.
PARTS = {
    "today": "Today",
    "week": "This week",
    "older": "Older",
    "open": "Open for readers",
    "flagged": "Answers to look at",
    "suspected": "Looks like spam",
}


@dataclass(frozen=True, slots=True)
class Queue:
    """The queue as it is looked at. rows: a page of the part; before, after: the neighbours of the chosen one;
    held: those of the rows that somebody has in hand."""

    parts: Sequence[Part]
    key: str
    rows: Sequence[Question]
    chosen: Question | None
    before: int | None
    after: int | None
    page: int
    pages: int
    held: frozenset[int]


def part_of(key: str, at: datetime) -> QuestionQuerySet:
    """The questions of a part, the longest waiting first."""
    midnight = _midnight(at)
    asked: dict[str, QuestionQuerySet] = {
        "today": Question.objects.to_decide().filter(asked_at__gte=midnight),
        "week": Question.objects.to_decide().filter(asked_at__lt=midnight, asked_at__gte=midnight - WEEK),
        "older": Question.objects.to_decide().filter(asked_at__lt=midnight - WEEK),
        "open": Question.objects.open(),
        "flagged": Question.objects.resting_on_stale(),
        "suspected": Question.objects.suspected(),
    }
    return asked[key].order_by("asked_at", "pk")


def counts(at: datetime) -> dict[str, int]:
    """How much each part has. Two queries."""
    midnight = _midnight(at)
    new = Q(state=Question.State.RECEIVED, suspicion__lt=SUSPECTED)
    found = Question.objects.filter(state__in=[Question.State.RECEIVED, Question.State.OPEN]).aggregate(
        today=Count("pk", filter=new & Q(asked_at__gte=midnight)),
        week=Count("pk", filter=new & Q(asked_at__lt=midnight, asked_at__gte=midnight - WEEK)),
        older=Count("pk", filter=new & Q(asked_at__lt=midnight - WEEK)),
        open=Count("pk", filter=Q(state=Question.State.OPEN)),
        suspected=Count("pk", filter=Q(state=Question.State.RECEIVED, suspicion__gte=SUSPECTED)),
    )
    return {**found, "flagged": Question.objects.resting_on_stale().count()}


def queue(*, key: str = "", chosen: int | None = None, page: int = 1, at: datetime | None = None) -> Queue:
    """The queue: a part, by default the first that has something, and in it a question, by default the first.

    A question that is chosen says by itself on which page it is. Five queries at most, whatever waits.
    """
    at = at or timezone.now()
    counted = counts(at)
    one = _whole().filter(pk=chosen).first() if chosen else None
    if key not in PARTS:
        key = _part_with(one, at) or next((name for name in PARTS if counted[name]), "today")
    rows = part_of(key, at)
    if one:
        passed = Q(asked_at__lt=one.asked_at) | Q(asked_at=one.asked_at, pk__lt=one.pk)
        page = rows.filter(passed).count() // PER_PAGE + 1
    pages = max(-(-counted[key] // PER_PAGE), 1)
    page = min(max(page, 1), pages)
    start = (page - 1) * PER_PAGE
    # One more at either side: the neighbours of the first and of the last.
    around = list(rows.select_related("claimed_by")[max(start - 1, 0) : start + PER_PAGE + 1])
    first = min(start, 1)
    shown = around[first : first + PER_PAGE]
    if one is None and not chosen and shown:
        one = _whole().get(pk=shown[0].pk)
    before, after = _beside(around, one)
    parts = [Part(name, words, counted[name], name == key) for name, words in PARTS.items()]
    held = frozenset(row.pk for row in shown if in_hand(row, at))
    return Queue(parts, key, shown, one, before, after, page, pages, held)


def after(question: Question, key: str, at: datetime) -> int | None:
    """The question of a part that comes after one, or else the first: what is looked at once it is decided."""
    rows = part_of(key, at).exclude(pk=question.pk)
    later = Q(asked_at__gt=question.asked_at) | Q(asked_at=question.asked_at, pk__gt=question.pk)
    pks = rows.values_list("pk", flat=True)
    found: int | None = pks.filter(later).first() or pks.first()
    return found


def _whole() -> Any:
    return Question.objects.select_related("article", "claimed_by", "duplicate_of").annotate(
        told=Count("subscribers", distinct=True)
    )


def _part_with(question: Question | None, at: datetime) -> str:
    """The part in which a question stands, or none where it is decided."""
    if question is None or question.state not in {Question.State.RECEIVED, Question.State.OPEN}:
        return "flagged" if question and question.state == Question.State.ANSWERED else ""
    if question.state == Question.State.OPEN:
        return "open"
    if question.suspicion >= SUSPECTED:
        return "suspected"
    midnight = _midnight(at)
    if question.asked_at >= midnight:
        return "today"
    return "week" if question.asked_at >= midnight - WEEK else "older"


def _beside(rows: Sequence[Question], one: Question | None) -> tuple[int | None, int | None]:
    """The neighbours of a question among rows."""
    pks: list[int | None] = [None, *(row.pk for row in rows), None]
    if one is None or one.pk not in pks:
        return None, pks[1]
    place = pks.index(one.pk)
    return pks[place - 1], pks[place + 1]


def _midnight(at: datetime) -> datetime:
    return timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
