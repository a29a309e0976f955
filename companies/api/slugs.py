"""Parameters that name records by their slugs, and what belongs to a company."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters

from api.narrowing import CONTRADICTORY
from changes.api.slugs import SlugFilter, no_such, seen_once
from changes.models import Address
from companies.models import AIModel, Company, ModelFamily, Product, Record
from companies.references import KINDS, LISTS


def _public(kind: str, at: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = Record.objects.public(at).filter(kind=kind)
    return found


class RecordFilter(SlugFilter):
    """What a public record of one kind is used by, or owns."""

    def __init__(self, kind: str, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", f"The slug of a {Record.Kind(kind).label.lower()}.")
        among = Record.objects.filter(kind=kind)
        super().__init__(kind=kind, public=partial(_public, kind), among=among, **kwargs)


class WithKind(forms.TextInput):
    """Reads a record's slug together with its kind, where a parameter beside it says so: `subject_kind`."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str | None, str | None]:
        """Both as they are given."""
        return data.get(name), data.get(f"{name}_kind")


class AnyRecord(forms.Field):
    """A slug, alone or behind a kind, read as the ids of the public records that have it, or had it."""

    widget = WithKind

    def clean(self, value: tuple[str | None, str | None]) -> list[int]:
        """The ids: several where records of several kinds have it, none where nothing is given.

        A query, some more for a slug that nothing has today. Raises ValidationError.
        """
        given, beside = value
        if not given:
            return []
        before, _, slug = given.rpartition("/")
        if before and before not in KINDS:
            raise ValidationError("Give a slug, or a kind and a slug, as in company/openai.", code="invalid")
        kind = KINDS.get(before) or (beside if beside in LISTS else None)
        if before and beside in LISTS and beside != kind:
            raise ValidationError(
                f"It names a {kind}, and the kind beside it is {beside}.", code=CONTRADICTORY
            )
        kinds = [kind] if kind else list(LISTS)
        public: Any = Record.objects.public(timezone.now()).filter(kind__in=kinds).order_by()
        ids = list(public.filter(slug=slug).values_list("pk", flat=True))
        if ids:
            return ids
        had = list(Address.objects.filter(kind__in=kinds, slug=slug).values_list("object_id", flat=True))
        ids = list(public.filter(pk__in=had).values_list("pk", flat=True))
        if not ids:
            named: Any = Record.objects.filter(Q(slug=slug) | Q(pk__in=had), kind__in=kinds).order_by()
            once = seen_once(named.values_list("kind", "pk"))
            raise no_such(kind or "record", slug, public.values_list("slug", flat=True), once=once)
        return ids


class AnyRecordFilter(filters.Filter):
    """What one of some records is used by, by their slug."""

    field_class = AnyRecord
    looks = {
        "type": "string",
        "pattern": rf"^(({'|'.join(KINDS)})/)?[^\u0000/]*[^\s\u0000/][^\u0000/]*$",
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(lookup_expr="in", **kwargs)


def belonging_to(company: int) -> list[int]:
    """The ids of a company and of its products, model families and models, those that are public. One query."""
    ids = Company.objects.filter(pk=company).order_by().values_list("pk")
    own = ids.union(
        *(model.objects.filter(**{whose: company}).order_by().values_list("pk") for model, whose in OWN)
    )
    return _public_ones(own)


def belonging_to_family(family: int) -> list[int]:
    """The ids of a model family and of its models, those that are public. One query."""
    ids = ModelFamily.objects.filter(pk=family).order_by().values_list("pk")
    return _public_ones(ids.union(AIModel.objects.filter(family=family).order_by().values_list("pk")))


#: What belongs to companies, and the column that says whose it is.
OWN: Iterable[tuple[Any, str]] = ((Product, "owner"), (ModelFamily, "developer"), (AIModel, "developer"))


def _public_ones(ids: QuerySet[Any, Any]) -> list[int]:
    return list(Record.objects.public().filter(pk__in=ids).order_by().values_list("pk", flat=True))
