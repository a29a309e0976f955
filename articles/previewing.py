"""What readers would see of a working copy, were it published now: the very page, of an edition that is not kept."""

import re
from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from articles import bodies, figures, reading_next
from articles.freezing import write_out
from articles.indexing import index
from articles.interests import would_be_told
from articles.models import Article, Author, Edition, Topic
from articles.picturing import Row, would_show
from articles.rendering import NAMED, put_together, told_of
from articles.showing import as_read
from companies.models import Record
from companies.naming import matcher
from facts.models import Fact
from facts.watching import COLUMNS, NEAR, Standing, weighed


class Drawn(NamedTuple):
    """An edition that is only drawn up, what its page says, and the pictures that it would make public, by id."""

    edition: Edition
    context: dict[str, Any]
    pictures: dict[int, Row]


def draw(article: Article, content: dict[str, Any], *, at: datetime | None = None) -> Drawn:
    """Draw up the edition that publishing would make, and its page.

    content: the rows of the working copy as articles.revisions.content_of has them; the words are the article's
    own, which need not be saved. What publishing would refuse is shown as far as it can be. The same few queries
    whatever it cites and names.
    """
    at = at or timezone.now()
    faq = [(entry["question"], entry["answer"]) for entry in content.get("faq", [])]
    edition = write_out(article, faq=faq, starts=at, dated=at)
    edition.pk, edition.article_id = 0, article.pk or 0  # so that what is asked by them finds nothing
    edition.number = 1 + Edition.objects.filter(article=article.pk).count()
    if not re.fullmatch(r"[-a-zA-Z0-9_]+", edition.slug):
        edition.slug = "no-address-yet"
    edition.closing_topic = article.closing_topic
    cited, named = index(edition, matcher())
    facts = _facts(edition, set(cited), at)
    used = named | {
        facts[pk].fact["subject_id"]: named.get(facts[pk].fact["subject_id"], 1)
        for pk in cited
        if pk in facts
    }
    topics = _topics(content.get("topics", []))
    chosen = reading_next.choose(
        edition, records=list(used), topics=[topic["topic_id"] for topic in topics], at=at
    )
    pictures, near = would_show(_images(edition)), reading_next.would_lead_to(chosen, at)
    page = put_together(edition, facts, _records(used), pictures, near, at=at)
    authors = content.get("authors", [])
    context = as_read(
        edition,
        page,
        authors=_authors(authors),
        topics=topics,
        disclosures=would_be_told(edition, authors, list(used), at),
        at=at,
    )
    context["canonical"] = settings.SITE_URL + edition.get_absolute_url()
    return Drawn(edition, context, pictures)


def respond(request: HttpRequest, drawn: Drawn, *, template: str, images: str, **more: Any) -> HttpResponse:
    """The page of a drawn edition. images: where its pictures are got, for readers do not get them yet."""
    page = render_to_string(template, drawn.context | more, request=request)

    own = {f"images/{pk}" for pk in drawn.pictures} | {
        f"renditions/{row['name']}" for row in drawn.pictures.values()
    }

    def private(found: re.Match[str]) -> str:
        return f"{images}{found[0]}" if found[1] in own else found[0]

    return HttpResponse(
        re.sub(r"(?<=[\s\"'])/(images/[0-9]{1,18}|renditions/[0-9a-f]{40})(?=/)", private, page)
    )


def _facts(edition: Edition, cited: set[int], at: datetime) -> dict[int, Standing]:
    """How the cited figures would stand, were they and those shown with the article public. Three queries."""
    if not cited:
        return {}
    beside = figures.all_shown_with(edition.article_id).values()
    public = cited | {found.fact for text in beside for found in bodies.citations(text)}
    rows = list(Fact.objects.filter(pk__in=cited).values(*COLUMNS))
    known = Fact.objects.public(at) | Fact.objects.filter(pk__in=public)
    near = known.filter(
        subject_id__in={row["subject_id"] for row in rows}, metric_id__in={row["metric_id"] for row in rows}
    )
    return weighed(rows, list(near.order_by().values(*NEAR)), at=at)


def _records(used: dict[int, int]) -> list[dict[str, Any]]:
    """The records that would be public with it, in order. One query."""
    rows = Record.objects.filter(pk__in=used).values(*NAMED)
    found = {row["id"]: told_of(row, used[row["id"]]) for row in rows}
    return [found[pk] for pk in used if pk in found]


def _authors(chosen: list[int]) -> list[dict[str, Any]]:
    """The byline, as articles.reading has it. One query."""
    found = Author.objects.filter(pk__in=chosen).values_list("pk", "name", "slug")
    rows = {pk: {"name": name, "slug": slug} for pk, name, slug in found}
    return [rows[pk] for pk in dict.fromkeys(chosen) if pk in rows]


def _topics(chosen: list[int]) -> list[dict[str, Any]]:
    """The topics, as articles.reading has them. One query."""
    rows = Topic.objects.filter(pk__in=chosen).order_by("name")
    return [{"topic_id": row.pk, "name": row.name, "slug": row.slug} for row in rows]


def _images(edition: Edition) -> set[int]:
    inside = {picture.image for text in edition.texts for picture in bodies.pictures(text)}
    return inside | ({edition.lead_image_id} if edition.lead_image_id else set())
