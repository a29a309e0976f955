"""What an editor may put into an issue: what is new since the last one, or holds some words."""

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from articles import front
from articles.models import Edition
from companies import tracker
from companies.calendar import Span
from facts.models import Fact
from facts.moving import moved
from newsletter.issues.telling import Section
from newsletter.models import Issue
from questions.models import Question

#: So much of each section is offered, and so many words are looked for.
FOUND, WORDS = 12, 12
#: With so much a week's issue begins.
BEST = {Section.STORY: 6, Section.FIGURE: 3, Section.RELEASE: 3, Section.QUESTION: 2}
#: Of an issue that is the first, or the first for long, as much is new as of a week.
WEEK = timedelta(days=7)
#: Releases are due so long ahead, unless their window is so wide that it says little.
AHEAD, WIDE = timedelta(days=30), timedelta(days=180)


def since(at: datetime) -> datetime:
    """When the last issue began to be sent; a week ago where that was before. One query."""
    last = Issue.objects.public().values_list("begun_at", flat=True).first()
    return max(last, at - WEEK) if last else at - WEEK


def offered(words: str, chosen: Collection[str], at: datetime) -> list[str]:
    """The keys of what could be added, section by section: what is new, or all that holds all of some words."""
    asked = words.split()[:WORDS]
    begin = since(at)
    found = [
        *_keys(Section.STORY, _stories(asked, begin, at)),
        *_keys(Section.FIGURE, _figures(asked, at)),
        *_keys(Section.RELEASE, _releases(asked, at)),
        *_keys(Section.QUESTION, _questions(words if asked else "", begin, at)),
    ]
    return [key for key in found if key not in chosen]


def best(at: datetime) -> list[str]:
    """What an issue of the week begins with: first what stands on the front page, and what most want to know."""
    begin = since(at)
    new = list(_stories([], begin, at))
    placed = [pk for pk in front.order() if pk in set(new)]
    today = timezone.localdate(at)
    due = [row.model.pk for row in tracker.expected(at, limit=FOUND) if _is_due(row.window, today)]
    wanted = Question.objects.public(at).filter(answer__answered_at__gt=begin).order_by("-times_asked", "-pk")
    found: dict[Section, Iterable[int]] = {
        Section.STORY: dict.fromkeys([*placed, *new]),
        Section.FIGURE: _figures([], at),
        Section.RELEASE: due,
        Section.QUESTION: wanted.values_list("pk", flat=True)[:FOUND],
    }
    return [key for section, ids in found.items() for key in list(_keys(section, ids))[: BEST[section]]]


def _is_due(window: Span, today: date) -> bool:
    """Whether a release is awaited within weeks, or overdue, by the window that was named."""
    opens, closes = window.opens, window.closes
    return bool(opens and closes and opens <= today + AHEAD and closes <= today + WIDE)


def _keys(section: Section, ids: Iterable[int]) -> Iterable[str]:
    return (f"{section}:{pk}" for pk in ids)


def _holding(asked: list[str], *columns: str) -> Q:
    """What holds each of some words in one of some columns."""
    found = Q()
    for word in asked:
        found &= Q(*((f"{column}__icontains", word) for column in columns), _connector=Q.OR)
    return found


def _stories(asked: list[str], begin: datetime, at: datetime) -> Iterable[int]:
    live: Any = Edition.objects.live(at).newest()
    live = live.filter(_holding(asked, "headline")) if asked else live.filter(dated__gt=begin)
    return list(live.values_list("article", flat=True)[:FOUND])


def _figures(asked: list[str], at: datetime) -> Iterable[int]:
    if not asked:
        return [one.new.pk for one in moved(at, limit=FOUND)]
    standing = Fact.objects.listed(at).current_to_readers(at)
    found = standing.filter(_holding(asked, "subject__name", "subject__native_name", "metric__name"))
    return list(found.order_by("-held_from", "-pk").values_list("pk", flat=True)[:FOUND])


def _releases(asked: list[str], at: datetime) -> Iterable[int]:
    if not asked:
        return [row.model.pk for row in tracker.expected(at, limit=FOUND)]
    found: Any = tracker.tracked(at).filter(_holding(asked, "name", "native_name"))
    return list(found.order_by("name", "pk").values_list("pk", flat=True)[:FOUND])


def _questions(words: str, begin: datetime, at: datetime) -> Iterable[int]:
    public: Any = Question.objects.public(at)
    found = public.holding(words, at) if words else public.filter(answer__answered_at__gt=begin)
    return list(found.order_by("-answer__answered_at", "-pk").values_list("pk", flat=True)[:FOUND])
