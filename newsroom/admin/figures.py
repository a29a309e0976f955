"""A fact's page with what the apps above facts know of it: superseding it together with what cites it."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.decorators import action

from changes.admin import picked
from facts.admin import FactAdmin
from facts.models import Fact

admin.site.unregister(Fact)


@admin.register(Fact)
class FactInNewsroom(FactAdmin):
    """Figures, and the way to what takes the place of one."""

    actions_detail = ("supersede",)

    def has_supersede_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may add facts, of one that there is."""
        return self.has_add_permission(request) and picked(Fact, object_id) is not None

    @action(
        description="Supersede…",
        url_path="supersede",
        permissions=["supersede"],
        icon="published_with_changes",
    )
    def supersede(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lead to the page that asks for the better value and shows what cites this one."""
        return redirect("newsroom:supersede", object_id)
