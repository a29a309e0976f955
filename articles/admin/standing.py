"""The pages that stand: publishers change them, everybody in the house reads what they said when."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from unfold.widgets import UnfoldAdminTextInputWidget

from articles import standing
from articles.admin.editing import EditorAdmin
from articles.bodies import plain, text_of
from articles.models import StandingPage
from articles.workflow import may
from changes.admin import picked, who
from changes.forms import ModelForm

#: The newest are shown.
VERSIONS = 30


class StandingForm(ModelForm):
    """A page's words, what readers are told of the change, and the version that was begun with."""

    note = forms.CharField(
        label="What changed",
        required=False,
        max_length=300,
        help_text="A sentence for readers, on the page itself. Empty where nothing new is said, as for a misspelling.",
        widget=UnfoldAdminTextInputWidget,
    )
    based_on = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        help_texts = {"title": "One line, as readers see it.", "body": "Type / for all that can be inserted."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["based_on"] = self.instance.version

    def clean_title(self) -> str:
        """The title in one line, without invisible characters."""
        return plain(self.cleaned_data["title"])

    def clean_note(self) -> str:
        """The note in one line, without invisible characters."""
        return plain(self.cleaned_data["note"])

    def clean_body(self) -> str:
        """Words, not only mark-up."""
        body: str = self.cleaned_data["body"]
        if not text_of(body):
            raise ValidationError("“Body” is empty: a page says something.")
        return body

    def clean(self) -> dict[str, Any]:
        """Refuse to save over a newer version."""
        found = super().clean() or self.cleaned_data
        # The row is locked since the view began, so nobody saves between this look and the save.
        now = StandingPage.objects.get(pk=self.instance.pk)
        if found.get("based_on") != now.version:
            data: Any = self.data.copy()
            data["based_on"] = str(now.version)
            self.data = data
            last = now.versions.select_related("by").first()
            whoever = last.by if last and last.by else "Somebody else"
            raise ValidationError(
                f"{whoever} changed this page while you were writing: version {now.version} is at its end. "
                "What you typed is below, nothing of it is lost. Compare, and save again."
            )
        return found


@admin.register(StandingPage)
class StandingPageAdmin(EditorAdmin):
    """About, privacy, editorial policy: there from the first migration on, changed by publishers alone."""

    form = StandingForm
    change_form_outer_after_template = "admin/articles/standing/after.html"
    list_display = ("title", "slug", "version", "changed_at")
    sortable_by = ()
    readonly_fields = ("slug", "changed_at")
    fields = ("title", "body", "note", "based_on", ("slug", "changed_at"))

    def view_on_site(self, obj: StandingPage) -> str:
        """Its page."""
        return obj.get_absolute_url()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The addresses are fixed."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A page that readers may have linked to stays."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Publishers."""
        return super().has_change_permission(request, obj) and may(request.user, "pages")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever only reads is not asked what changed."""
        mine = self.has_change_permission(request, obj)
        return self.fields if mine else ("title", "body", ("slug", "changed_at"))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The page; locked while it is saved (the view runs in one transaction)."""
        if request.method == "POST" and (page := picked(StandingPage, object_id)):
            StandingPage.objects.select_for_update().filter(pk=page.pk).first()
        return super().get_object(request, object_id, from_field)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **kwargs: Any
    ) -> HttpResponse:
        """Add what it said until now. One query."""
        if page := context.get("original"):
            context["versions"] = page.versions.select_related("by")[:VERSIONS]
        return super().render_change_form(request, context, **kwargs)

    def save_model(self, request: HttpRequest, obj: StandingPage, form: Any, change: bool) -> None:
        """By the verb, which keeps the version and tells the log."""
        given = form.cleaned_data
        standing.change(obj, title=obj.title, body=obj.body, note=given["note"], by=who(request))
