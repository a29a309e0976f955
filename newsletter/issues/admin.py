"""Issues in the admin: the list, and the addresses of the pages behind it."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from articles.workflow import may
from changes.admin import picked
from changes.clock import in_short
from changes.lists import LongList
from newsletter.issues.desk import composing, erring, following, looking, sending
from newsletter.models import Issue

Page = Callable[[HttpRequest, Issue], HttpResponse]


class IssueAdmin(LongList):
    """Issues. Each page asks for itself who may: editors compose, publishers let go and stop."""

    list_display = ("subject", "number", "stands", "by")
    list_select_related = ("by",)
    sortable_by = ()
    search_fields = ("subject",)

    @admin.display(description="state")
    def stands(self, issue: Any) -> str:
        """How it stands, and since or until when."""
        if issue.begun_at is None:
            at = f" for {in_short(issue.send_at)}" if issue.send_at else ""
            return f"{issue.state.capitalize()}{at}"
        word = "Being sent" if issue.under_way and not issue.stopped_at else issue.state.capitalize()
        return f"{'Sent' if word == 'Begun' else word}, begun {in_short(issue.begun_at)}"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Issues, with whether mails of them are still to go."""
        return super().get_queryset(request).with_under_way()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Editors and publishers."""
        return may(request.user, "edit")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Editors and publishers, until it begins to be sent."""
        return may(request.user, "edit") and (obj is None or obj.begun_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A draft is discarded on its own page; what was sent stays."""
        return False

    def get_urls(self) -> list[Any]:
        """The list and the history are Django's, all else ours."""
        edit, publish = "edit", "publish"
        pages: list[tuple[str, Page, str]] = [
            ("preview", looking.preview, ""),
            ("frame", looking.frame, ""),
            ("test", looking.test, edit),
            ("discard", composing.discard, edit),
            ("send", sending.send, publish),
            ("cancel", sending.cancel, publish),
            ("progress", following.progress, ""),
            ("stop", following.stop, publish),
            ("carry_on", following.carry_on, publish),
            ("erratum", erring.erratum, publish),
        ]
        own = [
            path(
                f"<path:object_id>/{name.replace('_', '-')}/",
                self.admin_site.admin_view(self._page(page, role)),
                name=f"newsletter_issue_{name}",
            )
            for name, page, role in pages
        ]
        return [*own, *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """Begin an issue."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        return composing.begin(request)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Compose it; once it has begun, follow it; whoever only looks sees it as it would be."""
        issue = self._found(request, object_id)
        if issue.begun_at:
            return following.follow(request, issue)
        return (composing.compose if may(request.user, "edit") else looking.preview)(request, issue)

    def _page(self, page: Page, role: Any) -> Callable[..., HttpResponse]:
        """A page for whoever may look, or has a role besides."""

        def view(request: HttpRequest, object_id: str) -> HttpResponse:
            issue = self._found(request, object_id)
            if role and not may(request.user, role):
                raise PermissionDenied
            return page(request, issue)

        return view

    def _found(self, request: HttpRequest, object_id: str) -> Issue:
        if not self.has_view_permission(request):
            raise PermissionDenied
        issue = picked(Issue, object_id)
        if issue is None:
            raise Http404("There is no such issue.")
        return issue
