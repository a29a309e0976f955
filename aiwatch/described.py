"""The API's schema, made once: it follows from the code and the settings alone."""

from functools import cache
from typing import Any

from django.utils.translation import override
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from api import narrowing
from api.language import ENGLISH


@cache
def schema() -> dict[str, Any]:
    """The schema (OpenAPI 3.1). Takes a second the first time."""
    with override(ENGLISH):
        found: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    return found


class Schema(SpectacularAPIView):
    """The schema for programs, as YAML or JSON."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a parameter that there is not: it comes in one language."""
        super().initial(request, *args, **kwargs)
        narrowing.refuse_unknown(request, (), of_all=("format",))

    def handle_exception(self, exc: Exception) -> Response:
        """A problem, which is JSON whatever the schema was asked as."""
        self.request.accepted_renderer = JSONRenderer()
        return super().handle_exception(exc)

    def _get_schema_response(self, request: Request) -> Response:
        return Response(data=schema())
