"""The addresses of the lists, the months of the archive and the pages that stand.

Of a list only its first page: all that it leads to is in a sitemap of its own. Where the log or editions say when
a page changed last, so do these; of others nothing is said.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Case, Count, F, Max, Q, When
from django.urls import reverse

from aiwatch.sitemaps.kinds import KINDS, Entry, changed_last, said_last
from articles import archive
from articles.models import EditionAuthor, EditionTopic, StandingPage
from changes.models import Change, Correction
from companies.models import Record
from companies.urls import PLURALS
from newsletter.models import Issue
from questions.models import Question
from questions.narrowing import topics

#: More addresses than a sitemap may hold; lists are never so many.
MOST = 50_000


def newest(now: datetime) -> datetime | None:
    """When a list changed last: with the newest row of the log, or of the pages that stand. Two queries."""
    due = Change.objects.filter(effective_at__lte=now).order_by("-effective_at")
    logged = due.values_list("effective_at", flat=True).first()
    written = StandingPage.objects.aggregate(at=Max("changed_at"))["at"]
    return max(filter(None, (logged, written)), default=None)


def lists(now: datetime) -> list[Entry]:
    """The front page, the lists, the archive, the pages that stand, topics and authors; a query for each kind."""
    return list(_all(now))[:MOST]


def _all(now: datetime) -> Iterator[Entry]:
    due = Change.objects.filter(effective_at__lte=now).order_by()
    moved = dict(due.values_list("about").annotate(Max("effective_at")))
    last = max(moved.values(), default=None)
    yield Entry(reverse("home"), last)
    yield Entry(reverse("changes"), last)
    yield Entry(reverse("articles:articles"), moved.get("article"))
    yield from _archive(now, moved.get("article"))
    for kind, many in PLURALS.items():
        yield Entry(reverse(f"companies:{many}"), moved.get(kind))
    for name in ("companies:releases", "facts:compare"):
        yield Entry(reverse(name), moved.get("model"))
    yield Entry(reverse("facts:facts"), moved.get("fact"))
    yield Entry(reverse("facts:sources"), moved.get("source"))
    yield from _questions(now, moved.get("question"))
    public = Correction.objects.public(now).aggregate(at=Max("change__effective_at"))
    yield Entry(reverse("corrections"), public["at"])
    sent = Issue.objects.public().aggregate(at=Max("begun_at"))
    yield Entry(reverse("newsletter:issues"), sent["at"])
    # Nothing says when these changed.
    yield from (Entry(reverse(name), None) for name in ("newsletter:newsletter", "api:docs"))
    for page in StandingPage.objects.only("slug", "changed_at"):
        yield Entry(page.get_absolute_url(), page.changed_at)
    yield from _stories("topic", EditionTopic, now)
    yield from _stories("author", EditionAuthor, now)


def _came_or_went(now: datetime) -> Case:
    """When what an edition uses last came with it, or went."""
    return Case(When(visible_until__lte=now, then=F("visible_until")), default=F("visible_from"))


def _archive(now: datetime, changed: datetime | None) -> Iterator[Entry]:
    """The archive, which counts the stories of each month, and its months."""
    yield Entry(reverse("articles:archive"), changed)
    for _, months in archive.years(now):
        yield from (Entry(month.address, month.changed) for month in months)


def _stories(name: str, rows: type[EditionTopic | EditionAuthor], now: datetime) -> Iterator[Entry]:
    """The pages of topics or of authors: each changed when an edition last came there, or went."""
    begun = rows.objects.begun(now).order_by().values_list(f"{name}__slug")
    shown = begun.annotate(
        count=Count("edition", filter=Q(visible_until__gt=now)), changed=Max(_came_or_went(now))
    ).filter(count__gt=0)
    for slug, _, changed in shown:
        yield Entry(reverse(f"articles:{name}", args=[slug]), changed)


def _questions(now: datetime, changed: datetime | None) -> Iterator[Entry]:
    """The lists of questions: the answered, the open, and the answered by topic and by record."""
    here, answered = reverse("questions:questions"), Question.objects.public(now)
    yield Entry(here, changed)
    yield Entry(reverse("questions:open"), changed)
    about = Record.objects.public(now).filter(questions__in=answered.values("pk")).order_by("kind", "slug")
    records = list(about.values_list("pk", "kind", "slug").distinct())
    changed_on, changed_about = _questions_changed(now)
    for topic in topics(answered, now):
        yield Entry(f"{here}?topic={topic['slug']}", changed_on.get(topic["slug"]))
    for pk, kind, slug in records:
        yield Entry(f"{here}?record={kind}/{slug}", changed_about.get(pk))


def _questions_changed(now: datetime) -> tuple[dict[str, datetime], dict[int, datetime]]:
    """When what stands on the lists changed last, by the slug of a topic and by the number of a record.

    With a question, also one that is there no more, and with the article that it was asked on or the record itself.
    """
    asked, named = changed_last(KINDS["questions"], now), Record.objects.filter(questions__isnull=False)
    own = said_last(now, named, *Record.Kind.values)
    begun = EditionTopic.objects.begun(now).order_by().filter(edition__article__questions__isnull=False)
    on = begun.values_list("topic__slug", "edition__article__questions", _came_or_went(now))
    about = named.order_by().values_list("pk", "questions")
    return (
        _latest((slug, at, asked[question]) for slug, question, at in on if question in asked),
        _latest((pk, own.get(pk), asked[question]) for pk, question in about if question in asked),
    )


def _latest[K](rows: Iterable[tuple[K, datetime | None, datetime]]) -> dict[K, datetime]:
    """The later of two times, and of all of them the last, by what they are of."""
    found: dict[K, datetime] = {}
    for key, one, other in rows:
        found[key] = max(found.get(key, other), one or other, other)
    return found
