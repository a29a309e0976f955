"""How facts, metrics and sources can be narrowed."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters

from api.narrowing import IdFilter, IdsFilter
from companies.models import Record
from facts import knowing
from facts.models import Fact, Metric, Source
from facts.narrowing import STATES, narrow


def _moment(text: str) -> None:
    try:
        knowing.moment(text)
    except knowing.DayRefused as reason:
        raise ValidationError(str(reason)) from reason


#: Where a filter's value must stand as it is.
COLUMNS = {"subject": "subject__slug", "scope": "scope_id", "unit": "unit", "source": "source"}


class FactFilter(filters.FilterSet):
    """How facts can be narrowed."""

    id = IdsFilter(field_name="id", lookup_expr="in", help_text="Ids, parted by commas.")
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
        if ids := asked.pop("id", None):
            queryset = queryset.filter(pk__in=ids)
        same = {COLUMNS[name]: asked.pop(name) for name in COLUMNS if name in asked}
        queryset = queryset.filter(**same)
        first, last = asked.pop("as_of_after", None), asked.pop("as_of_before", None)
        return narrow(queryset, first=first, last=last, **asked)


class MetricFilter(filters.FilterSet):
    """How metrics can be narrowed."""

    id = IdsFilter(field_name="id", lookup_expr="in", help_text="Ids, parted by commas.")
    q = filters.CharFilter(method="with_words", max_length=100, help_text="In its name or definition.")
    unit = filters.ChoiceFilter(choices=Metric.Unit.choices)

    class Meta:
        model = Metric
        fields: list[str] = []

    def with_words(self, queryset: QuerySet[Metric], name: str, value: str) -> QuerySet[Metric]:
        """Metrics with a text in their name or definition."""
        return queryset.filter(Q(name__icontains=value) | Q(definition__icontains=value))


class SourceFilter(filters.FilterSet):
    """How sources can be narrowed."""

    id = IdsFilter(field_name="id", lookup_expr="in", help_text="Ids, parted by commas.")
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
