"""The revisions of an article: the list, any two side by side as readers would read them, and restoring one."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminTextInputWidget

from articles.admin.as_read import compared
from articles.models import Article, Revision
from articles.revisions import restore
from articles.workflow import may
from changes.admin import who
from changes.forms import Form
from changes.texts import number

ON_A_PAGE = 50


class RestoreForm(Form):
    """Why an earlier text is to be the working copy again."""

    why = forms.CharField(
        max_length=150,
        widget=UnfoldAdminTextInputWidget,
        label="Why",
        error_messages={"required": "Say why the earlier text is restored: the list of revisions keeps it."},
    )


class RevisionPages(ModelAdmin):
    """The two pages, with addresses below the article's own."""

    def get_urls(self) -> list[URLPattern]:
        """Before the form's own pattern, which would swallow them."""
        inside = self.admin_site.admin_view
        return [
            path("<int:pk>/revisions/", inside(self.revisions), name="articles_article_revisions"),
            path(
                "<int:pk>/revisions/<int:older>/<int:newer>/",
                inside(self.compare_revisions),
                name="articles_article_compare",
            ),
            *super().get_urls(),
        ]

    def revisions(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Who saved the article when and why, newest first; of two that are picked, the way to them side by side."""
        article = self._seen_by(request, pk)
        if {"older", "newer"} & set(request.GET):
            two = sorted({_number(request, name) for name in ("older", "newer")})
            if len(two) == 2 and article.revisions.filter(number__in=two).count() == 2:
                return redirect("admin:articles_article_compare", pk, *two)
            messages.error(request, "Pick two different revisions to compare.")
        found = article.revisions.defer("content").select_related("by")
        page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
        context = {"title": f"Revisions: {article}", "article": article, "page": page}
        return self._shown(request, "revisions", context)

    def compare_revisions(self, request: HttpRequest, pk: int, older: int, newer: int) -> HttpResponse:
        """Two revisions side by side, and the way to make one of them the working copy again."""
        article = self._seen_by(request, pk)
        two = article.revisions.filter(number__in=[older, newer]).select_related("by")
        known = {revision.number: revision for revision in two}
        if {older, newer} - set(known):
            raise Http404
        newest = article.revisions.values_list("number", flat=True).first()
        form = RestoreForm(request.POST or None)
        if request.method == "POST":
            if not may(request.user, "write", article):
                raise PermissionDenied
            chosen = known.get(_number(request, "restore"))
            if chosen is None:
                raise Http404
            if form.is_valid():
                say_restored(request, chosen, form.cleaned_data["why"])
                return redirect("admin:articles_article_change", pk)
        context = {
            "title": f"Revisions {older} and {newer}: {article}",
            "article": article,
            "older": known[older],
            "newer": known[newer],
            "two": [known[older], known[newer]],
            "newest": newest,
            "asked": _number(request, "restore"),
            "parts": [part for part in compared(known[older].content, known[newer].content) if part.changed],
            "form": form,
            "may_restore": may(request.user, "write", article),
        }
        return self._shown(request, "compare", context, status=400 if form.errors else 200)

    def _seen_by(self, request: HttpRequest, pk: int) -> Article:
        """The article, for whoever may look at articles."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(Article, pk=pk)

    def _shown(
        self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        page = self.admin_site.each_context(request) | context
        return TemplateResponse(request, f"admin/articles/article/{template}.html", page, status=status)


def say_restored(request: HttpRequest, revision: Revision, why: str) -> None:
    """Make a revision the working copy again, and say so."""
    if restore(revision, by=who(request), why=why):
        messages.success(request, f"The text of revision {revision.number} is the working copy again.")
    else:
        messages.info(request, "The working copy is just so already.")


def _number(request: HttpRequest, name: str) -> int:
    """The number of a revision as it was picked; 0, which none has, for what is no number."""
    given = (request.POST if request.method == "POST" else request.GET).get(name, "")
    return number(given) or 0
