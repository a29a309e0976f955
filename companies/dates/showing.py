"""EDTF as readers see it, never more exact than it is known."""

import calendar
import re

from companies.dates.edtf import DATE, HALVES, MONTHS, QUARTERS, SEASONS, DateNotUnderstood, ends
from companies.dates.parts import part_of_month
from companies.dates.vocabulary import PARTS_OF_MONTH


def in_words(edtf: str) -> str:
    """A date as readers see it, never more exact than it is known. Raises DateNotUnderstood for what is not EDTF.

    `parse` reads the words back to the same days.
    """
    first, last = ends(edtf)
    if first == last:
        return _one(first)
    if first in ("", ".."):
        return f"by {_one(last)}" if first else f"until {_one(last)}, start not known"
    if last in ("", ".."):
        return f"since {_one(first)}" if last else f"from {_one(first)}, end not known"
    return _part_of_year(first, last) or _part_of_month(first, last) or _range(first, last)


def lasting(since: str, until: str) -> str:
    """From when to when, where each is a date in words or empty: "since 2019, until May 2024"."""
    said = [f"since {since}" if since and not since.startswith(("since", "from")) else since]
    said.append(f"until {until}" if until and not until.startswith("until") else until)
    return ", ".join(filter(None, said))


_QUALIFIERS = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}
_SEASONS = dict(zip(SEASONS, ("spring", "summer", "autumn", "winter"), strict=True))
_PART_NAMES: dict[int, str] = {
    **{month: f"{calendar.month_name[month]} " for month in MONTHS},
    **{season: f"{name} " for season, name in _SEASONS.items()},
    **{quarter: f"Q{n} " for n, quarter in enumerate(QUARTERS, 1)},
    37: "early ", 38: "mid-", 39: "late ",
    **dict(zip(HALVES, ("the first half of ", "the second half of "), strict=True)),
}  # fmt: skip
_AS_PART = {("01", "04"): 37, ("05", "08"): 38, ("09", "12"): 39, ("01", "06"): 40, ("07", "12"): 41}


def _one(edtf: str) -> str:
    found = DATE.fullmatch(edtf)
    if found is None:
        raise DateNotUnderstood(f"“{edtf[:60]}” is no EDTF.")
    span, year, part, day, qualifier = found.groups()
    if span:
        named = f"the {span[:3]}0s" if span[2] != "X" else f"the {_ordinal(int(span[:2]) + 1)} century"
    elif part in (None, "XX"):
        named = year
    elif day in (None, "XX"):
        named = f"{_PART_NAMES[int(part)]}{year}"
    else:
        named = f"{int(day)} {_PART_NAMES[int(part)]}{year}"
    return _QUALIFIERS[qualifier] + named


def _ordinal(number: int) -> str:
    teens = 10 < number % 100 < 20
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _part_of_year(first: str, last: str) -> str:
    """ "early 2026" for its four months, "the first half of 2026" for its six."""
    part = _AS_PART.get((first[5:], last[5:])) if first[:4] == last[:4] else None
    return _one(f"{first[:4]}-{part}") if part else ""


def _part_of_month(first: str, last: str) -> str:
    """ "early March 2026" for its first ten days."""
    month = first[:7]
    for name in PARTS_OF_MONTH if len(first) == len(last) == 10 else ():
        if part_of_month(month, name) == f"{first}/{last}":
            return f"{name}{'-' if name == 'mid' else ' '}{_one(month)}"
    return ""


_SHARING = re.compile(r"[0-9]{4}-(?:[012][0-9]|3[0-6])(?:-[0-9]{2})?")


def _range(first: str, last: str) -> str:
    """Both ends; the month and the year are said once where they are the same."""
    begin, end = _one(first), _one(last)
    if len(first) == len(last) and all(map(_SHARING.fullmatch, (first, last))):
        if first[7:] and first[:7] == last[:7]:
            begin = begin.split(" ")[0]
        elif first[:4] == last[:4]:
            begin = begin.rsplit(" ", 1)[0]
    return f"{begin} to {end}"
