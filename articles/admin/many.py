"""What is done with the ticked articles of the list, after a page that asks how and shows which."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.text import Truncator
from unfold.admin import ModelAdmin
from unfold.decorators import action
from unfold.widgets import UnfoldAdminSelectWidget

from articles.admin.handing import SAYS, comment_field, reviewer_field
from articles.models import Article, Topic
from articles.together import Outcome, add_topic_to_all, hand_on_all
from articles.workflow import MOVES, may, reviewers
from changes.forms import Form
from changes.texts import number

#: More than this is no decision about articles any more; and each takes a moment.
MOST = 500
#: How many headlines are shown of those that are ticked, and of those that were refused for one reason.
SHOWN, NAMED = 30, 5


class ManyForm(Form):
    """What is to be done with each of them; the user may do it with some."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def done(self, articles: list[Article], seen: dict[int, str]) -> Outcome:
        """Do it."""
        raise NotImplementedError


class HandOnManyForm(ManyForm):
    """Where they go next."""

    verb = forms.ChoiceField(widget=UnfoldAdminSelectWidget, label="Do what with each")
    comment = comment_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [
            (verb, SAYS[verb]) for verb in SAYS if verb in MOVES and may(self.user, verb)
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for the comment beside its field."""
        given = super().clean() or self.cleaned_data
        if given.get("verb") == "send back" and not given.get("comment") and "comment" not in self.errors:
            self.add_error("comment", "Say in a comment what is to be done: it goes back with the articles.")
        return given

    def done(self, articles: list[Article], seen: dict[int, str]) -> Outcome:
        """Hand each on."""
        given = self.cleaned_data
        return hand_on_all(articles, given["verb"], by=self.user, seen=seen, comment=given["comment"])


class AskManyForm(ManyForm):
    """Who is asked."""

    reviewer = reviewer_field()
    comment = comment_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reviewer"].queryset = reviewers()
        self.fields["reviewer"].help_text = "Gets one mail for all of them."
        self.fields["comment"].help_text = "Kept with each article, and in the mail."

    def done(self, articles: list[Article], seen: dict[int, str]) -> Outcome:
        """Ask for each."""
        given = self.cleaned_data
        return hand_on_all(
            articles,
            "assign",
            by=self.user,
            seen=seen,
            comment=given["comment"],
            reviewer=given["reviewer"],
        )


class TopicForm(ManyForm):
    """Which topic."""

    topic = forms.ModelChoiceField(Topic.objects.order_by("name"), widget=UnfoldAdminSelectWidget)

    def done(self, articles: list[Article], seen: dict[int, str]) -> Outcome:
        """Add it to each."""
        return add_topic_to_all(articles, self.cleaned_data["topic"], by=self.user)


class ManyAtOnce(ModelAdmin):
    """The list's actions. Each article is asked for by itself, so ticking one opens nothing.

    Publishing is not among them: its form shows what readers will see of the one article.
    """

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
        return self._ask(request, queryset, HandOnManyForm, "hand_on_ticked", "Hand on", "Hand them on")

    @action(description="Ask for a review…", permissions=["assign"])
    def ask_for_ticked(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        """Ask one person for a review of each."""
        return self._ask(request, queryset, AskManyForm, "ask_for_ticked", "Ask for a review", "Ask")

    @action(description="Add a topic…", permissions=["write"])
    def add_topic_to_ticked(self, request: HttpRequest, queryset: QuerySet[Article]) -> HttpResponse | None:
        """Add one topic to each."""
        return self._ask(request, queryset, TopicForm, "add_topic_to_ticked", "Add a topic", "Add it")

    def _ask(
        self,
        request: HttpRequest,
        queryset: QuerySet[Article],
        form_class: type[ManyForm],
        name: str,
        title: str,
        submit: str,
    ) -> HttpResponse | None:
        """The page that asks; once it is sent, what came of it, back on the list."""
        sent = "decided" in request.POST
        # What was ticked, also where it has left the list's filter since.
        ticked = Article.objects.filter(pk__in=ticked_of(request)) if sent else queryset
        articles = list(ticked.order_by("pk").defer("body")[: MOST + 1])
        if len(articles) > MOST:
            messages.error(request, f"Nothing was done: tick at most {MOST} articles at once.")
            return None
        form = form_class(request.POST if sent else None, user=request.user)
        if sent and form.is_valid():
            report(request, form.done(articles, seen_of(request)))
            return None
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "form": form,
            "action": name,
            "button": submit,
            "articles": articles,
            "shown": articles[:SHOWN],
            "more": len(articles) - SHOWN,
            "back": request.get_full_path(),
        }
        return TemplateResponse(request, "admin/articles/article/many.html", context)


def ticked_of(request: HttpRequest) -> list[int]:
    """The ids that were ticked; what is none is left out."""
    return [pk for sent in request.POST.getlist("ticked") if (pk := number(sent)) is not None]


def seen_of(request: HttpRequest) -> dict[int, str]:
    """The state of each when the page was shown."""
    pairs = (pair.partition(":") for pair in request.POST.getlist("seen"))
    return {known: state for pk, _, state in pairs if (known := number(pk)) is not None}


def report(request: HttpRequest, outcome: Outcome) -> None:
    """How many were done; how many were refused, which and why."""
    said = f"{outcome.done} done."
    if not outcome.count_refused:
        messages.success(request, said)
        return
    level = messages.WARNING if outcome.done else messages.ERROR
    messages.add_message(request, level, f"{outcome.done} done; {outcome.count_refused} refused.")
    for reason, headlines in outcome.refused.items():
        named = ", ".join(f"“{Truncator(headline).chars(60)}”" for headline in headlines[:NAMED])
        more = f" and {len(headlines) - NAMED} more" if len(headlines) > NAMED else ""
        messages.add_message(request, level, f"{named}{more}: {reason}")
