"""The lists of facts, metrics and sources."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet, Value

from api.choosing import Asked
from api.references import Reference, Relation, address, listed, page
from api.resources import Row
from changes.api.shapes import told_on
from changes.api.syncing import Followed
from companies.dates import in_words
from companies.references import RECORDS, reference_to
from facts import watching
from facts.api.filters import FactFilter, MetricFilter, SourceFilter
from facts.api.shapes import FactSerializer, MetricSerializer, SourceSerializer, WholeFactSerializer
from facts.beginnings import BegunOrNever, BegunOrOpen
from facts.models import Fact, Metric, Source
from facts.watching import Standing

#: What a list reads of a fact.
COLUMNS = (
    *(*watching.COLUMNS, "named", "subject__kind", "subject__slug", "metric__code"),
    *("supersedes_id", "held_from", "recorded_at", "begun_or_open", "begun_or_never"),
)


class Facts(Followed):
    """The ledger of figures, also of those that gave way, newest first."""

    plural, kind = "facts", "fact"
    shape, whole = FactSerializer, WholeFactSerializer
    lookup_value_regex = "[0-9]{1,18}"
    filterset_class = FactFilter
    queryset = Fact.objects.none()
    orders = {
        "-id": ("-id",),
        "id": ("id",),
        "-as_of": ("-begun_or_never", "-id"),
        "as_of": ("begun_or_open", "id"),
        "-value": ("-value", "-id"),
        "value": ("value", "id"),
    }
    relations = {
        "subject": Relation(RECORDS),
        "metric": Relation(("metrics",)),
        "source": Relation(("sources",)),
    }

    @classmethod
    def public(cls, at: datetime) -> QuerySet[Any]:
        """Public facts of subjects that are public."""
        return _placed(Fact.objects.of_public_subjects(at)).annotate(named=Value(True))

    @classmethod
    def by_id(cls, ids: Collection[int], asked: Asked) -> dict[int, Row]:
        """Public facts by their ids, also of a subject that is not named."""
        found = list(cls.fetched(_placed(Fact.objects.told(asked.at)).filter(pk__in=ids)))
        return {row["id"]: row for row in cls.told(found, asked)}

    @classmethod
    def fetched(cls, found: QuerySet[Any]) -> Any:
        """Plain values."""
        return found.values(*COLUMNS)

    @classmethod
    def one(cls, key: str, at: datetime) -> Row | None:
        """A public fact, also of a subject that is not named."""
        found: Row | None = cls.fetched(_placed(Fact.objects.told(at)).filter(pk=key)).first()
        return found

    @classmethod
    def represent(cls, found: list[Row], asked: Asked) -> list[Row]:
        """Some facts as they stand today. One query; a whole one two."""
        near = watching.near(found, asked.at)
        standing = watching.weighed(found, near, at=asked.at)
        after = {row["supersedes_id"]: row for row in near if row["supersedes_id"]}
        public = {row["id"] for row in near}
        told = [
            _fact(
                standing[row["id"]],
                after.get(row["id"]),
                row["supersedes_id"] if row["supersedes_id"] in public else None,
            )
            for row in found
        ]
        return [_with_corrections(row, asked) for row in told] if asked.whole else told


def _placed(facts: Any) -> QuerySet[Any]:
    """Facts with what they are walked by."""
    found: QuerySet[Any] = facts.annotate(
        begun_or_open=BegunOrOpen("as_of_earliest"), begun_or_never=BegunOrNever("as_of_earliest")
    )
    return found


def _fact(standing: Standing, after: Row | None, before: int | None) -> Row:
    row, newer = standing.fact, standing.newer
    return {
        "id": row["id"],
        "type": "fact",
        "url": page(f"/facts/{row['id']}/"),
        "self": address("facts", row["id"]),
        "subject": _subject(row) if row["named"] else None,
        "metric": metric_reference(row["metric_id"], row["metric__code"], row["metric__name"]),
        "scope": row["scope_id"],
        "dimensions": row["dimensions"],
        "qualifier": row["qualifier"],
        "value": exact(row["value"]),
        "high": None if row["high"] is None else exact(row["high"]),
        "unit": row["unit"],
        "shown": standing.shown,
        "as_of": row["as_of"],
        "as_of_words": in_words(row["as_of"]) if row["as_of"] else row["as_of_words"],
        "as_of_earliest": row["as_of_earliest"],
        "as_of_latest": row["as_of_latest"],
        "length": row["length"],
        "nature": row["nature"],
        "observation_status": Fact.Nature(row["nature"]).observation_status,
        "disputed": standing.disputed,
        "quotation": row["quotation"],
        "source": source_reference(row["source_id"], row["source__publisher"], row["source__title"]),
        "state": "superseded" if after else "withdrawn" if row["withdrawn_at"] else "current",
        "current": standing.state == "current",
        "standing": standing.state,
        "now": standing.newer_shown,
        "now_as_of": newer["as_of"] if newer else "",
        "now_fact": newer["id"] if newer else None,
        "because": after["superseded_because"] if after else row["withdrawn_because"],
        "held_from": row["held_from"],
        "held_until": after["held_from"] if after else row["withdrawn_at"],
        "recorded": row["recorded_at"],
        "review_after": row["review_after"],
        "superseded_by": after["id"] if after else None,
        "supersedes": before,
        "withdrawn": row["withdrawn_at"],
        "links": _links(row, after["id"] if after else None, before),
    }


def _subject(row: Row) -> Reference:
    return reference_to(row["subject_id"], row["subject__kind"], row["subject__slug"], row["subject__name"])


def _links(row: Row, after: int | None, before: int | None) -> Row:
    links = {"articles": listed("articles", cites=row["id"])}
    if row["named"]:
        of = {"subject_kind": row["subject__kind"], "subject": row["subject__slug"]}
        links["facts"] = listed("facts", **of, metric=quote(row["metric__code"], safe=""))
    if after:
        links["superseded_by"] = address("facts", after)
    if before:
        links["supersedes"] = address("facts", before)
    return links


def _with_corrections(told: Row, asked: Asked) -> Row:
    if not asked.wants("corrections"):
        return told
    return told | {"corrections": told_on("fact", told["id"], asked.at)}


def exact(value: Decimal) -> str:
    """A value as it is, without zeros that say nothing."""
    return f"{value.normalize():f}"


def metric_reference(pk: int, code: str, name: str) -> Reference:
    """A metric in short; its slug is its code."""
    return {
        "id": pk,
        "type": "metric",
        "slug": code,
        "name": name,
        "url": page(f"/facts/?metric={quote(code, safe='')}"),
        "self": address("metrics", quote(code, safe="")),
    }


def source_reference(pk: int, publisher: str, title: str) -> Reference:
    """A source in short."""
    return {
        "id": pk,
        "type": "source",
        "slug": "",
        "name": f"{publisher}, {title}" if publisher else title,
        "url": page(f"/sources/{pk}/"),
        "self": address("sources", pk),
    }


class Metrics(Followed):
    """Metrics that public figures have, by name."""

    plural, kind = "metrics", "metric"
    shape = whole = MetricSerializer
    lookup_field = "code"
    lookup_value_regex = "[^/]{1,40}"
    filterset_class = MetricFilter
    queryset = Metric.objects.none()
    orders = {"name": ("name", "id"), "-name": ("-name", "-id"), "-id": ("-id",), "id": ("id",)}

    @classmethod
    def public(cls, at: datetime) -> QuerySet[Any]:
        """Those of figures that the ledger lists."""
        found: QuerySet[Any] = Metric.objects.having(Fact.objects.listed(at))
        return found

    @classmethod
    def by_id(cls, ids: Collection[int], asked: Asked) -> dict[int, Row]:
        """Metrics by their ids, also of a figure whose subject is not named."""
        found = list(Metric.objects.having(Fact.objects.public(asked.at)).filter(pk__in=ids))
        return {row["id"]: row for row in cls.told(found, asked)}

    @classmethod
    def one(cls, key: str, at: datetime) -> Metric | None:
        """A metric, also of a figure whose subject is not named."""
        found: Metric | None = Metric.objects.having(Fact.objects.public(at)).filter(code=key).first()
        return found

    @classmethod
    def represent(cls, found: list[Metric], asked: Asked) -> list[Row]:
        """Metrics; no query."""
        return [
            metric_reference(metric.pk, metric.code, metric.name)
            | {
                "unit": metric.unit,
                "definition": metric.definition,
                "higher_is_better": metric.higher_is_better,
                "by_length": metric.by_length,
                "dimensions": metric.dimension_names,
                "links": {"facts": listed("facts", metric=quote(metric.code, safe=""))},
            }
            for metric in found
        ]


class Sources(Followed):
    """Sources that public figures rest on, by publisher."""

    plural, kind = "sources", "source"
    shape = whole = SourceSerializer
    lookup_value_regex = "[0-9]{1,18}"
    filterset_class = SourceFilter
    queryset = Source.objects.none()
    orders = {
        "publisher": ("publisher", "title", "id"),
        "-publisher": ("-publisher", "-title", "-id"),
        "-published": ("-published", "-id"),
        "published": ("published", "id"),
        "-id": ("-id",),
        "id": ("id",),
    }

    @classmethod
    def public(cls, at: datetime) -> QuerySet[Any]:
        """Sources that have a page."""
        found: QuerySet[Any] = Source.objects.public(at)
        return found

    @classmethod
    def represent(cls, found: list[Source], asked: Asked) -> list[Row]:
        """Sources; no query."""
        return [_source(source) for source in found]


def _source(source: Source) -> Row:
    short = source_reference(source.pk, source.publisher, source.title)
    return {
        **{name: short[name] for name in ("id", "type", "name", "url", "self")},
        "title": source.title,
        "publisher": source.publisher,
        "address": source.url,
        "archived": source.archived_url,
        "published": source.published,
        "accessed": source.accessed,
        "language": source.language,
        "withdrawn_at": source.withdrawn_at,
        "withdrawal_note": source.withdrawal_note,
        "asked_at": source.asked_at,
        "dead_since": source.dead_since,
        "links": {"facts": listed("facts", source=source.pk)},
    }
