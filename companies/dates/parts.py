"""Years, their parts and single days, from what a rule of units.py found; and the year that is meant where none is said."""

import re
from datetime import MAXYEAR, date, timedelta
from typing import NamedTuple

from companies.dates.edtf import OUT_OF_RANGE, DateNotUnderstood, bounds, last_day, neighbour
from companies.dates.lunar import lunar_new_year, lunar_new_year_meant
from companies.dates.vocabulary import (
    CARDINALS,
    COUNTS,
    DAY_NAMES,
    FEASTS,
    LUNAR_DAYS,
    MONTH_NAMES,
    ORDER,
    PART_NAMES,
    PARTS_OF_DECADE,
    PARTS_OF_MONTH,
    PARTS_OF_YEAR,
    SEASON_NAMES,
    THIRDS,
    TOWARD,
)

type Found = re.Match[str]


class Asked(NamedTuple):
    """What is known beside the words.

    dated: the day they are said. year: that of the other end of a range. toward: 1 where the words look ahead
    ("by March"), -1 where they look back ("since March").
    """

    dated: date | None
    year: int | None = None
    toward: int = 0


def year(found: Found, asked: Asked, first: int = 1, last: int = 12) -> str:
    """The year of the months first to last: as written, that of the range's other end, or the one that is meant."""
    written = found.groupdict()
    if written.get("y"):
        if int(written["y"]) < 1000:
            raise DateNotUnderstood(OUT_OF_RANGE)
        return str(written["y"])
    if written.get("short"):
        return f"20{written['short']}"
    return f"{asked.year or _year_meant(found[0], asked, first, last):04}"


def _year_meant(words: str, asked: Asked, first: int, last: int) -> int:
    if asked.dated is None:
        raise DateNotUnderstood("The words give no year: write for example March 2026.")
    said, month = asked.dated.year, asked.dated.month
    if asked.toward:
        passed, begun = last < month, first <= month
        return said + passed if asked.toward > 0 else said - (not begun)
    if min(abs(first - month), abs(last - month)) > 5 and last - first < 5:
        raise DateNotUnderstood(f"“{words}” may be of two years: write which.")
    return said


def month(found: Found, asked: Asked) -> str:
    written = found["m"]
    number = int(written) if written.isdigit() else MONTH_NAMES[written]
    if not 1 <= number <= 12:
        raise DateNotUnderstood("A year has twelve months.")
    return f"{year(found, asked, number, number)}-{number:02}"


def _day_of_month(written: str) -> int:
    """Of 17, 17th or seventeenth."""
    return DAY_NAMES.get(written) or int(written.rstrip("stndrh"))


def day(found: Found, asked: Asked) -> str:
    return f"{month(found, asked)}-{_day_of_month(found['d']):02}"


def days(found: Found, asked: Asked) -> str:
    within = month(found, asked)
    return f"{within}-{_day_of_month(found['d']):02}/{within}-{_day_of_month(found['d2']):02}"


def two_days(found: Found, asked: Asked) -> str | None:
    """ "8日和9日": of days with others between them no one window is meant."""
    return days(found, asked) if int(found["d2"]) == int(found["d"]) + 1 else None


def end_of_month(found: Found, asked: Asked) -> str:
    """The last day, of 月底."""
    return last_day(month(found, asked)).isoformat()


def months(found: Found, asked: Asked) -> str:
    first, last = int(found["m"]), int(found["m2"])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        raise DateNotUnderstood("A year has twelve months.")
    within = year(found, asked, first, last)
    return f"{within}-{first:02}/{within}-{last:02}"


def two_months(found: Found, asked: Asked) -> str | None:
    """ "2、3月": of months with others between them no one window is meant."""
    return months(found, asked) if int(found["m2"]) == int(found["m"]) + 1 else None


def thirds_of_month(found: Found, asked: Asked) -> str:
    """ "6月中下旬": from the 11th to the end."""
    within = month(found, asked)
    first, last = (part_of_month(within, PART_NAMES[f"{found[side]}旬"]) for side in ("p", "p2"))
    return f"{first.split('/')[0]}/{last.split('/')[1]}"


def _number(found: Found, most: int, refusal: str) -> int:
    """Which of so many; the last is the one that closes them."""
    written = found["n"]
    digits = re.match("[0-9]+", written)
    number = int(digits[0]) if digits else (ORDER | CARDINALS).get(written, most + 1)
    number = most if number == -1 else number
    if not 1 <= number <= most:
        raise DateNotUnderstood(refusal)
    return number


def quarter(found: Found, asked: Asked) -> str:
    n = _number(found, 4, "A year has four quarters.")
    return f"{year(found, asked, 3 * n - 2, 3 * n)}-{32 + n}"


def half(found: Found, asked: Asked) -> str:
    first = 6 * _number(found, 2, "A year has two halves.") - 5
    within = year(found, asked, first, first + 5)
    return f"{within}-{first:02}/{within}-{first + 5:02}"


def half_of_month(found: Found, asked: Asked) -> str:
    """The first fifteen days, or the others."""
    within = month(found, asked)
    if _number(found, 2, "A month has two halves.") == 1:
        return f"{within}-01/{within}-15"
    return f"{within}-16/{last_day(within)}"


def week_of_month(found: Found, asked: Asked) -> str:
    """The first to the fourth seven days, or the last seven."""
    within = month(found, asked)
    if ORDER.get(found["n"]) == -1:
        last = last_day(within)
        return f"{last - timedelta(days=6)}/{last}"
    first = 7 * _number(found, 4, "A month has four weeks: write the days after the 28th.") - 6
    return f"{within}-{first:02}/{within}-{first + 6:02}"


def week_of_year(found: Found, asked: Asked) -> str:
    """The week of that number by ISO 8601, Monday to Sunday."""
    within, number = int(year(found, asked)), int(found["w"])
    try:
        monday = date.fromisocalendar(within, number, 1)
        return f"{monday}/{date.fromisocalendar(within, number, 7)}"
    except ValueError:
        raise DateNotUnderstood(f"{within} has no week {number}.") from None


def several_months(found: Found, asked: Asked) -> str:
    """ "the first nine months of 2025", "the last two quarters of 2026"."""
    written, words = found["count"], found.groupdict()
    count = COUNTS.get(written) or int(written)
    count *= 3 if "quarter" in found[0] or "季" in found[0] else 1
    if not 1 < count <= 12:
        raise DateNotUnderstood("A year has twelve months and four quarters.")
    first, last = (13 - count, 12) if words.get("n") in ("last", "final") else (1, count)
    within = year(found, asked, first, last)
    return f"{within}-{first:02}/{within}-{last:02}"


def season(found: Found, asked: Asked) -> str:
    number = SEASON_NAMES[found["s"]]
    first = 3 * (number - 20)
    return f"{year(found, asked, first, min(first + 2, 12))}-{number}"


def winter(found: Found, _: Asked) -> str | None:
    """ "winter 2026/27" begins in 2026."""
    return f"{found['y']}-24" if _next_year(found) else None


def turn_of_year(found: Found, _: Asked) -> str | None:
    """The last month of one year and the first of the next."""
    following = _next_year(found)
    return f"{found['y']}-12/{following}-01" if following else None


def _next_year(found: Found) -> str | None:
    """The 27 or 2027 of "2026/27", if it does follow."""
    following = str(int(found["y"]) + 1)
    return following if found["next"] in (following, following[2:]) else None


def century(found: Found, _: Asked) -> str | None:
    return f"{int(found['c']) - 1}XX" if 11 <= int(found["c"]) <= 100 else None


def feast(found: Found, asked: Asked) -> str:
    in_month, on = FEASTS[found["feast"]]
    return f"{year(found, asked, in_month, in_month)}-{in_month:02}-{on:02}"


def around_lunar_new_year(found: Found, asked: Asked) -> str:
    """From two weeks before the day."""
    middle = new_year(found, asked)
    return f"{middle - timedelta(days=14)}/{middle + timedelta(days=15)}"


def lunar_day(found: Found, asked: Asked) -> str:
    """A day of the first month, or the eve, of the Chinese calendar."""
    return (new_year(found, asked) + timedelta(days=LUNAR_DAYS[found["lunar"]])).isoformat()


def new_year(found: Found, asked: Asked) -> date:
    """Lunar New Year's Day."""
    if said := found["y"] or asked.year:
        return lunar_new_year(int(said))
    if asked.dated is None:
        raise DateNotUnderstood("The words give no year: write for example Lunar New Year 2026.")
    toward = TOWARD.get(found.groupdict().get("which") or "", asked.toward)
    meant = lunar_new_year_meant(asked.dated, toward)
    if meant is None:
        raise DateNotUnderstood(f"“{found[0]}” may be of two years: write which.")
    return meant


def third(whole: str, name: str) -> str:
    """The early, the mid or the late part of a decade, a year, a half, a quarter, a season or a month."""
    if re.fullmatch("[0-9]{3}X", whole):
        first, last = PARTS_OF_DECADE[name]
        return f"{whole[:3]}{first}/{whole[:3]}{last}"
    if re.fullmatch("[0-9]{4}", whole):
        first, last = PARTS_OF_YEAR[name]
        return f"{whole}-{first:02}/{whole}-{last:02}"
    if re.fullmatch("[0-9]{4}-(?:0[1-9]|1[0-2])", whole):
        return part_of_month(whole, name)
    begin, end = bounds(whole) or (None, None)
    count = 1 + 12 * (end.year - begin.year) + end.month - begin.month if begin and end else 0
    if begin is None or count not in (3, 6):
        raise DateNotUnderstood("Only a decade, a year, a part of one or a month is early, mid or late.")
    each = count // 3
    first_month = neighbour(f"{begin:%Y-%m}", each * THIRDS[name])
    return first_month if each == 1 else f"{first_month}/{neighbour(first_month, each - 1)}"


def part_of_month(within: str, name: str) -> str:
    """The first ten days of a month (early), the next ten (mid), and the others (late)."""
    first, last = PARTS_OF_MONTH[name]
    return f"{within}-{first:02}/{within}-{min(last, last_day(within).day):02}"


def week_with(on: str, how: str) -> str:
    """Seven days from a day, until it, or, "of" a day, the Monday to Sunday that hold it."""
    first = date.fromisoformat(on)
    if how == "of":
        if first.weekday() == 6:
            raise DateNotUnderstood("A week may begin or end with its Sunday: write its days.")
        first -= timedelta(days=first.weekday())
    elif how == "ending":
        first -= timedelta(days=6)
    if first > date(MAXYEAR, 12, 25):
        raise DateNotUnderstood(OUT_OF_RANGE)
    return f"{first}/{first + timedelta(days=6)}"
