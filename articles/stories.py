"""What lists show of an article: one shape for the front page, topics, authors and feeds."""

from typing import Any

from articles.models import EditionAuthor, EditionTopic
from articles.querysets import EditionQuerySet

COLUMNS = ("id", "slug", "headline", "standfirst", "kind", "dated", "reading_minutes")


def stories(editions: EditionQuerySet, *also: str) -> list[dict[str, Any]]:
    """The editions as plain values, each with its `authors` and `topics` (name and slug, in order).

    also: further columns. Three queries, however many editions there are.
    """
    rows: list[dict[str, Any]] = list(editions.values(*COLUMNS, *also))
    found = {row["id"]: row | {"authors": [], "topics": []} for row in rows}
    for name, links, column in (("authors", EditionAuthor, "author"), ("topics", EditionTopic, "topic")):
        linked = links.objects.filter(edition__in=found).order_by("position")
        for pk, title, slug in linked.values_list("edition_id", f"{column}__name", f"{column}__slug"):
            found[pk][name].append({"name": title, "slug": slug})
    return list(found.values())
