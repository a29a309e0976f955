"""Rows in the form of a record: by what source each of its values stands."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from unfold.admin import TabularInline
from unfold.widgets import UnfoldAdminSelectWidget

from changes.forms import ModelForm
from companies import sourcing
from companies.models import KINDS, SOURCED, ValueSource


class SourceForm(ModelForm):
    """One source. It is taken for the value as it stands now where its address or its day is another, or says so."""

    says_so = forms.BooleanField(
        label="Says the new value",
        required=False,
        help_text="Tick it where the value has changed and this source says the new one too.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "checked_on" in self.fields:  # a reader of the form has none
            self.fields["checked_on"].show_hidden_initial = False  # else a row without it counts as changed

    @property
    def is_named_anew(self) -> bool:
        """Whether somebody looked the value up, and did not only mend a title."""
        return self.instance._state.adding or bool(
            {"column", "url", "checked_on", "says_so"} & set(self.changed_data)
        )


class SourceFormSet(forms.BaseInlineFormSet):
    """The sources of a record's values."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        """A row that knows its record with all columns, as the form above it has them."""
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]  # Django’s own way to give rows more
        self.instance.kind = KINDS[type(self.instance)]  # a new record has none yet
        form.instance.record = self.instance
        return form

    def clean(self) -> None:
        """Refuse the source of a value that is not there; sets of rows are not saved yet, and are asked then."""
        super().clean()
        for form in self.forms:
            column = form.cleaned_data.get("column") if form.has_changed() and form.is_valid() else None
            if column and column not in sourcing.SETS and not sourcing.text_of(self.instance, column):
                form.add_error("column", "The record does not say this: type the value first.")

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        """What is said where two rows name the source of one value."""
        return "One of the values has two sources here. Keep one of them."

    def save_rows(self) -> list[str]:
        """Save each row for the value as it stands now; returns the labels of those that there is no value for."""
        refused = []
        for source in self.save(commit=False):
            form: Any = next(form for form in self.forms if form.instance is source)
            try:
                if form.is_named_anew:
                    sourcing.take(source, self.instance)
                source.save()
            except ValidationError:
                refused.append(source.label)
        for source in self.deleted_objects:
            source.delete()
        return refused


class SourceInline(TabularInline):
    """By what source each value of the record stands."""

    model = ValueSource
    fk_name = "record"
    form = SourceForm
    formset = SourceFormSet
    fields = ("column", "title", "url", "checked_on", "stands_for", "says_so")
    readonly_fields = ("stands_for",)
    extra = 0
    tab = True
    show_title = False
    verbose_name, verbose_name_plural = "source of a value", "Sources of values"

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """The value is chosen among those that the record's kind has, by their labels."""
        if db_field.name != "column":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        labels = SOURCED[KINDS[self.parent_model]].items()
        return forms.ChoiceField(
            choices=[("", "Choose…"), *labels], label="Value", widget=UnfoldAdminSelectWidget
        )

    @admin.display(description="Is the source of")
    def stands_for(self, source: ValueSource) -> str:
        """Whether it was given for the value as it stands."""
        if source._state.adding:
            return "the value as you save it"
        if sourcing.stands(source, source.record):
            return "the value as it stands"
        if source.value and source.column not in sourcing.POINTING:
            return f"another value: {source.value:.80}"
        return "another value"
