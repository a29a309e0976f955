"""What each sitemap lists, and what of the log and of editions says when a page changed last.

A sitemap holds the objects of a kind whose numbers lie in one range, so that one of old articles stays as it is.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery

from articles.models import Edition, EditionFact, EditionRecord
from articles.models.edition import NEVER
from changes.models import Change, Correction, Touched
from companies.models import Record
from facts.models import Fact, Source
from newsletter.models import Issue
from questions.models import Question

#: So many numbers does a sitemap span: 50,000 addresses are the most that one may hold.
SPAN = 10_000

Rows = QuerySet[Any, Any]


class Kind(NamedTuple):
    """A kind of pages. public(at): objects with their `place`, a number; changed(at): rows of `of`, a number, and `at`.

    path: of an object.
    """

    public: Callable[[datetime], Rows]
    changed: Callable[[datetime], Iterable[Rows]]
    path: Callable[[Any], str] = lambda found: str(found.get_absolute_url())


class Entry(NamedTuple):
    """An address within the site, and when what stands there changed last, where that is known."""

    path: str
    changed: datetime | None


def parts(kind: Kind, at: datetime) -> Iterator[tuple[int, datetime | None]]:
    """The parts of a kind that hold something, from 1 on, each with when something in it changed last."""
    held = (
        kind.public(at).order_by().annotate(part=F("place") / SPAN).values_list("part", flat=True).distinct()
    )
    changed = _newest((rows.annotate(part=F("of") / SPAN) for rows in kind.changed(at)), "part")
    for part in sorted(held):
        yield part + 1, changed.get(part)


def entries(kind: Kind, part: int, at: datetime) -> list[Entry]:
    """What one part of a kind lists."""
    low, high = (part - 1) * SPAN, part * SPAN
    found = list(kind.public(at).filter(place__gte=low, place__lt=high).order_by("place"))
    changed = _newest((rows.filter(of__gte=low, of__lt=high) for rows in kind.changed(at)), "of")
    return [Entry(kind.path(one), changed.get(one.place)) for one in found]


def changed_last(kind: Kind, at: datetime) -> dict[int, datetime]:
    """When each object of a kind changed last, by its number."""
    return _newest(kind.changed(at), "of")


def said_last(at: datetime, of: Rows, *about: str) -> dict[int, datetime]:
    """When the log last said something of each of some objects, which are of some kinds, by its number."""
    return _newest([_logged(at, *about).filter(about_id__in=of.values("pk"))], "of")


def _newest(sources: Iterable[Rows], column: str) -> dict[int, datetime]:
    """The latest time of each number or part. A query for each source."""
    newest: dict[int, datetime] = {}
    for rows in sources:
        for number, at in rows.order_by().values_list(column).annotate(Max("at")):
            newest[number] = max(at, newest.get(number, at))
    return newest


def _logged(at: datetime, *about: str) -> Rows:
    """What the log says of objects of some kinds; a row that is still to come may be moved."""
    rows = Change.objects.filter(about__in=about, effective_at__lte=at).exclude(kind=Change.Kind.MOVED)
    found: Rows = rows.annotate(of=F("about_id"), at=F("effective_at"))
    return found


def _figures(rows: Rows, fact: str, of: str, at: datetime) -> Rows:
    """When the figures changed that objects cite or have."""
    told = Change.objects.filter(about="fact", effective_at__lte=at)
    newest = told.filter(about_id=OuterRef(fact)).order_by("-effective_at").values("effective_at")[:1]
    found: Rows = rows.filter(**{f"{fact}__in": told.values("about_id")}).annotate(
        of=F(of), at=Subquery(newest)
    )
    return found


def _named(at: datetime) -> Iterator[Rows]:
    """When the editions appeared that name records.

    Of each record the last one is sought in an index: to group a million rows takes a third of a second.
    """
    for frozen in (True, False):
        naming = EditionRecord.objects.filter(
            record=OuterRef("pk"), frozen=frozen, visible_from__lte=at, visible_until__gt=at
        )
        for ends in (Q(visible_until=NEVER), Q(visible_until__lt=NEVER)):
            last = naming.filter(ends).order_by("-visible_from").values("visible_from")[:1]
            rows = Record.objects.annotate(of=F("pk"), at=Subquery(last))
            yield rows.filter(at__isnull=False)


def _articles(at: datetime) -> Iterable[Rows]:
    yield _logged(at, "article")
    yield Edition.objects.live(at).annotate(of=F("article_id"), at=F("visible_from"))
    yield _figures(EditionFact.objects.shown(at), "fact", "edition__article", at)


def _records(at: datetime) -> Iterable[Rows]:
    yield _logged(at, *Record.Kind.values)
    yield from _named(at)
    yield _figures(Fact.objects.public(at), "pk", "subject", at)
    yield Record.objects.filter(published_from__lte=at).annotate(of=F("pk"), at=F("published_from"))


def _facts(at: datetime) -> Iterable[Rows]:
    yield _logged(at, "fact")
    yield Fact.objects.filter(held_from__lte=at).annotate(of=F("pk"), at=F("held_from"))


def _questions(at: datetime) -> Iterable[Rows]:
    yield _logged(at, "question")
    for column in ("answered_at", "updated_at", "published_from"):
        dated = Question.objects.filter(**{f"answer__{column}__lte": at})
        yield dated.annotate(of=F("pk"), at=F(f"answer__{column}"))


def _sources(at: datetime) -> Iterable[Rows]:
    yield _logged(at, "source")
    yield _figures(Fact.objects.public(at), "pk", "source", at)


def _corrections(at: datetime) -> Iterable[Rows]:
    due = Correction.objects.filter(change__effective_at__lte=at)
    yield due.annotate(of=F("pk"), at=F("change__effective_at"))


def _issues(at: datetime) -> Iterable[Rows]:
    yield _logged(at, "issue")
    touched = Touched.objects.filter(about="issue", correction__change__effective_at__lte=at)
    yield touched.annotate(of=F("about_id"), at=F("correction__change__effective_at"))


KINDS = {
    "articles": Kind(
        lambda at: Edition.objects.live(at).annotate(place=F("article_id")).only("slug"), _articles
    ),
    "records": Kind(lambda at: Record.objects.public(at).annotate(place=F("pk")), _records),
    "questions": Kind(lambda at: Question.objects.public(at).annotate(place=F("pk")), _questions),
    "facts": Kind(lambda at: Fact.objects.public(at).annotate(place=F("pk")).only("pk"), _facts),
    "sources": Kind(lambda at: Source.objects.public(at).annotate(place=F("pk")).only("pk"), _sources),
    "issues": Kind(lambda at: Issue.objects.public().annotate(place=F("pk")), _issues),
    "corrections": Kind(lambda at: Correction.objects.public(at).annotate(place=F("pk")), _corrections),
}
