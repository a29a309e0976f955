"""Facts, metrics and sources for programs: the same public rows as the pages, with both times."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters
from rest_framework import serializers, viewsets

from api.narrowing import IdFilter
from changes.api import CorrectionsField
from companies.models import Record
from facts import knowing
from facts.models import Fact, Metric, Source
from facts.narrowing import STATES, narrow
from facts.rivals import mark_for_readers


class Paged(serializers.Serializer[Any]):
    """What has a page."""

    url = serializers.SerializerMethodField(help_text="Its page.")

    def get_url(self, thing: Any) -> str:
        """Its page."""
        return settings.SITE_URL + str(thing.get_absolute_url())


class SubjectSerializer(Paged):
    """The record that a figure is of."""

    slug = serializers.SlugField()
    kind = serializers.CharField()
    name = serializers.CharField()


class MetricSerializer(serializers.ModelSerializer[Metric]):
    """What is measured."""

    dimensions = serializers.ListField(
        source="dimension_names",
        child=serializers.CharField(),
        help_text="What tells its figures apart besides scope.",
    )

    class Meta:
        model = Metric
        fields = ("code", "name", "unit", "definition", "higher_is_better", "by_length", "dimensions")


class SourceSerializer(Paged, serializers.ModelSerializer[Source]):
    """What figures rest on."""

    address = serializers.CharField(source="url", help_text="Where it was read, or empty.")
    archived = serializers.CharField(source="archived_url", help_text="A copy that stays, or empty.")

    class Meta:
        model = Source
        fields = (
            *("id", "url", "title", "publisher", "address", "archived", "published", "accessed", "language"),
            *("withdrawn_at", "withdrawal_note", "asked_at", "dead_since"),
        )


def _exact(about: str, *, missing: bool = False) -> serializers.DecimalField:
    return serializers.DecimalField(
        max_digits=36, decimal_places=6, normalize_output=True, allow_null=missing, help_text=about
    )


class FactSerializer(Paged):
    """A figure: of what, of when, who says so, and since when we hold it."""

    id = serializers.IntegerField()
    subject = SubjectSerializer(
        source="told_subject", allow_null=True, help_text="Null where it is not public."
    )
    metric = serializers.CharField(source="metric.code")
    metric_name = serializers.CharField(source="metric.name")
    scope = serializers.CharField(source="scope_id", allow_null=True)
    dimensions = serializers.CharField(help_text="As in “benchmark=MMLU-Pro; effort=high”.")
    qualifier = serializers.CharField(help_text="exactly, about, over or under.")
    value = _exact("Exact.")
    high = _exact("The end of a range.", missing=True)
    unit = serializers.CharField()
    shown = serializers.CharField(help_text="As readers see it.")
    as_of = serializers.CharField(help_text="The time that it speaks of: EDTF.")
    as_of_words = serializers.CharField(source="as_of_in_words")
    as_of_earliest = serializers.DateField(allow_null=True)
    as_of_latest = serializers.DateField(allow_null=True)
    length = serializers.CharField(help_text="Of its period, where that tells figures apart: ISO 8601.")
    nature = serializers.CharField()
    observation_status = serializers.SerializerMethodField(help_text="SDMX’s code: A, E or F.")
    disputed = serializers.BooleanField(source="is_disputed")
    quotation = serializers.CharField(help_text="The source’s own words.")
    source = SourceSerializer()  # type: ignore[assignment]  # hides Field.source, which it does not use
    state = serializers.CharField(help_text="current, superseded or withdrawn.")
    held_from = serializers.DateTimeField(allow_null=True, help_text="Since when we held it to be true.")
    held_until = serializers.DateTimeField(allow_null=True, help_text="Until when; null while it stands.")
    because = serializers.CharField(help_text="Why it gave way, or empty.")
    superseded_by = serializers.IntegerField(source="after.pk", default=None, allow_null=True)
    supersedes = serializers.IntegerField(source="before_id", allow_null=True)
    withdrawn = serializers.DateTimeField(source="withdrawn_at", allow_null=True)

    def get_observation_status(self, fact: Fact) -> str:
        """SDMX's code."""
        return Fact.Nature(fact.nature).observation_status


class WholeFactSerializer(FactSerializer):
    """A figure with our corrections."""

    corrections = CorrectionsField("fact", "pk")


def _moment(text: str) -> None:
    try:
        knowing.moment(text)
    except knowing.DayRefused as reason:
        raise ValidationError(str(reason)) from reason


#: Where a filter's value must stand as it is.
COLUMNS = {"subject": "subject__slug", "scope": "scope_id", "unit": "unit", "source": "source"}


class FactFilter(filters.FilterSet):
    """How facts can be narrowed."""

    q = filters.CharFilter(
        max_length=100, help_text="Words in the names of the subject, the metric, source, scope or quotation."
    )
    subject = filters.CharFilter(help_text="A record’s slug.")
    subject_kind = filters.ChoiceFilter(choices=Record.Kind.choices)
    metric = filters.CharFilter(help_text="A metric’s code.")
    nature = filters.ChoiceFilter(choices=Fact.Nature.choices)
    scope = filters.CharFilter()
    unit = filters.CharFilter(help_text="people, USD, percent…")
    state = filters.ChoiceFilter(choices=STATES, help_text="Without it, figures in every state.")
    source = IdFilter(help_text="A source’s id.", min_value=1, max_value=2**53)
    source_name = filters.CharFilter(max_length=100, help_text="In the source’s publisher or title.")
    as_of_after = filters.DateFilter(help_text="May speak of this day or a later one.")
    as_of_before = filters.DateFilter(help_text="May speak of this day or an earlier one.")
    as_known_on = filters.CharFilter(
        validators=[_moment],
        help_text="Only what we held to be true at the end of this day, or at this moment (ISO 8601).",
    )

    class Meta:
        model = Fact
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        """The facts that all filters allow."""
        asked = {name: value for name, value in self.form.cleaned_data.items() if value}
        if then := asked.pop("as_known_on", ""):
            queryset = queryset.held_to_readers(knowing.moment(then))
        same = {COLUMNS[name]: asked.pop(name) for name in COLUMNS if name in asked}
        queryset = queryset.filter(**same)
        first, last = asked.pop("as_of_after", None), asked.pop("as_of_before", None)
        return narrow(queryset, first=first, last=last, **asked)


class SourceFilter(filters.FilterSet):
    """How sources can be narrowed."""

    q = filters.CharFilter(method="with_words", max_length=100, help_text="In the title or publisher.")
    withdrawn = filters.BooleanFilter(field_name="withdrawn_at", lookup_expr="isnull", exclude=True)
    dead = filters.BooleanFilter(
        field_name="dead_since",
        lookup_expr="isnull",
        exclude=True,
        help_text="Whether its address does not answer any more.",
    )

    class Meta:
        model = Source
        fields: list[str] = []

    def with_words(self, queryset: QuerySet[Source], name: str, value: str) -> QuerySet[Source]:
        """Sources with a text in their title or publisher."""
        return queryset.filter(Q(title__icontains=value) | Q(publisher__icontains=value))


class FactViewSet(viewsets.ReadOnlyModelViewSet[Fact]):
    """The ledger of figures, also of those that gave way, newest first."""

    filterset_class = FactFilter
    lookup_value_regex = "[0-9]{1,18}"
    queryset = Fact.objects.none()

    def get_queryset(self) -> QuerySet[Fact]:
        """Public facts of subjects that are public; one alone also of a subject that is not named."""
        now = timezone.now()
        facts: QuerySet[Fact] = (
            Fact.objects.told(now) if self.action == "retrieve" else Fact.objects.listed(now)
        )
        return facts.order_by("-pk")

    def get_serializer_class(self) -> type[FactSerializer]:
        """Whole for one, without corrections for a list."""
        return WholeFactSerializer if self.action == "retrieve" else FactSerializer

    def paginate_queryset(self, queryset: Any) -> Any:
        """A page of facts, each told of those that contradict it. Two queries more."""
        return mark_for_readers(super().paginate_queryset(queryset) or [], timezone.now())

    def get_object(self) -> Fact:
        """One fact, told of those that contradict it."""
        return mark_for_readers([super().get_object()], timezone.now())[0]


class MetricViewSet(viewsets.ReadOnlyModelViewSet[Metric]):
    """Metrics that public figures have, by name."""

    serializer_class = MetricSerializer
    lookup_field = "code"
    lookup_value_regex = "[^/]{1,40}"
    queryset = Metric.objects.none()

    def get_queryset(self) -> QuerySet[Metric]:
        """Metrics of figures that the ledger lists."""
        listed = Fact.objects.listed(timezone.now()).filter(metric=OuterRef("pk"))
        return Metric.objects.filter(Exists(listed)).order_by("name", "pk")


class SourceViewSet(viewsets.ReadOnlyModelViewSet[Source]):
    """Sources that public figures rest on, by publisher."""

    serializer_class = SourceSerializer
    filterset_class = SourceFilter
    lookup_value_regex = "[0-9]{1,18}"
    queryset = Source.objects.none()

    def get_queryset(self) -> QuerySet[Source]:
        """Sources that have a page."""
        sources: QuerySet[Source] = Source.objects.public(timezone.now()).order_by("publisher", "title", "pk")
        return sources
