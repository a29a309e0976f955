"""Conditions whose SQL is put together once: what is public is asked in every query, several times in some."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, BooleanField, Exists, Expression, Q
from django.db.models.expressions import Combinable
from django.db.models.sql import Query

from prepared import adapted, stand_ins

#: Stands in the SQL where a column of the row is named that the condition is asked of.
_COLUMN = re.compile("\ue000column-([0-9]+)\ue000")
#: How Django calls the tables of a query within another.
_ALIAS = re.compile(r'"([A-Z]+[0-9]+)"')


class Kept:
    """A condition on columns of a row at a time, compiled at its first use.

    `build` takes what names the columns, and a time; it uses each as it is, and returns the Exists. It must not
    depend on anything else that changes.
    """

    _made = 0

    def __init__(self, build: Callable[..., Exists]) -> None:
        self._build = build
        Kept._made += 1
        # Of its own, for what it is put into has tables too, and names one of them.
        self._tables = f'"k{Kept._made}_\\1"'
        self._compiled: tuple[str, list[Any], list[int]] | None = None

    def __call__(self, *columns: Combinable, at: datetime) -> "Holds":
        """The condition on a row, for `filter`; columns: F or OuterRef, always as many."""
        return Holds(self, at, *columns)

    def compiled(self, columns: Sequence[str], at: datetime) -> tuple[str, tuple[Any, ...]]:
        """Its SQL and parameters; columns: the SQL that names them."""
        if self._compiled is None:
            self._compiled = self._compile(len(columns))
        sql, kept, places = self._compiled
        params, given = kept.copy(), adapted(at)
        for place in places:
            params[place] = given
        return _COLUMN.sub(lambda found: columns[int(found[1])], sql), tuple(params)

    def _compile(self, columns: int) -> tuple[str, list[Any], list[int]]:
        one, other = stand_ins(datetime)
        (sql, params), (_, others) = self._sql(columns, one), self._sql(columns, other)
        places = [n for n, pair in enumerate(zip(params, others, strict=True)) if pair[0] != pair[1]]
        if any(params[place] != adapted(one) for place in places):
            raise TypeError("A kept condition must use the time as it is.")
        return _ALIAS.sub(self._tables, sql), params, places

    def _sql(self, columns: int, at: datetime) -> tuple[str, list[Any]]:
        exists = self._build(*map(_Column, range(columns)), at)
        query = Query(exists.query.model)
        query.add_q(Q(exists))
        sql, params = query.get_compiler(connection=connection).compile(query.where)
        return sql, list(params)


class Holds(Expression):
    """That a kept condition holds of a row."""

    conditional = True
    output_field: Any = BooleanField()

    def __init__(self, kept: Kept, at: datetime, *columns: Combinable) -> None:
        super().__init__()
        self._kept, self._at, self._columns = kept, at, list(columns)

    def get_source_expressions(self) -> list[Any]:
        """What names the columns."""
        return self._columns

    def set_source_expressions(self, exprs: Any) -> None:
        """Name them as the query does."""
        self._columns = list(exprs)

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        """The kept SQL on these columns."""
        return self._kept.compiled([compiler.compile(column)[0] for column in self._columns], self._at)


class _Column(Expression):
    """The place of a column."""

    output_field: Any = BigIntegerField()

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def as_sql(self, compiler: Any, connection: Any, **_: Any) -> tuple[str, tuple[Any, ...]]:
        """The mark that is replaced."""
        return f"\ue000column-{self._number}\ue000", ()
