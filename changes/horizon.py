"""Which rows of the log a reader had before it, so that what is committed late is told from what was seen."""

import re
from typing import NamedTuple

from django.db import connection, models
from django.db.models import Max, Q


class CurrentTransaction(models.Expression):
    """The number of the transaction that writes a row. SQLite has one writer at a time and needs none: 0."""

    allowed_default = True
    output_field = models.BigIntegerField()

    def as_sql(self, compiler: object, connection: object) -> tuple[str, tuple[str | int, ...]]:
        """SQLite's."""
        return "0", ()

    def as_postgresql(self, compiler: object, connection: object) -> tuple[str, tuple[str | int, ...]]:
        """PostgreSQL's, of the outermost transaction: never used twice in a cluster."""
        return "pg_current_xact_id()::text::bigint", ()


class Horizon(NamedTuple):
    """What was committed at a moment: all below `next` but what was under way (`open`).

    In PostgreSQL these are transactions, in SQLite rows: there ids are in the order of commits.
    """

    next: int
    open: tuple[int, ...] = ()

    def until(self, later: "Horizon") -> Q:
        """The rows of the log that whoever looked at this moment did not see, and at a later one did."""
        column = "id" if connection.vendor == "sqlite" else "transaction"
        begun = Q(**{f"{column}__gte": self.next, f"{column}__lt": later.next})
        return begun | Q(**{f"{column}__in": self.open}) if self.open else begun


def now() -> Horizon:
    """The horizon of this moment. One query, to be asked before what is read."""
    return _of_rows() if connection.vendor == "sqlite" else _of_transactions()


def _of_rows() -> Horizon:
    from changes.models import Change

    return Horizon((Change.objects.aggregate(newest=Max("id"))["newest"] or 0) + 1)


def _of_transactions() -> Horizon:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text, pg_current_xact_id_if_assigned()::text::bigint")
        snapshot, own = cursor.fetchone()
    _, following, *under_way = map(int, re.findall(r"\d+", snapshot))
    if own is None:
        return Horizon(following, tuple(under_way))
    # Whoever writes sees its own rows, and not those of the others that began before it.
    others = {*under_way, *range(following, own)} - {own}
    return Horizon(max(following, own + 1), tuple(sorted(others)))
