"""Values of parameters, refused where they are not written as the schema says.

Django's own fields are made for people who type: they take `1_000`, full-width digits, days in American order, and
read a word that is neither true nor false as no answer.
"""

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django_filters import rest_framework as filters

#: Every program can hold whole numbers up to this one exactly.
LARGEST = 2**53


_BUT_LEAP_DAYS = (
    "((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|1[0-9]|2[0-8]))"
)
#: How a day of the calendar is written, from 1970 to 2099 and from 1900 to 2199, as patterns of the schema.
DAY = (
    f"((19[7-9][0-9]|20[0-9]{{2}})-{_BUT_LEAP_DAYS}"
    "|(19(7[26]|8[048]|9[26])|20([02468][048]|[13579][26]))-02-29)"
)
DAY_IN_NEWS = (
    f"((19|20|21)[0-9]{{2}}-{_BUT_LEAP_DAYS}"
    "|((19|21)(0[48]|[2468][048]|[13579][26])|20([02468][048]|[13579][26]))-02-29)"
)
#: And a moment, with its zone.
MOMENT = DAY + (r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])")


class WholeNumber(forms.IntegerField):
    """A whole number from 1, in digits."""

    def to_python(self, value: Any) -> int | None:
        """The number; None where nothing is given. Raises ValidationError."""
        if value is None:
            return None
        if not re.fullmatch("[1-9][0-9]{0,15}", value) or int(value) > LARGEST:
            raise ValidationError(f"Give a whole number from 1 to {LARGEST}.")
        return int(value)


class Day(forms.DateField):
    """A day of the calendar, from 1970 to 2099."""

    def to_python(self, value: Any) -> date | None:
        """The day; None where nothing is given. Raises ValidationError."""
        if value is None:
            return None
        try:
            if re.fullmatch("(19[7-9]|20[0-9])[0-9]-[0-9]{2}-[0-9]{2}", value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        raise ValidationError("Give a day from 1970 to 2099, as in 2026-02-28.")


class Time(forms.Field):
    """A moment with its zone, or a day, which begins at midnight where the newsroom is."""

    def to_python(self, value: Any) -> datetime | None:
        """The moment; None where nothing is given. Raises ValidationError."""
        if value is None:
            return None
        if re.fullmatch(DAY, value):
            return timezone.make_aware(datetime.combine(date.fromisoformat(value), time.min))
        if re.fullmatch(MOMENT, value):
            return datetime.fromisoformat(value)
        raise ValidationError(
            "Give a day from 1970 to 2099, as 2026-11-26, or a time with its zone, as 2026-11-26T09:30:00Z; "
            "in an address, + is written %2B."
        )


class Amount(forms.DecimalField):
    """A number that is not negative, of 30 digits and 6 behind the point at most."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # as Django has it
        """The number; None where nothing is given. Raises ValidationError."""
        if value is None:
            return None
        if not re.fullmatch(r"[0-9]{1,30}(\.[0-9]{1,6})?", value):
            raise ValidationError(
                "Give a number in digits, at most 30 and 6 behind a point, as in 1500000 or 2.5."
            )
        return Decimal(value)


class Truth(forms.NullBooleanField):
    """True or false, as JSON writes them."""

    def to_python(self, value: Any) -> bool | None:  # type: ignore[override]  # as Django has it
        """Which; None where nothing is given. Raises ValidationError."""
        if value not in {None, "true", "false"}:
            raise ValidationError("Give true or false.")
        return None if value is None else value == "true"


class DayFilter(filters.DateFilter):
    """A day."""

    field_class = Day
    looks = {"type": "string", "format": "date", "pattern": f"^{DAY}$"}


class TimeFilter(filters.Filter):
    """From a moment on, or before it; a day stands for its beginning."""

    field_class = Time
    looks = {"type": "string", "pattern": f"^({DAY}|{MOMENT})$"}
    BOUNDS = {
        "gte": "At this time or later; of a day, from its midnight in the newsroom on.",
        "lt": "Before this time; of a day, before its midnight in the newsroom, so not on that day.",
    }

    def __init__(self, *, lookup_expr: str, **kwargs: Any) -> None:
        super().__init__(lookup_expr=lookup_expr, help_text=self.BOUNDS[lookup_expr], **kwargs)


class AmountFilter(filters.NumberFilter):
    """A number, exact."""

    field_class = Amount


class TruthFilter(filters.BooleanFilter):
    """True or false."""

    field_class = Truth

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput, **kwargs)
