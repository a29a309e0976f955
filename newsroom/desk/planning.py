"""The editorial calendar: what appears on each day of a month or a week, which releases are due, what has no date."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, F, Window
from django.utils import timezone

from articles.models import Article, Edition
from changes.admin import YEARS
from companies import tracker
from companies.calendar import DAY, periods
from companies.tracker import Row

WEEK = timedelta(weeks=1)
#: A month shows so many of what was published on a day; what appeared before them is folded away.
OUT = 4
#: How many lines of the tray are shown; the lists of articles have the rest.
IN_TRAY = 40


class Days(NamedTuple):
    """The days shown: whole weeks from Monday to Sunday. month: its first day, where a month is shown."""

    first: date
    last: date
    month: date | None = None

    @property
    def name(self) -> str:
        """For example “December 2026”, “30 November to 6 December 2026”."""
        if self.month:
            return f"{self.month:%B %Y}"
        begins = "%-d" if self.first.month == self.last.month else "%-d %B"
        begins += " %Y" if self.first.year != self.last.year else ""
        return f"{self.first:{begins}} to {self.last:%-d %B %Y}"

    @property
    def query(self) -> str:
        """What the address asks for."""
        return f"month={self.month:%Y-%m}" if self.month else f"week={self.first}"

    @property
    def before(self) -> "Days | None":
        """The month or the week before, in the years that have a calendar."""
        day = (self.month or self.first) - DAY
        return self._around(day)

    @property
    def after(self) -> "Days | None":
        """The month or the week after."""
        day = periods(self.month, self.month, months=1)[0].last if self.month else self.last
        return self._around(day + DAY)

    def _around(self, day: date) -> "Days | None":
        if day.year not in YEARS:
            return None
        return month_of(day) if self.month else week_of(day)


def week_of(day: date) -> Days:
    """The week that a day is in."""
    monday = day - timedelta(days=day.weekday())
    return Days(monday, monday + WEEK - DAY)


def month_of(day: date) -> Days:
    """The weeks that have a day of this day's month."""
    first, last = periods(day, day, months=1)[0]
    return Days(week_of(first).first, week_of(last).last, first)


def otherwise(days: Days, today: date) -> Days:
    """A week of the month shown, today's where it is one of them; or the month that most of the week is in."""
    if days.month is None:
        return month_of(days.first + timedelta(days=3))
    return week_of(today if month_of(today) == days else days.month)


class Entry(NamedTuple):
    """An edition on the day that it appears, by the newsroom's clock."""

    edition: Edition
    at: datetime
    now: datetime

    @property
    def waits(self) -> bool:
        """Whether its time is to come, so that it can be moved."""
        return self.edition.visible_from > self.now

    @property
    def was(self) -> str:
        """The time as a form hands it back, so that what was moved meanwhile is not moved unseen."""
        return self.edition.visible_from.isoformat()

    @property
    def said(self) -> str:
        """What became of it, in a word or two."""
        edition = self.edition
        if self.waits:
            return "scheduled"
        if edition.visible_until > self.now:
            return "published"
        ends = {edition.withdrawn_at: "withdrawn", edition.expires_at: "expired"}
        return f"published, {ends.get(edition.visible_until, 'replaced')} since"


class Day(NamedTuple):
    """A day with what appears on it. beside: it is of the month before or after the one shown.

    folded: how many of the first entries are folded away. planned: articles that are planned for it, and not scheduled.
    """

    date: date
    entries: list[Entry]
    today: bool
    beside: bool
    folded: int
    planned: list[Any]

    @property
    def earlier(self) -> list[Entry]:
        """What is folded away."""
        return self.entries[: self.folded]

    @property
    def shown(self) -> list[Entry]:
        """The rest; whatever waits is in it."""
        return self.entries[self.folded :]


class Band(NamedTuple):
    """A release window in a week: on which day it is first seen (Monday is 1), and for how many."""

    row: Row
    start: int
    days: int
    opens: bool
    closes: bool


class Week(NamedTuple):
    """Seven days, and the windows over some of them."""

    days: list[Day]
    bands: list[Band]


class Tray(NamedTuple):
    """Articles that are ready or in review and have no date, not even a planned one: how many, and the first."""

    total: int
    articles: list[Any]

    @property
    def left(self) -> int:
        """How many are not shown."""
        return self.total - len(self.articles)


class Plan(NamedTuple):
    """All that the calendar shows. throughout: the windows that no shown day lies outside of."""

    days: Days
    weeks: list[Week]
    throughout: list[Row]
    tray: Tray

    @property
    def empty(self) -> bool:
        """Whether no edition appears in these days."""
        return not any(day.entries for week in self.weeks for day in week.days)


def plan(days: Days, at: datetime | None = None) -> Plan:
    """What the calendar shows of these days. Six queries."""
    at = at or timezone.now()
    entries, planned, today = _entries(days, at), _planned(days, at), timezone.localdate(at)
    windows = tracker.by_window(tracker.tracked(at).filter(tracker.overlapping(days.first, days.last)))
    throughout: list[Row] = []
    within: list[Row] = []
    for row in tracker.rows(windows, at):
        (throughout if _covers(row, days) else within).append(row)
    weeks = []
    for n in range(0, (days.last - days.first).days, 7):
        week = [days.first + timedelta(days=n + m) for m in range(7)]
        weeks.append(
            Week(
                [_day(day, entries[day], planned[day], days, today) for day in week],
                _bands(within, week[0], week[-1]),
            )
        )
    return Plan(days, weeks, throughout, _tray(at))


def _entries(days: Days, at: datetime) -> dict[date, list[Entry]]:
    """What appears on each day, in the order of its times. A day begins at the newsroom's midnight."""
    begin, end = (timezone.make_aware(datetime.combine(day, time())) for day in (days.first, days.last + DAY))
    editions = Edition.objects.appearing(begin, end).order_by("visible_from", "pk")
    found = defaultdict(list)
    for edition in editions.only(
        "article_id",
        "number",
        "headline",
        "visible_from",
        "visible_until",
        "expires_at",
        "withdrawn_at",
    ):
        local = timezone.localtime(edition.visible_from)
        found[local.date()].append(Entry(edition, local, at))
    return found


def _covers(row: Row, days: Days) -> bool:
    opens, closes, _ = row.window
    return opens is not None and opens <= days.first and (closes is None or closes >= days.last)


def _day(day: date, entries: list[Entry], planned: list[Any], days: Days, today: date) -> Day:
    if days.month is None:
        return Day(day, entries, day == today, beside=False, folded=0, planned=planned)
    out = sum(not entry.waits for entry in entries)
    beside = (day.year, day.month) != (days.month.year, days.month.month)
    return Day(day, entries, day == today, beside, folded=max(out - OUT, 0), planned=planned)


def _bands(rows: Iterable[Row], monday: date, sunday: date) -> list[Band]:
    """The windows over a week's days, the first to open first."""
    found = []
    for row in rows:
        opens, closes = row.window.opens or monday, row.window.closes or date.max
        if opens <= sunday and closes >= monday:
            first, last = max(opens, monday), min(closes, sunday)
            found.append(
                Band(row, first.weekday() + 1, (last - first).days + 1, opens >= monday, closes <= sunday)
            )
    return sorted(found, key=lambda band: (band.start, -band.days))


def _planned(days: Days, at: datetime) -> dict[date, list[Any]]:
    """The articles that are planned for each day. One query."""
    articles = (
        Article.objects.planned(at)
        .filter(planned__day__range=(days.first, days.last))
        .annotate(day=F("planned__day"))
        .order_by("-state", "headline", "pk")
        .only("headline", "state")
    )
    found = defaultdict(list)
    for article in articles:
        found[article.day].append(article)
    return found


def _tray(at: datetime) -> Tray:
    """What is ready or in review and waits for no time: ready first, the longest untouched first."""
    planned = (
        Article.objects.planned(at)
        .filter(planned=None)
        .with_standing(at)
        .annotate(in_all=Window(Count("pk")))
        .order_by("-state", "updated_at", "pk")
        .only("headline", "state", "updated_at")
    )
    shown = list(planned[:IN_TRAY])
    return Tray(shown[0].in_all if shown else 0, shown)
