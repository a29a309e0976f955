"""The list of articles."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.db.models import F, QuerySet
from django.http import Http404
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from api.choosing import Asked
from api.problems import Gone
from api.references import Relation, address, listed, page
from api.resources import Row, moved
from articles import interests, reading, reading_next
from articles.api.facts import facts_of, with_facts
from articles.api.figures import figure, located
from articles.api.filters import ArticleFilter
from articles.api.named import reference_to_named
from articles.api.parts import Place, parts, places
from articles.api.shapes import ArticleSerializer, WholeArticleSerializer
from articles.bodies import text_of
from articles.models import Edition, EditionAuthor, EditionRecord, EditionTopic
from articles.picturing import shown_by
from articles.rendering import show_figures
from changes.api.shapes import told_on
from changes.api.syncing import Followed
from changes.log import told_of
from companies.models import Record
from companies.references import RECORDS, reference_to
from prepared import PreparedAmong

#: What a list reads of an edition; `placed` is what it is walked by.
COLUMNS = (
    *("id", "article_id", "slug", "headline", "standfirst", "kind", "number"),
    *("first_published", "dated", "visible_from", "reading_minutes", "placed", "placed_id"),
)


class Articles(Followed):
    """Live articles, newest first."""

    plural, kind = "articles", "article"
    may_be_gone = True
    shape, whole = ArticleSerializer, WholeArticleSerializer
    lookup_field = "slug"
    lookup_value_regex = "[a-z0-9-]+"
    filterset_class = ArticleFilter
    queryset = Edition.objects.none()
    orders = {
        "-published": ("-placed", "-placed_id"),
        "published": ("placed", "placed_id"),
        "-updated": ("-visible_from", "-id"),
        "updated": ("visible_from", "id"),
    }
    relations = {
        "authors": Relation(("authors",)),
        "topics": Relation(("topics",)),
        "mentions": Relation(RECORDS),
        "facts": Relation(("facts",), of=facts_of),
    }

    @classmethod
    def public(cls, at: datetime) -> QuerySet[Any]:
        """Live editions, to be walked by their date."""
        live: QuerySet[Any] = Edition.objects.live(at)
        return live.annotate(placed=F("dated"), placed_id=F("id"))

    @classmethod
    def identified(cls, found: QuerySet[Any], ids: Collection[int]) -> QuerySet[Any]:
        """Articles by their ids, which are not those of their editions."""
        return found.filter(article__in=ids)

    @classmethod
    def fetched(cls, found: QuerySet[Any]) -> Any:
        """Plain values."""
        return found.values(*COLUMNS)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The article; 301 from an address that it had, 410 where it was withdrawn or expired, as its page does."""
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            found = reading.went(kwargs["slug"], timezone.now())
            if found is None:
                raise
            if found.to is None:
                raise Gone(found.note or "This article is not to be read any more.") from None
            return moved(request, address(self.plural, found.to.slug))

    @classmethod
    def one(cls, key: str, at: datetime) -> Row | None:
        """The live edition at an address. One query, put together once."""
        edition = reading.live_edition(key, at)
        return {**vars(edition), "placed": None, "edition": edition} if edition else None

    @classmethod
    def gathered(cls, found: QuerySet[Any], asked: Asked) -> list[Any]:
        """Plain values; of those that are told whole also the edition. One query."""
        if not asked.whole:
            return super().gathered(found, asked)
        return [{**vars(edition), "edition": edition} for edition in found.select_related("closing_topic")]

    @classmethod
    def told(cls, found: list[Any], asked: Asked) -> list[Row]:
        """Some articles; where one is told whole its figures keep their place, and hold the facts."""
        if not asked.whole or "facts" not in asked.expand:
            return super().told(found, asked)
        others = {name: further for name, further in asked.expand.items() if name != "facts"}
        return with_facts(super().told(found, replace(asked, expand=others)), asked.expand["facts"])

    @classmethod
    def represent(cls, found: list[Row], asked: Asked) -> list[Row]:
        """Some editions with what they lead to. Three queries; a whole one eight more."""
        ids = [row["id"] for row in found]
        used = {
            name: of(ids, asked.at) if asked.wants(name) else {}
            for name, of in (("authors", _authors), ("topics", topics_of), ("mentions", _mentions))
        }
        told = [
            _article(row) | {name: rows.get(row["id"], []) for name, rows in used.items()} for row in found
        ]
        told = [row | {"links": _links(row["id"], row["slug"])} for row in told]
        return (
            [row | _whole(one["edition"], asked) for row, one in zip(told, found, strict=True)]
            if asked.whole
            else told
        )


def _article(row: Row) -> Row:
    return {
        "id": row["article_id"],
        "type": "article",
        "slug": row["slug"],
        "url": page(f"/articles/{row['slug']}/"),
        "self": address("articles", row["slug"]),
        "headline": row["headline"],
        "standfirst": row["standfirst"],
        "kind": row["kind"],
        "edition": row["number"],
        "first_published": row["first_published"],
        "dated": row["dated"],
        "updated": row["visible_from"],
        "reading_minutes": row["reading_minutes"],
    }


def _links(pk: int, slug: str) -> Row:
    return {"questions": listed("questions", article=slug), "facts": listed("facts", cited_by=slug)}


def _whole(edition: Edition, asked: Asked) -> Row:
    """What a whole article has besides; each part only where it is asked for."""
    making = {
        "html": lambda: edition.body,
        "text": lambda: edition.text,
        "contents": lambda: [
            {name: head[name] for name in ("level", "text", "id")} for head in edition.contents
        ],
        **dict.fromkeys(("sections", "call_outs", "facts"), lambda: None),
        "faq": lambda: [entry | {"text": text_of(entry["answer"])} for entry in edition.faq],
        "closing": lambda: edition.closing,
        "backstory": lambda: edition.backstory,
        "lead_image": lambda: _picture(edition),
        "disclosures": lambda: interests.told(edition, asked.at),
        "change_note": lambda: edition.change_note,
        "history": lambda: told_of("article", edition.article_id, asked.at),
        "corrections": lambda: told_on("article", edition.article_id, asked.at),
        "read_next": lambda: [
            reference_to_named("article", story["article_id"], story["slug"], story["headline"])
            for story in reading_next.kept_for(edition, asked.at)
        ],
    }
    found = {name: make() for name, make in making.items() if asked.wants(name)}
    if found.keys() & {"sections", "call_outs", "facts"}:
        found |= _taken_apart(edition, asked)
    return found


def _taken_apart(edition: Edition, asked: Asked) -> Row:
    sections, call_outs, cited = parts(edition.body, edition.contents)
    where: dict[int, list[Row]] = defaultdict(list)
    _note(where, "text", edition.text, cited)
    for number, entry in enumerate(edition.faq):
        if found := places(entry["answer"]):
            _note(where, f"faq/{number}/text", text_of(entry["answer"]), found)
    figures = show_figures(edition, at=asked.at) if asked.wants("facts") else []
    return {
        "sections": sections,
        "call_outs": call_outs,
        "facts": [figure(found, where[found["id"]]) for found in figures],
    }


def _note(where: dict[int, list[Row]], part: str, text: str, cited: Iterable[Place]) -> None:
    for fact, found in located(part, text, cited).items():
        where[fact] += found


def _picture(edition: Edition) -> Row | None:
    shown = shown_by(edition).get(edition.lead_image_id or 0)
    if shown is None:
        return None
    return {
        "url": page(f"/images/{shown['image_id']}/{PurePath(shown['file']).name}"),
        "alt": edition.lead_image_alt,
        "credit": edition.lead_image_credit,
        "width": shown["width"],
        "height": shown["height"],
    }


def _links_to(rows: Any, kind: str) -> PreparedAmong:
    """What editions use of a kind, in order."""
    named = {"pk": F(f"{kind}_id"), "slug": F(f"{kind}__slug"), "name": F(f"{kind}__name")}
    return PreparedAmong(
        lambda editions: (
            rows.objects.filter(edition__in=editions)
            .order_by("edition_id", "position")
            .values("edition_id", **named)
        )
    )


_bylines = _links_to(EditionAuthor, "author")
_filed = _links_to(EditionTopic, "topic")
_records = PreparedAmong(
    lambda editions: (
        EditionRecord.objects.filter(edition__in=editions)
        .order_by("edition_id", "position")
        .values(
            *("edition_id", "frozen", "record_id"),
            kind=F("record__kind"),
            slug=F("record__slug"),
            name=F("record__name"),
        )
    )
)


def _authors(editions: list[int], at: datetime) -> dict[int, list[Row]]:
    return _named(_bylines, editions, "author")


def topics_of(editions: list[int], at: datetime) -> dict[int, list[Row]]:
    """References to the topics of some editions, by edition. One query."""
    return _named(_filed, editions, "topic")


def _named(rows: PreparedAmong, editions: list[int], kind: str) -> dict[int, list[Row]]:
    """References to what editions use, by edition. One query."""
    found: dict[int, list[Row]] = defaultdict(list)
    made: dict[int, Row] = {}
    for row in rows(editions):
        pk = row["pk"]
        if pk not in made:
            made[pk] = reference_to_named(kind, pk, row["slug"], row["name"])
        found[row["edition_id"]].append(made[pk])
    return found


def _mentions(editions: list[int], at: datetime) -> dict[int, list[Row]]:
    """References to the records that editions name and the public sees, by edition. A query, at most two."""
    rows = _records(editions)
    later = {row["record_id"] for row in rows if not row["frozen"]}
    public = (
        set(Record.objects.public(at).filter(pk__in=later).values_list("pk", flat=True)) if later else set()
    )
    found: dict[int, list[Row]] = defaultdict(list)
    made: dict[int, Row] = {}
    for row in rows:
        pk = row["record_id"]
        if row["frozen"] or pk in public:
            if pk not in made:
                made[pk] = reference_to(pk, row["kind"], row["slug"], row["name"])
            found[row["edition_id"]].append(made[pk])
    return found
