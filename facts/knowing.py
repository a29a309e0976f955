"""What we held to be true on a past day, beside what we hold now."""

import re
from collections.abc import Collection, Iterable
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from facts.models import Fact

FIRST = date(1970, 1, 1)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class DayRefused(ValueError):
    """No day on which something was known; the message says what would be right."""


class StillToCome(DayRefused):
    """A day or a moment that nobody knows anything of yet."""


def day(text: str) -> date:
    """The day that “2026-03-01” names, from 1970 to today. Raises DayRefused."""
    found = _day(text)
    if found is None:
        said = gettext("“As known on” takes a day such as 2026-03-01, not “%(given)s”.")
        raise DayRefused(said % {"given": text[:40]})
    _check(found)
    return found


def moment(text: str) -> datetime:
    """The end of a day, or the moment that ISO 8601 names; without a zone it is the site's. Raises DayRefused."""
    if on := _day(text):
        _check(on)
        return end_of(on)
    try:
        found = parse_datetime(text) if "T" in text else None
    except ValueError:
        found = None
    if found is None:
        said = gettext(
            "“As known on” takes a day such as 2026-03-01 or a moment such as 2026-03-01T12:00:00Z, not “%(given)s”."
        )
        raise DayRefused(said % {"given": text[:40]})
    _check(found.date())
    aware = found if timezone.is_aware(found) else timezone.make_aware(found)
    if aware > timezone.now():
        raise StillToCome(gettext("“As known on” takes no moment that is still to come."))
    return aware


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _check(found: date) -> None:
    today = timezone.localdate()
    if not FIRST <= found <= today:
        refused = StillToCome if found > today else DayRefused
        said = gettext("“As known on” takes a day from %(first)s to today, %(today)s.")
        raise refused(said % {"first": FIRST, "today": today})


def end_of(day: date) -> datetime:
    """The last moment of a day in the site's time zone."""
    midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))
    return midnight - timedelta(microseconds=1)


class Line(NamedTuple):
    """One figure, then and now; None where we held none."""

    then: Fact | None
    now: Fact | None

    @property
    def any(self) -> Fact | None:
        """The figure by which its time is told."""
        return self.then or self.now


class Known(NamedTuple):
    """What was held on a day in a series. asked: the line of the fact whose page it is."""

    day: date
    lines: list[Line]
    asked: Line


def known(fact: Fact, history: Iterable[Fact], then: Collection[int], on: date) -> Known:
    """The figures of a fact's history as known on a day.

    history: what readers may know of, from `of_history`; then: the ids of those that were held that day.
    """
    figures: dict[int, dict[str, Fact]] = {}
    by_id = {one.pk: one for one in history}
    for one in by_id.values():
        line = figures.setdefault(_first(one, by_id), {})
        if one.pk in then:
            line["then"] = one
        if one.state == "current":
            line["now"] = one
    lines = {first: Line(line.get("then"), line.get("now")) for first, line in figures.items()}
    return Known(on, [line for line in lines.values() if line.any], lines[_first(fact, by_id)])


def _first(fact: Fact, by_id: dict[int, Fact]) -> int:
    """The id of the value that a chain of supersessions began with."""
    while fact.before_id in by_id:
        fact = by_id[fact.before_id]
    return fact.pk
