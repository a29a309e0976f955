"""Editions and revisions, to be read."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.decorators import display

from articles.admin.comparing import compare
from articles.models import Edition, Revision
from changes.admin import ReadOnlyAdmin


@admin.register(Edition)
class EditionAdmin(ReadOnlyAdmin):
    """What was published. Changed by publishing a new one, taken out by withdrawing the article."""

    list_display = ("headline", "number", "standing", "dated", "visible_from", "major", "change_note")
    list_filter = ("kind", "major")
    search_fields = ("headline", "slug", "text")
    date_hierarchy = "dated"
    exclude = ("layout", "faq", "contents", "text", "read_next")

    @display(description="Standing", label={"live": "success", "waiting": "warning", "over": "info"})
    def standing(self, edition: Edition) -> str:
        """Live, waiting or over."""
        now = timezone.now()
        if edition.visible_until <= max(now, edition.visible_from):
            return "over"
        return "waiting" if edition.visible_from > now else "live"


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """What the working copy was after each save, and what that save changed."""

    list_display = ("article", "number", "by", "at", "why")
    list_select_related = ("article", "by")
    ordering = ("-at", "-pk")
    search_fields = ("article__headline",)
    date_hierarchy = "at"
    fields = ("article", "number", "by", "at", "why", "changed", "as_it_was")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The two that are made for showing."""
        return ("changed", "as_it_was")

    @admin.display(description="What this save changed")
    def changed(self, revision: Revision) -> SafeString:
        """This revision beside the one before it."""
        before = Revision.objects.filter(article=revision.article_id, number=revision.number - 1).first()
        rows = compare(before.content if before else {}, revision.content)
        return SafeString(
            render_to_string(
                "admin/articles/compared.html", {"rows": rows, "left": "Before", "right": "After"}
            )
        )

    @admin.display(description="The body as it was")
    def as_it_was(self, revision: Revision) -> SafeString:
        """The whole body's HTML, to be copied from."""
        return format_html("<pre class='whitespace-pre-wrap'>{}</pre>", revision.content.get("body", ""))
