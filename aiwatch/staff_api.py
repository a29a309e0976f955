"""The routes of what the staff write with a token, below /api/v1/staff/."""

from rest_framework.routers import SimpleRouter

from articles.staff_api import DraftViewSet

router = SimpleRouter()
router.register("drafts", DraftViewSet, basename="draft")
