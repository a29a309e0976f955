"""The list of releases: the release tracker for programs."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet, prefetch_related_objects

from api.choosing import Asked
from api.references import Relation, address, listed
from api.resources import Row
from companies import tracker
from companies.api import parts
from companies.api.filters import ReleaseFilter
from companies.api.records import Addressed
from companies.api.shapes import ReleaseSerializer
from companies.calendar import Span
from companies.models import AIModel, Record
from companies.references import reference_to


class Releases(Addressed):
    """The release tracker: public models with what was said of their release, the next to close first."""

    plural, kind = "releases", "release"
    record = Record.Kind.MODEL.value
    shape = whole = ReleaseSerializer
    filterset_class = ReleaseFilter
    queryset = AIModel.objects.none()
    orders = {
        "window": ("closes", "id"),
        "-window": ("-closes", "-id"),
        "name": ("name", "id"),
        "-name": ("-name", "-id"),
    }
    relations = {"model": Relation(("models",)), "company": Relation(("companies",))}

    @classmethod
    def public(cls, at: datetime) -> QuerySet[Any]:
        """The models that the tracker's page shows."""
        models: QuerySet[Any] = AIModel.objects.public(at)
        return models

    @classmethod
    def represent(cls, found: list[Any], asked: Asked) -> list[Row]:
        """Some models as the tracker has them. Two queries."""
        prefetch_related_objects(found, "claims")
        return [_release(row) for row in tracker.rows(found, asked.at)]


def _release(row: tracker.Row) -> Row:
    model, developer = row.model, row.developer
    reference = reference_to(model.pk, "model", model.slug, model.name)
    return {
        "id": model.pk,
        "type": "release",
        "slug": model.slug,
        "url": reference["url"],
        "self": address("releases", model.slug),
        "name": model.name,
        "model": reference,
        "company": reference_to(developer.pk, developer.kind, developer.slug, developer.name)
        if developer
        else None,
        "status": model.status,
        "standing": row.standing,
        **_window(row),
        "overdue_days": row.overdue,
        "slips": {"times": row.slips.times, "days": row.slips.days},
        "claims": parts.claims(row.told),
        "links": {"facts": listed("facts", subject=model.slug, subject_kind="model")},
    }


def _window(row: tracker.Row) -> Row:
    named = row.named if row.edtf else Span(None, None)
    return {
        "window": row.edtf,
        "window_earliest": named.opens,
        "window_latest": named.closes,
        "window_words": row.when,
    }
