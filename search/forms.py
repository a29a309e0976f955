"""What readers may ask of the search by its address; whatever else they ask is refused in one sentence."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict

from readers.strict import Strict
from search import doors
from search.reading import LONGEST

#: The kinds of thing as the page names them, in order.
KINDS = {
    "article": "Articles",
    "company": "Companies",
    "product": "Products",
    "family": "Model families",
    "model": "Models",
    "market": "Markets",
    "fact": "Figures",
    "question": "Questions",
}
A_DAY = "Give a day as year, month and day: 2026-02-17."


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    wrong = {"invalid": f"“{label}”: {A_DAY}"}
    return forms.DateField(
        label=label, required=False, input_formats=["%Y-%m-%d"], widget=widget, error_messages=wrong
    )


class SearchForm(Strict):
    """A search. A query for the topics to choose from, and one for each thing chosen."""

    q = forms.CharField(
        label="Search in English or Chinese",
        required=False,
        max_length=LONGEST,
        error_messages={
            "max_length": f"The search takes at most {LONGEST} letters. Leave the least telling words out."
        },
        widget=forms.TextInput(attrs={"type": "search", "maxlength": LONGEST}),
    )
    kind = forms.ChoiceField(
        required=False,
        choices=[("", "All"), *KINDS.items()],
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "There is nothing of the kind “%(value).60s” to find."},
    )
    topic = forms.CharField(label="Topic", required=False, max_length=100, widget=forms.Select)
    record = forms.CharField(label="Company, product or model", required=False, max_length=200)
    after = _day("From")
    before = _day("To")
    page = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, asked: QueryDict, *, at: datetime) -> None:
        super().__init__(asked, at=at)
        self.fields["topic"].widget.choices = [("", "All"), *doors.offered["topic"](at)]

    def clean_topic(self) -> str:
        """The topic's address. Raises ValidationError."""
        return self._address("topic", "topic")

    def clean_record(self) -> str:
        """The record's address. Raises ValidationError."""
        return self._address("record", "company, product or model")

    def _address(self, name: str, noun: str) -> str:
        text = self.cleaned_data[name]
        if not text:
            return ""
        if (found := doors.called[name](text, self.at)) is None:
            raise forms.ValidationError(f"We have no {noun} “{text[:60]}”.")
        return found[0]

    def clean(self) -> dict[str, Any]:
        """The values. Raises ValidationError."""
        given = super().clean()
        after, before = given.get("after"), given.get("before")
        if after and before and after > before:
            raise forms.ValidationError("“From” comes after “To”: exchange them.")
        return given
