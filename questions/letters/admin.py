"""Mails to readers in the admin: how far they came, and what becomes of those in doubt."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import action

from changes.admin import ReadOnlyAdmin
from changes.lists import LongList
from questions.deciding.ground import may_moderate
from questions.letters import settling
from questions.models import Letter
from questions.querysets import DOUBTFUL_AFTER


class StateFilter(admin.SimpleListFilter):
    """How far letters came."""

    title = "state"
    parameter_name = "state"
    DOUBT = "doubt"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The states, and those that are in doubt."""
        return [*Letter.State.choices, (self.DOUBT, "In doubt")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Those of one state."""
        if self.value() == self.DOUBT:
            return queryset.in_doubt()
        return queryset.filter(state=self.value()) if self.value() else queryset


class LetterAdmin(LongList, ReadOnlyAdmin):
    """Mails to readers, without whom they go to. Written by `mailing`; of those in doubt an editor decides."""

    actions = ("it_went", "send_again")
    list_display = ("about", "occasion", "stands", "tries", "due_at", "claimed_at", "failure")
    list_filter = (StateFilter, "occasion")
    list_select_related = ("subscriber__question",)
    sortable_by = ()
    fields = (
        "about",
        "occasion",
        "stands",
        "noted_at",
        "tries",
        "due_at",
        "claimed_at",
        "message_id",
        "failure",
    )
    readonly_fields = ("about", "stands")

    @admin.display(description="question")
    def about(self, letter: Letter) -> str:
        """The question that its reader wanted to know."""
        return letter.subscriber.question.text

    @admin.display(description="state")
    def stands(self, letter: Letter) -> str:
        """How far it came."""
        claimed = letter.claimed_at or timezone.now()
        doubtful = letter.state == Letter.State.SENDING and claimed <= timezone.now() - DOUBTFUL_AFTER
        return "In doubt: nobody knows whether it went" if doubtful else letter.get_state_display()

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        """Whoever decides about questions."""
        return may_moderate(request.user)

    @action(description="In doubt: it went", permissions=["moderate"])
    def it_went(self, request: HttpRequest, queryset: Any) -> None:
        """Settle the ticked ones that are in doubt."""
        messages.success(request, f"Of those in doubt, noted as sent: {settling.it_went(queryset)}.")

    @action(description="In doubt: send again, whoever got it gets it twice", permissions=["moderate"])
    def send_again(self, request: HttpRequest, queryset: Any) -> None:
        """Have the ticked ones that are in doubt sent by the next run."""
        messages.success(request, f"Of those in doubt, sent again soon: {settling.send_again(queryset)}.")
