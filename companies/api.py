"""Companies and models for programs: the same public records as the pages."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from changes import addresses
from companies.fields import overlaps
from companies.models import AIModel, Company, Record


class CompanySerializer(serializers.ModelSerializer[Company]):
    """A company."""

    url = serializers.SerializerMethodField(help_text="Its page.")
    kind = serializers.CharField(source="sort")

    class Meta:
        model = Company
        fields = (
            *("slug", "url", "name", "native_name", "native_language", "kind", "country", "seat"),
            *("founded", "website", "wikidata", "listing", "description", "checked_on"),
        )

    def get_url(self, company: Company) -> str:
        """Its page."""
        return settings.SITE_URL + company.get_absolute_url()


class ModelSerializer(serializers.ModelSerializer[AIModel]):
    """A model. Its developer and family are given where they are public."""

    url = serializers.SerializerMethodField(help_text="Its page.")
    developer = serializers.SerializerMethodField(help_text="The slug of a company.")
    family = serializers.SerializerMethodField(help_text="The slug of a model family.")

    class Meta:
        model = AIModel
        fields = (
            *("slug", "url", "name", "native_name", "developer", "family", "version", "status", "openness"),
            *("licence", "takes", "gives", "announced", "released", "released_earliest", "released_latest"),
            *("weights", "description", "checked_on"),
        )

    def get_url(self, model: AIModel) -> str:
        """Its page."""
        return settings.SITE_URL + model.get_absolute_url()

    def get_developer(self, model: Any) -> str | None:
        """The developer's slug, where the company is public."""
        return model.public_developer

    def get_family(self, model: Any) -> str | None:
        """The family's slug, where the family is public."""
        return model.public_family


class CompanyFilter(filters.FilterSet):
    """How companies can be narrowed."""

    kind = filters.ChoiceFilter(field_name="sort", choices=Company.Sort.choices)
    country = filters.CharFilter(field_name="country", lookup_expr="iexact")

    class Meta:
        model = Company
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

    def with_modality(self, queryset: QuerySet[AIModel], name: str, value: str) -> QuerySet[AIModel]:
        """Models that take or give a modality; the lists are short texts of known words."""
        return queryset.filter(takes__icontains=f'"{value}"') | queryset.filter(gives__icontains=f'"{value}"')


class RecordViewSet[R: Record](viewsets.ReadOnlyModelViewSet[R]):
    """What companies and models share: a former slug leads to the record, as its page does."""

    kind: str

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The record, or 301 from a slug that it had or that a record had which was merged into it."""
        try:
            return super().retrieve(request, *args, **kwargs)
        except Http404:
            pk = addresses.holder(self.kind, kwargs["slug"])
            found = self.get_queryset().filter(pk=pk).first() if pk else None
            if found is None:
                raise
            here = request.resolver_match.view_name  # type: ignore[union-attr]  # it was found by its address
            return Response(status=301, headers={"Location": reverse(here, args=[found.slug])})


class CompanyViewSet(RecordViewSet[Company]):
    """Public companies by name."""

    kind = Record.Kind.COMPANY

    serializer_class = CompanySerializer
    filterset_class = CompanyFilter
    lookup_field = "slug"
    lookup_value_regex = "[a-z0-9-]+"
    queryset = Company.objects.none()

    def get_queryset(self) -> QuerySet[Company]:
        """Public companies."""
        return Company.objects.public().order_by("name", "pk")


class ModelViewSet(RecordViewSet[AIModel]):
    """Public models by name."""

    kind = Record.Kind.MODEL

    serializer_class = ModelSerializer
    filterset_class = ModelFilter
    lookup_field = "slug"
    lookup_value_regex = "[a-z0-9-]+"
    queryset = AIModel.objects.none()

    def get_queryset(self) -> QuerySet[AIModel]:
        """Public models, with the slugs of a developer and family that are public too."""
        return AIModel.objects.public().with_public_owners().order_by("name", "pk")
