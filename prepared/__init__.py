"""Queries that are put together once and asked often. Knows no app.

Django builds a query's SQL anew each time it is asked, which costs ten times what the database needs for a
page's small queries (measured on the article page: 12 of 13 ms). A `Prepared` keeps the SQL of a queryset and
fills in new values. The queryset stays the one place that says what is asked; nothing is written by hand.
PostgreSQL plans it once for a connection (prepared/planned.py).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import batched
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.utils import CursorWrapper
from django.db.models import Model, QuerySet
from django.db.models.base import ModelState

#: Two values of each kind that stand in no query of ours: where the SQL's parameters differ between them, a
#: value goes in. Distinct for each place, so that it is known which.
_STAND_INS: dict[type, Callable[[int], Any]] = {
    datetime: lambda n: datetime(1801, 1, 1, tzinfo=UTC) + timedelta(seconds=n),
    int: lambda n: 7_100_000_000_000_000_000 + n,
    str: lambda n: f"\ue000stand-in-{n}\ue000",
}


def stand_ins(kind: type) -> tuple[Any, Any]:
    """Two values of a kind that stand in no query of ours."""
    return _STAND_INS[kind](0), _STAND_INS[kind](1)


class _Compiled(NamedTuple):
    sql: str
    params: list[Any]
    places: list[tuple[int, int]]
    names: list[str]
    compiler: Any
    converters: Any


class Prepared:
    """A queryset of `values()` as a function of some values, compiled at its first use.

    `build` takes values of the `kinds` given (datetime, int or str), uses each of them as it is, and returns
    the queryset; it must not depend on anything else that changes.
    """

    def __init__(self, build: Callable[..., "QuerySet[Any, Any]"], *kinds: type) -> None:
        self._build, self._kinds = build, kinds
        self._compiled: _Compiled | None = None

    def __call__(self, *values: Any) -> list[dict[str, Any]]:
        """The rows as `values()` gives them. One query."""
        kept = self._compiled
        if kept is None:
            kept = self._compiled = self._compile()
        params = kept.params.copy()
        given = [adapted(value) for value in values]
        for place, number in kept.places:
            params[place] = given[number]
        with _cursor() as cursor:
            cursor.execute(kept.sql, params)
            rows: Any = cursor.fetchall()
        if kept.converters:
            rows = kept.compiler.apply_converters(rows, kept.converters)
        return [dict(zip(kept.names, row, strict=True)) for row in rows]

    def _compile(self) -> _Compiled:
        first = [_STAND_INS[kind](n) for n, kind in enumerate(self._kinds)]
        second = [_STAND_INS[kind](n + len(first)) for n, kind in enumerate(self._kinds)]
        query = self._build(*first).query
        compiler = query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        _, others = self._build(*second).query.get_compiler(connection=connection).as_sql()
        taken = [adapted(value) for value in first]
        places = [
            (place, taken.index(param))
            for place, (param, other) in enumerate(zip(params, others, strict=True))
            if param != other
        ]
        if {number for _, number in places} != set(range(len(first))):
            raise TypeError("A prepared query must use each of its values as it is.")
        expressions = [selected[0] for selected in compiler.select[: compiler.col_count]]
        return _Compiled(
            sql,
            [adapted(param) for param in params],
            places,
            list(query.selected or ()),
            compiler,
            compiler.get_converters(expressions),
        )


class PreparedAmong:
    """A queryset of `values()` as a function of some ids, compiled once for each of a few numbers of ids.

    `build` takes a tuple of ids, and values of the `kinds` given; the last id stands in as often as it takes to
    fill the number.
    """

    sizes = (1, 20, 100, 200, 500)

    def __init__(self, build: "Callable[..., QuerySet[Any, Any]]", *kinds: type) -> None:
        def prepared(size: int) -> Prepared:
            return Prepared(lambda *values: build(values[:size], *values[size:]), *[int] * size, *kinds)

        self._prepared = {size: prepared(size) for size in self.sizes}

    def __call__(self, ids: Sequence[int], *values: Any) -> list[dict[str, Any]]:
        """The rows as `values()` gives them. One query for every 500 ids."""
        rows = []
        for some in batched(ids, self.sizes[-1], strict=False):
            size = next(size for size in self.sizes if size >= len(some))
            rows += self._prepared[size](*some, *[some[-1]] * (size - len(some)), *values)
        return rows


def columns(model: type[Model]) -> list[str]:
    """All columns of a model, by the names that `values()` knows."""
    return [field.attname for field in model._meta.concrete_fields]


def objects[M: Model](model: type[M], rows: Iterable[dict[str, Any]]) -> list[M]:
    """Objects of a model from rows of its columns; what else the rows hold can be asked of them too.

    Made without their `__init__`, which takes seven times as long: a page of a list has hundreds.
    """
    return [_made(model, row) for row in rows]


def _made[M: Model](model: type[M], row: dict[str, Any]) -> M:
    one = model.__new__(model)
    one.__dict__ |= row
    one._state = ModelState()
    one._state.adding, one._state.db = False, DEFAULT_DB_ALIAS
    return one


def adapted(value: Any) -> Any:
    """A value as the database's driver takes it: of one type on PostgreSQL, for which a statement is planned."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if type(value) is int and connection.vendor == "postgresql":
        from psycopg.types.numeric import Int8

        return Int8(value)
    return value


def _cursor() -> CursorWrapper:
    """What a prepared query is asked by."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    from prepared.planned import planning

    return planning()
