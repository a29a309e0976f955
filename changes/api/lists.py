"""The list of corrections."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from api import resources
from api.choosing import Asked
from api.references import Relation, address, page
from api.resources import Resource, Row
from changes.api.filters import CorrectionFilter
from changes.api.shapes import TOUCHED, CorrectionSerializer
from changes.corrections import NAMED, NAMED_ON_ITS_PAGE, with_things
from changes.models import Correction, Touched


class Corrections(Resource):
    """Corrections, newest first."""

    plural, kind = "corrections", "correction"
    shape = whole = CorrectionSerializer
    lookup_value_regex = "[0-9]{1,18}"
    filterset_class = CorrectionFilter
    queryset = Correction.objects.none()
    orders = {"-corrected": ("-at", "-id"), "corrected": ("at", "id")}
    relations = {"touches": Relation(TOUCHED)}

    @classmethod
    def public(cls, at: datetime) -> QuerySet[Any]:
        """Those whose time has come and that touch something that readers see."""
        found: QuerySet[Any] = Correction.objects.public(at).annotate(at=F("change__effective_at"))
        return found

    @classmethod
    def fetched(cls, found: QuerySet[Any]) -> Any:
        """With their time."""
        return found.select_related("change")

    @classmethod
    def represent(cls, found: list[Correction], asked: Asked) -> list[Row]:
        """Corrections with what they touch. A query, and two for each kind of what they touch."""
        told = with_things(found, asked.at, most=NAMED_ON_ITS_PAGE if asked.whole else NAMED)
        named = references_to([touched for row in told for touched in row["touches"]], asked.at)
        return [
            {
                "id": row["id"],
                "type": "correction",
                "url": page(row["url"]),
                "self": address("corrections", row["id"]),
                **{name: row[name] for name in ("wrong", "right", "at")},
                "touches": [named[one.pk] for one in row["touches"] if one.pk in named],
                "others": row["others"],
            }
            for row in told
        ]


def references_to(touched: list[Touched], at: datetime) -> dict[int, Row]:
    """References to what corrections touch, by the row that says so: its name of then, its addresses of now."""
    ids: dict[str, set[int]] = defaultdict(set)
    for one in touched:
        ids[one.about].add(one.about_id)
    short = Asked(at, fields=("id", "type", "slug", "url", "self"))
    now = {
        (kind, pk): row
        for kind, some in ids.items()
        if kind in resources.KINDS
        for pk, row in resources.KINDS[kind].by_id(some, short).items()
    }
    return {
        one.pk: {
            "id": one.about_id,
            "type": one.about,
            "slug": row.get("slug", ""),
            "name": one.title,
            "url": row["url"],
            "self": row["self"],
        }
        for one in touched
        if (row := now.get((one.about, one.about_id)))
    }
