"""What an editor types to supersede a fact, and what was decided for the texts that cite it."""

import re
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import QueryDict
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldAdminURLInputWidget,
)

from changes.forms import Form
from facts import amounts
from facts.models import Fact, Source
from facts.typed import unit_of
from newsroom.rollout.deciding import Choice, Decision
from newsroom.rollout.places import texts

_KEY = re.compile(r"choice-([aq][0-9]{1,18})")


class SupersedeForm(Form):
    """What takes a fact's place, and where it was read."""

    value = forms.CharField(
        widget=UnfoldAdminTextInputWidget, help_text="The better value of the same period, as it is written."
    )
    because = forms.ChoiceField(choices=Fact.Reason, widget=UnfoldAdminSelectWidget, label="Why")
    nature = forms.ChoiceField(
        choices=Fact.Nature,
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text="Another where a better source has counted what was claimed.",
    )
    source = forms.ModelChoiceField(
        Source.objects.all(),
        required=False,
        widget=AutocompleteSelect(Fact._meta.get_field("source"), admin.site),
        label="Read in",
        help_text="Empty: the same source as before.",
    )
    title = forms.CharField(
        required=False,
        max_length=200,
        widget=UnfoldAdminTextInputWidget,
        label="Its title",
    )
    publisher = forms.CharField(required=False, max_length=120, widget=UnfoldAdminTextInputWidget)
    url = forms.URLField(
        required=False,
        max_length=500,
        widget=UnfoldAdminURLInputWidget,
        label="Its address",
        assume_scheme="https",
    )
    published = forms.DateField(required=False, widget=UnfoldAdminTextInputWidget(attrs={"type": "date"}))
    quotation = forms.CharField(
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text="The source’s own words.",
    )

    def __init__(self, fact: Fact, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fact = fact
        self.initial["nature"] = fact.nature

    def clean(self) -> dict[str, Any]:
        """Read the value as it is written; a source is chosen or named, not both."""
        found = super().clean() or self.cleaned_data
        if found.get("source") and found.get("title"):
            self.add_error("title", "Choose a source or name a new one: one of the two.")
        if (found.get("publisher") or found.get("url")) and not found.get("title"):
            self.add_error("title", "A new source needs a title.")
        try:
            self.amount = amounts.parse(found.get("value", ""))
            self.unit = unit_of(self.amount.unit, self.fact.unit, self.fact.metric)
        except amounts.AmountNotUnderstood as reason:
            if "value" in found:
                self.add_error("value", str(reason))
        return found

    def values(self) -> dict[str, Any]:
        """What the successor has of its own, but for a source that is to be made."""
        given = self.cleaned_data
        return {
            "unit": self.unit,
            "value": self.amount.value,
            "high": self.amount.high,
            "qualifier": self.amount.qualifier,
            "nature": given["nature"] or self.fact.nature,
            "source": given["source"] or self.fact.source,
            "quotation": given["quotation"],
        }

    def new_source(self) -> Source | None:
        """The source that was named, not saved yet."""
        given = self.cleaned_data
        names = ("title", "publisher", "url", "published")
        return Source(**{name: given[name] for name in names}) if given["title"] else None

    def proposed(self) -> Fact:
        """The successor as it would be shown."""
        return Fact(subject=self.fact.subject, metric=self.fact.metric, **self.values())


class RestForm(Form):
    """What all texts do that nothing else was chosen for, and what readers are told of an update."""

    note = forms.CharField(
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        label="Note to readers",
        help_text="Shown with each article that is updated in place.",
    )
    rest = forms.ChoiceField(
        choices=[c for c in Choice.choices if c[0] != Choice.OPEN],
        initial=Choice.FLAG,
        widget=UnfoldAdminSelectWidget,
        label="Those left flagged",
        help_text="Those on other pages too.",
    )

    def clean(self) -> dict[str, Any]:
        """An update needs a note."""
        found = super().clean() or self.cleaned_data
        chosen = {value for name, value in self.data.items() if name.startswith("choice-")}
        if Choice.UPDATE in {*chosen, found.get("rest")} and not (found.get("note") or "").strip():
            self.add_error("note", "Say what changed: readers of each updated article are told.")
        return found


def decisions(posted: QueryDict) -> list[Decision]:
    """What was chosen for each text, flags aside. Two queries."""
    chosen = {
        found[1]: str(value)
        for name, value in posted.items()
        if (found := _KEY.fullmatch(name)) and value in Choice.values and value != Choice.FLAG
    }
    known = texts(chosen)
    return [
        Decision(known[key], Choice(choice), tuple(posted.getlist(f"words-{key}")))
        for key, choice in chosen.items()
        if key in known
    ]
