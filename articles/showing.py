"""What the page of an article says, from an edition that readers see or from one that is only drawn up."""

import re
from datetime import datetime
from typing import Any

from articles import reading
from articles.beside import beside
from articles.cards import card
from articles.describing import described
from articles.models import Edition, Topic
from articles.rendering import Page
from changes.corrections import shown_on


def as_read(
    edition: Edition,
    page: Page,
    *,
    authors: list[dict[str, Any]],
    topics: list[dict[str, Any]],
    disclosures: list[str],
    at: datetime,
) -> dict[str, Any]:
    """Everything that the page's template asks for.

    authors, topics: as articles.reading gives them; disclosures: the lines of articles.interests.
    """
    corrected = shown_on("article", edition.article_id, at) if edition.article_id else []
    image_url = page.social.get("url") or card(edition)
    return {
        "title": edition.search_title or edition.headline,
        "description": edition.search_description or edition.standfirst,
        "linked_data": described(edition, authors, topics, image_url, page.sources, corrected),
        "edition": edition,
        "image_url": image_url,
        "social": page.social,
        "page": page,
        "authors": authors,
        "topics": topics,
        "closing": _closing(edition, {topic["topic_id"] for topic in topics}),
        "changed": reading.changed(edition, at),
        "corrections": corrected,
        "disclosures": disclosures,
        **beside(edition, at),
    }


def _closing(edition: Edition, topics: set[int]) -> tuple[str, str, str]:
    """The closing line before, in and after its link: the last “here”, where it leads to a public topic."""
    leads = edition.closing_topic_id
    public = leads in topics or (leads and Topic.objects.public().filter(pk=leads).exists())
    here = list(re.finditer(r"\bhere\b", edition.closing)) if public else []
    if not here:
        return edition.closing, "", ""
    start, end = here[-1].span()
    return edition.closing[:start], edition.closing[start:end], edition.closing[end:]
