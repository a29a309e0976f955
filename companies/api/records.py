"""What the lists of records share: their addresses, and what every record is told with."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from rest_framework.request import Request
from rest_framework.response import Response

from api.choosing import Asked
from api.references import Reference, address, listed
from api.resources import Row, moved, public_objects
from changes import addresses
from changes.api.shapes import told_on
from changes.api.syncing import Followed
from companies.api import parts
from companies.references import reference_to


@dataclass(frozen=True)
class Around:
    """What some records hold, by name and record, and the public records that they point at."""

    rows: Mapping[str, Mapping[int, list[Any]]]
    public: Mapping[int, Reference] = field(default_factory=dict)

    def held(self, record: Any) -> dict[str, list[Any]]:
        """What one of them holds, by name; empty for what was not asked for."""
        pk = record.pk
        return defaultdict(list, {name: rows[pk] for name, rows in self.rows.items() if pk in rows})


class Addressed(Followed):
    """What is found by the slug of a record, also by one that it had."""

    lookup_field = "slug"
    lookup_value_regex = "[a-z0-9-]+"
    record: ClassVar[str]

    @classmethod
    def followed_as(cls) -> str:
        """By its record."""
        return cls.record

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The object, or 301 from a slug that its record had or that one had which was merged into it."""
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            pk = addresses.holder(self.record, kwargs["slug"])
            slug = self.get_queryset().filter(pk=pk).values_list("slug", flat=True).first() if pk else None
            if slug is None:
                raise
            return moved(request, address(self.plural, slug))


class Records(Addressed):
    """Records of a kind, by name.

    model: their class. held: the rows of theirs that are told, fetched for all at once. pointing: by field, the
    column of a record that is told as a reference while it is public.
    """

    model: ClassVar[Any]
    held: ClassVar[tuple[str, ...]] = ("aliases",)
    pointing: ClassVar[Mapping[str, str]] = {}
    orders = {"name": ("name", "id"), "-name": ("-name", "-id")}
    untold = frozenset({"published_from", "created_at", "updated_at"})

    @classmethod
    def public(cls, at: datetime) -> QuerySet[Any]:
        """Public ones of the kind, which is said so that they are walked by name."""
        found: QuerySet[Any] = cls.model.objects.public(at).filter(kind=cls.record)
        return found

    @classmethod
    def among(cls, ids: Collection[int], at: datetime) -> list[Any]:
        """By a query that is put together once."""
        return public_objects(cls, ids, at)

    @classmethod
    def represent(cls, found: list[Any], asked: Asked) -> list[Row]:
        """Some records, with what they hold and what they point at. A query for each set of rows, and one."""
        around = cls.around(found, asked)
        told = []
        for record in found:
            held = around.held(record)
            row = cls.first(record, held) | cls.own(record, held, around.public)
            if asked.whole:
                row |= cls.besides(record, held, asked)
            told.append(row | cls.last(record, row, held))
        return told

    @classmethod
    def around(cls, found: list[Any], asked: Asked) -> Around:
        """What is needed to tell of some records: to say by what a value stands, all that they hold."""
        ids, sourced = [record.pk for record in found], asked.wants("sources")
        pointing = sourced or any(map(asked.wants, cls.relations))
        rows = {
            name: parts.held(name, ids)
            for name in (*cls.held, "sources")
            if sourced or asked.wants(name) or (pointing and name in cls.relations)
        }
        return Around(rows, cls.near(found, rows, asked) if pointing else {})

    @classmethod
    def near(cls, found: list[Any], rows: Mapping[str, Any], asked: Asked) -> dict[int, Reference]:
        """References to the public records that some point at. One query."""
        ids = {getattr(record, column) for record in found for column in cls.pointing.values()}
        return parts.public_ones(ids - {None}, asked.at)

    @classmethod
    def first(cls, record: Any, held: Mapping[str, list[Any]]) -> Row:
        """What every record begins with."""
        reference = reference_to(record.pk, record.kind, record.slug, record.name)
        return {
            **{name: reference[name] for name in ("id", "type", "slug", "url", "self", "name")},
            "native_name": record.native_name,
            "native_language": record.native_language,
            "aliases": parts.names(held["aliases"]),
        }

    @classmethod
    def own(cls, record: Any, held: Mapping[str, list[Any]], near: Mapping[int, Reference]) -> Row:
        """What only records of this kind have."""
        raise NotImplementedError

    @classmethod
    def besides(cls, record: Any, held: Mapping[str, list[Any]], asked: Asked) -> Row:
        """What one alone has besides. One query."""
        wanted = asked.wants("corrections")
        return {"corrections": told_on(record.kind, record.pk, asked.at) if wanted else []}

    @classmethod
    def last(cls, record: Any, told: Row, held: Mapping[str, list[Any]]) -> Row:
        """What every record ends with."""
        return {
            "description": record.description,
            "checked_on": record.checked_on,
            "checked_against": record.checked_against,
            "sources": parts.sources(record, told, held),
            "links": _links(cls, record.slug),
        }

    @classmethod
    def links(cls, slug: str) -> Row:
        """Lists that belong to a record."""
        return {
            "articles": listed("articles", mentions=slug, mentions_kind=cls.record),
            "facts": listed("facts", subject=slug, subject_kind=cls.record),
            "questions": listed("questions", record=f"{cls.record}/{slug}"),
        }


@lru_cache(maxsize=1024)
def _links(records: type[Records], slug: str) -> Row:
    """Kept, since a page has hundreds; to be read only."""
    return records.links(slug)
