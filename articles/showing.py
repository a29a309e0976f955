"""What the page of an article says, from an edition that readers see or from one that is only drawn up."""

import re
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from articles import carding, reading
from articles.beside import beside
from articles.citation import cited
from articles.describing import STORIES, described
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
    near = beside(edition, at)
    social = carding.shown_elsewhere(edition, page.social, topics)
    return {
        "title": edition.search_title or edition.headline,
        "description": edition.search_description or edition.standfirst,
        "linked_data": described(edition, authors, topics, social["url"], page.sources, corrected),
        "edition": edition,
        "social": social,
        "page": page,
        "authors": authors,
        "topics": topics,
        "way": [STORIES],
        "cite": cited(edition, authors),
        "closing": _closing(edition, {topic["topic_id"] for topic in topics}),
        "changed": reading.changed(edition, at),
        "corrections": corrected,
        "disclosures": disclosures,
        "contents": _contents(edition, page, asked=any(near.get(name) for name in ("questions", "wanted"))),
        **near,
    }


def _contents(edition: Edition, page: Page, *, asked: bool) -> list[tuple[str, str]]:
    """The parts of the page as id and words, where there are several. asked: readers' questions stand on it."""
    parts = [(heading["id"], heading["text"]) for heading in edition.contents if heading["level"] == 2]
    if page.faq:
        parts.append(("faq", gettext("Questions and answers")))
    if asked:
        parts.append(("asked", gettext("Readers ask")))
    return parts if len(parts) > 1 else []


def _closing(edition: Edition, topics: set[int]) -> tuple[str, str, str]:
    """The closing line before, in and after its link: the last “here”, where it leads to a public topic."""
    leads = edition.closing_topic_id
    public = leads in topics or (leads and Topic.objects.public().filter(pk=leads).exists())
    here = list(re.finditer(r"\bhere\b", edition.closing)) if public else []
    if not here:
        return edition.closing, "", ""
    start, end = here[-1].span()
    return edition.closing[:start], edition.closing[start:end], edition.closing[end:]
