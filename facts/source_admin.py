"""Sources in the admin: whether they still answer, and what rests on them."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import formats, timezone
from django.utils.html import format_html
from unfold.dataclasses import ActionDialog
from unfold.decorators import action
from unfold.forms import BaseDialogForm

from changes.admin import PublicAdmin, picked
from changes.dialogs import form_of, lead_to
from companies.exchange.admin import ExchangeAdmin
from facts import asking
from facts.exchange import SourceResource
from facts.models import Source
from facts.querysets import SOURCE_STATES


class StateFilter(admin.SimpleListFilter):
    """What became of a source."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The states by their names."""
        return [(state, state.capitalize()) for state in SOURCE_STATES]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Those in the state; all where none is chosen."""
        return queryset.in_state(self.value()) if self.value() in SOURCE_STATES else queryset


@admin.register(Source)
class SourceAdmin(ExchangeAdmin, PublicAdmin):
    """Where figures were read."""

    instead = "withdraw it, with what rests on it (Withdraw…), or record the better source of each figure."
    resource_classes = (SourceResource,)
    import_template_name = "admin/facts/import.html"
    list_display = ("title", "state", "rest", "publisher", "published", "language")
    list_filter = (StateFilter, "language", "publisher")
    search_fields = ("title", "publisher", "url")
    ordering = ("publisher", "title")
    readonly_fields: tuple[str, ...] = ("asked", "archiving")
    fields = (
        *("title", "publisher", "url", "asked", "archived_url", "archiving"),
        *(("published", "accessed"), "language"),
    )
    actions_detail: tuple[str, ...] = ("ask",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Source]:
        """With how many facts rest on each."""
        return super().get_queryset(request).with_facts()

    def has_ask_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whoever may change sources, of one that has an address."""
        source = picked(Source, object_id)
        return source is not None and bool(source.url) and self.has_change_permission(request, source)

    @admin.display(description="Facts on it", ordering="rest")
    def rest(self, source: Any) -> int:
        """How many facts rest on it."""
        return int(source.rest)

    @admin.display(description="State", ordering="dead_since")
    def state(self, source: Source) -> str:
        """What matters most of it."""
        if source.withdrawn_at:
            return f"withdrawn {day(source.withdrawn_at)}"
        if source.dead_since:
            return f"dead since {day(source.dead_since)}"
        if source.failing_since:
            return f"fails since {day(source.failing_since)}"
        if not source.asked_at:
            return "never asked" if source.url else "no address"
        return "not to be asked" if source.answer == Source.Answer.NOT_ASKED else "answers"

    @admin.display(description="Does it answer")
    def asked(self, source: Source) -> str:
        """What its address said when it was last asked, in a sentence or two."""
        if not source.asked_at:
            return "It was not asked yet."
        said = f"{source.get_answer_display()} Asked on {day(source.asked_at)}: {source.heard.rstrip('.')}."
        if source.dead_since:
            return f"{said} Dead since {day(source.dead_since)}."
        return said

    @admin.display(description="To archive it")
    def archiving(self, source: Source) -> str:
        """Where a page can be archived, for whoever records it."""
        if not source.url:
            return "Save the source with its address first."
        return format_html(
            '<a href="https://web.archive.org/save/{}" class="text-link underline" rel="noreferrer">'
            "Have the Internet Archive keep it</a>, then copy the address of what it kept into the field above.",
            source.url,
        )

    def save_model(self, request: HttpRequest, obj: Source, form: Any, change: bool) -> None:
        """Save; what was heard of another address is forgotten."""
        if "url" in form.changed_data:
            asking.forget(obj)
        super().save_model(request, obj, form, change)

    @action(
        description="Ask now…",
        url_path="ask",
        permissions=["ask"],
        icon="wifi_find",
        dialog=ActionDialog(
            title="Ask its address now",
            description="Whether it still answers; that may take some seconds.",
            form_class=BaseDialogForm,
            form_submit_text="Ask",
        ),
    )
    def ask(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        """Ask it in the background, which may be at once."""
        source = Source.objects.get(pk=object_id)
        if asking.ask_task.enqueue(source.pk).is_finished:
            source.refresh_from_db()
            messages.info(request, self.asked(source))
        else:
            messages.info(request, "It is being asked. Load this page again in a moment.")
        return lead_to(form_of(source))


def day(moment: Any) -> str:
    """The day of a moment, as the newsroom reads it."""
    return str(formats.date_format(timezone.localtime(moment), "j M Y"))
