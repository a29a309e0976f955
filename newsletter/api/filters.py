"""How issues can be narrowed."""

from django_filters import rest_framework as filters

from api.narrowing import IdsFilter
from api.values import TimeFilter
from newsletter.models import Issue
from newsletter.querysets import IssueQuerySet

#: More words than this nobody looks for.
MOST_WORDS = 12


class IssueFilter(filters.FilterSet):
    """How issues can be narrowed."""

    id = IdsFilter(field_name="id", lookup_expr="in", help_text="Ids, parted by commas.")
    number = IdsFilter(field_name="number", lookup_expr="in", help_text="Numbers, parted by commas.")
    sent_after = TimeFilter(field_name="begun_at", lookup_expr="gte")
    sent_before = TimeFilter(field_name="begun_at", lookup_expr="lt")
    q = filters.CharFilter(
        method="holding", max_length=200, help_text="Words that the subject holds, all of them."
    )

    class Meta:
        model = Issue
        fields: list[str] = []

    def holding(self, queryset: IssueQuerySet, name: str, value: str) -> IssueQuerySet:
        """Issues whose subject holds all of some words, in whatever case."""
        for word in value.split()[:MOST_WORDS]:
            queryset = queryset.filter(subject__icontains=word)
        return queryset
