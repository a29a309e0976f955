"""Fuzzy dates: EDTF and words, with the earliest and the latest day that they can mean."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

from lunardate import LunarDate

MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if n}
SHORT = {name.lower(): n for n, name in enumerate(calendar.month_abbr) if n} | {"sept": 9}
SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
PARTS = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}


@dataclass(frozen=True, slots=True)
class FuzzyDate:
    """A date as vague as it is known: canonical EDTF, both ends (None: open), and the source's words."""

    edtf: str
    earliest: date | None
    latest: date | None
    words: str = ""


class DateNotUnderstood(ValueError):
    """The text is no date; the message says so to an editor."""


def lunar_new_year(year: int) -> date:
    """New Year's Day of the Chinese calendar; raises DateNotUnderstood outside 1900 to 2099."""
    if not 1900 <= year <= 2099:
        raise DateNotUnderstood(f"Lunar New Year of {year} is outside 1900 to 2099.")
    return LunarDate(year, 1, 1).to_solar_date()


def parse(text: str, *, dated: date | None = None) -> FuzzyDate:
    """The date that EDTF or words mean. Raises DateNotUnderstood."""
    text = " ".join(text.split())
    refused = DateNotUnderstood(f"“{text[:60]}” is no date: write for example 2026-02, Q3 2026 or by 2030.")
    if not text or len(text) > 200:
        raise refused
    try:
        bounds = _edtf(text)
        if bounds is not None:
            return _checked(FuzzyDate(text, *bounds))
        found = _words(text.lower().rstrip("."), dated)
        if found is None:
            raise refused
        return _checked(FuzzyDate(found, *(_edtf(found) or (None, None)), text))
    except DateNotUnderstood:
        raise
    except ValueError:
        raise refused from None


def _checked(found: FuzzyDate) -> FuzzyDate:
    if found.earliest and found.latest and found.earliest > found.latest:
        raise DateNotUnderstood("The date begins after it ends.")
    return found


def _edtf(text: str) -> tuple[date | None, date | None] | None:
    if "/" in text:
        first, _, last = text.partition("/")
        begin = (None, None) if first in {"..", ""} else _edtf(first)
        end = (None, None) if last in {"..", ""} else _edtf(last)
        if begin is None or end is None or (begin[0] is None and end[1] is None):
            return None
        return begin[0], end[1]
    text = text.rstrip("~?%")
    if match := re.fullmatch(r"([0-9]{3})X", text):
        year = int(match[1]) * 10
        return date(year, 1, 1), date(year + 9, 12, 31)
    match = re.fullmatch(r"([1-9][0-9]{3})(?:-([0-9]{2}|XX)(?:-([0-9]{2}|XX))?)?", text)
    if not match:
        return None
    year, month, day = int(match[1]), match[2], match[3]
    if month in {None, "XX"}:
        return date(year, 1, 1), date(year, 12, 31)
    number = int(month)
    if day and day != "XX":
        return date(year, number, int(day)), date(year, number, int(day))
    if number in (21, 22, 23):
        first_month = (number - 20) * 3
        return date(year, first_month, 1), _end(year, first_month + 2)
    if number == 24:
        return date(year, 12, 1), _end(year + 1, 2)
    if 33 <= number <= 36:
        return date(year, (number - 33) * 3 + 1, 1), _end(year, (number - 32) * 3)
    return date(year, number, 1), _end(year, number)


def _end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _words(text: str, dated: date | None) -> str | None:
    """EDTF for words, or None."""
    for prefix, shape in (("by ", "../{0}"), ("since ", "{0}/.."), ("from ", "{0}/..")):
        if text.startswith(prefix):
            inner = _words(text.removeprefix(prefix).removeprefix("the "), dated)
            return shape.format(inner) if inner else None
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        return text
    if match := re.fullmatch(r"(?:about|around|c\.|circa) ([0-9]{4})", text):
        return f"{match[1]}~"
    if "lunar new year" in text or "chinese new year" in text or "spring festival" in text:
        match = re.search(r"[0-9]{4}", text)
        year = int(match[0]) if match else None
        if year is None and dated is not None:
            year = dated.year if lunar_new_year(dated.year) >= dated - timedelta(days=30) else dated.year + 1
        if year is None:
            return None
        day = lunar_new_year(year)
        return f"{day - timedelta(days=14)}/{day + timedelta(days=15)}"
    if match := re.fullmatch(r"q([1-4]) ([0-9]{4})", text):
        return f"{match[2]}-{32 + int(match[1])}"
    if match := re.fullmatch(r"(early|mid|late)[- ]([0-9]{4})", text):
        first, last = PARTS[match[1]]
        return f"{match[2]}-{first:02}/{match[2]}-{last:02}"
    if match := re.fullmatch(r"([a-z]+)\.? ([0-9]{4})", text):
        if match[1] in SEASONS:
            return f"{match[2]}-{SEASONS[match[1]]}"
        month = MONTHS.get(match[1]) or SHORT.get(match[1])
        return f"{match[2]}-{month:02}" if month else None
    if match := re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)? ([a-z]+)\.? ([0-9]{4})", text):
        month = MONTHS.get(match[2]) or SHORT.get(match[2])
        return f"{match[3]}-{month:02}-{int(match[1]):02}" if month else None
    return None


def in_words(edtf: str) -> str:
    """A date as readers see it, never more exact than it is known."""
    if edtf.startswith("../"):
        return f"by {in_words(edtf[3:])}"
    if edtf.endswith("/.."):
        return f"since {in_words(edtf[:-3])}"
    if "/" in edtf:
        first, last = edtf.split("/")
        return f"{in_words(first)} to {in_words(last)}"
    if edtf.endswith(("~", "%", "?")):
        return f"about {in_words(edtf[:-1])}"
    if re.fullmatch(r"[0-9]{3}X", edtf):
        return f"the {edtf[:3]}0s"
    parts = edtf.split("-")
    if len(parts) == 1 or parts[1] == "XX":
        return parts[0]
    number = int(parts[1])
    if len(parts) == 3 and parts[2] != "XX":
        return f"{int(parts[2])} {calendar.month_name[number]} {parts[0]}"
    if 21 <= number <= 24:
        return f"{('spring', 'summer', 'autumn', 'winter')[number - 21]} {parts[0]}"
    if 33 <= number <= 36:
        return f"Q{number - 32} {parts[0]}"
    return f"{calendar.month_name[number]} {parts[0]}"
