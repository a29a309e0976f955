"""What facts lead to, for programs of the staff: sources, which they write too, metrics and scopes."""

from typing import Any

from django_filters import rest_framework as filters
from rest_framework import serializers

from api.given import Address
from api.models import Token
from api.staff import StaffList, StaffViewSet
from api.writing import Told, Writing
from changes.api.staff import Dated
from facts import asking
from facts.models import Metric, Scope, Source
from facts.querysets import SOURCE_STATES


class StaffSourceSerializer(Writing):
    """Where figures were read."""

    address = Address(
        source="url",
        required=False,
        allow_blank=True,
        max_length=500,
        help_text="Where it was read, or empty.",
    )
    archived = Address(
        source="archived_url",
        required=False,
        allow_blank=True,
        max_length=500,
        help_text="A copy that stays, or empty.",
    )

    class Meta:
        model = Source
        fields = (
            *("id", "self", "url", "admin_url", "title", "publisher", "address", "archived"),
            *("published", "accessed"),
            *("language", "withdrawn_at", "withdrawal_note", "dead_since"),
        )
        read_only_fields = ("withdrawn_at", "withdrawal_note", "dead_since")
        validators: list[Any] = []

    def keep(self, row: Source, given: dict[str, Any]) -> Source:
        """Save it; what was heard of another address is forgotten."""
        form = self.as_form(row, given)
        if "url" in form.changed_data:
            asking.forget(row)
        row.save()
        self.context["view"].in_admin.saved(form, self.instance is not None)
        return row


class SourceFilters(filters.FilterSet):
    """Which sources."""

    state = filters.ChoiceFilter(choices=[(state, state) for state in SOURCE_STATES], method="in_state")
    q = filters.CharFilter(field_name="title", lookup_expr="icontains", max_length=100)

    def in_state(self, found: Any, name: str, value: str) -> Any:
        """Those in the state."""
        return found.in_state(value)


class StaffSources(Dated, StaffViewSet):
    """Sources, the newest first."""

    scope = Token.Scope.FACTS
    told = serializer_class = StaffSourceSerializer
    filterset_class = SourceFilters

    def get_queryset(self) -> Any:
        """All."""
        return Source.objects.all()


class StaffMetricSerializer(Told):
    """What figures measure."""

    dimensions = serializers.ListField(
        source="dimension_names",
        child=serializers.CharField(),
        help_text="What tells its figures apart besides scope.",
    )

    class Meta:
        model = Metric
        fields = (
            *("id", "self", "admin_url", "code", "name", "unit", "definition"),
            *("higher_is_better", "by_length", "dimensions"),
        )


class StaffScopeSerializer(Told):
    """What part of the whole a figure counts. A fact names it."""

    class Meta:
        model = Scope
        fields = ("id", "self", "admin_url", "name")


class MetricFilters(filters.FilterSet):
    """Which metrics."""

    q = filters.CharFilter(field_name="name", lookup_expr="icontains", max_length=100)
    code = filters.CharFilter(field_name="code", max_length=40)


class StaffMetrics(Dated, StaffList):
    """Metrics, those of no figure too."""

    readers = (Token.Scope.FACTS,)
    told = serializer_class = StaffMetricSerializer
    filterset_class = MetricFilters

    def get_queryset(self) -> Any:
        """All."""
        return Metric.objects.all()


class ScopeFilters(filters.FilterSet):
    """Which scopes."""

    q = filters.CharFilter(field_name="name", lookup_expr="icontains", max_length=120)


class StaffScopes(Dated, StaffList):
    """Scopes, those of no figure too."""

    readers = (Token.Scope.FACTS,)
    told = serializer_class = StaffScopeSerializer
    filterset_class = ScopeFilters

    def get_queryset(self) -> Any:
        """All."""
        return Scope.objects.all()
