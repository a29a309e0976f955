"""A fact's page with what the apps above facts know of it: superseding it together with what cites it."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.decorators import action

from facts.admin import FactAdmin
from facts.models import Fact

admin.site.unregister(Fact)


@admin.register(Fact)
class FactInNewsroom(FactAdmin):
    """Figures, and the way to what takes the place of one."""

    actions_detail = ("supersede", *FactAdmin.actions_detail)

    #: Both say that a figure does not stand.
    has_supersede_permission = FactAdmin.has_withdraw_permission

    @action(
        description="Supersede…",
        url_path="supersede",
        permissions=["supersede"],
        icon="published_with_changes",
    )
    def supersede(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lead to the page that asks for the better value and shows what cites this one."""
        return redirect("newsroom:supersede", object_id)
