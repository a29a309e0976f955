"""Freezing: an edition and all that it uses, made from the working copy as it stands."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Max

from articles import bodies, figures, reading_next, renditions
from articles.indexing import index, put_in_search
from articles.models import (
    Article,
    Edition,
    EditionAuthor,
    EditionFact,
    EditionImage,
    EditionRecord,
    EditionTopic,
    Image,
    Renditions,
)
from companies.locks import are_there
from companies.naming import matcher
from facts.holding import hold
from facts.models import Fact


class PublishingRefused(ValueError):
    """The article cannot be published, moved or withdrawn as asked; the message says why."""


def freeze(
    article: Article,
    before: Edition | None,
    *,
    by: User | None,
    starts: datetime,
    dated: datetime | None,
    note: str,
    major: bool,
    expires_at: datetime | None,
) -> Edition:
    """Make the edition and its rows from the working copy; `before` is the one that it takes the place of.

    Raises PublishingRefused where a figure or a picture is not what the text says.
    """
    number = (Edition.objects.filter(article=article).aggregate(newest=Max("number"))["newest"] or 0) + 1
    edition = write_out(
        article,
        faq=[(entry.question, entry.answer) for entry in article.faq.all()],
        starts=starts,
        dated=dated or (before.dated if before is not None and not major else starts),
    )
    edition.number, edition.major, edition.change_note = number, major, bodies.plain(note)
    edition.expires_at, edition.published_by = expires_at, by
    facts, records = _lay_out(edition)
    images = _images(edition)
    topics = list(article.topics.order_by("name").values_list("id", flat=True))
    edition.save()
    _add_rows(article, edition, facts, records, topics, images)
    hold(facts)
    put_in_search(edition)
    reading_next.settle(edition)
    return edition


def write_out(
    article: Article, *, faq: Iterable[tuple[str, str]], starts: datetime, dated: datetime
) -> Edition:
    """The words of an edition from a working copy, which may be one that is not saved: as readers would see them.

    It is neither laid out nor saved. One query.
    """
    first = Edition.objects.begun(starts).filter(article=article.pk).order_by("number").first()
    body = bodies.clean(article.body)
    text = bodies.text_of(body)
    return Edition(
        article_id=article.pk,
        slug=article.slug,
        headline=bodies.plain(article.headline),
        standfirst=bodies.plain(article.standfirst),
        kind=article.kind,
        body=body,
        text=text,
        faq=[{"question": question, "answer": bodies.clean(answer)} for question, answer in faq],
        closing=bodies.plain(article.closing),
        closing_topic_id=article.closing_topic_id,
        backstory=bodies.plain(article.backstory),
        lead_image_id=article.lead_image_id,
        lead_image_alt=article.lead_image_alt,
        lead_image_credit=article.lead_image.credit if article.lead_image else "",
        search_title=article.search_title,
        search_description=article.search_description,
        reading_minutes=bodies.reading_minutes(text),
        first_published=first.first_published if first else min(starts, dated),
        dated=dated,
        visible_from=starts,
    )


def _lay_out(edition: Edition) -> tuple[dict[int, str], dict[int, int]]:
    """Index the edition; returns the facts it cites with their words, and the records it uses, which stay there,
    each with how often it is named.

    The notes name what the cited facts are about, so the edition uses those records. Whoever merges one of them
    at this moment comes first, and its names are another's then.
    """
    while True:
        facts, records = index(edition, matcher())
        known = _cited(edition)
        used = dict.fromkeys((known[pk].subject_id for pk in facts), 1)
        used = records | {pk: times for pk, times in used.items() if pk not in records}
        if are_there(list(used)):
            return facts, used


def _cited(edition: Edition) -> dict[int, Fact]:
    """The facts that go out with an edition, in its own texts and those shown with it; each figure is right."""
    own = dict.fromkeys(edition.texts, "")
    texts = own | {text: place for place, text in figures.all_shown_with(edition.article_id).items()}
    known = figures.cited(texts)
    for text, place in texts.items():
        if fault := figures.fault(text, known):
            raise PublishingRefused(f"{place}: {fault}" if place else fault)
    return known


def _images(edition: Edition) -> list[int]:
    """The pictures that the edition shows: its lead image, and those in its body and answers."""
    inside = [picture for text in edition.texts for picture in bodies.pictures(text)]
    known = Image.objects.in_bulk([picture.image for picture in inside])
    for picture in inside:
        if picture.image not in known or known[picture.image].address != picture.address:
            raise PublishingRefused(f"The picture “{picture.address}” in the text does not exist.")
    lead = [edition.lead_image_id] if edition.lead_image_id else []
    return list(dict.fromkeys([*lead, *(picture.image for picture in inside)]))


def _add_rows(
    article: Article,
    edition: Edition,
    facts: dict[int, str],
    records: dict[int, int],
    topics: list[int],
    images: list[int],
) -> None:
    """Bylines, topics, facts, records and pictures of an edition, each in order. An insert for each kind."""
    window = {"visible_from": edition.visible_from, "visible_until": edition.visible_until}
    EditionAuthor.objects.bulk_create(
        EditionAuthor(edition=edition, author_id=pk, position=n, dated=edition.dated, **window)
        for n, pk in enumerate(article.bylines.values_list("author_id", flat=True))
    )
    EditionTopic.objects.bulk_create(
        EditionTopic(edition=edition, topic_id=pk, position=n, dated=edition.dated, **window)
        for n, pk in enumerate(topics)
    )
    EditionFact.objects.bulk_create(
        EditionFact(edition=edition, fact_id=pk, position=n, words=words[:200], **window)
        for n, (pk, words) in enumerate(facts.items(), start=1)
    )
    EditionRecord.objects.bulk_create(
        EditionRecord(edition=edition, record_id=pk, position=n, times=times, dated=edition.dated, **window)
        for n, (pk, times) in enumerate(records.items())
    )
    made = dict(Renditions.objects.as_today().filter(image__in=images).values_list("image_id", "id"))
    EditionImage.objects.bulk_create(
        EditionImage(edition=edition, image_id=pk, renditions_id=made.get(pk), position=n, **window)
        for n, pk in enumerate(images)
    )
    renditions.want_missing(set(images) - made.keys())
