"""How facts, metrics and sources can be narrowed."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django_filters import rest_framework as filters

from api.narrowing import CONTRADICTORY, IdFilter, IdsFilter
from api.values import DAY, MOMENT, AmountFilter, DayFilter, TimeFilter, TruthFilter
from changes.api.slugs import SlugFilter
from companies.api.slugs import AnyRecordFilter, RecordFilter, belonging_to, belonging_to_family
from companies.api.windows import WindowFilter, days
from companies.fields import overlaps
from companies.models import Record
from facts import knowing
from facts.api import rare
from facts.api.scopes import ScopeFilter
from facts.models import Fact, Metric, Source
from facts.models.fact import CURRENCIES, PER_MILLION_TOKENS
from facts.narrowing import STATES, in_state, narrow

#: What figures are counted in.
BARE_UNITS = [unit.value for unit in Metric.Unit if unit not in (Metric.Unit.MONEY, Metric.Unit.PRICE)]
UNITS = (*BARE_UNITS, *(f"{money}{per}" for per in ("", PER_MILLION_TOKENS) for money in sorted(CURRENCIES)))


def _metrics(at: datetime) -> Any:
    return Metric.objects.having(Fact.objects.of_public_subjects(at))


def _moment(text: str) -> None:
    try:
        knowing.moment(text)
    except knowing.StillToCome as reason:
        raise ValidationError(str(reason), code=CONTRADICTORY) from reason
    except knowing.DayRefused as reason:
        raise ValidationError(str(reason)) from reason


def _unit(text: str) -> None:
    if text not in UNITS:
        raise ValidationError(
            f"There is no such unit. Give {', '.join(BARE_UNITS)}, a currency as in USD, or its price as in USD/Mtoken."
        )


class UnitFilter(filters.CharFilter):
    """A unit of figures."""

    looks = {"enum": list(UNITS)}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(validators=[_unit], **kwargs)


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
    company = RecordFilter(
        "company",
        method="of_company",
        help_text="A company’s slug: its own figures, and those of its products, model families and models.",
    )
    family = RecordFilter(
        "family",
        method="of_family",
        help_text="A model family’s slug: its own figures, and those of its models.",
    )
    product = RecordFilter("product", field_name="subject")
    model = RecordFilter("model", field_name="subject")
    market = RecordFilter("market", field_name="subject")
    subject = AnyRecordFilter(
        field_name="subject", help_text="A record’s slug, alone or with its kind: company/openai."
    )
    subject_kind = filters.ChoiceFilter(method="shared", choices=Record.Kind.choices)
    metric = SlugFilter(
        kind="metric",
        public=_metrics,
        among=Metric.objects.all(),
        by="code",
        field_name="metric",
        help_text="A metric’s code.",
    )
    nature = filters.ChoiceFilter(choices=Fact.Nature.choices)
    scope = ScopeFilter(
        field_name="scope_id", help_text="What part of the whole it counts, as it is named: China, app only."
    )
    unit = UnitFilter(help_text="people, USD, percent…")
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
    as_of = WindowFilter(method="of_time", help_text="May speak of this time: EDTF.")
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
    recorded_after = TimeFilter(field_name="recorded_at", lookup_expr="gte")
    recorded_before = TimeFilter(field_name="recorded_at", lookup_expr="lt")
    review_before = DayFilter(
        field_name="review_after", lookup_expr="lt", help_text="Wants to be looked at again before this day."
    )
    as_known_on = KnownFilter(
        method="as_known",
        validators=[_moment],
        help_text="Only what we held to be true at the end of this day, or at this moment (ISO 8601).",
    )

    class Meta:
        model = Fact
        fields: list[str] = []

    def filter_queryset(self, queryset: Any) -> Any:
        """Facts that match all that is asked for. A query to know whether these are few."""
        found = super().filter_queryset(queryset)
        few = rare.few(self.form.cleaned_data)
        return found if few is None else found.filter(pk__in=few)

    def in_state(self, queryset: Any, name: str, value: str) -> Any:
        """Figures in a state of the ledger, as far as readers may know."""
        return in_state(queryset.with_neighbours(), value)

    def shared(self, queryset: QuerySet[Fact], name: str, value: str) -> Any:
        """What the ledger's page asks too."""
        asked: dict[str, Any] = {name: value}
        return narrow(queryset, **asked)

    def of_company(self, queryset: QuerySet[Fact], name: str, value: int) -> QuerySet[Fact]:
        """Figures of a company and of what is its own. A query for what that is."""
        return queryset.filter(subject__in=belonging_to(value))

    def of_family(self, queryset: QuerySet[Fact], name: str, value: int) -> QuerySet[Fact]:
        """Figures of a model family and of its models. A query for what these are."""
        return queryset.filter(subject__in=belonging_to_family(value))

    def standing(self, queryset: Any, name: str, value: bool) -> QuerySet[Fact]:
        """Figures that simply stand, or those that do not."""
        found: QuerySet[Fact] = queryset.stale() if value == (name == "stale") else queryset.not_stale()
        return found

    def of_time(self, queryset: QuerySet[Fact], name: str, value: str) -> QuerySet[Fact]:
        """Figures that may speak of a time."""
        time = days(value)
        return queryset.filter(overlaps("as_of", first=time.earliest, last=time.latest))

    def of_days(self, queryset: QuerySet[Fact], name: str, value: Any) -> QuerySet[Fact]:
        """Figures that may speak of a day or what comes after or before it."""
        return queryset.filter(overlaps("as_of", **{"first" if name == "as_of_after" else "last": value}))

    def as_known(self, queryset: Any, name: str, value: str) -> QuerySet[Fact]:
        """Figures that we held at a past moment."""
        found: QuerySet[Fact] = queryset.held_to_readers(knowing.moment(value))
        return found


class MetricFilter(filters.FilterSet):
    """How metrics can be narrowed."""

    id = IdsFilter(field_name="id", lookup_expr="in", help_text="Ids, parted by commas.")
    q = filters.CharFilter(method="with_words", max_length=100, help_text="In its name or definition.")
    unit = filters.ChoiceFilter(choices=Metric.Unit.choices)
    subject = AnyRecordFilter(method="of_subject", help_text="The slug of a record that has such figures.")

    class Meta:
        model = Metric
        fields: list[str] = []

    def of_subject(self, queryset: Any, name: str, value: list[int]) -> Any:
        """Metrics of listed figures of a record."""
        return queryset.having(Fact.objects.of_public_subjects().filter(subject__in=value))

    def with_words(self, queryset: QuerySet[Metric], name: str, value: str) -> QuerySet[Metric]:
        """Metrics with a text in their name or definition."""
        return queryset.filter(Q(name__icontains=value) | Q(definition__icontains=value))


class SourceFilter(filters.FilterSet):
    """How sources can be narrowed."""

    id = IdsFilter(field_name="id", lookup_expr="in", help_text="Ids, parted by commas.")
    q = filters.CharFilter(method="with_words", max_length=100, help_text="In the title or publisher.")
    publisher = filters.CharFilter(lookup_expr="iexact", max_length=120)
    language = filters.CharFilter(lookup_expr="iexact", max_length=12, help_text="BCP 47.")
    published_after = DayFilter(
        field_name="published", lookup_expr="gte", help_text="Published on this day or later."
    )
    published_before = DayFilter(
        field_name="published", lookup_expr="lte", help_text="Published on this day or earlier."
    )
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
