"""What an article's page reads of its edition, in small prepared queries."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Case, F, When

from articles.models import Edition, EditionAuthor, EditionTopic, Topic
from prepared import Prepared

_COLUMNS = tuple(field.attname for field in Edition._meta.concrete_fields)

_live = Prepared(
    lambda slug, at: (
        Edition.objects.live(at)
        .filter(slug=slug)
        .order_by()
        .values(
            *_COLUMNS,
            topic_slug=F("closing_topic__slug"),
            topic_name=F("closing_topic__name"),
        )
    ),
    *(str, datetime),
)
_authors = Prepared(
    lambda pk: (
        EditionAuthor.objects.filter(edition=pk)
        .order_by("position")
        .values(name=F("author__name"), slug=F("author__slug"))
    ),
    int,
)
_topics = Prepared(
    lambda pk: (
        EditionTopic.objects.filter(edition=pk)
        .order_by("position")
        .values("topic_id", name=F("topic__name"), slug=F("topic__slug"))
    ),
    int,
)
_changed = Prepared(
    lambda pk, at: (
        Edition.objects.begun(at)
        .filter(article=pk)
        .exclude(change_note="")
        .order_by("-number")
        .values("change_note", on=Case(When(major=True, then=F("dated")), default=F("visible_from")))
    ),
    *(int, datetime),
)


def live_edition(slug: str, at: datetime) -> Edition | None:
    """The live edition at an address, with the topic of its closing line. One query."""
    rows = _live(slug, at)
    if not rows:
        return None
    row = rows[0]
    edition = Edition.from_db(None, _COLUMNS, [row[name] for name in _COLUMNS])
    topic = row["closing_topic_id"]
    edition.closing_topic = Topic(pk=topic, slug=row["topic_slug"], name=row["topic_name"]) if topic else None
    return edition


class Went(NamedTuple):
    """Where an article went that was read at an address: to another, or away with what readers are told of it."""

    to: Edition | None
    note: str


def went(slug: str, at: datetime) -> Went | None:
    """Where the article went whose edition was seen at an address. At most three queries.

    None of an address that is only reserved, for an edition that waits: it answers like one that never was.
    """
    here = Edition.objects.begun(at).filter(slug=slug).order_by("-number").first()
    if here is None:
        return None
    if current := Edition.objects.live(at).filter(article=here.article_id).first():
        return Went(current, "")
    return Went(
        None, Edition.objects.begun(at).filter(article=here.article_id).latest("number").withdrawal_note
    )


def authors(edition: Edition) -> list[dict[str, Any]]:
    """Name and slug of each author, in the order of the byline. One query."""
    return _authors(edition.pk)


def topics(edition: Edition) -> list[dict[str, Any]]:
    """Id, name and slug of each topic. One query."""
    return _topics(edition.pk)


def changed(edition: Edition, at: datetime) -> list[dict[str, Any]]:
    """What readers were told of changes to the article, newest first. One query."""
    return _changed(edition.article_id, at)
