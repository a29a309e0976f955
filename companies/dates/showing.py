"""EDTF as readers see it, never more exact than it is known."""

import re
from typing import Any

from django.utils.dates import MONTHS as MONTH_NAMES
from django.utils.translation import gettext, gettext_lazy, pgettext

from companies.dates.edtf import DATE, HALVES, MONTHS, QUARTERS, SEASONS, DateNotUnderstood, ends
from companies.dates.parts import part_of_month


def in_words(edtf: str) -> str:
    """A date as readers see it, never more exact than it is known. Raises DateNotUnderstood for what is not EDTF.

    In English `parse` reads the words back to the same days.
    """
    first, last = ends(edtf)
    if first == last:
        return _one(first)
    if first in ("", ".."):
        return (BY if first else gettext("until %(date)s, start not known")) % {"date": _one(last)}
    if last in ("", ".."):
        open_end = gettext("from %(date)s on") if last else gettext("from %(date)s, end not known")
        return open_end % {"date": _one(first)}
    return _part_of_year(first, last) or _part_of_month(first, last) or _range(first, last)


BY, SINCE, UNTIL = gettext_lazy("by %(date)s"), gettext_lazy("since %(date)s"), gettext_lazy("until %(date)s")


def lasting(since: str, until: str) -> str:
    """From when to when, where each is a date in words or empty: "since 2019, until May 2024"."""
    begun = (SINCE, gettext("from %(date)s, end not known"))
    said = [_with(since, SINCE, unless=begun), _with(until, UNTIL, unless=(UNTIL,))]
    return gettext(", ").join(filter(None, said))


def _with(words: str, pattern: Any, *, unless: Any) -> str:
    """A date in a pattern, where it is none that stands in one already."""
    begins = tuple(begin for one in unless if (begin := str(one).partition("%")[0]))
    return words if not words or words.startswith(begins) else pattern % {"date": words}


_QUALIFIED: dict[str, Any] = {
    "~": gettext_lazy("about %(date)s"),
    "?": gettext_lazy("perhaps %(date)s"),
    "%": gettext_lazy("perhaps about %(date)s"),
}
#: A part of a year with its year, and without.
_SEASONS: dict[int, tuple[Any, Any]] = dict(
    zip(
        SEASONS,
        (
            (gettext_lazy("spring %(year)s"), gettext_lazy("spring")),
            (gettext_lazy("summer %(year)s"), gettext_lazy("summer")),
            (gettext_lazy("autumn %(year)s"), gettext_lazy("autumn")),
            (gettext_lazy("winter %(year)s"), gettext_lazy("winter")),
        ),
        strict=True,
    )
)
_PARTS: dict[int, Any] = {
    37: gettext_lazy("early %(year)s"),
    38: gettext_lazy("mid-%(year)s"),
    39: gettext_lazy("late %(year)s"),
    HALVES[0]: gettext_lazy("the first half of %(year)s"),
    HALVES[1]: gettext_lazy("the second half of %(year)s"),
}
_PARTS_OF_MONTH: dict[str, Any] = {
    "early": gettext_lazy("early %(month)s"),
    "mid": gettext_lazy("mid-%(month)s"),
    "late": gettext_lazy("late %(month)s"),
}
_AS_PART = {("01", "04"): 37, ("05", "08"): 38, ("09", "12"): 39, ("01", "06"): 40, ("07", "12"): 41}


def _one(edtf: str) -> str:
    found = DATE.fullmatch(edtf)
    if found is None:
        raise DateNotUnderstood(f"“{edtf[:60]}” is no EDTF.")
    span, year, part, day, qualifier = found.groups()
    if span:
        named = _of_years(span)
    elif part in (None, "XX"):
        named = pgettext("a year alone", "%(year)s") % {"year": year}
    else:
        named = _within_year(int(part), None if day in (None, "XX") else int(day), year)
    return str(_QUALIFIED[qualifier] % {"date": named}) if qualifier else named


def _of_years(span: str) -> str:
    if span[2] != "X":
        return gettext("the %(decade)ss") % {"decade": f"{span[:3]}0"}
    number = int(span[:2]) + 1
    return gettext("the %(ordinal)s century") % {"ordinal": _ordinal(number), "number": number}


def _ordinal(number: int) -> str:
    teens = 10 < number % 100 < 20
    return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def _within_year(part: int, day: int | None, year: str) -> str:
    """A month, or a day of it, a season, a quarter, a third or a half of a year."""
    if part in MONTHS:
        how = gettext("%(month)s %(year)s") if day is None else gettext("%(day)s %(month)s %(year)s")
        return how % {"day": day, "month": MONTH_NAMES[part], "year": year}
    if part in QUARTERS:
        return gettext("Q%(quarter)s %(year)s") % {"quarter": QUARTERS.index(part) + 1, "year": year}
    return str((_SEASONS[part][0] if part in _SEASONS else _PARTS[part]) % {"year": year})


def _without_year(part: int, day: int | None) -> str:
    if part in MONTHS:
        month = MONTH_NAMES[part]
        return gettext("%(day)s %(month)s") % {"day": day, "month": month} if day else str(month)
    if part in QUARTERS:
        return gettext("Q%(quarter)s") % {"quarter": QUARTERS.index(part) + 1}
    return str(_SEASONS[part][1])


def _part_of_year(first: str, last: str) -> str:
    """ "early 2026" for its four months, "the first half of 2026" for its six."""
    part = _AS_PART.get((first[5:], last[5:])) if first[:4] == last[:4] else None
    return _one(f"{first[:4]}-{part}") if part else ""


def _part_of_month(first: str, last: str) -> str:
    """ "early March 2026" for its first ten days."""
    month = first[:7]
    for name, pattern in _PARTS_OF_MONTH.items() if len(first) == len(last) == 10 else ():
        if part_of_month(month, name) == f"{first}/{last}":
            return str(pattern % {"month": _one(month)})
    return ""


_SHARING = re.compile(r"[0-9]{4}-(?P<part>[012][0-9]|3[0-6])(?:-(?P<day>[0-9]{2}))?")


def _range(first: str, last: str) -> str:
    """Both ends; the month and the year are said once where they are the same."""
    begin, end = _one(first), _one(last)
    shared = _SHARING.fullmatch(first)
    if shared and len(first) == len(last) and _SHARING.fullmatch(last):
        day = int(shared["day"]) if shared["day"] else None
        if day and first[:7] == last[:7]:
            begin = str(day)
        elif first[:4] == last[:4]:
            begin = _without_year(int(shared["part"]), day)
    return gettext("%(first)s to %(last)s") % {"first": begin, "last": end}
