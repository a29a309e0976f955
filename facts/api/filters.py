"""How facts, metrics and sources can be narrowed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters

from api.narrowing import CONTRADICTORY, TIMES, IdFilter, IdsFilter
from api.values import DAY, MOMENT, AmountFilter, DayFilter, TruthFilter
from companies.dates import edtf
from companies.fields import overlaps
from companies.models import AIModel, Company, ModelFamily, Product, Record
from facts import knowing
from facts.models import Fact, Metric, Source
from facts.narrowing import STATES, in_state, narrow

Citing = Callable[[str, datetime], QuerySet[Any, Any]]

_citing: list[Citing] = []


def cited_through(citing: Citing) -> None:
    """Add what `cited_by` finds: `citing(key, at)` gives the ids of the facts that something public cites."""
    _citing.append(citing)


def _moment(text: str) -> None:
    try:
        knowing.moment(text)
    except knowing.StillToCome as reason:
        raise ValidationError(str(reason), code=CONTRADICTORY) from reason
    except knowing.DayRefused as reason:
        raise ValidationError(str(reason)) from reason


def _edtf(text: str) -> None:
    try:
        found = edtf.bounds(text)
    except edtf.BeginsAfterItEnds as reason:
        raise ValidationError(str(reason), code=CONTRADICTORY) from reason
    except edtf.DateNotUnderstood as reason:
        raise ValidationError(str(reason)) from reason
    if found is None:
        raise ValidationError("Give a time in EDTF, such as 2026, 2026-02 or 2026-33 for its first quarter.")


class TimeFilter(filters.CharFilter):
    """A time that figures may speak of."""

    looks = {"type": "string", "pattern": edtf.WRITTEN, "maxLength": 60}


class KnownFilter(filters.CharFilter):
    """A day or a moment that has passed."""

    looks = {"type": "string", "pattern": f"^({DAY}|{MOMENT})$"}


class FactFilter(filters.FilterSet):
    """How facts can be narrowed."""

    id = IdsFilter(field_name="id", lookup_expr="in", help_text="Ids, parted by commas.")
    q = filters.CharFilter(
        method="shared",
        max_length=100,
        help_text="Words in the names of the subject, the metric, source, scope or quotation.",
    )
    company = filters.CharFilter(
        method="of_company",
        help_text="A company’s slug: its own figures, and those of its products, model families and models.",
    )
    subject = filters.CharFilter(field_name="subject__slug", help_text="A record’s slug.")
    subject_kind = filters.ChoiceFilter(method="shared", choices=Record.Kind.choices)
    metric = filters.CharFilter(method="shared", help_text="A metric’s code.")
    nature = filters.ChoiceFilter(choices=Fact.Nature.choices)
    scope = filters.CharFilter(field_name="scope_id", help_text="What part of the whole it counts.")
    unit = filters.CharFilter(help_text="people, USD, percent…")
    state = filters.ChoiceFilter(
        method="in_state", choices=STATES, help_text="In the ledger. Without it, figures in every state."
    )
    current = TruthFilter(method="standing", help_text="Whether it simply stands today.")
    stale = TruthFilter(
        method="standing",
        help_text="Whether it gave way, has a newer period, is a forecast whose time has come, or is past its "
        "review: the opposite of current.",
    )
    source = IdFilter(help_text="A source’s id.")
    source_name = filters.CharFilter(
        method="shared", max_length=100, help_text="In the source’s publisher or title."
    )
    as_of = TimeFilter(
        method="of_time", max_length=60, validators=[_edtf], help_text="May speak of this time: EDTF."
    )
    as_of_after = DayFilter(method="of_days", help_text="May speak of this day or a later one.")
    as_of_before = DayFilter(method="of_days", help_text="May speak of this day or an earlier one.")
    value_min = AmountFilter(
        field_name="value",
        lookup_expr="gte",
        help_text="At least this, whatever its unit; of a range, its beginning.",
    )
    value_max = AmountFilter(
        field_name="value",
        lookup_expr="lte",
        help_text="At most this, whatever its unit; of a range, its beginning.",
    )
    recorded_after = filters.IsoDateTimeFilter(field_name="recorded_at", lookup_expr="gte", validators=TIMES)
    recorded_before = filters.IsoDateTimeFilter(field_name="recorded_at", lookup_expr="lt", validators=TIMES)
    review_before = DayFilter(
        field_name="review_after", lookup_expr="lt", help_text="Wants to be looked at again before this day."
    )
    cited_by = filters.CharFilter(
        method="cited", max_length=120, help_text="The slug or id of an article that cites it."
    )
    as_known_on = KnownFilter(
        method="as_known",
        validators=[_moment],
        help_text="Only what we held to be true at the end of this day, or at this moment (ISO 8601).",
    )

    class Meta:
        model = Fact
        fields: list[str] = []

    def in_state(self, queryset: Any, name: str, value: str) -> Any:
        """Figures in a state of the ledger, as far as readers may know."""
        return in_state(queryset.with_neighbours(), value)

    def shared(self, queryset: QuerySet[Fact], name: str, value: str) -> Any:
        """What the ledger's page asks too."""
        asked: dict[str, Any] = {name: value}
        return narrow(queryset, **asked)

    def of_company(self, queryset: QuerySet[Fact], name: str, value: str) -> QuerySet[Fact]:
        """Figures of a public company and of what is its own. A query for what that is."""
        company = Company.objects.public().with_slug(value).order_by().values_list("pk")
        own = company.union(
            *(
                model.objects.filter(**{f"{whose}__in": company}).order_by().values_list("pk")
                for model, whose in ((Product, "owner"), (ModelFamily, "developer"), (AIModel, "developer"))
            )
        )
        return queryset.filter(subject__in=[pk for (pk,) in own.order_by()])

    def standing(self, queryset: Any, name: str, value: bool) -> QuerySet[Fact]:
        """Figures that simply stand, or those that do not."""
        found: QuerySet[Fact] = queryset.stale() if value == (name == "stale") else queryset.not_stale()
        return found

    def of_time(self, queryset: QuerySet[Fact], name: str, value: str) -> QuerySet[Fact]:
        """Figures that may speak of a time."""
        first, last = edtf.bounds(value) or (None, None)
        return queryset.filter(overlaps("as_of", first=first, last=last))

    def of_days(self, queryset: QuerySet[Fact], name: str, value: Any) -> QuerySet[Fact]:
        """Figures that may speak of a day or what comes after or before it."""
        return queryset.filter(overlaps("as_of", **{"first" if name == "as_of_after" else "last": value}))

    def cited(self, queryset: QuerySet[Fact], name: str, value: str) -> QuerySet[Fact]:
        """Figures that something public cites."""
        found, at = Q(pk__in=()), timezone.now()
        for citing in _citing:
            found |= Q(pk__in=citing(value, at))
        return queryset.filter(found)

    def as_known(self, queryset: Any, name: str, value: str) -> QuerySet[Fact]:
        """Figures that we held at a past moment."""
        found: QuerySet[Fact] = queryset.held_to_readers(knowing.moment(value))
        return found


class MetricFilter(filters.FilterSet):
    """How metrics can be narrowed."""

    id = IdsFilter(field_name="id", lookup_expr="in", help_text="Ids, parted by commas.")
    q = filters.CharFilter(method="with_words", max_length=100, help_text="In its name or definition.")
    unit = filters.ChoiceFilter(choices=Metric.Unit.choices)
    subject = filters.CharFilter(method="of_subject", help_text="The slug of a record that has such figures.")

    class Meta:
        model = Metric
        fields: list[str] = []

    def of_subject(self, queryset: QuerySet[Metric], name: str, value: str) -> QuerySet[Metric]:
        """Metrics of listed figures of a record."""
        facts: Any = Fact.objects.listed().filter(subject__slug=value, metric=OuterRef("pk"))
        return queryset.filter(Exists(facts))

    def with_words(self, queryset: QuerySet[Metric], name: str, value: str) -> QuerySet[Metric]:
        """Metrics with a text in their name or definition."""
        return queryset.filter(Q(name__icontains=value) | Q(definition__icontains=value))


class SourceFilter(filters.FilterSet):
    """How sources can be narrowed."""

    id = IdsFilter(field_name="id", lookup_expr="in", help_text="Ids, parted by commas.")
    q = filters.CharFilter(method="with_words", max_length=100, help_text="In the title or publisher.")
    publisher = filters.CharFilter(lookup_expr="iexact", max_length=120)
    language = filters.CharFilter(lookup_expr="iexact", max_length=12, help_text="BCP 47.")
    published_after = DayFilter(field_name="published", lookup_expr="gte")
    published_before = DayFilter(field_name="published", lookup_expr="lte")
    withdrawn = TruthFilter(field_name="withdrawn_at", lookup_expr="isnull", exclude=True)
    dead = TruthFilter(
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
