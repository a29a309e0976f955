"""What readers may ask of the search by its address; whatever else they ask is refused in one sentence."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from readers.strict import Strict
from readers.words import Words
from search import doors
from search.reading import LONGEST

#: The kinds of thing as the page names them, in order.
KINDS = {
    "article": gettext_lazy("Stories"),
    "company": gettext_lazy("Companies"),
    "product": gettext_lazy("Products"),
    "family": gettext_lazy("Model families"),
    "model": gettext_lazy("Models"),
    "market": gettext_lazy("Markets"),
    "fact": gettext_lazy("Figures"),
    "question": gettext_lazy("Questions"),
}


def _day(label: Words, wrong: Words) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=widget,
        error_messages={"invalid": wrong},
    )


class SearchForm(Strict):
    """A search. A query for the topics to choose from, and one for each thing chosen."""

    q = forms.CharField(
        label=gettext_lazy("Search in English or Chinese"),
        required=False,
        max_length=LONGEST,
        error_messages={
            "max_length": gettext_lazy(
                "The search takes at most 200 letters. Leave the least telling words out."
            )
        },
        widget=forms.TextInput(attrs={"type": "search", "maxlength": LONGEST}),
    )
    kind = forms.ChoiceField(
        required=False,
        choices=[("", gettext_lazy("All")), *KINDS.items()],
        widget=forms.HiddenInput,
        error_messages={
            "invalid_choice": gettext_lazy("There is nothing of the kind “%(value).60s” to find.")
        },
    )
    topic = forms.CharField(label=gettext_lazy("Topic"), required=False, max_length=100, widget=forms.Select)
    record = forms.CharField(label=gettext_lazy("Company, product or model"), required=False, max_length=200)
    after = _day(gettext_lazy("From"), gettext_lazy("“From”: Give a day as year, month and day: 2026-02-17."))
    before = _day(gettext_lazy("To"), gettext_lazy("“To”: Give a day as year, month and day: 2026-02-17."))
    page = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, asked: QueryDict, *, at: datetime) -> None:
        super().__init__(asked, at=at)
        self.fields["topic"].widget.choices = [("", gettext("All")), *doors.offered["topic"](at)]

    def clean_topic(self) -> str:
        """The topic's address. Raises ValidationError."""
        return self._address("topic", gettext("We have no topic “%(given)s”."))

    def clean_record(self) -> str:
        """The record's address. Raises ValidationError."""
        return self._address("record", gettext("We have no company, product or model “%(given)s”."))

    def _address(self, name: str, wrong: str) -> str:
        text = self.cleaned_data[name]
        if not text:
            return ""
        if (found := doors.called[name](text, self.at)) is None:
            raise forms.ValidationError(wrong % {"given": text[:60]})
        return found[0]

    def clean(self) -> dict[str, Any]:
        """The values. Raises ValidationError."""
        given = super().clean()
        after, before = given.get("after"), given.get("before")
        if after and before and after > before:
            raise forms.ValidationError(gettext("“From” comes after “To”: exchange them."))
        return given
