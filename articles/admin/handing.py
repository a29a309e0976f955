"""Handing the working copy on: the form behind the button, and the same for many at once."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from articles.models import Article
from articles.workflow import Action, possible_moves, reviewers
from changes.admin import picked, who
from changes.forms import DialogForm

#: What the form says of each move.
SAYS: dict[Action, str] = {
    "submit": "Submit it for review",
    "take back": "Take it back, to write on",
    "assign": "Ask for a review",
    "send back": "Send it back, with a comment",
    "approve": "Approve it: ready to be published",
    "archive": "Archive it",
    "reopen": "Reopen it as a draft",
}

LONGEST_COMMENT = 2_000


class ReviewFilter(admin.SimpleListFilter):
    """Whose review an article in review waits for."""

    title = "waits for the review of"
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Mine, which are also those that ask nobody in particular; those alone; somebody else's."""
        return [("mine", "Me"), ("nobody", "Whoever is free"), ("others", "Somebody else")]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Those in review that ask for it so; all where none is chosen."""
        in_review = queryset.filter(state=Article.State.IN_REVIEW)
        match self.value():
            case "mine":
                return queryset.to_review_by(who(request))
            case "nobody":
                return in_review.filter(reviewer=None)
            case "others":
                return in_review.exclude(reviewer=None).exclude(reviewer=who(request))
        return queryset


class Person(forms.ModelChoiceField):
    """A user by their full name."""

    def label_from_instance(self, obj: User) -> str:
        """The full name where there is one."""
        return obj.get_full_name() or obj.get_username()


def comment_field() -> forms.CharField:
    """What is said with a move."""
    return forms.CharField(
        required=False,
        max_length=LONGEST_COMMENT,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        label="Comment",
        help_text="Demanded when it is sent back. Kept with the article, mailed to whom it concerns.",
    )


def reviewer_field() -> Person:
    """Who is asked for a review."""
    return Person(
        User.objects.none(),
        required=False,
        widget=UnfoldAdminSelectWidget,
        label="Who is asked for the review",
        empty_label="Whoever is free",
        help_text="Gets a mail. Only when it is submitted, or a review is asked for.",
    )


class HandOnForm(DialogForm):
    """Where the working copy goes next, with what is said of it."""

    verb = forms.ChoiceField(widget=UnfoldAdminSelectWidget, label="Do what")
    comment = comment_field()
    reviewer = reviewer_field()
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        article = picked(Article, self.object_id)
        moves = possible_moves(article, self.request.user) if article else []
        # What is sent is refused by the move itself, which says why: somebody may have moved it meanwhile.
        self.fields["verb"].choices = [
            (verb, SAYS[verb]) for verb in SAYS if verb in {*moves, self.data.get("verb")}
        ]
        self.fields["reviewer"].queryset = reviewers()
        if article is not None:
            self.initial |= {"seen": article.state, "reviewer": article.reviewer_id}
        if not self.is_bound and not {"submit", "assign"} & set(moves):
            del self.fields["reviewer"]

    def clean(self) -> dict[str, Any]:
        """Ask for the comment beside its field; who was asked is offered again and means nothing for other moves."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("verb") == "send back" and not given.get("comment") and "comment" not in self.errors:
            self.add_error("comment", "Say in a comment what is to be done: it goes back with the article.")
        if given.get("verb") not in ("submit", "assign"):
            given["reviewer"] = None
        return given
