"""The API's root and its routes.

Each app brings its own serializers, filters and viewsets, on the same querysets as its pages.
"""

from typing import Any

from django.urls import include, path
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from aiwatch import staff_api
from aiwatch.reference import reference
from articles.api import ArticleViewSet
from changes.api import CorrectionViewSet
from companies.api import CompanyViewSet, FamilyViewSet, MarketViewSet, ModelViewSet, ProductViewSet
from companies.release_api import ReleaseViewSet
from facts.api import FactViewSet, MetricViewSet, SourceViewSet
from questions.api import QuestionViewSet

router = SimpleRouter()
router.register("articles", ArticleViewSet, basename="article")
router.register("companies", CompanyViewSet, basename="company")
router.register("products", ProductViewSet, basename="product")
router.register("families", FamilyViewSet, basename="family")
router.register("models", ModelViewSet, basename="model")
router.register("markets", MarketViewSet, basename="market")
router.register("releases", ReleaseViewSet, basename="release")
router.register("facts", FactViewSet, basename="fact")
router.register("metrics", MetricViewSet, basename="metric")
router.register("sources", SourceViewSet, basename="source")
router.register("questions", QuestionViewSet, basename="question")
router.register("corrections", CorrectionViewSet, basename="correction")


class Root(APIView):
    """What there is."""

    @extend_schema(responses={200: dict[str, str]}, operation_id="root")
    def get(self, request: Request) -> Response:
        """The addresses of the lists, of the schema and of its page."""
        lists = {name: reverse(f"api:{viewset}-list", request=request) for name, viewset in LISTS.items()}
        return Response(
            lists
            | {"schema": reverse("api:schema", request=request), "docs": reverse("api:docs", request=request)}
        )


LISTS = {
    "articles": "article",
    "companies": "company",
    "products": "product",
    "families": "family",
    "models": "model",
    "markets": "market",
    "releases": "release",
    "facts": "fact",
    "metrics": "metric",
    "sources": "source",
    "questions": "question",
    "corrections": "correction",
}

urls: tuple[list[Any], str] = (
    [
        path("", Root.as_view(), name="root"),
        path("schema/", SpectacularAPIView.as_view(), name="schema"),
        path("docs/", reference, name="docs"),
        path("staff/", include(staff_api.router.urls)),
        path("", include(router.urls)),
    ],
    "api",
)
