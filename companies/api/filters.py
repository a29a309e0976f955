"""How the lists of records and of releases can be narrowed."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters

from api.narrowing import IdsFilter
from companies import tracker
from companies.fields import overlaps
from companies.models import AIModel, Company, Market, ModelFamily, Product

OPENNESS = [choice for choice in AIModel.Openness.choices if choice[0]]


class RecordFilter(filters.FilterSet):
    """How records of any kind can be narrowed."""

    id = IdsFilter(field_name="id", lookup_expr="in", help_text="Ids, parted by commas.")


class OwnedFilter(RecordFilter):
    """How what belongs to a company can be narrowed."""

    company = filters.CharFilter(method="of_company", help_text="A company’s slug.")
    #: The column that names whose it is.
    whose = "developer"

    def of_company(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Those of a public company."""
        return queryset.filter(**{f"{self.whose}__in": Company.objects.public().with_slug(value)})


class CompanyFilter(RecordFilter):
    """How companies can be narrowed."""

    kind = filters.ChoiceFilter(field_name="sort", choices=Company.Sort.choices)
    country = filters.CharFilter(field_name="country", lookup_expr="iexact", help_text="ISO 3166-1.")

    class Meta:
        model = Company
        fields: list[str] = []


class ProductFilter(OwnedFilter):
    """How products can be narrowed."""

    whose = "owner"
    family = filters.CharFilter(method="run_by", help_text="The slug of a model family that powers it.")

    class Meta:
        model = Product
        fields: list[str] = []

    def run_by(self, queryset: QuerySet[Product], name: str, value: str) -> QuerySet[Product]:
        """Products that a public family powers."""
        return queryset.filter(powered_by__in=ModelFamily.objects.public().with_slug(value))


class FamilyFilter(OwnedFilter):
    """How model families can be narrowed."""

    class Meta:
        model = ModelFamily
        fields: list[str] = []


class ModelFilter(OwnedFilter):
    """How models can be narrowed."""

    family = filters.CharFilter(method="of_family", help_text="A model family’s slug.")
    modality = filters.ChoiceFilter(method="with_modality", choices=AIModel.Modality.choices)
    openness = filters.ChoiceFilter(choices=OPENNESS)
    status = filters.ChoiceFilter(choices=AIModel.Status.choices)
    released_after = filters.DateFilter(
        method="may_be_after", help_text="May have been released on this day or later."
    )
    released_before = filters.DateFilter(
        method="may_be_before", help_text="May have been released on this day or earlier."
    )

    class Meta:
        model = AIModel
        fields: list[str] = []

    def of_family(self, queryset: QuerySet[AIModel], name: str, value: str) -> QuerySet[AIModel]:
        """Models of a public family."""
        return queryset.filter(family__in=ModelFamily.objects.public().with_slug(value))

    def may_be_after(self, queryset: QuerySet[AIModel], name: str, value: date) -> QuerySet[AIModel]:
        """Models whose release may lie on a day or after it."""
        return queryset.filter(overlaps("released", first=value))

    def may_be_before(self, queryset: QuerySet[AIModel], name: str, value: date) -> QuerySet[AIModel]:
        """Models whose release may lie on a day or before it."""
        return queryset.filter(overlaps("released", last=value))

    def with_modality(self, queryset: Any, name: str, value: str) -> QuerySet[AIModel]:
        """Models that take or give a modality."""
        models: QuerySet[AIModel] = queryset.with_modality(value)
        return models


class MarketFilter(RecordFilter):
    """How markets can be narrowed."""

    country = filters.CharFilter(field_name="country", lookup_expr="iexact", help_text="ISO 3166-1.")

    class Meta:
        model = Market
        fields: list[str] = []


class ReleaseFilter(RecordFilter):
    """How the release tracker can be narrowed: as on its page, and by days."""

    company = filters.CharFilter(help_text="A company’s slug.")
    modality = filters.ChoiceFilter(choices=AIModel.Modality.choices)
    openness = filters.ChoiceFilter(choices=OPENNESS)
    status = filters.ChoiceFilter(choices=tracker.STATES)
    window_after = filters.DateFilter(help_text="Its window ends on this day or later, or is open.")
    window_before = filters.DateFilter(help_text="Its window begins on this day or earlier.")

    class Meta:
        model = AIModel
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        """The models that all filters allow."""
        asked = {name: value for name, value in self.form.cleaned_data.items() if value}
        first: date | None = asked.pop("window_after", None)
        last: date | None = asked.pop("window_before", None)
        if ids := asked.pop("id", None):
            queryset = queryset.filter(pk__in=ids)
        if first or last:
            queryset = queryset.filter(tracker.overlapping(first, last))
        return tracker.narrow(queryset, today=timezone.localdate(), **asked)
