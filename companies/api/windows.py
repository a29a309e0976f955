"""Parameters that are a time as vague as it is known, written as EDTF."""

from typing import Any

from django.core.exceptions import ValidationError
from django_filters import rest_framework as filters

from api.narrowing import CONTRADICTORY
from companies import dates
from companies.dates import DateNotUnderstood, FuzzyDate, edtf
from companies.dates.edtf import BeginsAfterItEnds

LAST_YEAR = 2199


def days(text: str) -> FuzzyDate:
    """The days of EDTF. Raises ValidationError, with the EDTF of a date in words."""
    try:
        found = dates.parse(text)
    except BeginsAfterItEnds as reason:
        raise ValidationError(str(reason), code=CONTRADICTORY) from reason
    except DateNotUnderstood as reason:
        raise ValidationError(str(reason)) from reason
    if found.words:
        raise ValidationError(f"Give it as EDTF: {found.edtf}.")
    return found


class WindowFilter(filters.CharFilter):
    """Days, as vague as they are known. since: the first year that makes sense."""

    def __init__(self, *, since: int = 1900, **kwargs: Any) -> None:
        self.since = since
        centuries = f"({'|'.join(str(year) for year in range(since // 100, LAST_YEAR // 100 + 1))})"
        self.looks = {"type": "string", "pattern": edtf.written(centuries), "maxLength": dates.LONGEST}
        super().__init__(validators=[self.check], **kwargs)

    def check(self, text: str) -> None:
        """Raise ValidationError for what is no time, or none that anybody asks for."""
        found = days(text)
        known = [day.year for day in (found.earliest, found.latest) if day]
        if min(known) < self.since or max(known) > LAST_YEAR:
            raise ValidationError(f"Give years from {self.since} to {LAST_YEAR}.")
