"""What readers may ask of the release tracker by its address; whatever else they ask is refused in one sentence."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.db.models import Max, Min
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from companies import calendar, tracker
from companies.calendar import Axis
from companies.models import AIModel, Company
from readers.strict import Choices, Strict
from readers.words import Words

LIFETIME = 80
ALL = gettext_lazy("All")
MONTHS_IN = {"": 3, "month": 1}


def choice(label: Words, every: Words, wrong: Words) -> forms.ChoiceField:
    """A choice that may be left open. wrong: what to say of a `value` that there is not.

    Its choices come with `Strict.offer`.
    """
    said = {"invalid_choice": wrong}
    field = forms.ChoiceField(label=label, required=False, error_messages=said, widget=Choices)
    field.choices = [("", every)]
    return field


class FilterForm(Strict):
    """Which models the tracker shows. Two queries for what can be chosen."""

    company = choice(
        gettext_lazy("Company"), ALL, gettext_lazy("There is no company “%(value).60s” to choose.")
    )
    modality = choice(
        gettext_lazy("Modality"), ALL, gettext_lazy("There is no modality “%(value).60s” to choose.")
    )
    openness = choice(
        gettext_lazy("Openness"), ALL, gettext_lazy("There is no openness “%(value).60s” to choose.")
    )
    status = choice(gettext_lazy("State"), ALL, gettext_lazy("There is no state “%(value).60s” to choose."))

    def __init__(self, asked: QueryDict, *, at: datetime) -> None:
        super().__init__(asked, at=at)
        developers = AIModel.objects.public(at).values("developer")
        companies = Company.objects.public(at).filter(pk__in=developers)
        self.offer("company", companies.order_by("name", "pk").values_list("slug", "name"))
        self.offer("modality", AIModel.Modality.choices)
        self.offer("openness", [choice for choice in AIModel.Openness.choices if choice[0]])
        self.offer("status", tracker.STATES)

    @property
    def asked(self) -> dict[str, str]:
        """The filters that were given, whatever time is shown. The form must be valid."""
        names = ("company", "modality", "openness", "status")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}

    def narrowed(self) -> Any:
        """The tracked models that were asked for. The form must be valid."""
        models = tracker.by_window(tracker.tracked(self.at))
        return tracker.narrow(models, today=timezone.localdate(self.at), **self.asked)


class CalendarForm(FilterForm):
    """Which models the calendar shows, of what time, and how they are grouped. One query more."""

    year = choice(
        gettext_lazy("Year"),
        gettext_lazy("Around now"),
        gettext_lazy("There is no year “%(value).60s” to choose."),
    )
    by = choice(
        gettext_lazy("Group by"),
        gettext_lazy("Quarter"),
        gettext_lazy("There is no grouping “%(value).60s” to choose."),
    )
    field_order = ("year", "by", "status", "company", "modality", "openness")

    def __init__(self, asked: QueryDict, *, at: datetime) -> None:
        super().__init__(asked, at=at)
        self.today = timezone.localdate(at)
        self.offer("by", [("month", gettext("Month"))])
        self.offer("year", [(str(year), str(year)) for year in self._years()])

    def _years(self) -> range:
        """From the year of the first window to that of the last, this one among them, a lifetime either way."""
        ends = {"first": Min("opens"), "last_to_open": Max("opens"), "last_to_close": Max("closes")}
        known = tracker.tracked(self.at).aggregate(**ends)
        days: list[date] = [day for day in known.values() if day]
        years = [self.today.year, *(day.year for day in days)]
        now = self.today.year
        return range(max(min(years), now - LIFETIME), min(max(years), now + LIFETIME) + 1)

    @property
    def axis(self) -> Axis:
        """The days that the calendar shows."""
        year = self.cleaned_data["year"]
        return calendar.of_year(int(year), self.today) if year else calendar.around(self.today)

    def shown(self) -> Any:
        """The tracked models that the calendar shows. The form must be valid."""
        return tracker.on(self.narrowed(), self.axis, whole_year=bool(self.cleaned_data["year"]))

    @property
    def months(self) -> int:
        """How many months a group has."""
        return MONTHS_IN[self.cleaned_data["by"]]
