"""Mails of the newsletter in the admin: how far they came, and what becomes of those in doubt."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import action

from articles.workflow import may
from changes.admin import ReadOnlyAdmin
from changes.lists import LongList
from newsletter.models import Delivery
from newsletter.querysets import DOUBTFUL_AFTER
from newsletter.sending import settling


class StateFilter(admin.SimpleListFilter):
    """How far mails came."""

    title = "state"
    parameter_name = "state"
    DOUBT = "doubt"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The states, and those that are in doubt."""
        return [*Delivery.State.choices, (self.DOUBT, "In doubt")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Those of one state."""
        if self.value() == self.DOUBT:
            return queryset.in_doubt()
        return queryset.filter(state=self.value()) if self.value() else queryset


class DeliveryAdmin(LongList, ReadOnlyAdmin):
    """Mails to readers, without whom they go to. Of those in doubt an editor decides."""

    actions = ("it_went", "send_again")
    list_display = ("sort", "of", "stands", "tries", "due_at", "begun_at", "failure")
    list_filter = (StateFilter, "sort")
    list_select_related = ("issue", "erratum__issue")
    sortable_by = ()
    fields = ("sort", "of", "stands", "due_at", "tries", "begun_at", "left_at", "message_id", "failure")
    readonly_fields = ("of", "stands")

    @admin.display(description="issue")
    def of(self, mail: Delivery) -> str:
        """The issue that it is, or corrects."""
        of = mail.erratum.issue if mail.erratum else mail.issue
        return str(of) if of else "-"

    @admin.display(description="state")
    def stands(self, mail: Delivery) -> str:
        """How far it came."""
        begun = mail.begun_at or timezone.now()
        doubtful = mail.state == Delivery.State.SENDING and begun <= timezone.now() - DOUBTFUL_AFTER
        return "In doubt: nobody knows whether it went" if doubtful else mail.get_state_display()

    def has_settle_permission(self, request: HttpRequest) -> bool:
        """Editors and publishers."""
        return may(request.user, "edit")

    @action(description="In doubt: it went", permissions=["settle"])
    def it_went(self, request: HttpRequest, queryset: Any) -> None:
        """Settle the ticked ones that are in doubt."""
        messages.success(request, f"Of those in doubt, noted as sent: {settling.it_went(queryset)}.")

    @action(description="In doubt: send again, whoever got it gets it twice", permissions=["settle"])
    def send_again(self, request: HttpRequest, queryset: Any) -> None:
        """Have the ticked ones that are in doubt sent by the next run."""
        messages.success(request, f"Of those in doubt, sent again soon: {settling.send_again(queryset)}.")
