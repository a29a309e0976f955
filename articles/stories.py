"""What lists show of an article: one shape for the front page, topics, authors and feeds."""

from datetime import datetime
from typing import Any

from django.db.models import Count

from articles.models import Article, Author, Edition, EditionAuthor, EditionTopic
from articles.querysets import EditionQuerySet

COLUMNS = ("id", "slug", "headline", "standfirst", "kind", "dated", "reading_minutes")


def stories(editions: EditionQuerySet, *also: str) -> list[dict[str, Any]]:
    """The editions as plain values, each with its `authors` and `topics` (name and slug, in order).

    also: further columns. Three queries, however many editions there are.
    """
    rows: list[dict[str, Any]] = list(editions.values(*COLUMNS, *also))
    found = {
        row["id"]: row | {"authors": [], "topics": [], "kind_name": str(Article.Kind(row["kind"]).label)}
        for row in rows
    }
    for name, links, column in (("authors", EditionAuthor, "author"), ("topics", EditionTopic, "topic")):
        linked = links.objects.filter(edition__in=found).order_by("position")
        for pk, title, slug in linked.values_list("edition_id", f"{column}__name", f"{column}__slug"):
            found[pk][name].append({"name": title, "slug": slug})
    return list(found.values())


#: Of what somebody wrote, the newest say what they write about.
LATELY, ABOUT = 100, 8


def topics_of(author: Author, at: datetime) -> list[dict[str, Any]]:
    """The topics of an author's newest live articles with how many are on each, the most first. One query."""
    newest = Edition.objects.live(at).written_by(author).values("pk")[:LATELY]
    rows = EditionTopic.objects.filter(edition__in=newest).order_by()
    counted = (
        rows.values_list("topic__name", "topic__slug").annotate(n=Count("pk")).order_by("-n", "topic__name")
    )
    return [{"name": name, "slug": slug, "count": count} for name, slug, count in counted[:ABOUT]]
