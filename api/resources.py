"""A list of the API and each of its objects: what is public, how it is told, and what it leads to.

Objects are told as plain dicts that are made for a whole page at once, from few queries. Serializers say what the
dicts hold, for the schema; they do not make them, for a serializer for each object and each of its relations cost
five times as much CPU as the rest of a request.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from functools import cache
from itertools import batched
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404, StreamingHttpResponse
from django.utils import timezone
from rest_framework import serializers, viewsets
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api import choosing, narrowing
from api.choosing import Asked
from api.formats import CSV, NDJSON, Streamed
from api.paging import Order, ordering
from api.references import Relation
from prepared import PreparedAmong, columns, objects
from prepared.frugal import frugally

#: Every list by its name, and by the kind of its objects: apps add theirs by defining it.
RESOURCES: dict[str, type["Resource"]] = {}
KINDS: dict[str, type["Resource"]] = {}
#: So many objects are told at a time where a whole list is streamed; of whole ones fewer, for they are large.
CHUNK, WHOLE_CHUNK = 200, 50

#: What is asked of pages alone.
OF_PAGES = ("cursor", "page_size", "count")

Row = dict[str, Any]
#: A part of whole objects, by their ids.
Part = Callable[[list[int], Asked], dict[int, Any]]


class Resource(viewsets.GenericViewSet[Any]):
    """A list of public objects, and one alone.

    plural: the name of the list, as in its address. kind: of its objects, told as their `type`. shape, whole:
    what an object holds in a list, and alone. orders: by name, the first without one asked for. relations: what
    `expand` knows; apps above add to it (`relate`). untold: columns that `represent` does without.
    may_be_gone: one alone is answered 410 where readers were told why they do not see it any more.
    """

    plural: ClassVar[str]
    kind: ClassVar[str]
    shape: ClassVar[type[serializers.Serializer[Any]]]
    whole: ClassVar[type[serializers.Serializer[Any]]]
    orders: ClassVar[Mapping[str, tuple[str, ...]]] = {"-id": ("-id",)}
    relations: ClassVar[Mapping[str, Relation]] = {}
    untold: ClassVar[Collection[str]] = ()
    may_be_gone: ClassVar[bool] = False
    added: ClassVar[dict[str, Relation]]
    also: ClassVar[dict[str, Part]]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.added, cls.also = {}, {}
        if "plural" in cls.__dict__:
            RESOURCES[cls.plural] = KINDS[cls.kind] = cls

    @classmethod
    def public(cls, at: datetime) -> QuerySet[Any]:
        """All that the list may hold at a time."""
        raise NotImplementedError

    @classmethod
    def fetched(cls, found: QuerySet[Any]) -> Any:
        """What `represent` needs of them: related rows, or only some columns."""
        return found

    @classmethod
    def gathered(cls, found: QuerySet[Any], asked: Asked) -> list[Any]:
        """Some objects as `told` takes them; a list whose whole objects need more has it from here."""
        return list(cls.fetched(found))

    @classmethod
    def represent(cls, found: list[Any], asked: Asked) -> list[Row]:
        """Some objects as they are told, each with the fields of `shape` or `whole`, in their order."""
        raise NotImplementedError

    @classmethod
    def related(cls) -> dict[str, Relation]:
        """What can be expanded, by name."""
        return {**cls.relations, **cls.added}

    @classmethod
    def beyond(cls, name: str) -> "type[Resource] | None":
        """Where one can go on from what is expanded: nowhere where that may be of several lists."""
        lists = cls.related()[name].lists
        return RESOURCES[lists[0]] if len(lists) == 1 else None

    @classmethod
    def relate(cls, name: str, relation: Relation) -> None:
        """Add what an app above leads to."""
        cls.added[name] = relation

    @classmethod
    def tell_also(cls, name: str, field: serializers.Field[Any, Any, Any, Any], of: Part) -> None:
        """Add a part of whole objects that an app above knows, after the others; field: what it is, for the schema."""
        cls.whole._declared_fields[name] = field
        cls.also[name] = of

    @classmethod
    def field_names(cls, *, whole: bool = False) -> list[str]:
        """What an object holds, in order."""
        return list(_field_names(cls.whole if whole else cls.shape))

    @classmethod
    def told(cls, found: list[Any], asked: Asked) -> list[Row]:
        """Some objects as they are told, with what is expanded, and no more than is asked for.

        As many queries whatever their number: those of `represent`, and of each list that is expanded.
        """
        rows = cls.represent(found, asked)
        for name, of in cls.also.items():
            if asked.whole and asked.wants(name):
                parts = of([row["id"] for row in rows], asked)
                rows = [row | {name: parts[row["id"]]} for row in rows]
        for name, further in asked.expand.items():
            _expand(rows, name, cls.related()[name], further)
        if asked.fields is None:
            return rows
        return [{name: value for name, value in row.items() if name in asked.fields} for row in rows]

    @classmethod
    def by_id(cls, ids: Collection[int], asked: Asked) -> dict[int, Row]:
        """Public objects by their ids."""
        return {row["id"]: row for row in cls.told(cls.among(ids, asked.at), asked)}

    @classmethod
    def among(cls, ids: Collection[int], at: datetime) -> list[Any]:
        """Those of some ids that are public, in no order, for `represent`. One query."""
        return list(cls.fetched(cls.identified(cls.public(at), ids)))

    @classmethod
    def identified(cls, found: QuerySet[Any], ids: Collection[int]) -> QuerySet[Any]:
        """Those of some public ids."""
        return found.filter(pk__in=ids)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a method that there is not before anything else of the request is looked at."""
        if self.action is None:
            self.http_method_not_allowed(request)
        super().initial(request, *args, **kwargs)

    def get_renderers(self) -> Any:
        """JSON, and for lists what is streamed."""
        return [JSONRenderer(), *([NDJSON(), CSV()] if self.action == "list" else [])]

    def get_queryset(self) -> QuerySet[Any]:
        """All that the list may hold now."""
        return self.public(timezone.now())

    def get_serializer_class(self) -> Any:
        """What an object holds, for the schema."""
        return self.whole if self.action == "retrieve" else self.shape

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """A page of the list; all of it where a format is asked for that is streamed."""
        asked = choosing.read(request, type(self), at=timezone.now())
        found = self.filter_queryset(self.get_queryset())
        renderer: Any = request.accepted_renderer
        if isinstance(renderer, Streamed):
            _refuse_beside(request, renderer)
            _, order = ordering(request, self.orders)
            names = [name for name in self.field_names() if asked.wants(name)]
            pieces = renderer.pieces(self.all_told(found, order, asked), names)
            return StreamingHttpResponse(pieces, headers=renderer.headers(self.plural, asked.at))
        page = self.paginate_queryset(found) or []
        return self.get_paginated_response(self.told(page, asked))

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One object whole."""
        narrowing.refuse_unknown(request, ())
        asked = choosing.read(request, type(self), at=timezone.now(), whole=True)
        found = self.one(kwargs[self.lookup_field], asked.at)
        if found is None:
            raise Http404
        return Response(self.told([found], asked)[0])

    @classmethod
    def one(cls, key: str, at: datetime) -> Any:
        """A public object by what stands in its address, or None."""
        found = list(cls.fetched(cls.public(at).filter(**{cls.lookup_field: key}))[:1])
        return found[0] if found else None

    @classmethod
    def all_told(cls, found: QuerySet[Any], order: Order, asked: Asked) -> Iterator[Row]:
        """All objects of a list, some at a time: no query is long, and no more than some are held."""
        place: list[Any] | None = None
        many = WHOLE_CHUNK if asked.whole else CHUNK
        with frugally():
            while True:
                some = order.of(found) if place is None else order.behind(order.of(found), place)
                rows = cls.gathered(some[:many], asked)
                yield from cls.told(rows, asked)
                if len(rows) < many:
                    return
                place = order.place(rows[-1])


def public_objects(resource: type[Resource], ids: Collection[int], at: datetime) -> list[Any]:
    """Those of some ids that are public, in no order, for a list of a model's objects. A query put together once."""
    queryset: Any = resource.queryset
    return objects(queryset.model, _among(resource)(list(ids), at))


@cache
def _among(resource: type[Resource]) -> PreparedAmong:
    def build(ids: tuple[int, ...], at: datetime) -> QuerySet[Any]:
        found: Any = resource.identified(resource.public(at), ids).order_by()
        return found.values(*(name for name in columns(found.model) if name not in resource.untold))

    return PreparedAmong(build, datetime)


@cache
def _field_names(shape: type[serializers.Serializer[Any]]) -> tuple[str, ...]:
    return tuple(shape().fields)


def moved(request: Request, to: str) -> Response:
    """301 to where an object is told of today, asked in the same way."""
    query = request.META.get("QUERY_STRING", "")
    return Response(status=301, headers={"Location": f"{to}?{query}" if query else to})


def _refuse_beside(request: Request, renderer: Streamed) -> None:
    """Raise Contradictory for what makes no sense of a whole list."""
    said = dict.fromkeys(OF_PAGES, f"Leave this out: {renderer.format} has the whole list.")
    if not renderer.whole_objects:
        said["expand"] = (
            f"Leave this out: a cell of {renderer.format} has no room for a whole object; ndjson has."
        )
    if wrong := {name: [why] for name, why in said.items() if name in request.query_params}:
        raise narrowing.Contradictory(wrong)


def _expand(rows: list[Row], name: str, relation: Relation, asked: Asked) -> None:
    """Put whole objects in the place of references; one that is gone meanwhile stays short."""
    if relation.of is not None:
        found = relation.of([row["id"] for row in rows], asked)
        for row in rows:
            row[name] = found.get(row["id"], [])
        return
    ids: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        for reference in _references(row[name]):
            ids[reference["type"]].add(reference["id"])
    whole: dict[tuple[str, int], Row] = {}
    for kind, some in ids.items():
        for few in batched(sorted(some), CHUNK, strict=False):
            whole |= {(kind, pk): told for pk, told in KINDS[kind].by_id(few, asked).items()}
    for row in rows:
        held = row[name]
        if isinstance(held, list):
            row[name] = [whole.get((one["type"], one["id"]), one) for one in held]
        elif held is not None:
            row[name] = whole.get((held["type"], held["id"]), held)


def _references(held: Any) -> list[Row]:
    return held if isinstance(held, list) else [held] if held is not None else []
