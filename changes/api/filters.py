"""How corrections and public changes can be narrowed."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django_filters import rest_framework as filters

from api.narrowing import IdFilter, IdsFilter
from api.values import TimeFilter
from changes.models import Change, Correction, Touched

#: Kinds of what is in the log and in corrections.
KINDS = ("article", "question", "fact", "company", "product", "family", "model", "market", "issue")
#: Kinds of change that are news.
NEWS = ("published", "updated", "corrected", "withdrawn", "superseded", "released", "slipped", "answered")
#: What the parameters about a thing ask of a correction together: that it touches one thing which is all of that.
ABOUT = ("about", "about_id")


class CorrectionFilter(filters.FilterSet):
    """How corrections can be narrowed."""

    id = IdsFilter(field_name="id", lookup_expr="in", help_text="Ids, parted by commas.")
    about = filters.ChoiceFilter(
        method="kept", choices=[(kind, kind) for kind in KINDS], help_text="A kind of thing that they touch."
    )
    about_id = IdFilter(
        method="kept", min_value=1, max_value=2**53, help_text="The id of a thing that they touch."
    )
    corrected_after = TimeFilter(field_name="at", lookup_expr="gte")
    corrected_before = TimeFilter(field_name="at", lookup_expr="lt")
    q = filters.CharFilter(
        method="holding", max_length=200, help_text="Words that either text holds, all of them."
    )

    class Meta:
        model = Correction
        fields: list[str] = []

    def kept(self, queryset: QuerySet[Correction], name: str, value: Any) -> QuerySet[Correction]:
        """All of them: what is asked of things is asked together."""
        return queryset

    def holding(self, queryset: QuerySet[Correction], name: str, value: str) -> QuerySet[Correction]:
        """Corrections with all of some words, in whatever case."""
        for word in value.split()[:12]:
            queryset = queryset.filter(Q(wrong__icontains=word) | Q(right__icontains=word))
        return queryset

    def filter_queryset(self, queryset: Any) -> Any:
        """Those that touch such a thing, besides."""
        asked = {name: value for name in ABOUT if (value := self.form.cleaned_data.get(name))}
        found = super().filter_queryset(queryset)
        rows = Touched.objects.filter(correction=OuterRef("pk"), **asked)
        return found.filter(Exists(rows)) if asked else found


class ChangeFilter(filters.FilterSet):
    """How public changes can be narrowed."""

    id = IdsFilter(field_name="id", lookup_expr="in", help_text="Ids, parted by commas.")
    kind = filters.ChoiceFilter(choices=[(kind, kind) for kind in NEWS])
    about = filters.ChoiceFilter(
        choices=[(kind, kind) for kind in KINDS], help_text="Of which kind that is what changed."
    )
    about_id = IdFilter(help_text="The id of what changed.", min_value=1, max_value=2**53)
    since = TimeFilter(field_name="effective_at", lookup_expr="gte")
    until = TimeFilter(field_name="effective_at", lookup_expr="lt")

    class Meta:
        model = Change
        fields: list[str] = []
