"""A source's page with what the apps above sources know of it: superseding what rests on it, and what falls with it."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import action
from unfold.enums import ActionVariant

from changes.admin import picked
from facts.models import Fact, Source
from facts.source_admin import SourceAdmin, day
from newsroom.ledger.source_views import may_withdraw

#: More than an editor looks through for the one that was revised.
MOST = 100

admin.site.unregister(Source)


@admin.register(Source)
class SourceInNewsroom(SourceAdmin):
    """Sources with what rests on them, and what falls with them."""

    change_form_outer_after_template = "admin/newsroom/source_after.html"
    actions_detail = (*SourceAdmin.actions_detail, "withdraw")
    readonly_fields = (*SourceAdmin.readonly_fields, "withdrawal")

    def get_fields(self, request: HttpRequest, obj: Source | None = None) -> Any:
        """That it was withdrawn before all else."""
        return (*(["withdrawal"] if obj and obj.withdrawn_at else []), *self.fields)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        """Add the facts that stand on it, for whoever may supersede them. One query more."""
        source = context.get("original")
        if source and source.withdrawn_at is None and may_withdraw(request):
            standing = Fact.objects.current().filter(source=source).with_story()
            context["standing"] = list(standing.order_by("subject__name", "metric__name", "pk")[:MOST])
            context["more"] = max(0, source.rest - MOST) if len(context["standing"]) == MOST else 0
        return super().render_change_form(request, context, **kwargs)

    def has_withdraw_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may withdraw sources, of one that was not."""
        source = picked(Source, object_id)
        return source is not None and source.withdrawn_at is None and may_withdraw(request)

    @admin.display(description="Withdrawn")
    def withdrawal(self, source: Source) -> str:
        """When and why, and where to see what fell."""
        return format_html(
            '{}: {} <a href="{}" class="text-link">What fell with it</a>',
            day(source.withdrawn_at),
            source.withdrawal_note,
            reverse("newsroom:withdraw_source", args=[source.pk]),
        )

    @action(
        description="Withdraw…",
        url_path="withdraw",
        permissions=["withdraw"],
        icon="block",
        variant=ActionVariant.DANGER,
    )
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lead to the page that shows what would fall, and asks."""
        return redirect("newsroom:withdraw_source", object_id)
