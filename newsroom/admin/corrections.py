"""Corrections in the admin: all of them to be read, and a form to make one by hand."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from unfold.widgets import UnfoldAdminTextareaWidget

from articles.models import Article
from articles.workflow import may
from changes.admin import ReadOnlyAdmin, who
from changes.corrections import LONGEST, CorrectionRefused, Said, Thing, checked, correct
from changes.forms import ModelForm
from changes.models import Correction
from companies.models import Record
from newsroom.ledger.correcting import NotSeen, things
from newsroom.models import Kept
from questions.models import Question


def _picker(model: Any, column: str) -> AutocompleteSelectMultiple:
    return AutocompleteSelectMultiple(model._meta.get_field(column), admin.site)


class CorrectionForm(ModelForm):
    """What was wrong, what is right, and whatever readers saw it on."""

    wrong = forms.CharField(
        max_length=LONGEST,
        label="What was wrong",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="As readers saw it: “We wrote that Qwen 3.5 was due in March.”",
    )
    right = forms.CharField(
        max_length=LONGEST,
        label="What is right",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="“It is due between 10 and 24 February.” Neither can be changed once readers have seen it.",
    )
    articles = forms.ModelMultipleChoiceField(
        Article.objects.all(), required=False, widget=_picker(Kept, "article")
    )
    questions = forms.ModelMultipleChoiceField(
        Question.objects.all(),
        required=False,
        widget=_picker(Question, "duplicate_of"),
        label="Readers’ questions",
        help_text="Where the answer was wrong.",
    )
    records = forms.ModelMultipleChoiceField(
        Record.objects.all(), required=False, widget=_picker(Question, "records")
    )

    class Meta:
        model = Correction
        fields = ("wrong", "right")

    touches: list[Thing]

    def clean(self) -> dict[str, Any]:
        """Both texts say something, and readers see what is touched."""
        found = super().clean() or self.cleaned_data
        try:
            self.touches = things(
                *(found.get(name) or [] for name in ("articles", "questions", "records")), at=timezone.now()
            )
        except NotSeen as reason:
            self.add_error(reason.field, str(reason))
        else:
            if not self.touches and not self.errors:
                self.add_error("articles", "Choose an article, a question or a record: it is shown there.")
        if "wrong" in found and "right" in found:
            self._check(Said(found["wrong"], found["right"]))
        return found

    def _check(self, said: Said) -> None:
        try:
            checked(said)
        except CorrectionRefused as reason:
            self.add_error("right", str(reason))


@admin.register(Correction)
class CorrectionAdmin(ReadOnlyAdmin):
    """What readers were told of our errors. Never edited: a correction that is wrong is corrected by another."""

    form = CorrectionForm
    list_display = ("told_at", "wrong", "right", "by")
    list_select_related = ("change", "by")
    search_fields = ("wrong", "right")
    date_hierarchy = "change__effective_at"
    fields = ("wrong", "right", "told_at", "by", "on")
    readonly_fields = ("told_at", "by", "on")

    @admin.display(description="from", ordering="change__effective_at")
    def told_at(self, correction: Correction) -> Any:
        """Since when readers see it, or will."""
        return correction.change.effective_at

    @admin.display(description="shown on")
    def on(self, correction: Correction) -> str:
        """The pages of what it touches."""
        rows = correction.touched.all()[:200]
        return format_html_join(", ", '<a href="{}">{}</a>', ((row.address, row.title) for row in rows))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whoever decides what readers see."""
        return may(request.user, "publish")

    def get_fields(self, request: HttpRequest, obj: Correction | None = None) -> tuple[str, ...]:
        """What is asked for a new one, else all that is known."""
        return self.fields if obj else ("wrong", "right", "articles", "questions", "records")

    def save_model(self, request: HttpRequest, obj: Correction, form: Any, change: bool) -> None:
        """Tell readers, at once."""
        made = correct(
            Said(form.cleaned_data["wrong"], form.cleaned_data["right"]),
            touches=form.touches,
            by=who(request),
        )
        obj.pk = made.pk

    def view_on_site(self, obj: Correction) -> str:
        """Its page."""
        return obj.get_absolute_url()
