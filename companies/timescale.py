"""Time as an axis: days as per cent of a width, with ticks at the beginnings of months or years."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext

#: Months from tick to tick, the finest first.
STEPS = (1, 3, 6, *(12 * n * 10**power for power in range(4) for n in (1, 2, 5)))
LETTER = 2.4  # per cent that a letter takes on a narrow page


class Tick(NamedTuple):
    """A place on an axis and its words; none where they would not fit."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Timescale:
    """From the first day of a month to that of another. Places lie between `left` and 100 per cent."""

    first: date
    last: date
    step: int
    left: float = 0

    @classmethod
    def over(cls, days: Iterable[date], *, most: int = 4, left: float = 0) -> "Timescale":
        """The axis that covers the days with the finest ticks that are at most so many, 3 or more.

        Raises IndexError where there is no day.
        """
        days = sorted(days)
        begin, end = _months(days[0]), _months(days[-1])
        for step in STEPS:
            grain = 1 if step < 12 else 3 if step == 12 else 12
            first, last = begin // grain * grain, (end // grain + 1) * grain
            if len(_starts(first, last, step)) <= most:
                break
        return cls(_day(first), _day(last), step, left)

    def at(self, day: date) -> float:
        """Where a day begins, in per cent of the width."""
        part = (day - self.first).days / (self.last - self.first).days
        return round(self.left + part * (100 - self.left), 2)

    def window(self, earliest: date, latest: date) -> tuple[float, float]:
        """Where the first day begins and the last one ends."""
        return self.at(earliest), self.at(min(latest, date.max - timedelta(1)) + timedelta(1))

    @property
    def ticks(self) -> list[Tick]:
        """The beginnings of its steps. A year stands where it begins, and at the start."""
        starts = _starts(_months(self.first), _months(self.last), self.step)
        return [self._tick(_day(month), n) for n, month in enumerate(starts)]

    def _tick(self, day: date, n: int) -> Tick:
        label = str(day.year)
        if day.month != 1:
            label = date_format(day, gettext("M") if n else gettext("M Y"))
        at = self.at(day)
        return Tick(at, label if at + (len(label) + 1) * LETTER <= 100 else "")


def _starts(first: int, last: int, step: int) -> range:
    """The months at which a step begins."""
    return range(-(-first // step) * step, last, step)


def _months(day: date) -> int:
    return day.year * 12 + day.month - 1


def _day(months: int) -> date:
    year = months // 12
    if year < 1:
        return date.min
    return date(year, months % 12 + 1, 1) if year <= 9999 else date.max
