"""The form in which words of a text are made a fact: the ledger's own, with room for a new source."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from facts.admin import FactForm
from facts.models import Fact, Source

#: The columns of a source that is new, under the names that the form gives them.
NEW = {"new_title": "title", "new_publisher": "publisher", "new_url": "url", "new_published": "published"}

UNTITLED = "Give the new source a title."
UNSOURCED = "Say where it was read: choose a source from the list, or describe a new one."


class MakingForm(FactForm):
    """A fact as FactForm has it. Checking it saves a source that is new: newsroom.writing.making.record undoes that."""

    new_title = forms.CharField(label="Title", required=False, max_length=200)
    new_publisher = forms.CharField(label="Publisher", required=False, max_length=120)
    new_url = forms.URLField(label="Address", required=False, max_length=500, assume_scheme="https")
    new_published = forms.DateField(
        label="Published", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    class Meta:
        model = Fact
        fields = (
            *("subject", "metric", "value", "high", "qualifier", "unit", "as_of", "nature"),
            *("source", "quotation", "scope", "dimensions"),
        )
        widgets = {
            "subject": forms.HiddenInput,
            "metric": forms.HiddenInput,
            "source": forms.HiddenInput,
            "quotation": forms.Textarea(attrs={"rows": 2}),
        }
        labels = {
            "subject": "What it is of",
            "metric": "What is measured",
            "qualifier": "Said to be",
            "unit": "Unit or currency",
            "as_of": "Of when",
            "nature": "How it is known",
            "source": "Where it was read",
            "quotation": "The source’s own words",
        }
        help_texts = {"unit": "People, percent, USD…", "quotation": ""}
        error_messages = {
            "subject": {"required": "Say what the figure is of: type a name and choose it from the list."},
            "metric": {"required": "Say what is measured: type its name and choose it from the list."},
            "nature": {"required": "Say how it is known."},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id="making_%s", label_suffix="", **kwargs)
        self.fields["source"].required = False
        self.fields["high"].label = "End of a range"
        self.fields["value"].widget = forms.TextInput()
        self.fields["value"].error_messages["required"] = "Give the value, as the source writes it."

    @property
    def called(self) -> dict[str, str]:
        """What was typed or is called what is chosen, for the fields that are found by typing."""
        names = ("subject", "metric", "source")
        if self.is_bound:
            return {name: self.data.get(f"{name}_text", "") for name in names}
        return {name: str(self.initial.get(name) or "") for name in names}

    @property
    def describes_a_source(self) -> bool:
        """Whether something is said of a new source."""
        return any(self[name].value() for name in NEW)

    def clean(self) -> dict[str, Any]:
        """Take the source that was chosen, or that is described."""
        found = super().clean()
        if not found.get("source") and "source" not in self.errors:
            found["source"] = self._new_source(found)
        return found

    def _new_source(self, found: dict[str, Any]) -> Source | None:
        """The source that is described: the one we have by that address or title, else a new one."""
        given = {column: found.get(name) for name, column in NEW.items()}
        if not given["title"]:
            begun = any(given.values())
            self.add_error("new_title" if begun else "source", UNTITLED if begun else UNSOURCED)
            return None
        if given["url"] and (known := Source.objects.filter(url=given["url"]).first()):
            return known
        named = Source.objects.filter(
            title__iexact=given["title"], publisher__iexact=given["publisher"] or ""
        )
        if known := named.first():
            return known
        source = Source(**{column: value for column, value in given.items() if value})
        try:
            source.full_clean()
        except ValidationError as refused:
            for column, reasons in refused.message_dict.items():
                self.add_error({c: n for n, c in NEW.items()}.get(column), reasons)
            return None
        source.save()
        return source
