"""The geometry of the release calendar: where days, windows and slips stand on an axis, in per cent.

It knows nothing of models. What it gives is drawn by templates/companies/components/calendar_row.html.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Literal, NamedTuple

from django.utils.formats import date_format
from django.utils.translation import gettext, pgettext

DAY = timedelta(days=1)
#: A span of so few days is a dot: as a bar it would vanish on a telephone.
DOT = 3

Standing = Literal["expected", "overdue", "released", "withdrawn"]


class Period(NamedTuple):
    """A month or a quarter."""

    first: date
    last: date

    @property
    def name(self) -> str:
        """For example “February 2026”, “January to March 2026”."""
        last = date_format(self.last, gettext("F Y"))
        if self.first.month == self.last.month:
            return last
        return gettext("%(first)s to %(last)s") % {"first": date_format(self.first, "F"), "last": last}


def periods(first: date, last: date, *, months: int) -> list[Period]:
    """The months (1) or quarters (3) from the one that holds `first` to the one that holds `last`."""
    found = []
    start = date(first.year, first.month - (first.month - 1) % months, 1)
    while start <= last:
        after = _months_on(start, months)
        found.append(Period(start, after - DAY))
        start = after
    return found


def _months_on(day: date, months: int) -> date:
    """The first day of a month so many months on."""
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


class Span(NamedTuple):
    """A window of days. None: that end is open. `vague`: an end is our reading of the words."""

    opens: date | None
    closes: date | None
    vague: bool = False

    @property
    def known(self) -> bool:
        """It has at least one end."""
        return bool(self.opens or self.closes)


class Bar(NamedTuple):
    """A window. kind: win, over, out, was or gone. Ends are round where they are our reading."""

    x: str
    width: str
    kind: str
    round: bool


class Dot(NamedTuple):
    """A known day. kind as a bar's."""

    x: str
    kind: str


class Thread(NamedTuple):
    """A slip, or the days overdue."""

    x1: str
    x2: str


class Drawing(NamedTuple):
    """One model's row, from the back to the front. label: where the window leads beyond the axis's end."""

    bars: list[Bar]
    threads: list[Thread]
    dots: list[Dot]
    label: str


class Tick(NamedTuple):
    """A name on the axis and where it stands."""

    x: str
    text: str


class Axis(NamedTuple):
    """The days that a calendar shows, both included, and today."""

    first: date
    last: date
    today: date

    def at(self, day: date) -> float:
        """Where a day begins, in per cent of the width; outside, the nearer end."""
        whole = (self.last - self.first).days + 1
        return min(max((day - self.first).days / whole, 0), 1) * 100

    def after(self, day: date) -> float:
        """Where a day ends. Cut off first, since there is no day after the calendar's last."""
        return self.at(min(day, self.last) + DAY)

    def holds(self, day: date) -> bool:
        """Whether the day is on it."""
        return self.first <= day <= self.last

    @property
    def now(self) -> str:
        """Where today stands, or nothing where it is not on it."""
        return _per_cent(self.at(self.today)) if self.holds(self.today) else ""

    @property
    def quarters(self) -> list[Tick]:
        """The beginning of each quarter; the year stands at the first and wherever it changes."""
        found = periods(self.first, self.last, months=3)
        return [
            Tick(
                _per_cent(self.at(first)),
                _quarter((first.month + 2) // 3, first.year if n == 0 or first.month == 1 else None),
            )
            for n, (first, _) in enumerate(found)
        ]

    @property
    def months(self) -> list[Tick]:
        """The middle of each month with its letter."""
        return [
            Tick(_per_cent((self.at(first) + self.after(last)) / 2), _letter(first))
            for first, last in periods(self.first, self.last, months=1)
        ]

    def overlaps(self, span: Span) -> bool:
        """Whether any day of the window is on it."""
        begins = span.opens is None or span.opens <= self.last
        return span.known and begins and (span.closes is None or span.closes >= self.first)

    def draw(self, standing: Standing, window: Span, earlier: Sequence[Span]) -> Drawing:
        """The drawing of a window and the claims before it, oldest first; what is off the axis is cut off."""
        kind = {"expected": "win", "overdue": "over", "released": "out", "withdrawn": "gone"}[standing]
        bars, dots = [], []
        for span, how in [*((span, "was") for span in earlier), (window, kind)]:
            if not self.overlaps(span):
                continue
            if span.opens and span.closes and (span.closes - span.opens).days < DOT:
                dots.append(Dot(self._middle(span.opens, span.closes), how))
            else:
                bars.append(self._bar(span, how))
        promised = [*earlier, *([] if standing == "withdrawn" else [window])]
        threads = [*self._slips(promised), *([self._overdue(window)] if standing == "overdue" else [])]
        return Drawing(bars, [thread for thread in threads if thread], dots, self._label(standing, window))

    def _bar(self, span: Span, kind: str) -> Bar:
        left = self.at(span.opens or self.first)
        right = self.after(span.closes or self.last)
        return Bar(_per_cent(left), _per_cent(right - left), kind, span.vague)

    def _middle(self, opens: date, closes: date) -> str:
        return _per_cent((self.at(opens) + self.after(closes)) / 2)

    def _slips(self, promised: Iterable[Span]) -> list[Thread | None]:
        """From the end of each window to the next one that ends later: to its start, or its end where they overlap."""
        threads: list[Thread | None] = []
        before: date | None = None
        for opens, closes, _ in promised:
            if closes is None:
                continue
            if before and closes > before:
                threads.append(self._thread(before, opens if opens and opens > before else closes))
            before = closes
        return threads

    def _overdue(self, window: Span) -> Thread | None:
        return self._thread(window.closes, self.today) if window.closes else None

    def _thread(self, after: date, until: date) -> Thread | None:
        """From the end of a day to the beginning of another."""
        left, right = self.after(after), self.at(until)
        return Thread(_per_cent(left), _per_cent(right)) if right > left else None

    def _label(self, standing: Standing, window: Span) -> str:
        """Where a window that reaches beyond the axis leads; a release needs none."""
        if not window.known or standing in ("released", "withdrawn"):
            return ""
        if window.closes is None:
            return gettext("no end named")
        if window.closes <= self.last:
            return ""
        how = gettext("F Y") if window.closes.year != self.last.year else gettext("F")
        return gettext("to %(month)s") % {"month": date_format(window.closes, how)}


def around(today: date) -> Axis:
    """A year of quarters: the one before, the one that today is in, and the next two."""
    quarter = periods(today, today, months=3)[0].first
    return Axis(_months_on(quarter - DAY, -2), _months_on(quarter, 9) - DAY, today)


def of_year(year: int, today: date) -> Axis:
    """A calendar year."""
    return Axis(date(year, 1, 1), date(year, 12, 31), today)


def _quarter(number: int, year: int | None) -> str:
    if year is None:
        return gettext("Q%(quarter)s") % {"quarter": number}
    return gettext("Q%(quarter)s %(year)s") % {"quarter": number, "year": year}


def _letter(month: date) -> str:
    """What fits over a month: the first letter of its name, or its number where a language has that."""
    how = pgettext(
        "a month where there is room for one letter; as M the first of its name, as n its number", "M"
    )
    shown = date_format(month, how)
    return shown[0] if how == "M" else shown


def _per_cent(number: float) -> str:
    return f"{number:.2f}%"
