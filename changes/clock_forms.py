"""Forms that ask for times of the newsroom's clock."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminSplitDateTimeWidget

from changes.admin import YEARS
from changes.clock import in_words, meant, never
from changes.forms import Form


class ClockField(forms.SplitDateTimeField):
    """A day and a time as the newsroom's clock shows them, not yet a moment: `moment_of` makes it one."""

    widget = UnfoldAdminSplitDateTimeWidget

    def compress(self, data_list: Any) -> datetime | None:
        """The two together, in the years that have a calendar."""
        if not data_list:
            return None
        day, clock = data_list
        if day in self.empty_values:
            raise ValidationError("Give the day too.")
        if clock in self.empty_values:
            raise ValidationError("Give the time too, such as 09:30.")
        if day.year not in YEARS:
            raise ValidationError("Give a year between 1970 and 2100.")
        return datetime.combine(day, clock)


class ByTheClock(Form):
    """A form that asks for times of the newsroom's clock. One that comes twice is asked about in a field of its own.

    clocks: the names of its ClockFields. After `clean` they hold moments.
    """

    clocks: Sequence[str] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.clocks if self.is_bound else ():
            moments = meant(shown) if (shown := self._typed(name)) else []
            if len(moments) == 2:
                self.fields[f"{name}_which"] = forms.ChoiceField(
                    choices=[(str(n), in_words(at)) for n, at in enumerate(moments)],
                    widget=forms.RadioSelect,
                    label=f"{self.fields[name].label}: which of the two",
                    error_messages={
                        "required": f"The clocks go back on {shown:%-d %B %Y}, and {shown:%H:%M} comes twice. "
                        "Choose which of the two is meant."
                    },
                )

    def _typed(self, name: str) -> datetime | None:
        """What was typed, where it can be read."""
        field = self.fields[name]
        try:
            given: datetime | None = field.clean(
                field.widget.value_from_datadict(self.data, self.files, self.add_prefix(name))
            )
        except ValidationError:
            return None
        return given

    def clean(self) -> dict[str, Any]:
        """Make each time a moment; refuse one that the clock never shows."""
        given = super().clean() or self.cleaned_data
        for name in self.clocks:
            if not (shown := given.get(name)):
                continue
            moments = meant(shown)
            if not moments:
                self.add_error(name, never(shown))
            elif len(moments) == 1 or f"{name}_which" in given:
                given[name] = moments[int(given.get(f"{name}_which", 0))]
            else:
                del given[name]
        return given
