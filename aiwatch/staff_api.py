"""The routes of what the staff write with a token, below /api/v1/staff/."""

from typing import Any

from django.http import HttpResponseBase
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import permissions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.views import APIView

from api import narrowing
from api.authentication import Bearer
from api.problems import MEDIA_TYPE
from api.references import page
from api.schema import ProblemSerializer
from api.staff import unless_held
from articles.api.staff import StaffDrafts
from articles.api.staff_lists import StaffAuthors, StaffImages, StaffReviewers, StaffTopics
from companies.api.staff import (
    StaffClaims,
    StaffCompanies,
    StaffFamilies,
    StaffMarkets,
    StaffModels,
    StaffProducts,
)
from facts.api.staff import StaffFacts
from facts.api.staff_lists import StaffMetrics, StaffScopes, StaffSources

LISTS: dict[str, Any] = {
    "drafts": StaffDrafts,
    "companies": StaffCompanies,
    "products": StaffProducts,
    "families": StaffFamilies,
    "models": StaffModels,
    "markets": StaffMarkets,
    "claims": StaffClaims,
    "facts": StaffFacts,
    "sources": StaffSources,
    "authors": StaffAuthors,
    "topics": StaffTopics,
    "images": StaffImages,
    "reviewers": StaffReviewers,
    "metrics": StaffMetrics,
    "scopes": StaffScopes,
}

router = SimpleRouter()
for name, view in LISTS.items():
    router.register(name, view, basename=f"staff-{name}")


class StaffRoot(APIView):
    """What the staff read and write with a token."""

    authentication_classes = (Bearer,)
    permission_classes = (permissions.IsAuthenticated,)

    @extend_schema(
        responses={
            200: dict[str, str],
            **{(each, MEDIA_TYPE): ProblemSerializer for each in (400, 401, 406, 429)},
        },
        operation_id="staff_root",
    )
    def get(self, request: Request) -> HttpResponseBase:
        """The addresses of the lists of the staff."""
        narrowing.refuse_unknown(request, (), of_all=("format",))
        addresses = {name: page(reverse(f"api:staff-{name}-list")) for name in LISTS}
        return unless_held(request, Response(addresses))
