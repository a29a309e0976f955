"""How the lists of records and of releases can be narrowed."""

from datetime import date
from typing import Any

from django.core.validators import RegexValidator
from django.db.models import Q, QuerySet
from django.utils import timezone
from django_filters import rest_framework as filters

from api.choices import OneOfFilter
from api.narrowing import IdsFilter
from api.values import DayFilter, TruthFilter
from companies import tracker
from companies.api.slugs import RecordFilter
from companies.api.windows import WindowFilter, days
from companies.countries import country_code, names
from companies.fields import overlaps
from companies.models import KINDS, AIModel, Alias, Company, Listing, Market, ModelFamily, Product
from search import documents

OPENNESS = [choice for choice in AIModel.Openness.choices if choice[0]]
#: By which day something may have been, and a window of days.
NOT_BEFORE, NOT_AFTER = "on this day or later", "on this day or earlier"
WINDOW = "EDTF, such as 2026-02, 2026-33 for the first quarter, 2026-02-10/2026-02-24 or ../2030."


def _country(code: str) -> None:
    country_code(code.upper())


class CountryFilter(filters.CharFilter):
    """A country by its code."""

    looks = {"enum": sorted(names())}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(lookup_expr="iexact", validators=[_country], help_text="ISO 3166-1: CN.", **kwargs)


class RecordsFilter(filters.FilterSet):
    """How records of any kind can be narrowed."""

    id = IdsFilter(field_name="id", lookup_expr="in", help_text="Ids, parted by commas.")
    name = filters.CharFilter(method="called", help_text="Its name or native name, whole.")
    alias = filters.CharFilter(method="also_called", help_text="One of its other names, whole.")
    q = filters.CharFilter(
        method="named", max_length=100, help_text="Words that stand in its names, all of them."
    )

    def called(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Records of a name, in capitals or not."""
        return queryset.filter(Q(name__iexact=value) | Q(native_name__iexact=value))

    def also_called(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Records with another name, in capitals or not."""
        return queryset.filter(pk__in=Alias.objects.filter(text__iexact=value).values("record"))

    def named(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Records with all of some words in their names."""
        return queryset.filter(pk__in=documents.named(value, KINDS[queryset.model]))


class OwnedFilter(RecordsFilter):
    """How what belongs to a company can be narrowed."""

    company = RecordFilter("company", field_name="developer")


class CompanyFilter(RecordsFilter):
    """How companies can be narrowed."""

    kind = OneOfFilter(field_name="sort", choices=Company.Sort.choices)
    country = CountryFilter()
    founded_after = WindowFilter(
        since=1000, method="founded", help_text="May have been founded then or later: a year, month or day."
    )
    founded_before = WindowFilter(
        since=1000, method="founded", help_text="May have been founded then or earlier: a year, month or day."
    )
    wikidata = filters.CharFilter(
        validators=[RegexValidator(r"\AQ[1-9][0-9]*\Z", "Give Q and a number, as in Q55606242.")],
        help_text="Its id there.",
    )
    exchange = filters.CharFilter(
        method="listed",
        validators=[RegexValidator(r"\A[A-Z0-9]{4}\Z", "Give four capitals or digits, as in XHKG.")],
        help_text="Where it is or was listed: ISO 10383.",
    )
    ticker = filters.CharFilter(
        method="listed", max_length=20, help_text="Under which it is or was listed, on `exchange` if given."
    )

    class Meta:
        model = Company
        fields: list[str] = []

    def founded(self, queryset: QuerySet[Company], name: str, value: str) -> QuerySet[Company]:
        """Companies that may have been founded after or before a time, or in it."""
        window = days(value)
        bound = {"first": window.earliest} if name == "founded_after" else {"last": window.latest}
        return queryset.filter(overlaps("founded", **bound))

    def listed(self, queryset: QuerySet[Company], name: str, value: str) -> QuerySet[Company]:
        """Companies with one listing that is of all that is asked of it."""
        asked = {key: given for key in ("exchange", "ticker") if (given := self.form.cleaned_data.get(key))}
        return queryset.filter(pk__in=Listing.objects.filter(**asked).values("company"))


class ProductFilter(OwnedFilter):
    """How products can be narrowed."""

    company = RecordFilter("company", field_name="owner")
    family = RecordFilter(
        "family", field_name="powered_by", help_text="The slug of a model family that powers it."
    )

    class Meta:
        model = Product
        fields: list[str] = []


class FamilyFilter(OwnedFilter):
    """How model families can be narrowed."""

    class Meta:
        model = ModelFamily
        fields: list[str] = []


class ModelFilter(OwnedFilter):
    """How models can be narrowed."""

    family = RecordFilter("family", field_name="family")
    modality = OneOfFilter(
        method="with_modality", choices=AIModel.Modality.choices, help_text="That it takes or gives."
    )
    takes = OneOfFilter(method="handling", choices=AIModel.Modality.choices)
    gives = OneOfFilter(method="handling", choices=AIModel.Modality.choices)
    openness = OneOfFilter(choices=OPENNESS)
    licence = filters.CharFilter(
        lookup_expr="iexact", help_text="SPDX’s identifier, as in Apache-2.0, or proprietary."
    )
    status = OneOfFilter(choices=AIModel.Status.choices)
    announced_after = DayFilter(method="may_be", help_text=f"May have been announced {NOT_BEFORE}.")
    announced_before = DayFilter(method="may_be", help_text=f"May have been announced {NOT_AFTER}.")
    released_after = DayFilter(method="may_be", help_text=f"May have been released {NOT_BEFORE}.")
    released_before = DayFilter(method="may_be", help_text=f"May have been released {NOT_AFTER}.")
    release_window = WindowFilter(
        method="falling", help_text=f"Its release, known or expected, may fall into this time. {WINDOW}"
    )

    class Meta:
        model = AIModel
        fields: list[str] = []

    def with_modality(self, queryset: Any, name: str, value: str) -> QuerySet[AIModel]:
        """Models that take or give a modality."""
        models: QuerySet[AIModel] = queryset.with_modality(value)
        return models

    def handling(self, queryset: QuerySet[AIModel], name: str, value: str) -> QuerySet[AIModel]:
        """Models that take a modality, or that give it."""
        return queryset.filter(**{f"{name}__icontains": f'"{value}"'})

    def may_be(self, queryset: QuerySet[AIModel], name: str, value: date) -> QuerySet[AIModel]:
        """Models that may have been announced or released before a day or after it, or on it."""
        column, _, side = name.partition("_")
        bound = {"first": value} if side == "after" else {"last": value}
        return queryset.filter(overlaps(column, **bound))

    def falling(self, queryset: QuerySet[AIModel], name: str, value: str) -> QuerySet[AIModel]:
        """Models whose release may lie in a window."""
        window = days(value)
        return queryset.filter(tracker.may_be_released(window.earliest, window.latest))


class MarketFilter(RecordsFilter):
    """How markets can be narrowed."""

    country = CountryFilter()

    class Meta:
        model = Market
        fields: list[str] = []


class ReleaseFilter(OwnedFilter):
    """How the release tracker can be narrowed: as on its page, and by days."""

    family = RecordFilter("family", field_name="family")
    modality = OneOfFilter(
        method="with_modality", choices=AIModel.Modality.choices, help_text="That it takes or gives."
    )
    openness = OneOfFilter(choices=OPENNESS)
    status = OneOfFilter(method="standing", choices=tracker.STATES)
    released_after = DayFilter(method="out", help_text=f"May have been released {NOT_BEFORE}.")
    released_before = DayFilter(method="out", help_text=f"May have been released {NOT_AFTER}.")
    slipped = TruthFilter(method="having_slipped", help_text="Whether it was ever put off to a later day.")
    window_after = DayFilter(method="within", help_text="Its window ends on this day or later, or is open.")
    window_before = DayFilter(method="within", help_text="Its window begins on this day or earlier.")
    release_window = WindowFilter(
        method="within", help_text=f"Its window shares a day with this time. {WINDOW}"
    )

    class Meta:
        model = AIModel
        fields: list[str] = []

    def with_modality(self, queryset: Any, name: str, value: str) -> Any:
        """Models that take or give a modality."""
        return tracker.narrow(queryset, today=timezone.localdate(), modality=value)

    def standing(self, queryset: Any, name: str, value: str) -> Any:
        """Models whose release stands so."""
        return tracker.narrow(queryset, today=timezone.localdate(), status=value)

    def out(self, queryset: QuerySet[AIModel], name: str, value: date) -> QuerySet[AIModel]:
        """Models that may have been released before a day or after it, or on it."""
        return queryset.filter(
            overlaps("released", **{"first" if name == "released_after" else "last": value})
        )

    def having_slipped(self, queryset: QuerySet[AIModel], name: str, value: bool) -> QuerySet[AIModel]:
        """Models whose release slipped, or that kept their word so far."""
        return queryset.filter(times_slipped__gt=0) if value else queryset.filter(times_slipped=0)

    def within(self, queryset: QuerySet[AIModel], name: str, value: Any) -> QuerySet[AIModel]:
        """Models whose window shares a day with a time."""
        if name == "release_window":
            window = days(value)
            return queryset.filter(tracker.overlapping(window.earliest, window.latest))
        bounds = (value, None) if name == "window_after" else (None, value)
        return queryset.filter(tracker.overlapping(*bounds))
