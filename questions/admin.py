"""What readers ask and what we answer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from unfold.admin import StackedInline
from unfold.widgets import UnfoldAdminTextInputWidget

from articles import bodies
from articles.admin.editing import EditorAdmin
from changes.admin import TIMES, public_address, tell, who
from changes.deleting import By, DeletingAdmin
from changes.forms import ModelForm
from changes.lists import LongList
from questions import answering
from questions.models import Answer, Question


class QuestionForm(ModelForm):
    """A question and what became of it."""

    def clean(self) -> dict[str, Any]:
        """A duplicate says of what; an answered question is answered by its answer, not by its state."""
        found = super().clean() or self.cleaned_data
        state = found.get("state")
        if state == Question.State.DUPLICATE and not found.get("duplicate_of"):
            self.add_error("duplicate_of", "Choose the question that was asked before.")
        answered = hasattr(self.instance, "answer") or (self.data.get("answer-0-text") or "").strip()
        if state == Question.State.ANSWERED and not answered:
            self.add_error("state", "Write the answer; the question is then answered by itself.")
        return found


class AnswerForm(ModelForm):
    """The answer, which may not be empty, and what readers are told of a change."""

    note = forms.CharField(
        required=False,
        max_length=answering.LONGEST_NOTE,
        widget=UnfoldAdminTextInputWidget,
        label="What changed",
        help_text="Readers see it with the day. Demanded when they have seen another answer.",
    )

    def clean_text(self) -> str:
        """Words, not only mark-up."""
        text: str = self.cleaned_data["text"]
        body = bodies.clean(text)
        if not bodies.text_of(body):
            raise ValidationError("The answer is empty.")
        return text


class AnswerFormSet(BaseInlineFormSet):
    """The answer beside its question, which says whether it goes out to readers."""

    def clean(self) -> None:
        """A figure has to be right before it does."""
        super().clean()
        for form in self.forms:
            text = bodies.clean(form.cleaned_data.get("text") or "") if form.is_valid() else ""
            published_from = form.cleaned_data.get("published_from") if text else None
            if fault := answering.wrong_figure(text, self.instance, published_from):
                form.add_error("text", fault)
            if text and not form.cleaned_data["note"].strip() and self._is_seen(text):
                form.add_error("note", "Say what changed: readers of the answer are told.")

    def _is_seen(self, text: str) -> bool:
        return bool(self.instance.pk) and answering.needs_note(self.instance, text, timezone.now())


class AnswerInline(StackedInline):
    """The answer, in the body editor."""

    model = Answer
    form = AnswerForm
    formset = AnswerFormSet
    formfield_overrides = TIMES
    fields = ("text", "note", "published_from", "history")
    readonly_fields = ("history",)
    extra = 1
    max_num = 1
    can_delete = False

    @admin.display(description="earlier versions")
    def history(self, answer: Answer) -> str:
        """What it said before: who wrote it, when, and what readers were told of the change. One query."""
        versions = answer.versions.select_related("by") if answer.pk else ()
        return render_to_string("admin/questions/versions.html", {"versions": versions})


@admin.register(Question)
class QuestionAdmin(LongList, DeletingAdmin, EditorAdmin):
    """Readers' questions."""

    instead = "decline it, or mark it as spam or as a duplicate (What became of it). An answer that readers saw stays."
    belongings = ("answer",)
    form = QuestionForm
    formfield_overrides = TIMES
    inlines = (AnswerInline,)
    list_display = ("text", "asker", "state", "article", "times_asked", "asked_at")
    list_filter = ("state", "asked_at")
    list_select_related = ("article",)
    search_fields = ("text", "asker", "answer__text")
    autocomplete_fields = ("article", "records", "duplicate_of")
    fieldsets = (
        (None, {"fields": ("text", ("asker", "asked_at"), "article")}),
        ("What became of it", {"classes": ["tab"], "fields": ("state", "duplicate_of", "times_asked")}),
        ("Address and records", {"classes": ["tab"], "fields": ("slug", "records", "email")}),
    )

    def view_on_site(self, obj: Question) -> str | None:
        """Its page, once it is answered in public."""
        return public_address(obj)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Question | None = None) -> dict[str, Any]:
        """The slug follows the question until the first save."""
        return {"slug": ("text",)} if obj is None else {}

    def also_held(self, objs: Sequence[Any]) -> dict[Any, list[By]]:
        """An answer that was ever to be published. One query."""
        answers = Answer.objects.filter(question__in=objs, published_from__isnull=False)
        return {
            pk: [By("its answer, which readers see or saw")]
            for pk in answers.values_list("question", flat=True)
        }

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Answers go through the verb, which cleans, indexes and tells the log."""
        note = next((one.cleaned_data.get("note", "") for one in formset.forms), "")
        for given in formset.save(commit=False):
            answering.answer(
                form.instance,
                text=given.text,
                by=who(request),
                published_from=given.published_from,
                note=note,
            )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Tell the log where the question itself was edited."""
        super().save_related(request, form, formsets, change)
        if change and form.has_changed():
            tell("question", form.instance.pk)
