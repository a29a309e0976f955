"""What readers ask and what we answer."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.db import connection
from django.http import HttpRequest

from articles.admin.editing import EditorAdmin
from changes.admin import TIMES, public_address, tell, who
from changes.deleting import By, DeletingAdmin
from changes.lists import LongList
from questions import indexing
from questions.answering import giving
from questions.answering.admin import AnswerActions, AnswerInline
from questions.deciding.admin import DECIDED, Deciding, InHand, Suspicion
from questions.letters.admin import LetterAdmin
from questions.models import Answer, Letter, Question

admin.site.register(Letter, LetterAdmin)


@admin.register(Question)
class QuestionAdmin(Deciding, AnswerActions, LongList, DeletingAdmin, EditorAdmin):
    """Readers' questions. What becomes of one is decided by the verbs (Deciding), never by typing a state."""

    instead = "decline it, or mark it as spam or as a duplicate (Decide…). An answer that readers saw stays."
    belongings = ("answer",)
    formfield_overrides = TIMES
    inlines = (AnswerInline,)
    list_display = ("text", "asker", "state", "article", "times_asked", "suspicion", "hand", "asked_at")
    list_filter = ("state", Suspicion, InHand, "asked_at")
    list_select_related = ("article", "claimed_by")
    sortable_by = ("asked_at",)
    search_fields = ("text", "asker", "answer__text")
    autocomplete_fields = ("article", "records")
    readonly_fields = DECIDED
    actions_detail = (*Deciding.actions_detail, *AnswerActions.actions_detail)
    fieldsets = (
        (None, {"fields": ("text", ("asker", "asked_at"), "article")}),
        (
            "What became of it",
            {"classes": ["tab"], "fields": DECIDED},
        ),
        ("Address and records", {"classes": ["tab"], "fields": ("slug", "records")}),
    )

    def view_on_site(self, obj: Question) -> str | None:
        """Its page, once it is answered in public."""
        return public_address(obj)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Question | None = None) -> dict[str, Any]:
        """The slug follows the question until the first save."""
        return {"slug": ("text",)} if obj is None else {}

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The question, locked while what was sent is checked and kept: nobody decides about it in between."""
        found = super().get_object(request, object_id, from_field)
        if found is not None and request.method == "POST" and connection.in_atomic_block:
            return Question.objects.select_for_update().get(pk=found.pk)
        return found

    def also_held(self, objs: Sequence[Any]) -> dict[Any, list[By]]:
        """An answer that was ever to be published. One query."""
        answers = Answer.objects.filter(question__in=objs, published_from__isnull=False)
        return {
            pk: [By("its answer, which readers see or saw")]
            for pk in answers.values_list("question", flat=True)
        }

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Answers go through the verb, which cleans, indexes and tells the log."""
        for given in formset.save(commit=False):
            (typed,) = (one.cleaned_data for one in formset.forms if one.instance is given)
            giving.answer(
                form.instance,
                text=given.text,
                by=who(request),
                published_from=given.published_from,
                note=typed["note"],
                on_article=given.on_article,
                on_records=given.on_records,
                correction=typed["correction"],
            )

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Tell the log, and the search, where the question itself was edited."""
        super().save_related(request, form, formsets, change)
        if form.has_changed():
            indexing.index(form.instance)
        if change and form.has_changed():
            tell("question", form.instance.pk)
