"""The sitemap: every public page, from the same querysets as the pages themselves."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as sitemap_view
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from articles.models import Author, Edition, Topic
from companies.models import Record
from facts.models import Fact
from questions.models import Question


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


class People(Sitemap):
    """Authors and topics that live editions carry."""

    def items(self) -> list[Any]:
        """Authors, then topics."""
        return [*Author.objects.public(), *Topic.objects.public()]


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


class Pages(Sitemap):
    """Pages that are always there."""

    def items(self) -> Iterable[str]:
        """Names of addresses."""
        return (
            "home",
            *(f"companies:{kind}" for kind in ("companies", "products", "families", "models", "markets")),
            "companies:releases",
            "facts:compare",
            "facts:facts",
            "questions:questions",
            "changes",
        )

    def location(self, name: str) -> str:
        """The address itself."""
        return reverse(name)


SITEMAPS = {
    "pages": Pages,
    "articles": Articles,
    "records": Records,
    "people": People,
    "questions": Questions,
    "facts": Facts,
}


def sitemap(request: HttpRequest) -> HttpResponse:
    """All of them as one file; 50,000 addresses fit, and Django pages beyond that."""
    response: HttpResponse = sitemap_view(request, SITEMAPS)  # type: ignore[arg-type]
    return response.render() if hasattr(response, "render") else response
