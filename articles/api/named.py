"""The lists of authors and topics: what has a name, and articles."""

from collections.abc import Collection
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import QuerySet

from api.choosing import Asked
from api.references import address, listed, page
from api.resources import Row, public_objects
from articles.api.filters import AuthorFilter, TopicFilter
from articles.api.shapes import AuthorSerializer, TopicSerializer
from articles.models import Author, Topic
from changes.api.syncing import Followed


def reference_to_named(kind: str, pk: int, slug: str, name: str) -> Row:
    """An author or a topic in short."""
    return {
        "id": pk,
        "type": kind,
        "slug": slug,
        "name": name,
        "url": page(f"/{kind}s/{slug}/"),
        "self": address(f"{kind}s", slug),
    }


class Named(Followed):
    """What has a name and live articles, by name.

    words: what is said of each in words. leads_to: the lists that its slug narrows, by its kind.
    """

    lookup_field = "slug"
    lookup_value_regex = "[a-z0-9-]+"
    orders = {"name": ("name", "id"), "-name": ("-name", "-id")}
    words: ClassVar[str]
    leads_to: ClassVar[tuple[str, ...]]

    @classmethod
    def public(cls, at: datetime) -> QuerySet[Any]:
        """Those of live editions."""
        none: Any = cls.queryset
        found: QuerySet[Any] = none.model.objects.public(at)
        return found

    @classmethod
    def among(cls, ids: Collection[int], at: datetime) -> list[Any]:
        """By a query that is put together once."""
        return public_objects(cls, ids, at)

    @classmethod
    def represent(cls, found: list[Any], asked: Asked) -> list[Row]:
        """Some of them; no query."""
        return [cls._told(one) for one in found]

    @classmethod
    def _told(cls, one: Any) -> Row:
        short = reference_to_named(cls.kind, one.pk, one.slug, one.name)
        return {
            **{name: short[name] for name in ("id", "type", "slug", "url", "self", "name")},
            cls.words: getattr(one, cls.words),
            "links": {name: listed(name, **{cls.kind: one.slug}) for name in cls.leads_to},
        }


class Authors(Named):
    """Those who are in the byline of a live article, by name."""

    plural, kind = "authors", "author"
    shape = whole = AuthorSerializer
    filterset_class = AuthorFilter
    queryset = Author.objects.none()
    words, leads_to = "bio", ("articles",)


class Topics(Named):
    """What live articles are filed under, by name."""

    plural, kind = "topics", "topic"
    shape = whole = TopicSerializer
    filterset_class = TopicFilter
    queryset = Topic.objects.none()
    words, leads_to = "description", ("articles", "questions")
