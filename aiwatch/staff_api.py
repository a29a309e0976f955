"""The routes of what the staff write with a token, below /api/v1/staff/."""

from typing import Any

from rest_framework.routers import SimpleRouter

from articles.api.staff import StaffDrafts
from companies.api.staff import (
    StaffClaims,
    StaffCompanies,
    StaffFamilies,
    StaffMarkets,
    StaffModels,
    StaffProducts,
)
from facts.api.staff import StaffFacts, StaffSources

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
}

router = SimpleRouter()
for name, view in LISTS.items():
    router.register(name, view, basename=f"staff-{name}")
