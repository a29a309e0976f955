"""What is done with the ticked questions of the list, after a page that asks how and shows which."""

from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from articles.admin.ticked import AsksOfMany, ManyForm
from articles.together import Outcome
from articles.workflow import reviewers
from questions.deciding import moderation
from questions.deciding.ground import DecisionRefused
from questions.models import Question

Act = Callable[[Question, str | None], object]


class EachForm(ManyForm):
    """What is to be done with each of them."""

    def done(self, ticked: list[Any], seen: dict[int, str]) -> Outcome:
        """Do it to each by itself."""
        return each(ticked, self.act, seen)

    def act(self, question: Question, seen: str | None) -> object:
        """Do it to one."""
        raise NotImplementedError


class OpenForm(EachForm):
    """Nothing more is asked."""

    def act(self, question: Question, seen: str | None) -> object:
        """Let readers see it."""
        return moderation.open_to_readers(question, by=self.by, seen=seen)


class SpamForm(EachForm):
    """Nothing more is asked."""

    def act(self, question: Question, seen: str | None) -> object:
        """Mark it as spam."""
        return moderation.spam(question, by=self.by, seen=seen)


class DeclineForm(EachForm):
    """Why."""

    reason = forms.CharField(
        max_length=moderation.LONGEST_REASON,
        widget=UnfoldAdminTextInputWidget,
        label="Why they are declined",
        help_text="For the newsroom alone; readers see none of it.",
    )

    def act(self, question: Question, seen: str | None) -> object:
        """Decline it."""
        return moderation.decline(question, by=self.by, seen=seen, reason=self.cleaned_data["reason"])


class ClaimForm(EachForm):
    """Who is to have them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["of"] = forms.ModelChoiceField(
            reviewers(),
            widget=UnfoldAdminSelectWidget,
            label="Who has them in hand",
            help_text="For two hours; then they are free again.",
        )
        self.initial["of"] = self.by.pk

    def act(self, question: Question, seen: str | None) -> object:
        """Claim it for them."""
        return moderation.claim(question, by=self.by, of=self.cleaned_data["of"])


@transaction.atomic
def each(questions: Iterable[Question], act: Act, seen: dict[int, str]) -> Outcome:
    """Do it to each by itself: what is refused leaves the others alone."""
    outcome = Outcome()
    for question in questions:
        try:
            with transaction.atomic():
                act(question, seen.get(question.pk))
            outcome.done += 1
        except DecisionRefused as reason:
            outcome.refused[str(reason)].append(question.text)
    return outcome


class ManyAtOnce(AsksOfMany):
    """The list's actions. Merging is not among them: it is decided looking at both."""

    actions = ("spam_ticked", "decline_ticked", "open_ticked", "claim_ticked")

    @action(description="Mark as spam…", permissions=["moderate"])
    def spam_ticked(self, request: HttpRequest, queryset: QuerySet[Question]) -> HttpResponse | None:
        """Mark each as spam."""
        return self.ask(request, queryset, SpamForm, "spam_ticked", "Mark as spam")

    @action(description="Decline…", permissions=["moderate"])
    def decline_ticked(self, request: HttpRequest, queryset: QuerySet[Question]) -> HttpResponse | None:
        """Decline each for one reason."""
        return self.ask(request, queryset, DeclineForm, "decline_ticked", "Decline")

    @action(description="Open for readers…", permissions=["moderate"])
    def open_ticked(self, request: HttpRequest, queryset: QuerySet[Question]) -> HttpResponse | None:
        """Let readers see each."""
        return self.ask(request, queryset, OpenForm, "open_ticked", "Open for readers")

    @action(description="Claim or assign…", permissions=["moderate"])
    def claim_ticked(self, request: HttpRequest, queryset: QuerySet[Question]) -> HttpResponse | None:
        """Have somebody have each in hand."""
        return self.ask(request, queryset, ClaimForm, "claim_ticked", "Claim or assign")
