"""The buttons above an article: hand it on, publish, schedule, cancel, withdraw. Each calls one verb."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.dataclasses import ActionDialog
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.forms import BaseDialogForm
from unfold.widgets import (
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from articles import checks, publishing
from articles.admin.handing import HandOnForm
from articles.bodies import plain
from articles.models import Article, Edition
from articles.workflow import NotAllowed, may, move, possible_moves
from changes.admin import InRange, picked, who


class PublishForm(BaseDialogForm):
    """What readers are told of the new edition, and why it appears where the checklist requires what it lacks."""

    form_before_template = "admin/articles/article/required.html"

    note = forms.CharField(
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        label="What changed",
        help_text="Readers see it. Demanded when a live article changes and the change is not minor.",
    )
    minor = forms.BooleanField(
        required=False,
        widget=UnfoldBooleanSwitchWidget,
        label="Minor change",
        help_text="A typing error or the like: the date stays, nobody is told.",
    )
    expires_at = InRange(
        required=False, label="Until", help_text="Readers no longer see it after this. Usually empty."
    )
    all_the_same = forms.CharField(
        required=False,
        max_length=300,
        widget=UnfoldAdminTextInputWidget,
        label="Publish all the same, because…",
        help_text="Kept with the edition and with what the checklist requires, for the newsroom alone.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.article = picked(Article, self.object_id)
        self.required = self._required(timezone.now())
        if not self.is_bound and not self.required:
            del self.fields["all_the_same"]

    def _required(self, at: datetime) -> list[checks.Finding]:
        return checks.required(self.article, at) if self.article else []

    def clean(self) -> dict[str, Any]:
        """Ask why where the checklist requires something by the time at which readers would see it."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if at := given.get("at"):
            self.required = self._required(max(at, timezone.now()))
        if self.required and not plain(given.get("all_the_same", "")):
            self.add_error(
                "all_the_same", f"Not published. {checks.refusal(self.required)} Mend it, or say why not."
            )
        return given

    def get_before_template_context(self, request: HttpRequest, object_id: Any = None) -> dict[str, Any]:
        """What is required, and where."""
        return {"article": self.article, "findings": self.required}


class ScheduleForm(PublishForm):
    """The same, with a time to come."""

    at = InRange(label="From", help_text="Readers see it from this time on, in the newsroom’s time zone.")
    field_order = ("at", "note", "minor", "expires_at", "all_the_same")


class WithdrawForm(BaseDialogForm):
    """Why readers no longer find it."""

    note = forms.CharField(
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        label="Note to readers",
        help_text="Stands at the article’s address from now on.",
    )


class ArticleActions(ModelAdmin):
    """The buttons. What a verb refuses is shown as it says it."""

    actions_detail: tuple[Any, ...] = (
        "hand_on",
        "publish",
        {"title": "More", "items": ["schedule", "cancel", "withdraw"]},
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
        """Publishers, where readers can see the article."""
        article = picked(Article, object_id)
        return (
            article is not None
            and may(request.user, "withdraw", article)
            and Edition.objects.live().filter(article=article).exists()
        )

    def has_cancel_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Publishers, where an edition waits."""
        article = picked(Article, object_id)
        return (
            article is not None
            and may(request.user, "reschedule", article)
            and Edition.objects.waiting().filter(article=article).exists()
        )

    def carry_out(
        self, request: HttpRequest, object_id: str, done: str, verb: Callable[[Article], Any]
    ) -> HttpResponse:
        """Do it, say so or say why not, and go back to the article."""
        article = get_object_or_404(Article, pk=object_id)
        try:
            verb(article)
            messages.success(request, done)
        except (publishing.PublishingRefused, NotAllowed) as reason:
            messages.error(request, str(reason))
        target = reverse("admin:articles_article_change", args=[article.pk])
        return HttpResponse(headers={"HX-Redirect": target})

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
        description="Publish…",
        url_path="publish",
        permissions=["publish"],
        icon="publish",
        variant=ActionVariant.PRIMARY,
        dialog=ActionDialog(
            title="Publish now",
            description="Readers see what was last saved, at once.",
            form_class=PublishForm,
            form_submit_text="Publish",
        ),
    )
    def publish(self, request: HttpRequest, form: PublishForm, object_id: str) -> HttpResponse:
        """Freeze the working copy as an edition."""
        given = form.cleaned_data
        return self.carry_out(
            request,
            object_id,
            "Published. Readers see it now.",
            lambda article: publishing.publish(
                article,
                by=who(request),
                note=given["note"],
                major=not given["minor"],
                expires_at=given["expires_at"],
                all_the_same=given["all_the_same"],
            ),
        )

    @action(
        description="Schedule…",
        url_path="schedule",
        permissions=["publish"],
        icon="schedule",
        dialog=ActionDialog(
            title="Publish later",
            description="What was last saved is kept as it is now and appears at that time.",
            form_class=ScheduleForm,
            form_submit_text="Schedule",
        ),
    )
    def schedule(self, request: HttpRequest, form: ScheduleForm, object_id: str) -> HttpResponse:
        """Freeze the working copy as an edition that waits."""
        given = form.cleaned_data
        return self.carry_out(
            request,
            object_id,
            "Scheduled.",
            lambda article: publishing.schedule(
                article,
                by=who(request),
                at=given["at"],
                note=given["note"],
                major=not given["minor"],
                expires_at=given["expires_at"],
                all_the_same=given["all_the_same"],
            ),
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
