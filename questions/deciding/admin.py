"""What decides about questions in the admin: the queue, many ticked ones at once, and who has one in hand."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from unfold.admin import ModelAdmin
from unfold.decorators import action

from questions.deciding import many
from questions.deciding import views as queue_views
from questions.deciding.ground import CLAIM_LASTS, in_hand, may_moderate, told
from questions.models import Question
from questions.querysets import SUSPECTED

#: What follows from decisions and is not typed.
DECIDED = ("state", "reason", "duplicate_of", "times_asked")


class Suspicion(admin.SimpleListFilter):
    """Those that look like spam, or do not."""

    title = "looks like spam"
    parameter_name = "suspected"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Yes or no."""
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        """By the suspicion from which on they are looked at last."""
        if self.value() == "yes":
            return queryset.filter(suspicion__gte=SUSPECTED)
        return queryset.filter(suspicion__lt=SUSPECTED) if self.value() == "no" else queryset


class InHand(admin.SimpleListFilter):
    """Those that somebody has in hand."""

    title = "in hand"
    parameter_name = "hand"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Of the user, of anybody."""
        return [("mine", "Mine"), ("any", "Somebody’s")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        """Those whose claim has not lapsed."""
        if self.value() is None:
            return queryset
        held = queryset.filter(claimed_at__gt=timezone.now() - CLAIM_LASTS)
        return held.filter(claimed_by=request.user.pk) if self.value() == "mine" else held


class Deciding(many.ManyAtOnce, ModelAdmin):
    """The ways from the list and the form of questions to their decisions."""

    actions_detail: tuple[Any, ...] = ("to_queue",)
    change_form_outer_before_template = "admin/questions/components/held.html"

    def has_moderate_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whoever decides about questions."""
        return may_moderate(request.user)

    @action(description="Decide…", url_path="decide", permissions=["moderate"], icon="rule")
    def to_queue(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Look at it in the queue, where all that can become of it is decided."""
        return redirect(queue_views.address(at=int(object_id)))

    def get_urls(self) -> list[URLPattern]:
        """The queue and its decisions."""
        view = self.admin_site.admin_view
        return [
            path("queue/", view(queue_views.look), name="questions_question_queue"),
            path("queue/<int:pk>/", view(queue_views.decide), name="questions_question_decide"),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form, which says who has the question in hand."""
        response = super().change_view(request, object_id, *args, **kwargs)
        context = getattr(response, "context_data", None) or {}
        question = context.get("original")
        if question and (holder := in_hand(question)):
            context |= {"holder": holder, "held": told(holder, question)}
        return response

    @admin.display(description="in hand of")
    def hand(self, question: Question) -> str:
        """Who has it in hand; the list has loaded the user."""
        holder = in_hand(question)
        return holder.get_username() if holder else ""
