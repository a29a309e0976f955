"""Pages of the API's lists, walked by a cursor: the thousandth costs what the first does.

A cursor says behind which object of which order a page begins, so what is published or withdrawn meanwhile moves
nothing twice onto a page or past it. Django REST framework's own pages by one column and count on inside ties, which
1,000 facts of one day are; here the last column of an order is unique.
"""

import json
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ValidationError as Refused
from django.db.models import F, Field, Q, QuerySet
from rest_framework import exceptions
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response

#: So many objects on a page, and at most.
USUAL, MOST = 20, 100


@dataclass(frozen=True)
class Order:
    """An order of a list by its columns, the last of which is unique; those that are not known stand last."""

    columns: tuple[str, ...]

    @property
    def names(self) -> list[str]:
        """The columns without their direction."""
        return [column.lstrip("-") for column in self.columns]

    def of(self, queryset: QuerySet[Any], *, backwards: bool = False) -> QuerySet[Any]:
        """The queryset in this order, or in the opposite one."""
        fields = self._fields(queryset)
        ordered: list[Any] = []
        for column, field in zip(self.columns, fields, strict=True):
            down = column.startswith("-") != backwards
            name = column.lstrip("-")
            if field.null:
                direction = F(name).desc if down else F(name).asc
                ordered.append(direction(nulls_first=True) if backwards else direction(nulls_last=True))
            else:
                ordered.append(f"-{name}" if down else name)
        return queryset.order_by(*ordered)

    def behind(
        self, queryset: QuerySet[Any], place: Sequence[Any], *, backwards: bool = False
    ) -> QuerySet[Any]:
        """What stands behind a place in this order, or before it."""
        condition, same = Q(pk__in=()), Q()
        for column, field, value in zip(self.columns, self._fields(queryset), place, strict=True):
            name = column.lstrip("-")
            condition |= same & _beyond(
                name,
                value,
                nullable=field.null,
                down=column.startswith("-") != backwards,
                backwards=backwards,
            )
            same &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
        first, down = self.columns[0].lstrip("-"), self.columns[0].startswith("-") != backwards
        if place[0] is not None and not self._fields(queryset)[0].null:
            # Says nothing new; by it the database begins in the middle of its index.
            condition &= Q(**{f"{first}__{'lte' if down else 'gte'}": place[0]})
        return _first(queryset.filter(condition), len(queryset.query.where.children))

    def place(self, row: Any) -> list[Any]:
        """Where an object stands: its values of the columns."""
        if isinstance(row, dict):
            return [row[name] for name in self.names]
        return [getattr(row, name) for name in self.names]

    def read(self, queryset: QuerySet[Any], place: Sequence[Any]) -> list[Any]:
        """A place from a cursor's text. Raises ValueError where it is none of this order."""
        fields = self._fields(queryset)
        if len(place) != len(fields):
            raise ValueError("as many values as columns")
        try:
            return [
                None if value is None and field.null else _kept(field.clean(value, None))
                for field, value in zip(fields, place, strict=True)
            ]
        except (Refused, TypeError, OverflowError) as reason:
            raise ValueError("values of the columns") from reason

    def _fields(self, queryset: QuerySet[Any]) -> list[Any]:
        fields: list[Any] = []
        for name in self.names:
            column: Any = queryset.query.annotations.get(name)
            if column is None:
                column = queryset.model._meta.get_field(name)
            # What the database computes, for a query or in the row, is of another field's kind.
            field: Field[Any, Any] = getattr(column, "output_field", column)
            fields.append(field)
        return fields


def _kept(value: Any) -> Any:
    """A value as a database takes it: no half of a character, no NUL, a moment that there is in UTC as well.

    Raises ValueError, OverflowError.
    """
    if isinstance(value, str):
        value.encode()
        if "\x00" in value:
            raise ValueError("NUL")
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _beyond(name: str, value: Any, *, nullable: bool, down: bool, backwards: bool) -> Q:
    """What one column has to be to stand beyond a value; null stands last, so first when one walks backwards."""
    if value is None:
        return Q(**{f"{name}__isnull": False}) if backwards else Q(pk__in=())
    beyond = Q(**{f"{name}__{'lt' if down else 'gt'}": value})
    return beyond | Q(**{f"{name}__isnull": True}) if nullable and not backwards else beyond


def _first(queryset: QuerySet[Any], already: int) -> QuerySet[Any]:
    """The same, its newest conditions before those that were there already.

    Of two bounds of a column SQLite begins at the first, and what is public has one: that its time has come.
    """
    where = queryset.query.where
    where.children = [*where.children[already:], *where.children[:already]]
    return queryset


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: behind a place of an order, or before it. order: with the name of the list."""

    order: str
    place: list[Any]
    backwards: bool = False

    def __str__(self) -> str:
        said = [self.order, int(self.backwards), *self.place]
        # Times to the microsecond, as they are kept: cut short, a place would lie before its own object.
        text = json.dumps(said, default=str, separators=(",", ":"))
        return urlsafe_b64encode(text.encode()).decode().rstrip("=")

    @classmethod
    def read(cls, text: str) -> "Cursor":
        """A cursor from an address. Raises ValueError."""
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,1000}", text):
            raise ValueError("no cursor")
        said = json.loads(urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        match said:
            case [str(order), 0 | 1 as backwards, *place] if all(
                value is None or isinstance(value, str | int) for value in place
            ):
                return cls(order, place, bool(backwards))
        raise ValueError("no cursor")


class NoSuchPage(exceptions.ValidationError):
    """No page of this list begins there: as Django REST framework's own pages say it, there is nothing here."""

    status_code = 404

    def __init__(self) -> None:
        said = "This is no cursor of this list in this order. Take one from “next” or “previous”, or leave it out."
        super().__init__({"cursor": [said]})


class Pages(BasePagination):
    """Pages of 20, or as many as `page_size` says, up to 100, behind a `cursor`; counted only if asked."""

    #: What an address may add about them.
    parameters: tuple[str, ...] = ("cursor", "page_size", "count", "ordering")

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any]:
        """The objects of a page. One query, and one to count; raises ValidationError naming the parameter."""
        self.request, self.size = request, page_size(request)
        name, self.order = ordering(request, view.orders)
        self.order_name = f"{view.basename} {name}"
        self.count = queryset.count() if _counted(request) else None
        cursor = self._cursor(queryset)
        backwards = bool(cursor and cursor.backwards)
        found = self.order.of(queryset, backwards=backwards)
        if cursor:
            found = self.order.behind(found, cursor.place, backwards=backwards)
        elif self.order.names[0] == "id":
            # Says nothing new; with a bound of it the database walks by it, and does not sort all that matches.
            found = found.filter(pk__gt=0)
        rows = list(view.fetched(found)[: self.size + 1])
        more, rows = len(rows) > self.size, rows[: self.size]
        if backwards:
            rows.reverse()
        self.after = self._beside(rows[-1]) if rows and (more or backwards) else None
        self.before = (
            self._beside(rows[0], backwards=True) if rows and cursor and (more or not backwards) else None
        )
        return rows

    def get_paginated_response(self, data: Any) -> Response:
        """The page with the addresses of those beside it, also as `Link` headers (RFC 8288)."""
        beside = {"next": self._address(self.after), "previous": self._address(self.before)}
        counted = {} if self.count is None else {"count": self.count}
        rels = {"next": beside["next"], "prev": beside["previous"], "first": self._address("")}
        links = ", ".join(f'<{address}>; rel="{rel}"' for rel, address in rels.items() if address)
        return Response({**beside, **counted, "results": data}, headers={"Link": links})

    def _cursor(self, queryset: QuerySet[Any]) -> Cursor | None:
        text = self.request.query_params.get("cursor")
        if text is None:
            return None
        try:
            cursor = Cursor.read(text)
            if cursor.order != self.order_name:
                raise ValueError("of another order")
            return Cursor(cursor.order, self.order.read(queryset, cursor.place), cursor.backwards)
        except ValueError as reason:
            raise NoSuchPage from reason

    def _beside(self, row: Any, *, backwards: bool = False) -> str:
        return str(Cursor(self.order_name, self.order.place(row), backwards))

    def _address(self, cursor: str | None) -> str | None:
        """The same list behind another cursor; the empty one begins it."""
        if cursor is None:
            return None
        asked = {name: value for name, value in self.request.query_params.items() if name != "cursor"}
        query = urlencode(asked | ({"cursor": cursor} if cursor else {}))
        return f"{settings.SITE_URL}{self.request.path}" + (f"?{query}" if query else "")

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The parameters with their bounds."""
        orders = list(view.orders)
        return [
            _parameter(
                "cursor",
                "Where the page begins: from `next` or `previous`.",
                {"type": "string", "minLength": 1, "maxLength": 1000},
            ),
            _parameter(
                "page_size",
                "How many on a page.",
                {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
            ),
            _parameter("count", "Say how many there are in all: costs a query more.", {"type": "boolean"}),
            _parameter(
                "ordering", "In which order.", {"type": "string", "enum": orders, "default": orders[0]}
            ),
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """A page of results; the pages beside it are null where there are none."""
        address = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": address,
                "previous": address,
                "count": {"type": "integer", "description": "Where it was asked for."},
                "results": schema,
            },
        }


def _parameter(name: str, about: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": about, "schema": schema}


def page_size(request: Request) -> int:
    """How many objects of a list are asked for; raises ValidationError for what is no number from 1 to 100."""
    asked = request.query_params.get("page_size", str(USUAL))
    if not re.fullmatch("[1-9][0-9]{0,2}", asked) or int(asked) > MOST:
        raise exceptions.ValidationError({"page_size": [f"Give a whole number from 1 to {MOST}."]})
    return int(asked)


def ordering(request: Request, orders: Mapping[str, tuple[str, ...]]) -> tuple[str, Order]:
    """The order that is asked for and its name, the first without one; raises ValidationError."""
    asked = request.query_params.get("ordering", next(iter(orders)))
    if asked not in orders:
        raise exceptions.ValidationError({"ordering": [f"Give one of: {', '.join(orders)}."]})
    return asked, Order(orders[asked])


def _counted(request: Request) -> bool:
    asked = request.query_params.get("count", "false")
    if asked not in {"true", "false"}:
        raise exceptions.ValidationError({"count": ["Give true or false."]})
    return asked == "true"
