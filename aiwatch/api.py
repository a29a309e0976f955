"""The API's root and its routes.

Each app brings its own serializers, filters and viewsets, on the same querysets as its pages.
"""

from typing import Any

from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from aiwatch import staff_api
from aiwatch.described import Schema
from aiwatch.reference import Group, Reference
from api import narrowing
from articles.api.lists import Articles
from articles.api.named import Authors, Topics
from changes.api.lists import Changes, Corrections
from companies.api.lists import Companies, Families, Markets, Models, Products
from companies.api.releases import Releases
from facts.api.lists import Facts, Metrics, Sources
from newsletter.api.lists import Issues
from newsletter.api.subscribing import Subscribe
from questions.api.lists import Questions
from search.api import Search

#: Every list, in the order in which the root tells of them.
LISTS: dict[str, Any] = {
    "articles": Articles,
    "authors": Authors,
    "topics": Topics,
    "companies": Companies,
    "products": Products,
    "families": Families,
    "models": Models,
    "markets": Markets,
    "releases": Releases,
    "facts": Facts,
    "metrics": Metrics,
    "sources": Sources,
    "questions": Questions,
    "issues": Issues,
    "corrections": Corrections,
    "changes": Changes,
}

router = SimpleRouter()
for name, view in LISTS.items():
    router.register(name, view, basename=name)


class Root(APIView):
    """What there is."""

    @extend_schema(responses={200: dict[str, str]}, operation_id="root", tags=["root"])
    def get(self, request: Request) -> Response:
        """The addresses of the lists, of the search, of the schema and of its page."""
        narrowing.refuse_unknown(request, (), of_all=("format",))
        lists = {name: reverse(f"api:{name}-list", request=request) for name in LISTS}
        others = {name: reverse(f"api:{name}", request=request) for name in ("search", "schema", "docs")}
        return Response(lists | others)


urls: tuple[list[Any], str] = (
    [
        path("", Root.as_view(), name="root"),
        path("search/", Search.as_view(), name="search"),
        path("newsletter/", Subscribe.as_view(), name="newsletter"),
        path("schema/", Schema.as_view(), name="schema"),
        path("docs/", csrf_exempt(Reference.as_view()), name="docs"),
        path("docs/<slug:name>/", csrf_exempt(Group.as_view()), name="docs-group"),
        path("staff/", staff_api.StaffRoot.as_view(), name="staff-root"),
        path("staff/", include(staff_api.router.urls)),
        path("", include(router.urls)),
    ],
    "api",
)
