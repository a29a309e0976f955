"""Editions and revisions, to be read."""

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from unfold.dataclasses import ActionDialog
from unfold.decorators import action, display

from articles.admin.comparing import compare
from articles.admin.revision_pages import RestoreForm, say_restored
from articles.models import Article, Edition, Override, Reindexing, Revision
from articles.workflow import may
from changes.admin import ReadOnlyAdmin, picked
from changes.dialogs import form_of, lead_to
from changes.forms import DialogForm
from changes.lists import LongList


class StandingFilter(admin.SimpleListFilter):
    """Whether readers see an edition, will see it, or have seen it."""

    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The three by their names."""
        return [("live", "Live"), ("waiting", "Waiting"), ("over", "Over")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Those of the standing; all where none is chosen."""
        match self.value():
            case "live":
                return queryset.live()
            case "waiting":
                return queryset.waiting()
            case "over":
                return queryset.over()
        return queryset


@admin.register(Edition)
class EditionAdmin(LongList, ReadOnlyAdmin):
    """What was published. Changed by publishing a new one, taken out by withdrawing the article."""

    list_display = ("headline", "number", "standing", "dated", "visible_from", "major", "change_note")
    list_filter = (StandingFilter, "kind", "major", "dated")
    search_fields = ("headline", "slug")
    sortable_by = ("dated", "visible_from")
    exclude = ("layout", "faq", "contents", "text")

    def view_on_site(self, obj: Edition) -> str | None:
        """The article's page, while it shows this edition."""
        return obj.get_absolute_url() if self.standing(obj) == "live" else None

    @display(description="Standing", label={"live": "success", "waiting": "warning", "over": "info"})
    def standing(self, edition: Edition) -> str:
        """Live, waiting or over."""
        now = timezone.now()
        if edition.visible_until <= max(now, edition.visible_from):
            return "over"
        return "waiting" if edition.visible_from > now else "live"


@admin.register(Override)
class OverrideAdmin(ReadOnlyAdmin):
    """What was published in spite of the checklist: by whom, why, and what was open."""

    list_display = ("edition", "reason", "by", "at")
    list_select_related = ("edition", "by")
    search_fields = ("edition__headline", "reason")
    date_hierarchy = "at"
    fields = ("edition", "reason", "by", "at", "was_open")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """The one that is made for showing."""
        return ("was_open",)

    @admin.display(description="What was open")
    def was_open(self, override: Override) -> SafeString:
        """The findings in their sentences."""
        return format_html_join(
            SafeString("<br>"),
            "{}{}",
            (
                (found["sentence"], f" ({found['place']})" if found["place"] else "")
                for found in override.findings
            ),
        )


class RestoreDialog(RestoreForm, DialogForm):
    """The same question in a dialog."""


@admin.register(Revision)
class RevisionAdmin(LongList, ReadOnlyAdmin):
    """What the working copy was after each save, and what that save changed."""

    list_display = ("article", "number", "by", "at", "why")
    list_select_related = ("article", "by")
    ordering = ("-at", "-pk")
    search_fields = ("article__headline",)
    list_filter = ("at",)
    sortable_by = ("at",)
    fields = ("article", "number", "by", "at", "why", "changed", "as_it_was")
    actions_detail = ("restore",)

    def holds(self, word: str) -> Q:
        """Those of articles with the word in their headline."""
        return Q(article__in=Article.objects.filter(headline__icontains=word))

    def has_restore_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whoever may write the article."""
        revision = picked(Revision, object_id)
        return revision is not None and may(request.user, "write", revision.article)

    @action(
        description="Restore…",
        url_path="restore",
        permissions=["restore"],
        icon="history",
        dialog=ActionDialog(
            title="Restore this text",
            description="The working copy becomes what it was here. What it is now stays a revision.",
            form_class=RestoreDialog,
            form_submit_text="Restore",
        ),
    )
    def restore(self, request: HttpRequest, form: RestoreDialog, object_id: str) -> HttpResponse:
        """Make the working copy what it was at this revision."""
        revision = get_object_or_404(Revision, pk=object_id)
        say_restored(request, revision, form.cleaned_data["why"])
        return lead_to(form_of(revision.article))

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
        return format_html("<pre class='as-it-was'>{}</pre>", revision.content.get("body", ""))


@admin.register(Reindexing)
class ReindexingAdmin(ReadOnlyAdmin):
    """How far the rebuilding of mentions has come; names that change begin one."""

    list_display = ("__str__", "progress", "wanted_at", "finished_at")
    list_select_related = ("record",)

    @admin.display(description="Editions")
    def progress(self, rebuild: Reindexing) -> str:
        """How many of how many editions are done."""
        return f"{rebuild.done:,}" if rebuild.total is None else f"{rebuild.done:,} of {rebuild.total:,}"
