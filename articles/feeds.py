"""Feeds of articles, whole, as they were frozen: the newest, and those on a topic, by an author, about a record.

A record's feed has besides what the log tells of it: releases that moved, figures that were superseded, corrections.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext

from articles import bodies
from articles.models import Author, Edition, Topic
from articles.picturing import shown_elsewhere
from articles.querysets import EditionQuerySet
from articles.stories import stories
from changes import addresses
from changes.corrections import shown_on_each
from changes.feeds import entry as entry_of_change
from changes.models import Change
from companies.models import Record
from companies.urls import PLURALS
from facts.models import Fact
from feeds.entries import LENGTH, Entry, Feed, Moved, Named, Person
from feeds.texts import for_readers

_ALSO = ("article_id", "body", "faq", "closing", "first_published", "lead_image_alt", "lead_image_credit")
_CALLOUT = re.compile(r'<aside\b[^>]*\bdata-callout="([a-z-]+)"[^>]*>')
KINDS = {many: kind for kind, many in PLURALS.items()}


def latest() -> Feed:
    """The newest articles."""
    now = timezone.now()
    editions = Edition.objects.live(now).newest()
    return Feed(
        "/feeds/latest", settings.SITE_NAME, gettext("The newest articles."), "/", _entries(editions, now)
    )


def of_topic(slug: str) -> Feed:
    """The newest articles on a topic. Raises Http404 or Moved."""
    now = timezone.now()
    topic = found(Topic.objects.public(now), "topic", slug, "/feeds/topics")
    return _of(
        topic,
        topic.name,
        "topics",
        gettext("The newest articles on %(name)s."),
        Edition.objects.on(topic),
        now,
    )


def of_author(slug: str) -> Feed:
    """The newest articles by an author. Raises Http404 or Moved."""
    now = timezone.now()
    author = found(Author.objects.public(now), "author", slug, "/feeds/authors")
    return _of(
        author,
        author.name,
        "authors",
        gettext("The newest articles by %(name)s."),
        Edition.objects.written_by(author),
        now,
    )


def of_record(many: str, slug: str) -> Feed:
    """The newest articles that name a record, and what the log tells of it. Raises Http404 or Moved.

    many: its kind as addresses name it.
    """
    now = timezone.now()
    record = found(Record.objects.public(now).filter(kind=KINDS[many]), KINDS[many], slug, f"/feeds/{many}")
    name = bodies.plain(record.name)
    entries = _entries(Edition.objects.live(now).naming(record), now) + _changes(record, now)
    entries.sort(key=lambda entry: entry.published, reverse=True)
    return Feed(
        f"/feeds/{many}/{record.slug}",
        f"{settings.SITE_NAME}: {name}",
        gettext("Articles about %(name)s, and what changed of it.") % {"name": name},
        record.get_absolute_url(),
        entries[:LENGTH],
    )


def _of(what: Any, name: str, many: str, about: str, editions: EditionQuerySet, now: datetime) -> Feed:
    name = bodies.plain(name)
    return Feed(
        f"/feeds/{many}/{what.slug}",
        f"{settings.SITE_NAME}: {name}",
        about % {"name": name},
        what.get_absolute_url(),
        _entries(editions.live(now), now),
    )


def found(public: Any, kind: str, slug: str, feeds: str) -> Any:
    """What has the slug, among what is public of a kind. Raises Moved where it has another slug today, else Http404.

    feeds: the path that its feed's begins with.
    """
    if here := public.filter(slug=slug).first():
        return here
    now_called = get_object_or_404(public, pk=addresses.holder(kind, slug))
    raise Moved(f"{feeds}/{now_called.slug}")


def named(record: Record, at: datetime) -> Named | None:
    """The feed of a record, where it tells anything. At most two queries."""
    if Edition.objects.live(at).naming(record).exists() or _changes(record, at):
        return Named(record.name, f"/feeds/{PLURALS[Record.Kind(record.kind)]}/{record.slug}")
    return None


def _corrected(url: str, on: date) -> str:
    said = {"url": url, "day": date_format(on, gettext("j F Y"))}
    return gettext('Correction, <a href="%(url)s">%(day)s</a>:') % said


def _changes(record: Record, now: datetime) -> list[Entry]:
    """What the log tells of a record and of its figures. One query."""
    figures = Q(about="fact", about_id__in=Fact.objects.filter(subject=record.pk).values("pk"))
    rows = Change.objects.news(now).filter(Q(about=record.kind, about_id=record.pk) | figures)
    return [entry_of_change(row) for row in rows[:LENGTH]]


def _entries(editions: EditionQuerySet, now: datetime) -> list[Entry]:
    """The first of some live editions as entries. Five queries."""
    rows = stories(editions[:LENGTH], *_ALSO)
    pictures = shown_elsewhere([row["id"] for row in rows])
    corrections = shown_on_each("article", [row["article_id"] for row in rows], now)
    return [_entry(row, pictures.get(row["id"], {}), corrections.get(row["article_id"], [])) for row in rows]


def _entry(row: dict[str, Any], picture: dict[str, Any], corrections: list[dict[str, Any]]) -> Entry:
    """An article. It counts as changed when its date moved or it was corrected."""
    path = f"/articles/{row['slug']}/"
    changed = [row["dated"], row["first_published"], *(told["at"] for told in corrections)]
    return Entry(
        key=f"/articles/#{row['article_id']}",
        path=path,
        title=row["headline"],
        summary=row["standfirst"],
        html=for_readers("".join(_parts(row, picture, corrections)), path),
        published=row["first_published"],
        modified=max(changed),
        people=tuple(
            Person(bodies.plain(author["name"]), f"/authors/{author['slug']}/") for author in row["authors"]
        ),
        tags=tuple(bodies.plain(topic["name"]) for topic in row["topics"]),
        image=picture.get("url", ""),
    )


def _parts(row: dict[str, Any], picture: dict[str, Any], corrections: list[dict[str, Any]]) -> Iterable[str]:
    """What an article's page says, in its order."""
    if picture:
        credit = row["lead_image_credit"]
        said = f"<figcaption>{escape(credit)}</figcaption>" if credit else ""
        yield f'<figure><img src="{picture["url"]}" alt="{escape(row["lead_image_alt"])}">{said}</figure>'
    yield _CALLOUT.sub(_labelled, row["body"])
    if row["faq"]:
        yield f"<h2>{gettext('Questions and answers')}</h2>"
    for asked in row["faq"]:
        yield f"<h3>{escape(asked['question'])}</h3>{asked['answer']}"
    if row["closing"]:
        yield f"<p>{escape(row['closing'])}</p>"
    for told in corrections:
        on = timezone.localtime(told["at"])
        yield (
            f"<p><strong>{_corrected(told['url'], on)}</strong> "
            f"{escape(told['wrong'])} {escape(told['right'])}</p>"
        )


def _labelled(aside: re.Match[str]) -> str:
    return f"{aside[0]}<p><strong>{gettext(bodies.CALLOUTS.get(aside[1], 'Note'))}</strong></p>"


def names_of_articles(ids: list[int], at: datetime) -> dict[int, set[str]]:
    """The feeds that tell of some articles, or did before, by the id of each. Four queries."""
    told = {pk: {"/feeds/latest"} for pk in ids}
    begun = Edition.objects.begun(at).filter(article__in=ids).order_by()
    for pk, slug in begun.values_list("article", "topics__slug").distinct():
        told[pk] |= {f"/feeds/topics/{slug}"} if slug else set()
    for pk, slug in begun.values_list("article", "authors__slug").distinct():
        told[pk] |= {f"/feeds/authors/{slug}"} if slug else set()
    for pk, kind, slug in begun.values_list("article", "records__kind", "records__slug").distinct():
        told[pk] |= {f"/feeds/{PLURALS[Record.Kind(kind)]}/{slug}"} if slug else set()
    return told


def names_of_records(ids: list[int], at: datetime) -> dict[int, set[str]]:
    """The feeds that tell of some records, by the id of each; a model's has one of its release. One query."""
    rows = Record.objects.filter(pk__in=ids).values_list("pk", "kind", "slug")
    told = {pk: {f"/feeds/{PLURALS[Record.Kind(kind)]}/{slug}"} for pk, kind, slug in rows}
    for pk, kind, slug in rows:
        told[pk] |= {f"/feeds/releases/{slug}"} if kind == Record.Kind.MODEL else set()
    return told


def names_of_facts(ids: list[int], at: datetime) -> dict[int, set[str]]:
    """The feeds that tell of some facts, by the id of each: those of their subjects and of their series.

    One query, and one for each fact.
    """
    told = {}
    for fact in Fact.objects.filter(pk__in=ids).select_related("subject"):
        series = Fact.objects.public(at).of_series(fact).values_list("pk", flat=True)
        subject = f"/feeds/{PLURALS[Record.Kind(fact.subject.kind)]}/{fact.subject.slug}"
        told[fact.pk] = {subject, *(f"/feeds/facts/{pk}" for pk in series)}
    return told
