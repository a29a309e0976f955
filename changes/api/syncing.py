"""Lists that can be followed: what changed since a mark, and what went (docs/api.md, “Staying in step”)."""

from collections.abc import Collection
from datetime import datetime
from operator import attrgetter
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.utils import timezone
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from api import choosing
from api.choosing import Asked
from api.formats import Streamed
from api.narrowing import Contradictory, NoLonger
from api.paging import Pages, page_size
from api.resources import Resource, Row
from api.values import MOMENT
from changes import following
from changes.following import Gone, Moved
from changes.marks import Mark

Rows = list[Row]

#: What makes no sense of a list that is walked in the order of its changes.
NOT_BESIDE = ("cursor", "ordering", "count", "format")


#: A time, or what stands in `synced`.
MARK = {
    "type": "string",
    "maxLength": 4000,
    "pattern": rf"^({MOMENT}"
    r"|m([0-9]{1,15}|[1-3][0-9]{15})\.[0-9]{1,18}\.([0-9]{1,18}[a-z]{1,20})?\.[0-9]{1,18}(-[0-9]{1,18})*)$",
}


class FollowedPages(Pages):
    """Pages of a list that can be followed."""

    parameters = (*Pages.parameters, "updated_since")

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """The parameters of pages, and the mark."""
        said = "What changed since: the `synced` of the answer before, or a time (ISO 8601 with its zone)."
        return [
            *super().get_schema_operation_parameters(view),
            {"name": "updated_since", "in": "query", "description": said, "schema": MARK},
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """A page, and what it holds besides where changes were asked for."""
        found = super().get_paginated_response_schema(schema)
        found["properties"] |= {
            "synced": {"type": "string", "description": "The mark for the next `updated_since`."},
            "gone": {
                "type": "array",
                "description": "With `updated_since`: what is to be dropped.",
                "items": TOMBSTONE,
            },
        }
        return found


#: So many stretches of the log without anything to tell are gone over in one answer.
STRETCHES = 20

TOMBSTONE = {
    "type": "object",
    "required": ["id", "type", "url", "at", "why"],
    "properties": {
        "id": {"type": "integer"},
        "type": {"type": "string"},
        "url": {"type": ["string", "null"], "description": "The address that it had, where it had one."},
        "at": {"type": "string", "format": "date-time"},
        "why": {
            "type": "string",
            "enum": ["withdrawn", "expired", "merged", "hidden", "filtered"],
            "description": "filtered: it is there, and matches the other parameters no more.",
        },
    },
}


class Followed(Resource):
    """A list that can be asked for what changed since a time or a mark."""

    pagination_class = FollowedPages

    @classmethod
    def followed_as(cls) -> str:
        """What the log calls an object of it."""
        return cls.kind

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        """The list; with `updated_since` what of it changed, the oldest change first."""
        if "updated_since" not in request.query_params:
            return super().list(request, *args, **kwargs)
        if beside := [name for name in NOT_BESIDE if name in request.query_params]:
            said = "Leave this out beside updated_since: the order is that of the changes, and goes on by the mark."
            raise Contradictory({name: [said] for name in beside})
        if isinstance(request.accepted_renderer, Streamed):
            raise exceptions.NotAcceptable("What changed comes as application/json: accept it.")
        return self._changed(request)

    def _changed(self, request: Request) -> Response:
        now = timezone.now()
        asked = choosing.read(request, type(self), at=now)
        try:
            matching = self.filter_queryset(self.public(now))
        except NoLonger:  # Whoever follows by it has to hear that all of it is to be dropped.
            matching = self.public(now).none()
        try:
            mark = Mark.read(request.query_params["updated_since"])
        except ValueError as reason:
            raise exceptions.ValidationError({"updated_since": [str(reason)]}) from reason
        followed = self._followed(mark, page_size(request), now)
        ids = [moved.about_id for moved in followed.changed]
        told = {
            row["id"]: row for row in self.told(list(self.fetched(self.identified(matching, ids))), asked)
        }
        more = f"?{urlencode(request.query_params.dict() | {'updated_since': str(followed.mark)})}"
        after = f"{settings.SITE_URL}{request.path}{more}" if followed.more else None
        return Response(
            {
                "next": after,
                "previous": None,
                "synced": str(followed.mark),
                "results": [told[pk] for pk in ids if pk in told],
                "gone": self._gone([moved for moved in followed.changed if moved.about_id not in told], now),
            },
            headers={"Link": f'<{after}>; rel="next"'} if after else None,
        )

    def _followed(self, mark: Mark, limit: int, at: datetime) -> following.Followed:
        """What changed since a mark; some stretches of the log in which nothing did are gone over at once."""
        followed = following.since([self.followed_as()], mark, limit=limit, at=at)
        for _ in range(STRETCHES):
            if followed.changed or not followed.more:
                break
            followed = following.since([self.followed_as()], followed.mark, limit=limit, at=at)
        return followed

    def _gone(self, missing: Collection[Moved], at: datetime) -> Rows:
        """What changed and is not in the answer: what readers do not see any more, and what matches no more."""
        lost = following.gone(list(missing), at)
        left = self.by_id([one.about_id for one in missing], Asked(at, fields=choosing.ALWAYS))
        filtered = [
            Gone(one.about, one.about_id, one.at, "filtered", "") for one in missing if one.about_id in left
        ]
        return [self._tombstone(one) for one in sorted([*lost, *filtered], key=attrgetter("at"))]

    def _tombstone(self, one: Gone) -> Row:
        return {
            "id": one.about_id,
            "type": self.kind,
            "url": settings.SITE_URL + one.address if one.address else None,
            "at": one.at,
            "why": one.why,
        }
