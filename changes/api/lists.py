"""The lists of corrections and of public changes."""

from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from api import pointing
from api.choosing import Asked
from api.references import Relation, address, page
from api.resources import Resource, Row
from changes.api.filters import ChangeFilter, CorrectionFilter
from changes.api.shapes import TOUCHED, ChangeSerializer, CorrectionSerializer
from changes.api.syncing import Followed
from changes.corrections import NAMED, NAMED_ON_ITS_PAGE, with_things
from changes.models import Change, Correction


class Corrections(Followed):
    """Corrections, newest first."""

    plural, kind = "corrections", "correction"
    shape = whole = CorrectionSerializer
    lookup_value_regex = "[0-9]{1,18}"
    filterset_class = CorrectionFilter
    queryset = Correction.objects.none()
    orders = {"-at": ("-at", "-id"), "at": ("at", "id")}
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
        """Corrections with what they touch. A query, and a few for each kind of what they touch."""
        told = with_things(found, asked.at, most=NAMED_ON_ITS_PAGE if asked.whole else NAMED)
        touched = ((one.about, one.about_id) for row in told for one in row["touches"])
        now = pointing.references(touched, asked.at)
        return [
            {
                "id": row["id"],
                "type": "correction",
                "url": page(row["url"]),
                "self": address("corrections", row["id"]),
                **{name: row[name] for name in ("wrong", "right", "at")},
                "touches": [
                    now[one.about, one.about_id] | {"name": one.title}
                    for one in row["touches"]
                    if (one.about, one.about_id) in now
                ],
                "others": row["others"],
            }
            for row in told
        ]


class Changes(Resource):
    """What readers were told of, newest first."""

    plural, kind = "changes", "change"
    shape = whole = ChangeSerializer
    lookup_value_regex = "[0-9]{1,18}"
    filterset_class = ChangeFilter
    queryset = Change.objects.none()
    orders = {"-at": ("-effective_at", "-id"), "at": ("effective_at", "id")}
    relations = {"object": Relation(TOUCHED)}

    @classmethod
    def public(cls, at: datetime) -> QuerySet[Any]:
        """News of what readers see, and what was withdrawn."""
        found: QuerySet[Any] = Change.objects.news(at)
        return found

    @classmethod
    def represent(cls, found: list[Change], asked: Asked) -> list[Row]:
        """Changes with what they are about. A few queries for each kind of that."""
        standing = [(one.about, one.about_id) for one in found if one.kind != Change.Kind.WITHDRAWN]
        now = pointing.references(standing, asked.at) if asked.wants("object") else {}
        return [
            {
                "id": one.pk,
                "type": "change",
                "self": address("changes", one.pk),
                "kind": one.kind,
                "at": one.effective_at,
                "about": one.about,
                "about_id": one.about_id,
                "title": one.title,
                "note": one.note,
                # The address of what was withdrawn holds its words.
                "url": page(one.address) if one.address and one.kind != Change.Kind.WITHDRAWN else None,
                "object": None if one.kind == Change.Kind.WITHDRAWN else _called(one, now),
            }
            for one in found
        ]


def _called(change: Change, now: dict[pointing.Thing, Row]) -> Row | None:
    found = now.get((change.about, change.about_id))
    return found and found | {"name": change.title}
