"""Pages of the API's lists."""

import re
from typing import Any

from rest_framework import exceptions
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

#: More pages than anybody turns.
LAST_PAGE = 10_000


class Pages(PageNumberPagination):
    """Pages of 20, or as many as `page_size` says, up to 100."""

    page_size = 20
    page_size_query_param = "page_size"
    max_page_size = 100
    page_query_description = "Which page; 404 where there is none."
    page_size_query_description = "How many on a page."

    def get_page_number(self, request: Request, paginator: Any) -> int:
        """The page asked for; refuses what is no number instead of guessing."""
        return _whole_number(request, self.page_query_param, LAST_PAGE) or 1

    def get_page_size(self, request: Request) -> int | None:
        """The size asked for; refuses what is no number from 1 to 100 instead of guessing."""
        return _whole_number(request, self.page_size_query_param, self.max_page_size) or self.page_size

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Both parameters with their bounds."""
        page, size = super().get_schema_operation_parameters(view)
        page["schema"] |= {"minimum": 1, "maximum": LAST_PAGE, "default": 1}
        size["schema"] |= {"minimum": 1, "maximum": self.max_page_size, "default": self.page_size}
        return [page, size]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """A page of results; the pages beside it are null where there are none, as OpenAPI 3.1 says it."""
        page: dict[str, Any] = super().get_paginated_response_schema(schema)
        page["required"] = list(page["properties"])
        for name in ("next", "previous"):
            page["properties"][name] = {"type": ["string", "null"], "format": "uri"}
        return page


def _whole_number(request: Request, name: str, most: int) -> int | None:
    """A parameter as a number from 1 to `most`, None where it is not given; raises ValidationError."""
    asked = request.query_params.get(name)
    if asked is None:
        return None
    if not re.fullmatch("[1-9][0-9]{0,8}", asked) or int(asked) > most:
        raise exceptions.ValidationError({name: [f"Give a whole number from 1 to {most}."]})
    return int(asked)
