"""The API's schema, made once: it follows from the code and the settings alone."""

from functools import cache
from typing import Any

from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response


@cache
def schema() -> dict[str, Any]:
    """The schema (OpenAPI 3.1). Takes a second the first time."""
    found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return found


class Schema(SpectacularAPIView):
    """The schema for programs, as YAML or JSON."""

    def _get_schema_response(self, request: Request) -> Response:
        return Response(data=schema())
