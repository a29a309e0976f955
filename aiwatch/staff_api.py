"""The routes of what the staff write with a token, below /api/v1/staff/."""

from typing import Any

from rest_framework.routers import SimpleRouter

from articles.staff_api import StaffDrafts
from companies.staff_api import (
    StaffClaims,
    StaffCompanies,
    StaffFamilies,
    StaffMarkets,
    StaffModels,
    StaffProducts,
)
from facts.staff_api import StaffFacts, StaffSources

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
