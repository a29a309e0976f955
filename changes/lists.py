"""Lists of the admin that grow without end: what they ask of the database stays small at any page."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.text import smart_split, unescape_string_literal
from unfold.admin import ModelAdmin
from unfold.views import ChangeList


class ByKey(Paginator):
    """Counts keys: where a filter joins, rows are told apart, and by all their columns that takes long."""

    @cached_property
    def count(self) -> int:
        """How many rows there are in all. One query."""
        rows = cast(QuerySet[Any], self.object_list)
        return rows.order_by().values("pk").count()


class KeysFirst(ChangeList):
    """Finds the keys of a page first, which indexes answer, then reads those rows alone.

    Otherwise what a row takes from other tables, and its text, is read for all that are sorted or passed over.
    """

    def get_results(self, request: HttpRequest) -> None:
        """The page's rows. One query more than Django's."""
        super().get_results(request)
        order = self.queryset.query.order_by
        found: QuerySet[Any] = self.result_list
        keys = list(found.values_list("pk", flat=True))
        rows = self.apply_select_related(self.root_queryset.filter(pk__in=keys))
        self.result_list: QuerySet[Any] = rows.order_by(*order)


class LongList(ModelAdmin):
    """A list of which only a page is ever looked at.

    It counts what it shows and not, besides, what it does not show; and it offers no months, for which all rows
    would be read. Sorted is only by what an index sorts.
    """

    show_full_result_count = False
    list_per_page = 50
    paginator = ByKey

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """The list that finds keys first."""
        return KeysFirst

    def holds(self, word: str) -> Q:
        """What a row has that holds a word; no join, so that no row comes twice."""
        return Q(*((f"{name}__icontains", word) for name in self.search_fields), _connector=Q.OR)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Those that hold every word, or what stands between quotation marks."""
        for word in smart_split(search_term):
            if word.startswith(('"', "'")) and word[0] == word[-1]:
                word = unescape_string_literal(word)
            queryset = queryset.filter(self.holds(word))
        return queryset, False
