"""Articles by what they use: topics, authors, records. Neither rare nor usual ones are looked for among all."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, QuerySet

from articles.models import Edition

#: As many rows are counted to know what is rare.
COUNTED = 1_000


class Use(NamedTuple):
    """That an edition uses one of some things.

    rows: the table that says so. column: of the thing in it. ids: of the things, mostly one. further: what else
    its rows must be.
    """

    rows: Any
    column: str
    ids: list[int]
    further: Mapping[str, Any] = {}

    def found(self) -> QuerySet[Any]:
        """The rows that say so."""
        rows: QuerySet[Any] = self.rows.objects.filter(**{f"{self.column}__in": self.ids}, **self.further)
        return rows

    def how_many(self) -> int:
        """How many there are, or `COUNTED`. One query."""
        return len(self.found().order_by().values_list("pk", flat=True)[:COUNTED])


def few(rows: QuerySet[Any], column: str) -> set[int] | None:
    """What stands in a column of some rows, or None where these are many. One query."""
    found = list(rows.order_by().values_list(column, flat=True)[:COUNTED])
    return set(found) if len(found) < COUNTED else None


def by_uses(editions: QuerySet[Edition], uses: list[Use]) -> QuerySet[Edition]:
    """Editions that use all of it, walked by the date beside the rarest, whose index has all of one thing together."""
    if not all(use.ids for use in uses):
        return editions.none()
    others = sorted(uses, key=Use.how_many) if len(uses) > 1 else uses
    # Of several things an edition that uses two would be found twice.
    if others and len(others[0].ids) > 1:
        if (few_editions := few(others[0].found(), "edition")) is not None:
            return by_uses(editions.filter(pk__in=few_editions), others[1:])
    elif others:
        rarest, *others = others
        relation = rarest.rows._meta.get_field("edition").remote_field.related_name
        of = {rarest.column: rarest.ids[0], **rarest.further}
        editions = editions.filter(**{f"{relation}__{name}": value for name, value in of.items()})
        editions = editions.annotate(placed=F(f"{relation}__dated"), placed_id=F(f"{relation}__edition_id"))
    return editions.filter(*(Exists(use.found().filter(edition=OuterRef("pk"))) for use in others))
