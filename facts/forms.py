"""What readers may ask of the ledger by its address; whatever else they ask is refused in one sentence."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.http import QueryDict

from companies.forms import choice
from companies.models import Record
from facts import knowing
from facts.models import Fact, Metric
from facts.narrowing import STATES, narrow
from readers.strict import Strict

FIRST_YEAR, LAST_YEAR = 1900, 2100
#: The largest number that a figure can have.
MOST = 2**63 - 1
KINDS = (
    (Record.Kind.COMPANY, "Companies"),
    (Record.Kind.PRODUCT, "Products"),
    (Record.Kind.FAMILY, "Model families"),
    (Record.Kind.MODEL, "Models"),
    (Record.Kind.MARKET, "Markets"),
)


def _words(label: str) -> forms.CharField:
    long = f"“{label}” takes at most 100 letters."
    attrs = {"type": "search", "maxlength": 100}
    return forms.CharField(
        label=label,
        required=False,
        max_length=100,
        error_messages={"max_length": long},
        widget=forms.TextInput(attrs=attrs),
    )


def _year(label: str) -> forms.IntegerField:
    wrong = f"“{label}” takes a year from {FIRST_YEAR} to {LAST_YEAR}."
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"invalid": wrong, "min_value": wrong, "max_value": wrong},
    )


class DayField(forms.DateField):
    """A day on which something was known."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def to_python(self, value: Any) -> date | None:
        """The day, or None. Raises ValidationError."""
        try:
            return knowing.day(value) if value else None
        except knowing.DayRefused as reason:
            raise forms.ValidationError(str(reason)) from reason


class LedgerForm(Strict):
    """Which facts the ledger shows. One query, for the metrics to choose from."""

    q = _words("Search")
    metric = choice("Metric", "All", "metric")
    nature = choice("Nature", "All", "nature")
    subject_kind = choice("About", "All", "kind")
    state = choice("State", "What stands", "state")
    source_name = _words("Source")
    from_year = _year("From year")
    to_year = _year("To year")
    as_known_on = DayField(label="As known on", required=False)
    after = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "“after” takes the number of a figure."
        ),
    )

    def __init__(self, asked: QueryDict, *, at: datetime) -> None:
        super().__init__(asked, at=at)
        measured = Fact.objects.listed(at).filter(metric=OuterRef("pk"))
        self.offer("metric", Metric.objects.filter(Exists(measured)).values_list("code", "name"))
        self.offer("nature", Fact.Nature.choices)
        self.offer("subject_kind", KINDS)
        self.offer("state", [*STATES[1:], ("all", "All")])

    def clean(self) -> dict[str, Any]:
        """The values. Raises ValidationError also for years in the wrong order."""
        found = super().clean()
        first, last = found.get("from_year"), found.get("to_year")
        if first and last and first > last:
            raise forms.ValidationError("“From year” cannot come after “To year”.")
        return found

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for, as addresses say it. The form must be valid."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value and name != "after"}

    def narrowed(self) -> Any:
        """The facts that were asked for: those that stand, or stood on the day, unless a state is chosen.

        The form must be valid.
        """
        found = dict(self.cleaned_data)
        day, state = found["as_known_on"], found["state"]
        facts = Fact.objects.listed(self.at)
        if day:
            facts = facts.held_to_readers(knowing.end_of(day), at=self.at)
        first, last = found["from_year"], found["to_year"]
        return narrow(
            facts,
            **{name: found[name] for name in ("q", "metric", "nature", "subject_kind", "source_name")},
            state="" if state == "all" else state or ("" if day else "current"),
            first=date(first, 1, 1) if first else None,
            last=date(last, 12, 31) if last else None,
        )
