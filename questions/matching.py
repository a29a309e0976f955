"""Answered questions that ask the same in other words."""

from datetime import datetime
from typing import NamedTuple

from search import documents


class Match(NamedTuple):
    """A question that asks the same."""

    id: int
    text: str
    url: str


def similar(text: str, *, limit: int = 3, at: datetime | None = None) -> list[Match]:
    """The public answered questions that ask what a text asks, best first; none where none does."""
    hits = documents.find(text, limit=limit * 5, at=at)
    return [Match(hit.id, hit.title, hit.url) for hit in hits if hit.kind == "question"][:limit]
