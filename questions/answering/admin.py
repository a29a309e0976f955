"""The answer beside its question in the admin: its words, where and when readers see it, and what it corrects."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from unfold.admin import ModelAdmin, StackedInline
from unfold.dataclasses import ActionDialog
from unfold.decorators import action
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextInputWidget

from articles import bodies
from articles.rendering import figures_of
from articles.telling import told
from changes import dialogs
from changes.admin import TIMES, picked
from changes.correction_fields import add_correction, words_field
from changes.forms import ModelForm
from questions.answering import giving
from questions.answering.resting import GAVE_WAY, resting, unsettled
from questions.models import Answer, Letter, Question, Subscriber
from readers.mails import goes_out


class AnswerForm(ModelForm):
    """The answer, which may not be empty, when readers see it, and what they are told of a change."""

    NOW, ARTICLE, AT, DRAFT = "now", "article", "at", "draft"
    WHEN = (
        (NOW, "Now"),
        (ARTICLE, "With the article it was asked on: at once where readers see that"),
        (AT, "At the time below, or since then"),
        (DRAFT, "Not yet: it is a draft, and the question goes on waiting"),
    )

    note = forms.CharField(
        required=False,
        max_length=giving.LONGEST_NOTE,
        widget=UnfoldAdminTextInputWidget,
        label="What changed",
        help_text="Readers see it with the day. Demanded when they have seen another answer, unless you correct it.",
    )
    wrong = words_field(
        "Correct this answer: what was wrong",
        "Shown with the answer and among all corrections, and mailed to whoever was mailed the answer.",
    )
    right = words_field(
        "Correct this answer: what is right",
        "Put it right in the answer too. Neither can be changed once readers have seen it.",
    )
    when = forms.ChoiceField(
        choices=WHEN, required=False, widget=UnfoldAdminRadioSelectWidget, label="When readers see it"
    )

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.question = question
        self.fields["published_from"].help_text = "By the newsroom’s clock."
        self.initial["when"] = self._as_it_is()

    def _as_it_is(self) -> str:
        if self.instance.published_from:
            return self.AT
        if self.instance.pk is None and self.question.article_id is None:
            return self.NOW
        return self.ARTICLE if self.question.article_id else self.DRAFT

    def has_changed(self) -> bool:
        """Of a new one, its words decide: what else is chosen follows the question."""
        changed = super().has_changed()
        return changed and (self.instance.pk is not None or {"text", "note"} & {*self.changed_data} != set())

    def clean_text(self) -> str:
        """Words, not only mark-up."""
        text: str = self.cleaned_data["text"]
        if not bodies.text_of(bodies.clean(text)):
            raise ValidationError("The answer is empty.")
        return text

    def clean(self) -> dict[str, Any]:
        """The time that is meant, as `published_from`, and what is corrected, as `correction`."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        if "published_from" in found:
            self._set_time(found)
        add_correction(self, found)
        return found

    def _set_time(self, found: dict[str, Any]) -> None:
        when, on_article = found.get("when"), self.question.article_id is not None
        if (
            found["published_from"]
            and "published_from" in self.changed_data
            and "when" not in self.changed_data
        ):
            when = self.AT  # Whoever types a time means it.
        if when == self.NOW:
            since, now = self.instance.published_from, timezone.now()
            found["published_from"] = min(since or now, now)
        elif when == self.AT and not found["published_from"]:
            self.add_error("published_from", "Give the time, or choose another of these.")
        elif when == self.ARTICLE and not on_article:
            self.add_error("when", "It was asked on no article: choose another of these.")
        elif when == self.DRAFT and on_article:
            self.add_error(
                "when", "It comes with the article it was asked on, or at a time: choose one of these."
            )
        elif when in (self.ARTICLE, self.DRAFT):
            found["published_from"] = None


class AnswerFormSet(BaseInlineFormSet):
    """The answer beside its question, which says whether it goes out to readers."""

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """Each form knows the question as it is typed."""
        return super().get_form_kwargs(index) | {"question": self.instance}

    def clean(self) -> None:
        """A figure has to be right before it goes out, and readers who saw it otherwise are told."""
        super().clean()
        for form in self.forms:
            if form.is_valid() and (text := bodies.clean(form.cleaned_data.get("text") or "")):
                self._check(form, text)

    def _check(self, form: Any, text: str) -> None:
        typed = form.cleaned_data
        if form.has_changed() and (fault := giving.decided_otherwise(self.instance)):
            form.add_error("text", fault)
        if fault := giving.wrong_figure(text, self.instance, typed.get("published_from")):
            form.add_error("text", fault)
        corrects = typed["correction"]
        if corrects and not giving.is_seen(self.instance):
            form.add_error("wrong", "Readers see no answer that could be corrected.")
        elif not bodies.plain(typed["note"]) and not corrects and self._is_other(text):
            form.add_error("note", "Say what changed: readers of the answer are told.")

    def _is_other(self, text: str) -> bool:
        return bool(self.instance.pk) and giving.needs_note(self.instance, text, timezone.now())


class AnswerInline(StackedInline):
    """The answer, in the body editor."""

    model = Answer
    form = AnswerForm
    formset = AnswerFormSet
    formfield_overrides = TIMES
    readonly_fields = ("rests", "history", "readers")
    extra = 1
    max_num = 1
    can_delete = False

    def get_fields(self, request: HttpRequest, obj: Question | None = None) -> tuple[Any, ...]:
        """What is corrected is asked where readers see the answer. One query."""
        corrects = ("wrong", "right") if obj and giving.is_seen(obj) else ()
        shown = ("when", "published_from", ("on_article", "on_records"))
        return ("rests", "text", "note", *corrects, *shown, "readers", "history")

    @admin.display(description="earlier versions")
    def history(self, answer: Answer) -> str:
        """What it said before: who wrote it, when, and what readers were told of the change. One query."""
        versions = answer.versions.select_related("by") if answer.pk else ()
        return render_to_string("admin/questions/versions.html", {"versions": versions})

    @admin.display(description="what it rests on")
    def rests(self, answer: Answer) -> str:
        """The facts that it cites, and what became of those that gave way. Two queries."""
        now = timezone.now()
        facts = figures_of([answer.layout], at=now)
        rests = resting(answer.layout, facts, answered=answer.answered_at, checked=answer.checked_at, at=now)
        gone = [
            (one.fact, news)
            for one in facts.values()
            if one.state in GAVE_WAY and (news := told(one, what="answer"))
        ]
        return render_to_string("admin/questions/rests.html", {"rests": rests, "gone": gone})

    @admin.display(description="who is told")
    def readers(self, answer: Answer) -> str:
        """How many left an address, and how far their letters came; nobody sees whose. Three queries."""
        letters = Letter.objects.filter(subscriber__question=answer.question_id)
        context = {
            "many": Subscriber.objects.filter(question=answer.question_id).count(),
            "states": letters.order_by().values("occasion", "state").annotate(many=Count("pk")),
            "doubtful": letters.in_doubt().count(),
            "goes_out": goes_out(),
        }
        return render_to_string("admin/questions/readers.html", context)


class AnswerActions(ModelAdmin):
    """The button over a question whose answer is to be looked at again."""

    actions_detail: tuple[Any, ...] = ("still_right",)

    def has_still_right_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Whoever may change it; the button, where a fact gave way that nobody decided on. Five queries at most."""
        question = picked(Question, object_id)
        if question is None or not self.has_change_permission(request, question):
            return False
        pressed = request.path.rstrip("/").endswith("still-right")
        public = Question.objects.public().filter(pk=question.pk)
        return pressed or bool(unsettled(public, timezone.now()))

    @action(
        description="Still right…",
        url_path="still-right",
        permissions=["still_right"],
        icon="check",
        dialog=ActionDialog(
            title="This answer is still right",
            description="A fact that it cites gave way. If the answer holds all the same, say so: readers are told "
            "that you looked again today. Else change it below.",
            form_class=BaseDialogForm,
            form_submit_text="It is still right",
        ),
    )
    def still_right(self, request: HttpRequest, form: BaseDialogForm, object_id: str) -> HttpResponse:
        """Note that it holds, whatever became of the facts."""
        question = get_object_or_404(Question, pk=object_id)
        return dialogs.carry_out(
            request,
            question,
            lambda: giving.still_right(question),
            done="Readers are told that it was looked at today.",
            refusals=giving.AnswerRefused,
        )
