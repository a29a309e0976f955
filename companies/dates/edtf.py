"""EDTF as this house uses it: which texts are dates, the days that each can mean, and what comes before and after.

Level 1 with level 2's quarters, thirds and halves of a year, in the years 1000 to 9999; no times of day and no sets.
"""

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta

type Days = tuple[date | None, date | None]  # the first and the last, None where it is open


class DateNotUnderstood(ValueError):
    """The text is no date; the message says why, in one sentence for an editor."""


class BeginsAfterItEnds(DateNotUnderstood):
    """Both ends are dates, the first later than the last."""


# The parts of a year, by the number that stands where a month does: the first month and how many.
MONTHS, SEASONS, QUARTERS, THIRDS, HALVES = (
    range(1, 13),
    range(21, 25),
    range(33, 37),
    range(37, 40),
    range(40, 42),
)
PARTS: Mapping[int, tuple[int, int]] = {
    **{month: (month, 1) for month in MONTHS},
    **{season: (3 * n + 3, 3) for n, season in enumerate(SEASONS)},
    **{quarter: (3 * n + 1, 3) for n, quarter in enumerate(QUARTERS)},
    **{third: (4 * n + 1, 4) for n, third in enumerate(THIRDS)},
    **{half: (6 * n + 1, 6) for n, half in enumerate(HALVES)},
}
DATE = re.compile(
    r"(?:(?P<span>[1-9][0-9](?:[0-9]X|XX))"
    r"|(?P<year>[1-9][0-9]{3})(?:-(?P<part>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?)(?P<qualifier>[~?%]?)"
)
OUT_OF_RANGE = "Years run from 1000 to 9999."
_PART = (
    "(-(0[1-9]|1[0-2]|2[1-4]|3[3-9]|4[01])"
    "|-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|-(0[13-9]|1[0-2])-(29|30)|-(0[13578]|1[02])-31)?"
)


def written(centuries: str) -> str:
    """What is written as EDTF and exists, of some centuries (a pattern), as a pattern for the API's schema.

    But the 29th of February, and days that are not known.
    """
    one = f"{centuries}([0-9]X|XX|[0-9]{{2}}{_PART})[~?%]?"
    return rf"^({one}(/({one}|\.\.)?)?|(\.\.)?/{one})$"


def bounds(text: str) -> Days | None:
    """The first and the last day that EDTF can mean, or None where the text is not written as EDTF.

    Raises DateNotUnderstood for what is written as EDTF and does not exist, or ends before it begins.
    """
    if "/" not in text:
        return _days(text)
    first, last = ends(text)
    begin = (None, None) if first in ("", "..") else _days(first)
    end = (None, None) if last in ("", "..") else _days(last)
    if begin is None or end is None:
        return None
    earliest, latest = begin[0], end[1]
    if earliest is None and latest is None:
        raise DateNotUnderstood("An interval needs a beginning or an end.")
    if earliest and latest and earliest > latest:
        raise BeginsAfterItEnds("The date begins after it ends.")
    return earliest, latest


def ends(edtf: str) -> tuple[str, str]:
    """Both ends of an interval; a date is both its own."""
    first, slash, last = edtf.partition("/")
    return (first, last) if slash else (edtf, edtf)


def qualified(edtf: str, qualifier: str) -> str:
    """The date, or both ends of an interval, as approximate (~) or uncertain (?); what is both is %."""
    first, last = ends(edtf)
    if first != last:
        return f"{qualified(first, qualifier)}/{qualified(last, qualifier)}"
    bare = edtf.rstrip("~?%")
    return bare + (qualifier if edtf in (bare, bare + qualifier) else "%")


def neighbour(edtf: str, step: int) -> str:
    """The date that many steps later (negative: earlier), at the same precision: months from a month."""
    found, days = DATE.fullmatch(edtf), _days(edtf)
    if found is None or days is None:
        raise DateNotUnderstood("Only a date has one before and after it.")
    year, part, day = found["year"], found["part"], found["day"]
    if span := found["span"]:
        vague = span.count("X")
        moved = f"{_in_range(int(span.rstrip('X')) + step, places=4 - vague)}{'X' * vague}"
    elif part in (None, "XX"):
        moved = str(_in_range(int(year) + step))
    elif day in (None, "XX"):
        kind = next(kind for kind in (MONTHS, SEASONS, QUARTERS, THIRDS, HALVES) if int(part) in kind)
        later, n = divmod(int(part) - kind.start + step, len(kind))
        moved = f"{_in_range(int(year) + later)}-{kind.start + n:02}"
    else:
        try:
            moved_day = date(int(year), int(part), int(day)) + timedelta(days=step)
        except OverflowError:
            raise DateNotUnderstood(OUT_OF_RANGE) from None
        moved = f"{_in_range(moved_day.year)}{moved_day:-%m-%d}"
    return moved + found["qualifier"]


def last_day(edtf: str) -> date:
    """The last day that a date or closed interval can mean."""
    days = bounds(edtf)
    if days is None or days[1] is None:
        raise DateNotUnderstood("What is open has no last day.")
    return days[1]


def _in_range(year: int, places: int = 4) -> int:
    if len(str(max(year, 0))) != places:
        raise DateNotUnderstood(OUT_OF_RANGE)
    return year


def _days(text: str) -> Days | None:
    found = DATE.fullmatch(text)
    if found is None:
        return None
    if span := found["span"]:
        return date(int(span.replace("X", "0")), 1, 1), date(int(span.replace("X", "9")), 12, 31)
    year, part, day = int(found["year"]), found["part"], found["day"]
    if part == "XX" and day not in (None, "XX"):
        raise DateNotUnderstood("A day is of no use without its month.")
    if part in (None, "XX"):
        return date(year, 1, 1), date(year, 12, 31)
    number = int(part)
    if number not in (PARTS if day is None else MONTHS):
        raise DateNotUnderstood(
            f"“{text}” has no month: 01 to 12 are months, 21 to 24 seasons and 33 to 36 quarters."
        )
    if day in (None, "XX"):
        return _months(year, *PARTS[number])
    exact = _day(year, number, int(day))
    return exact, exact


def _months(year: int, first: int, count: int) -> Days:
    later, before = divmod(first + count - 2, 12)
    last_year, last = _in_range(year + later), before + 1
    return date(year, first, 1), date(last_year, last, calendar.monthrange(last_year, last)[1])


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        never = not 0 < day <= calendar.monthrange(2000, month)[1]  # 2000 has a 29 February
        raise DateNotUnderstood(
            f"There is no {day} {calendar.month_name[month]}{'' if never else f' {year}'}."
        ) from None
