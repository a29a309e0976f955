"""What is done with the ticked articles of the list, after a page that asks how and shows which."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget

from articles.admin.handing import SAYS, comment_field, reviewer_field
from articles.admin.ticked import AsksOfMany, ManyForm
from articles.models import Article, Topic
from articles.together import Outcome, add_topic_to_all, hand_on_all
from articles.workflow import MOVES, may, reviewers


class HandOnManyForm(ManyForm):
    """Where they go next."""

    verb = forms.ChoiceField(widget=UnfoldAdminSelectWidget, label="Do what with each")
    comment = comment_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [
            (verb, SAYS[verb]) for verb in SAYS if verb in MOVES and may(self.by, verb)
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the comment beside its field."""
        given = super().clean() or self.cleaned_data
        if given.get("verb") == "send back" and not given.get("comment") and "comment" not in self.errors:
            self.add_error("comment", "Say in a comment what is to be done: it goes back with the articles.")
        return given

    def done(self, ticked: list[Any], seen: dict[int, str]) -> Outcome:
        """Hand each on."""
        given = self.cleaned_data
        return hand_on_all(ticked, given["verb"], by=self.by, seen=seen, comment=given["comment"])


class AskManyForm(ManyForm):
    """Who is asked."""

    reviewer = reviewer_field()
    comment = comment_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = reviewers()
        self.fields["reviewer"].help_text = "Gets one mail for all of them."
        self.fields["comment"].help_text = "Kept with each article, and in the mail."

    def done(self, ticked: list[Any], seen: dict[int, str]) -> Outcome:
        """Ask for each."""
        given = self.cleaned_data
        return hand_on_all(
            ticked,
            "assign",
            by=self.by,
            seen=seen,
            comment=given["comment"],
            reviewer=given["reviewer"],
        )


class TopicForm(ManyForm):
    """Which topic."""

    topic = forms.ModelChoiceField(Topic.objects.order_by("name"), widget=UnfoldAdminSelectWidget)

    def done(self, ticked: list[Any], seen: dict[int, str]) -> Outcome:
        """Add it to each."""
        return add_topic_to_all(ticked, self.cleaned_data["topic"], by=self.by)


class ManyAtOnce(AsksOfMany):
    """The list's actions. Publishing is none: its form shows what readers will see of the one article."""

    unread = ("body",)
    actions = ("hand_on_ticked", "ask_for_ticked", "add_topic_to_ticked")

    def has_write_permission(self, request: HttpRequest) -> bool:
        """Whoever writes."""
        return may(request.user, "write")

    def has_assign_permission(self, request: HttpRequest) -> bool:
        """Whoever may ask others."""
        return may(request.user, "assign")

    @action(description="Hand on…", permissions=["write"])
    def hand_on_ticked(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        """Submit, take back, send back, approve, archive or reopen each."""
        return self.ask(request, queryset, HandOnManyForm, "hand_on_ticked", "Hand on", "Hand them on")

    @action(description="Ask for a review…", permissions=["assign"])
    def ask_for_ticked(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        """Ask one person for a review of each."""
        return self.ask(request, queryset, AskManyForm, "ask_for_ticked", "Ask for a review", "Ask")

    @action(description="Add a topic…", permissions=["write"])
    def add_topic_to_ticked(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        """Add one topic to each."""
        return self.ask(request, queryset, TopicForm, "add_topic_to_ticked", "Add a topic", "Add it")
