"""The sitemaps: every public page, and the news of these days, from the same querysets as the pages themselves."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import sitemaps
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from aiwatch.corrections import PER_PAGE as CORRECTIONS_PER_PAGE
from articles.models import Edition, EditionAuthor, EditionTopic
from articles.views import PER_PAGE as STORIES_PER_PAGE
from changes.models import Correction
from companies.models import Record
from companies.urls import PLURALS
from companies.views.records import PER_PAGE as RECORDS_PER_PAGE
from facts.models import Fact, Source
from facts.views.ledger import PER_PAGE as FACTS_PER_PAGE
from facts.views.sources import PER_PAGE as SOURCES_PER_PAGE
from questions.models import Question
from questions.narrowing import topics
from questions.views import PER_PAGE as QUESTIONS_PER_PAGE

#: What Google reads of a news sitemap.
NEWS = 1000


class Sitemap(sitemaps.Sitemap):
    """Addresses begin with the site's own, whatever name it was asked by."""

    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        """The host of the site's public address."""
        return urlsplit(settings.SITE_URL).netloc


class Articles(Sitemap):
    """Live articles."""

    def items(self) -> Any:
        """Newest first."""
        return Edition.objects.live().newest().only("slug", "dated", "visible_from")

    def lastmod(self, edition: Edition) -> datetime:
        """When this edition appeared."""
        return edition.visible_from


class Records(Sitemap):
    """Public records of all kinds."""

    def items(self) -> Any:
        """By kind and name."""
        return Record.objects.public().order_by("kind", "name", "pk")


class Questions(Sitemap):
    """Answered questions."""

    def items(self) -> Any:
        """Newest answer first."""
        return Question.objects.public().newest()


class Facts(Sitemap):
    """Public facts."""

    def items(self) -> Any:
        """By id."""
        return Fact.objects.public().order_by("pk").only("pk")


class Sources(Sitemap):
    """What public facts rest on."""

    def items(self) -> Any:
        """By id."""
        return Source.objects.public().order_by("pk").only("pk")


class Corrections(Sitemap):
    """Corrections."""

    def items(self) -> Any:
        """Newest first."""
        return Correction.objects.public().newest()


class Pages(Sitemap):
    """The front page, the changes, the page about the API, and every page of every list."""

    def items(self) -> list[str]:
        """Addresses. A query for each kind of list."""
        always = ("home", "changes", "companies:releases", "facts:compare", "api:docs")
        return [*map(reverse, always), *_lists(timezone.now())]

    def location(self, address: str) -> str:
        """The address itself."""
        return address


def _lists(now: datetime) -> Iterator[str]:
    yield from _pages(reverse("articles:articles"), Edition.objects.live(now).count(), STORIES_PER_PAGE)
    records = Record.objects.public(now).order_by().values_list("kind").annotate(Count("pk"))
    held = dict(records)
    for kind, many in PLURALS.items():
        yield from _pages(reverse(f"companies:{many}"), held.get(kind, 0), RECORDS_PER_PAGE)
    standing = Fact.objects.listed(now).current_to_readers(now)
    yield from _pages(reverse("facts:facts"), standing.count(), FACTS_PER_PAGE)
    yield from _pages(reverse("facts:sources"), Source.objects.public(now).count(), SOURCES_PER_PAGE)
    yield from _questions(now)
    yield from _pages(reverse("corrections"), Correction.objects.public(now).count(), CORRECTIONS_PER_PAGE)
    for name, rows in (("topic", EditionTopic), ("author", EditionAuthor)):
        shown = rows.objects.shown(now).order_by().values_list(f"{name}__slug").annotate(Count("edition"))
        for slug, count in shown:
            yield from _pages(reverse(f"articles:{name}", args=[slug]), count, STORIES_PER_PAGE)


def _questions(now: datetime) -> Iterator[str]:
    """The lists of questions: the answered, the open, and the answered by topic and by record."""
    here, answered = reverse("questions:questions"), Question.objects.public(now)
    yield from _pages(here, answered.count(), QUESTIONS_PER_PAGE)
    yield from _pages(reverse("questions:open"), Question.objects.awaited(now).count(), QUESTIONS_PER_PAGE)
    for topic in topics(answered, now):
        yield from _pages(f"{here}?topic={topic['slug']}", topic["count"], QUESTIONS_PER_PAGE)
    about = Record.objects.public(now).filter(questions__in=answered.values("pk")).order_by("kind", "slug")
    for kind, slug, count in about.values_list("kind", "slug").annotate(Count("questions", distinct=True)):
        yield from _pages(f"{here}?record={kind}/{slug}", count, QUESTIONS_PER_PAGE)


def _pages(address: str, rows: int, size: int) -> Iterator[str]:
    """The addresses of a list's pages; an empty list has one."""
    yield address
    for number in range(2, -(-rows // size) + 1):
        yield f"{address}{'&' if '?' in address else '?'}page={number}"


SITEMAPS = {
    "articles": Articles,
    "records": Records,
    "questions": Questions,
    "facts": Facts,
    "sources": Sources,
    "corrections": Corrections,
    "pages": Pages,
}


def sitemap(request: HttpRequest) -> HttpResponse:
    """All of them as one file; 50,000 addresses fit, and Django pages beyond that."""
    response: HttpResponse = sitemap_view(request, SITEMAPS)  # type: ignore[arg-type]
    return response.render() if hasattr(response, "render") else response


def news(request: HttpRequest) -> HttpResponse:
    """What was first published today or yesterday: news sitemaps take two days, and pages are kept for one."""
    now = timezone.localtime()
    yesterday = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    editions = Edition.objects.live(now).filter(first_published__gte=yesterday).newest()[:NEWS]
    return render(request, "sitemap-news.xml", {"editions": editions}, content_type="application/xml")
