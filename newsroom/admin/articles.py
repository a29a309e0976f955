"""An article's page with the checklist before publishing."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from unfold.decorators import action
from unfold.enums import ActionVariant

from articles.admin.articles import ArticleAdmin
from articles.models import Article, Edition, Override
from changes.admin import picked
from newsroom.admin.keeping import KeepsWhatIsTyped
from newsroom.admin.reviews import Reviewed
from newsroom.checking import check
from newsroom.publishing.page import publish_page

admin.site.unregister(Article)


@admin.register(Article)
class ArticleInNewsroom(KeepsWhatIsTyped, Reviewed, ArticleAdmin):
    """Working copies, what is to be looked at before one is published, and the page that publishes it."""

    more = ArticleAdmin.actions_detail[-1]
    actions_detail = ("hand_on", "checklist", "publish", more | {"items": [*more["items"], "review"]})

    def has_checklist_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whoever may look at the article."""
        return self.has_view_permission(request) and picked(Article, object_id) is not None

    @action(
        description="Publish…",
        url_path="publish",
        permissions=["publish"],
        icon="publish",
        variant=ActionVariant.PRIMARY,
    )
    def publish(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What readers will see change, when, and how they are told."""
        return publish_page(request, get_object_or_404(Article, pk=object_id))

    @action(description="Checklist", url_path="checklist", permissions=["checklist"], icon="checklist")
    def checklist(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """What is required and what is advised, as the article was saved, each with the way to its field."""
        article = get_object_or_404(Article, pk=object_id)
        waits_for = (
            Edition.objects.waiting().filter(article=article).values_list("visible_from", flat=True).first()
        )
        findings = check(article, waits_for or timezone.now())
        context = {
            "title": f"Checklist: {article}",
            "article": article,
            "required": [found for found in findings if found.weight != "advised"],
            "always": any(found.weight == "demanded" for found in findings),
            "advised": [found for found in findings if found.weight == "advised"],
            "overrides": Override.objects.filter(edition__article=article).select_related("edition", "by"),
        }
        page = self.admin_site.each_context(request) | context
        return TemplateResponse(request, "admin/newsroom/checklist.html", page)
