"""A fact's page with what the apps above facts know of it: superseding it together with what cites it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.decorators import action

from articles.models import Article, FAQEntry
from changes.deleting import By, joined, named_in
from facts.admin import FactAdmin
from facts.models import Fact
from questions.models import Answer

admin.site.unregister(Fact)


@admin.register(Fact)
class FactInNewsroom(FactAdmin):
    """Figures, and the way to what takes the place of one."""

    actions_detail = ("supersede", *FactAdmin.actions_detail)

    #: Both say that a figure does not stand.
    has_supersede_permission = FactAdmin.has_withdraw_permission

    def also_held(self, objs: Sequence[Any]) -> dict[Any, list[By]]:
        """Drafts and answers that cite it too, which the texts alone say. Three queries."""
        address = 'value="fact:{}"'
        return joined(
            super().also_held(objs),
            named_in(Article.objects.all(), "body", address, objs),
            named_in(FAQEntry.objects.all(), "answer", address, objs),
            named_in(Answer.objects.select_related("question"), "text", address, objs),
        )

    @action(
        description="Supersede…",
        url_path="supersede",
        permissions=["supersede"],
        icon="published_with_changes",
    )
    def supersede(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Lead to the page that asks for the better value and shows what cites this one."""
        return redirect("newsroom:supersede", object_id)
