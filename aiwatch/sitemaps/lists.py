"""The addresses of every page of every list, from the same querysets as the pages themselves.

Where the log or editions say when a list changed last, so do these; of other lists nothing is said.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Case, Count, F, Max, Q, When
from django.urls import reverse

from aiwatch.corrections import PER_PAGE as CORRECTIONS_PER_PAGE
from aiwatch.sitemaps.kinds import Entry
from articles.models import Edition, EditionAuthor, EditionTopic
from articles.views import PER_PAGE as STORIES_PER_PAGE
from changes.models import Change, Correction
from companies.models import Record
from companies.urls import PLURALS
from companies.views.records import PER_PAGE as RECORDS_PER_PAGE
from facts.models import Fact, Source
from facts.views.ledger import PER_PAGE as FACTS_PER_PAGE
from facts.views.sources import PER_PAGE as SOURCES_PER_PAGE
from newsletter.issues.views import PER_PAGE as ISSUES_PER_PAGE
from newsletter.models import Issue
from questions.models import Question
from questions.narrowing import topics
from questions.views import PER_PAGE as QUESTIONS_PER_PAGE


def lists(now: datetime) -> Iterator[Entry]:
    """The front page, the changes, the page about the API, and every page of every list; a query for each kind."""
    due = Change.objects.filter(effective_at__lte=now).order_by()
    moved = dict(due.values_list("about").annotate(Max("effective_at")))
    newest = max(moved.values(), default=None)
    yield Entry(reverse("home"), newest)
    yield Entry(reverse("changes"), newest)
    yield from (Entry(reverse(name), None) for name in ("companies:releases", "facts:compare", "api:docs"))
    live = Edition.objects.live(now).count()
    yield from _pages(reverse("articles:articles"), live, STORIES_PER_PAGE, moved.get("article"))
    records = Record.objects.public(now).order_by().values_list("kind").annotate(Count("pk"))
    held = dict(records)
    for kind, many in PLURALS.items():
        yield from _pages(reverse(f"companies:{many}"), held.get(kind, 0), RECORDS_PER_PAGE)
    standing = Fact.objects.listed(now).current_to_readers(now)
    yield from _pages(reverse("facts:facts"), standing.count(), FACTS_PER_PAGE)
    yield from _pages(reverse("facts:sources"), Source.objects.public(now).count(), SOURCES_PER_PAGE)
    yield from _questions(now)
    corrections = Correction.objects.public(now).aggregate(
        count=Count("pk"), changed=Max("change__effective_at")
    )
    yield from _pages(
        reverse("corrections"), corrections["count"], CORRECTIONS_PER_PAGE, corrections["changed"]
    )
    issues = Issue.objects.public().aggregate(count=Count("pk"), changed=Max("begun_at"))
    yield from _pages(reverse("newsletter:issues"), issues["count"], ISSUES_PER_PAGE, issues["changed"])
    yield from _stories("topic", EditionTopic, now)
    yield from _stories("author", EditionAuthor, now)


def _stories(name: str, rows: type[EditionTopic | EditionAuthor], now: datetime) -> Iterator[Entry]:
    """The pages of topics or of authors: each changed when an edition last came there, or went."""
    came_or_went = Case(When(visible_until__lte=now, then=F("visible_until")), default=F("visible_from"))
    begun = rows.objects.begun(now).order_by().values_list(f"{name}__slug")
    shown = begun.annotate(
        count=Count("edition", filter=Q(visible_until__gt=now)), changed=Max(came_or_went)
    ).filter(count__gt=0)
    for slug, count, changed in shown:
        yield from _pages(reverse(f"articles:{name}", args=[slug]), count, STORIES_PER_PAGE, changed)


def _questions(now: datetime) -> Iterator[Entry]:
    """The lists of questions: the answered, the open, and the answered by topic and by record."""
    here, answered = reverse("questions:questions"), Question.objects.public(now)
    yield from _pages(here, answered.count(), QUESTIONS_PER_PAGE)
    yield from _pages(reverse("questions:open"), Question.objects.awaited(now).count(), QUESTIONS_PER_PAGE)
    for topic in topics(answered, now):
        yield from _pages(f"{here}?topic={topic['slug']}", topic["count"], QUESTIONS_PER_PAGE)
    about = Record.objects.public(now).filter(questions__in=answered.values("pk")).order_by("kind", "slug")
    for kind, slug, count in about.values_list("kind", "slug").annotate(Count("questions", distinct=True)):
        yield from _pages(f"{here}?record={kind}/{slug}", count, QUESTIONS_PER_PAGE)


def _pages(address: str, rows: int, size: int, changed: datetime | None = None) -> Iterator[Entry]:
    """The pages of a list; an empty list has one."""
    yield Entry(address, changed)
    for number in range(2, -(-rows // size) + 1):
        yield Entry(f"{address}{'&' if '?' in address else '?'}page={number}", changed)
