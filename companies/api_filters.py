"""How the API's lists of records can be narrowed."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django_filters import rest_framework as filters

from companies.fields import overlaps
from companies.models import AIModel, Company, Market, ModelFamily, Product


class CompanyFilter(filters.FilterSet):
    """How companies can be narrowed."""

    kind = filters.ChoiceFilter(field_name="sort", choices=Company.Sort.choices)
    country = filters.CharFilter(field_name="country", lookup_expr="iexact")

    class Meta:
        model = Company
        fields: list[str] = []


class ProductFilter(filters.FilterSet):
    """How products can be narrowed."""

    company = filters.CharFilter(field_name="public_owner", help_text="A company’s slug.")
    family = filters.CharFilter(method="run_by", help_text="The slug of a model family that powers it.")

    class Meta:
        model = Product
        fields: list[str] = []

    def run_by(self, queryset: QuerySet[Product], name: str, value: str) -> QuerySet[Product]:
        """Products that a public family powers."""
        return queryset.filter(powered_by__in=ModelFamily.objects.public().with_slug(value))


class FamilyFilter(filters.FilterSet):
    """How model families can be narrowed."""

    company = filters.CharFilter(field_name="public_developer", help_text="A company’s slug.")

    class Meta:
        model = ModelFamily
        fields: list[str] = []


class ModelFilter(filters.FilterSet):
    """How models can be narrowed."""

    company = filters.CharFilter(field_name="public_developer", help_text="A company’s slug.")
    family = filters.CharFilter(field_name="public_family", help_text="A model family’s slug.")
    modality = filters.ChoiceFilter(method="with_modality", choices=AIModel.Modality.choices)
    openness = filters.ChoiceFilter(choices=[c for c in AIModel.Openness.choices if c[0]])
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


class MarketFilter(filters.FilterSet):
    """How markets can be narrowed."""

    country = filters.CharFilter(field_name="country", lookup_expr="iexact", help_text="ISO 3166-1.")

    class Meta:
        model = Market
        fields: list[str] = []
