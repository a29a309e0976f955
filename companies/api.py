"""Companies, models and their releases for programs: the same public records as the pages."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse

from changes import addresses
from companies import tracker
from companies.fields import overlaps
from companies.models import AIModel, Company, Listing, Record
from companies.source_api import SourcedSerializer


class ListingSerializer(serializers.ModelSerializer[Listing]):
    """A company's shares on a stock exchange."""

    class Meta:
        model = Listing
        fields = ("exchange", "ticker", "since", "until")
        extra_kwargs = {
            "exchange": {"help_text": "ISO 10383, for example XHKG."},
            "since": {"help_text": "EDTF, or empty where it is not recorded."},
            "until": {"help_text": "EDTF, or empty while it is listed."},
        }


class CompanySerializer(SourcedSerializer[Company]):
    """A company."""

    CALLED = {"sort": "kind"}

    url = serializers.SerializerMethodField(help_text="Its page.")
    kind = serializers.CharField(source="sort")
    logo = serializers.SerializerMethodField(help_text="The address of a picture, where there is one.")
    listings = ListingSerializer(many=True)

    class Meta:
        model = Company
        fields = (
            *("slug", "url", "name", "native_name", "native_language", "kind", "country", "seat"),
            *(
                "founded",
                "website",
                "wikidata",
                "logo",
                "listings",
                "description",
                "checked_on",
                "checked_against",
                "sources",
            ),
        )

    def get_url(self, company: Company) -> str:
        """Its page."""
        return settings.SITE_URL + company.get_absolute_url()

    def get_logo(self, company: Company) -> str | None:
        """The logo's address."""
        return settings.SITE_URL + company.logo_address if company.logo else None


class ModelSerializer(SourcedSerializer[AIModel]):
    """A model. Its developer and family are given where they are public."""

    url = serializers.SerializerMethodField(help_text="Its page.")
    developer = serializers.SerializerMethodField(help_text="The slug of a company.")
    family = serializers.SerializerMethodField(help_text="The slug of a model family.")

    class Meta:
        model = AIModel
        fields = (
            *("slug", "url", "name", "native_name", "developer", "family", "version", "status", "openness"),
            *("licence", "takes", "gives", "announced", "released", "released_earliest", "released_latest"),
            *("weights", "description", "checked_on", "checked_against", "sources"),
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


class ClaimSerializer(serializers.Serializer[Any]):
    """What somebody said of a release."""

    status = serializers.CharField(source="claim.status", help_text="The model’s status by this claim.")
    window = serializers.CharField(source="claim.window", help_text="EDTF, or empty where no day was named.")
    earliest = serializers.DateField(source="claim.window_earliest", allow_null=True)
    latest = serializers.DateField(source="claim.window_latest", allow_null=True)
    words = serializers.CharField(source="claim.window_words", help_text="The source’s own.")
    claimed_by = serializers.CharField(source="claim.claimed_by")
    claimed_on = serializers.DateField(source="claim.claimed_on")
    source = serializers.CharField(source="claim.source", help_text="An address, or empty.")  # type: ignore[assignment]
    slip_days = serializers.IntegerField(
        allow_null=True,
        help_text="Days by which the window’s end moved from the claim before; null: not known.",
    )


class SlipsSerializer(serializers.Serializer[Any]):
    """How often a release moved to a later day, and how far in all."""

    times = serializers.IntegerField()
    days = serializers.IntegerField()


class ReleaseSerializer(serializers.Serializer[Any]):
    """A model in the release tracker: where its release stands today, and every claim, oldest first."""

    slug = serializers.CharField(source="model.slug")
    url = serializers.SerializerMethodField(help_text="The model’s page.")
    name = serializers.CharField(source="model.name")
    developer = serializers.CharField(
        source="model.public_developer",
        allow_null=True,
        help_text="The slug of a company, where it is public.",
    )
    status = serializers.CharField(source="model.status")
    standing = serializers.CharField(help_text="expected, overdue, released or withdrawn.")
    window = serializers.CharField(source="when", help_text="In words, or empty where no day is known.")
    earliest = serializers.DateField(source="named.opens", allow_null=True)
    latest = serializers.DateField(source="named.closes", allow_null=True)
    overdue_days = serializers.IntegerField(source="overdue")
    slips = SlipsSerializer()
    claims = ClaimSerializer(source="told", many=True)

    def get_url(self, row: tracker.Row) -> str:
        """The model's page."""
        return settings.SITE_URL + str(row.model.get_absolute_url())


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

    def with_modality(self, queryset: Any, name: str, value: str) -> QuerySet[AIModel]:
        """Models that take or give a modality."""
        models: QuerySet[AIModel] = queryset.with_modality(value)
        return models


class ReleaseFilter(filters.FilterSet):
    """How the release tracker can be narrowed: as on its page, and by days."""

    company = filters.CharFilter(help_text="A company’s slug.")
    modality = filters.ChoiceFilter(choices=AIModel.Modality.choices)
    openness = filters.ChoiceFilter(choices=[c for c in AIModel.Openness.choices if c[0]])
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
        if first or last:
            queryset = queryset.filter(tracker.overlapping(first, last))
        return tracker.narrow(queryset, today=timezone.localdate(), **asked)


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
        """Public companies with their listings."""
        return Company.objects.public().order_by("name", "pk").prefetch_related("listings", "sources")


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
        models: Any = AIModel.objects.public().with_public_owners()
        return models.order_by("name", "pk").prefetch_related("sources", "claims")


class ReleaseViewSet(viewsets.ReadOnlyModelViewSet[AIModel]):
    """The release tracker: public models with what was said of their release, the next to close first."""

    serializer_class = ReleaseSerializer
    filterset_class = ReleaseFilter
    lookup_field = "slug"
    lookup_value_regex = "[a-z0-9-]+"
    queryset = AIModel.objects.none()

    def get_queryset(self) -> QuerySet[AIModel]:
        """The models that the tracker's page shows."""
        return tracker.by_window(tracker.tracked(timezone.now()))

    def paginate_queryset(self, queryset: Any) -> Any:
        """The tracker's rows of a page of models."""
        return tracker.rows(super().paginate_queryset(queryset) or (), timezone.now())

    def get_object(self) -> Any:
        """The tracker's row of one model."""
        return tracker.rows([super().get_object()], timezone.now())[0]
