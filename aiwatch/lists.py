"""How lists of the API are asked: pages of results, and filters that refuse what they do not know.

Django REST framework loads these by name from the settings, so that apps need not know this one.
"""

from typing import Any

from django.db.models import QuerySet
from django_filters.rest_framework import DjangoFilterBackend
from rest_framework import exceptions
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request
from rest_framework.views import APIView


class Pages(PageNumberPagination):
    """Pages of 20, or as many as `page_size` says, up to 100."""

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100

    def get_page_size(self, request: Request) -> int | None:
        """The size asked for; refuses what is no number from 1 to 100 instead of guessing."""
        asked = request.query_params.get("page_size")
        if asked is None:
            return self.page_size
        if not (asked.isascii() and asked.isdigit() and 1 <= int(asked[:4]) <= self.max_page_size):
            raise exceptions.ValidationError({"page_size": ["Give a whole number from 1 to 100."]})
        return int(asked)


class StrictFilters(DjangoFilterBackend):
    """Declared filters only: a parameter that no filter knows is refused and named, never ignored."""

    def filter_queryset(self, request: Any, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        """The filtered queryset; raises ValidationError for unknown or repeated parameters."""
        filterset = self.get_filterset_class(view, queryset)
        known = set(filterset.base_filters if filterset else ()) | {"page", "page_size", "format"}
        wrong = {name: ["There is no such parameter."] for name in request.query_params if name not in known}
        wrong |= {
            name: ["Give this parameter once."]
            for name in request.query_params
            if name in known and len(request.query_params.getlist(name)) > 1
        }
        if wrong:
            raise exceptions.ValidationError(wrong)
        return super().filter_queryset(request, queryset, view)
