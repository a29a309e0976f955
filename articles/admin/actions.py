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
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from articles import publishing
from articles.models import Article, Edition
from articles.workflow import MOVES, NotAllowed, may
from articles.workflow import move as hand_on
from changes import dialogs
from changes.admin import picked, who
from changes.clock import in_words
from changes.clock_forms import ByTheClock, ClockField


class WithdrawForm(BaseDialogForm):
    """Why readers no longer find it."""

    note = forms.CharField(
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        label="Note to readers",
        help_text="Stands at the article’s address from now on.",
    )


class MoveForm(ByTheClock, BaseDialogForm):
    """When the edition that waits is to appear."""

    clocks = ("at",)

    at = ClockField(label="Appears", help_text="By the newsroom’s clock.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        waiting = Edition.objects.waiting().filter(article=self.object_id).first()
        if waiting:
            self.initial["at"] = waiting.visible_from
            self.fields["at"].help_text = f"By the newsroom’s clock. Now: {in_words(waiting.visible_from)}."


class HandOnForm(BaseDialogForm):
    """Where the working copy goes next."""

    verb = forms.ChoiceField(widget=UnfoldAdminSelectWidget, label="Do what")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        article = get_object_or_404(Article, pk=self.object_id)
        self.fields["verb"].choices = [
            (verb, verb.capitalize()) for verb in possible_moves(article, self.request.user)
        ]


def possible_moves(article: Article, user: Any) -> list[str]:
    """What may be done with the working copy as it stands."""
    return [
        verb
        for verb, (sources, _, right) in MOVES.items()
        if article.state in sources and may(user, right, article)
    ]


class ArticleActions(ModelAdmin):
    """The buttons. What a verb refuses is shown as it says it."""

    actions_detail: tuple[Any, ...] = (
        "hand_on",
        {"title": "More", "items": ["move", "cancel", "withdraw"]},
    )

    def has_publish_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Publishers, of an article that there is."""
        return may(request.user, "publish") and picked(Article, object_id) is not None

    def has_hand_on_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whoever may make one of the moves that are open to the article."""
        article = picked(Article, object_id)
        return article is not None and bool(possible_moves(article, request.user))

    def has_withdraw_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Publishers; the button, where readers can see the article."""
        article = picked(Article, object_id)
        return self._decides(request, article, Edition.objects.live())

    def has_cancel_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Publishers; the button, where an edition waits."""
        article = picked(Article, object_id)
        return self._decides(request, article, Edition.objects.waiting())

    #: Both are about the edition that waits.
    has_move_permission = has_cancel_permission

    def _decides(self, request: HttpRequest, article: Article | None, editions: Any) -> bool:
        """Publishers, of an article with such an edition; what is sent too late is answered with a sentence."""
        if article is None or not may(request.user, "publish"):
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
        """Submit, send back, approve, archive, reopen."""
        verb = form.cleaned_data["verb"]
        return self.carry_out(
            request, object_id, "Done.", lambda article: hand_on(article, verb, by=who(request))
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
            form_class=BaseDialogForm,
            form_submit_text="Cancel it",
        ),
    )
    def cancel(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
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
            description="Readers no longer see it; its address says why. It can be published again.",
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
