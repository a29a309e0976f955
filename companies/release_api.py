"""The release tracker for programs: the same rows as its page."""

from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets

from companies import tracker
from companies.models import AIModel


class ClaimSerializer(serializers.Serializer[Any]):
    """What somebody said of a release."""

    status = serializers.CharField(source="claim.status", help_text="The model’s status by this claim.")
    window = serializers.CharField(source="claim.window", help_text="EDTF, or empty where no day was named.")
    earliest = serializers.DateField(source="claim.window_earliest", allow_null=True)
    latest = serializers.DateField(source="claim.window_latest", allow_null=True)
    words = serializers.CharField(source="claim.window_words", help_text="The source’s own.")
    claimed_by = serializers.CharField(source="claim.claimed_by")
    claimed_on = serializers.DateField(source="claim.claimed_on")
    source = serializers.CharField(source="claim.source", help_text="An address, or empty.")  # type: ignore[assignment]  # a field of that name
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
