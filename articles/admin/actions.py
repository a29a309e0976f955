"""The buttons above an article: hand it on, move, cancel, withdraw. Each calls one verb."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from unfold.admin import ModelAdmin
from unfold.dataclasses import ActionDialog
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextareaWidget

from articles import publishing
from articles.admin.handing import HandOnForm
from articles.models import Article, Edition
from articles.workflow import Action, NotAllowed, may, move, possible_moves
from changes import dialogs
from changes.admin import picked, who
from changes.clock import in_words
from changes.clock_forms import ByTheClock, ClockField
from changes.forms import DialogForm


class WithdrawForm(DialogForm):
    """Why readers no longer find it."""

    note = forms.CharField(
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        label="Note to readers",
        help_text="Stands at the article’s address from now on.",
        error_messages={"required": "Say to readers why the article is withdrawn."},
    )


class MoveForm(ByTheClock, DialogForm):
    """When the edition that waits is to appear."""

    clocks = ("at",)

    at = ClockField(label="Appears", help_text="By the newsroom’s clock.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = Edition.objects.waiting().filter(article=self.object_id).first()
        if waiting:
            self.initial["at"] = waiting.visible_from
            self.fields["at"].help_text = f"By the newsroom’s clock. Now: {in_words(waiting.visible_from)}."


class ArticleActions(ModelAdmin):
    """The buttons. What a verb refuses is shown as it says it."""

    actions_detail: tuple[Any, ...] = (
        "hand_on",
        {"title": "More", "items": ["move", "cancel", "withdraw"]},
    )

    def has_publish_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whoever may publish it as it stands."""
        article = picked(Article, object_id)
        return article is not None and may(request.user, "publish", article)

    def has_hand_on_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whoever may make one of the moves that are open to the article.

        What is sent is let in from whoever writes at all: the move refuses it in a sentence.
        """
        article = picked(Article, object_id)
        if article is not None and request.method == "POST":
            return may(request.user, "write")
        return article is not None and bool(possible_moves(article, request.user))

    def has_withdraw_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Publishers; the button, where readers can see the article."""
        article = picked(Article, object_id)
        return self._decides(request, "withdraw", article, Edition.objects.live())

    def has_cancel_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Publishers; the button, where an edition waits."""
        article = picked(Article, object_id)
        return self._decides(request, "reschedule", article, Edition.objects.waiting())

    #: Both are about the edition that waits.
    has_move_permission = has_cancel_permission

    def _decides(self, request: HttpRequest, verb: Action, article: Article | None, editions: Any) -> bool:
        """Whoever may, of an article with such an edition; what is sent too late is answered with a sentence."""
        if article is None or not may(request.user, verb, article):
            return False
        return request.method == "POST" or editions.filter(article=article).exists()

    def carry_out(
        self, request: HttpRequest, object_id: str, done: Any, verb: Callable[[Article], Any]
    ) -> HttpResponse:
        """Do it, say so or say why not, and go back to the article."""
        article = get_object_or_404(Article, pk=object_id)
        refusals = (publishing.PublishingRefused, NotAllowed)
        return dialogs.carry_out(request, article, lambda: verb(article), done=done, refusals=refusals)

    @action(
        description="Hand on…",
        url_path="hand-on",
        permissions=["hand_on"],
        icon="forward",
        dialog=ActionDialog(
            title="Hand the working copy on", form_class=HandOnForm, form_submit_text="Do it"
        ),
    )
    def hand_on(self, request: HttpRequest, form: HandOnForm, object_id: str) -> HttpResponse:
        """Submit, take back, ask for a review, send back, approve, archive, reopen."""
        given = form.cleaned_data
        return self.carry_out(
            request,
            object_id,
            "Done.",
            lambda article: move(
                article,
                given["verb"],
                by=who(request),
                comment=given["comment"],
                reviewer=given["reviewer"],
                seen=given["seen"] or None,
            ),
        )

    @action(
        description="Move what waits…",
        url_path="move",
        permissions=["move"],
        icon="schedule",
        dialog=ActionDialog(
            title="Move the waiting edition",
            description="The same text appears at another time.",
            form_class=MoveForm,
            form_submit_text="Move it",
        ),
    )
    def move(self, request: HttpRequest, form: MoveForm, object_id: str) -> HttpResponse:
        """Have the edition that waits appear at another time."""
        at = form.cleaned_data["at"]
        return self.carry_out(
            request,
            object_id,
            f"It appears on {in_words(at)}.",
            lambda article: publishing.move(article, to=at, by=who(request)),
        )

    @action(
        description="Cancel what waits…",
        url_path="cancel",
        permissions=["cancel"],
        icon="event_busy",
        dialog=ActionDialog(
            title="Cancel the waiting edition",
            description="It will not appear. What readers see now stays.",
            form_class=DialogForm,
            form_submit_text="Cancel it",
        ),
    )
    def cancel(self, request: HttpRequest, form: DialogForm, object_id: str) -> HttpResponse:
        """Cancel the edition that waits for its time."""
        return self.carry_out(
            request, object_id, "Cancelled.", lambda article: publishing.cancel(article, by=who(request))
        )

    @action(
        description="Withdraw…",
        url_path="withdraw",
        permissions=["withdraw"],
        icon="block",
        variant=ActionVariant.DANGER,
        dialog=ActionDialog(
            title="Withdraw the article",
            description="Readers no longer see it; its address says why. An edition that waits is cancelled. "
            "It can be published again.",
            form_class=WithdrawForm,
            form_submit_text="Withdraw",
        ),
    )
    def withdraw(self, request: HttpRequest, form: WithdrawForm, object_id: str) -> HttpResponse:
        """Take it out of the public, at once."""
        return self.carry_out(
            request,
            object_id,
            "Withdrawn. Its address says why.",
            lambda article: publishing.withdraw(article, by=who(request), note=form.cleaned_data["note"]),
        )
