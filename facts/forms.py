"""What readers may ask of the ledger by its address; whatever else they ask is refused in one sentence."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils.translation import gettext, gettext_lazy

from companies.forms import ALL, choice
from companies.models import Record
from facts import knowing
from facts.models import Fact, Metric
from facts.narrowing import STATES, narrow
from readers.strict import Strict
from readers.words import Words

FIRST_YEAR, LAST_YEAR = 1900, 2100
#: The largest number that a figure can have.
MOST = 2**63 - 1
KINDS = (
    (Record.Kind.COMPANY, gettext_lazy("Companies")),
    (Record.Kind.PRODUCT, gettext_lazy("Products")),
    (Record.Kind.FAMILY, gettext_lazy("Model families")),
    (Record.Kind.MODEL, gettext_lazy("Models")),
    (Record.Kind.MARKET, gettext_lazy("Markets")),
)


def _words(label: Words, long: Words) -> forms.CharField:
    attrs = {"type": "search", "maxlength": 100}
    return forms.CharField(
        label=label,
        required=False,
        max_length=100,
        error_messages={"max_length": long},
        widget=forms.TextInput(attrs=attrs),
    )


def _year(label: Words, wrong: Words) -> forms.IntegerField:
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

    q = _words(gettext_lazy("Search"), gettext_lazy("“Search” takes at most 100 letters."))
    metric = choice(gettext_lazy("Metric"), ALL, gettext_lazy("There is no metric “%(value).60s” to choose."))
    nature = choice(gettext_lazy("Nature"), ALL, gettext_lazy("There is no nature “%(value).60s” to choose."))
    subject_kind = choice(
        gettext_lazy("About"), ALL, gettext_lazy("There is no kind “%(value).60s” to choose.")
    )
    state = choice(
        gettext_lazy("State"),
        gettext_lazy("What stands"),
        gettext_lazy("There is no state “%(value).60s” to choose."),
    )
    source_name = _words(gettext_lazy("Source"), gettext_lazy("“Source” takes at most 100 letters."))
    from_year = _year(gettext_lazy("From year"), gettext_lazy("“From year” takes a year from 1900 to 2100."))
    to_year = _year(gettext_lazy("To year"), gettext_lazy("“To year” takes a year from 1900 to 2100."))
    as_known_on = DayField(label=gettext_lazy("As known on"), required=False)
    after = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), gettext_lazy("“after” takes the number of a figure.")
        ),
    )

    def __init__(self, asked: QueryDict, *, at: datetime) -> None:
        super().__init__(asked, at=at)
        measured = Fact.objects.listed(at).filter(metric=OuterRef("pk"))
        self.offer("metric", Metric.objects.filter(Exists(measured)).values_list("code", "name"))
        self.offer("nature", Fact.Nature.choices)
        self.offer("subject_kind", KINDS)
        self.offer("state", [*STATES[1:], ("all", ALL)])

    def clean(self) -> dict[str, Any]:
        """The values. Raises ValidationError also for years in the wrong order."""
        found = super().clean()
        first, last = found.get("from_year"), found.get("to_year")
        if first and last and first > last:
            raise forms.ValidationError(gettext("“From year” cannot come after “To year”."))
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
