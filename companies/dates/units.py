"""One date in words, English or Chinese, as EDTF: a table of rules, a pattern and what it means each.

What "early", the seasons and Lunar New Year mean is agreed for the whole house; see the tables.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from companies.dates.edtf import MONTHS, OUT_OF_RANGE, DateNotUnderstood, bounds, ends, last_day
from companies.dates.lunar import lunar_new_year, lunar_new_year_meant

type Found = re.Match[str]


class Asked(NamedTuple):
    """What is known beside the words.

    dated: the day they are said. year: that of the other end of a range. toward: 1 where the words look ahead
    ("by March"), -1 where they look back ("since March").
    """

    dated: date | None
    year: int | None = None
    toward: int = 0


type Rule = tuple[re.Pattern[str], Callable[[Found, Asked], str | None]]


# The vocabulary

_MONTHS = {calendar.month_name[n].lower(): n for n in MONTHS} | {
    calendar.month_abbr[n].lower(): n for n in MONTHS
}
_MONTHS |= {"sept": 9}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_SEASONS |= {"春": 21, "夏": 22, "秋": 23, "冬": 24}
_WEEKDAYS = [name.lower() for name in calendar.day_name]
_ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "latter": 2, "last": -1, "final": -1}
_ORDER |= {"一": 1, "二": 2, "三": 3, "四": 4, "上": 1, "下": 2}
_PARTS = {"early": "early", "start of": "early", "beginning of": "early", "初": "early", "上旬": "early"}
_PARTS |= {"mid": "mid", "middle of": "mid", "中": "mid", "中期": "mid", "中旬": "mid"}
_PARTS |= {"late": "late", "下旬": "late", "后期": "late", "晚期": "late"}
_PARTS_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
_PARTS_OF_DECADE = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
PARTS_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}

_YEAR = r"(?P<y>[0-9]{4})"
# The year after a part of it, if it is said.
_OF = rf"(?:(?:,? | ?- ?|/)(?:(?:of|in) )?(?:the year )?{_YEAR})?"
_MONTH = rf"(?P<m>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)?"
_LAST = _DAY.replace("<d>", "<d2>")
_NTH = r"(?P<n>first|second|third|fourth|fifth|sixth|last|final|latter|[0-9]+(?:st|nd|rd|th))"
_SEASON = r"(?P<s>spring|summer|autumn|fall|winter)"
_PART = r"(?P<p>early|mid|late|(?:start|beginning|middle) of)"
_TO = r"(?: ?[-/] ?| to | and | until | till | through )"
_HAN_YEAR = r"(?:(?P<y>[0-9]{4})年?)?"
_HAN_MONTH = r"(?P<m>[0-9]{1,2})月份?"
_HAN_TO = r"(?:至|到|-|~|～)"
_HAN_NTH = r"(?P<n>[一二三四五六]|[0-9]+)"
_TOWARD = {"upcoming": 1, "coming": 1, "next": 1, "last": -1}
_LUNAR = (
    r"(?:(?P<which>upcoming|coming|next|last) )?(?:(?:lunar|chinese) new year|spring festival)"
    r"(?: (?:holidays?|period|season))?"
)
_HAN_LUNAR = r"(?:春节|農曆新年|春節|农历新年|农历春节|中国新年)(?:假期|期间|期間)?"


# A part of a year, and the year that is meant where none is said


def _year(found: Found, asked: Asked, first: int = 1, last: int = 12) -> str:
    """The year of the months first to last: as written, that of the range's other end, or the one that is meant."""
    if written := found.groupdict().get("y"):
        if int(written) < 1000:
            raise DateNotUnderstood(OUT_OF_RANGE)
        return str(written)
    return f"{asked.year or _year_meant(found[0], asked, first, last):04}"


def _year_meant(words: str, asked: Asked, first: int, last: int) -> int:
    if asked.dated is None:
        raise DateNotUnderstood("The words give no year: write for example March 2026.")
    year, month = asked.dated.year, asked.dated.month
    if asked.toward:
        passed, begun = last < month, first <= month
        return year + passed if asked.toward > 0 else year - (not begun)
    if min(abs(first - month), abs(last - month)) > 5 and last - first < 5:
        raise DateNotUnderstood(f"“{words}” may be of two years: write which.")
    return year


def _month(found: Found, asked: Asked) -> str:
    written = found["m"]
    month = int(written) if written.isdigit() else _MONTHS[written]
    if not 1 <= month <= 12:
        raise DateNotUnderstood("A year has twelve months.")
    return f"{_year(found, asked, month, month)}-{month:02}"


def _one_day(found: Found, asked: Asked) -> str:
    return f"{_month(found, asked)}-{int(found['d']):02}"


def _on_weekday(found: Found, asked: Asked) -> str | None:
    """ "Tuesday, 17 February 2026", if it is one."""
    day = unit(found["rest"], asked)
    if day is None or not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", day):
        return None
    weekday = calendar.day_name[last_day(day).weekday()]
    if weekday.lower() != found["weekday"]:
        raise DateNotUnderstood(f"{day} is a {weekday}.")
    return day


def _days(found: Found, asked: Asked) -> str:
    month = _month(found, asked)
    return f"{month}-{int(found['d']):02}/{month}-{int(found['d2']):02}"


def _months(found: Found, asked: Asked) -> str:
    first, last = int(found["m"]), int(found["m2"])
    if not (1 <= first <= 12 and 1 <= last <= 12):
        raise DateNotUnderstood("A year has twelve months.")
    year = _year(found, asked, first, last)
    return f"{year}-{first:02}/{year}-{last:02}"


def _number(found: Found, most: int, refusal: str) -> int:
    written = found["n"]
    digits = re.match("[0-9]+", written)
    number = int(digits[0]) if digits else _ORDER.get(written, most + 1)
    number = most if number == -1 else number
    if not 1 <= number <= most:
        raise DateNotUnderstood(refusal)
    return number


def _quarter(found: Found, asked: Asked) -> str:
    n = _number(found, 4, "A year has four quarters.")
    return f"{_year(found, asked, 3 * n - 2, 3 * n)}-{32 + n}"


def _half(found: Found, asked: Asked) -> str:
    first = 6 * _number(found, 2, "A year has two halves.") - 5
    year = _year(found, asked, first, first + 5)
    return f"{year}-{first:02}/{year}-{first + 5:02}"


_COUNTS = {"three": 3, "3": 3, "six": 6, "6": 6, "nine": 9, "9": 9, "前三": 9}


def _first_months(found: Found, asked: Asked) -> str:
    last = _COUNTS[found["count"]]
    year = _year(found, asked, 1, last)
    return f"{year}-01/{year}-{last:02}"


def _season(found: Found, asked: Asked) -> str:
    number = _SEASONS[found["s"]]
    first = 3 * (number - 20)
    return f"{_year(found, asked, first, min(first + 2, 12))}-{number}"


def _winter(found: Found, asked: Asked) -> str | None:
    """ "winter 2026/27" begins in 2026."""
    following = str(int(found["y"]) + 1)
    return f"{found['y']}-24" if found["next"] in (following, following[2:]) else None


def _century(found: Found, _: Asked) -> str | None:
    return f"{int(found['c']) - 1}XX" if 11 <= int(found["c"]) <= 100 else None


def _part(found: Found, asked: Asked) -> str | None:
    """A third of a year, a decade or a month."""
    whole, name = unit(found["rest"], asked), _PARTS[found["p"]]
    if whole is None or "/" in whole:
        return None
    if re.fullmatch("[0-9]{3}X", whole):
        first, last = _PARTS_OF_DECADE[name]
        return f"{whole[:3]}{first}/{whole[:3]}{last}"
    if re.fullmatch("[0-9]{4}", whole):
        first, last = _PARTS_OF_YEAR[name]
        return f"{whole}-{first:02}/{whole}-{last:02}"
    if re.fullmatch("[0-9]{4}-(?:0[1-9]|1[0-2])", whole):
        return part_of_month(whole, name)
    raise DateNotUnderstood("Only a year, a decade or a month is early, mid or late.")


def part_of_month(month: str, name: str) -> str:
    """The first ten days of a month (early), the next ten (mid), and the others (late)."""
    first, last = PARTS_OF_MONTH[name]
    return f"{month}-{first:02}/{month}-{min(last, last_day(month).day):02}"


def _between_parts(found: Found, asked: Asked) -> str | None:
    """ "mid to late 2026"."""
    sides = [unit(f"{found[side]} {found['rest']}", asked) for side in ("p", "p2")]
    return f"{ends(sides[0])[0]}/{ends(sides[1])[1]}" if sides[0] and sides[1] else None


def _end(found: Found, asked: Asked) -> str | None:
    """The last day, as of figures "at the end of 2026"."""
    whole = unit(found["rest"], asked)
    return last_day(whole).isoformat() if whole else None


def _window(found: Found, asked: Asked) -> str:
    """Around Lunar New Year: from two weeks before the day."""
    day = _lunar(found, asked)
    return f"{day - timedelta(days=14)}/{day + timedelta(days=15)}"


def _lunar(found: Found, asked: Asked) -> date:
    if year := found["y"] or asked.year:
        return lunar_new_year(int(year))
    if asked.dated is None:
        raise DateNotUnderstood("The words give no year: write for example Lunar New Year 2026.")
    toward = _TOWARD.get(found.groupdict().get("which") or "", asked.toward)
    day = lunar_new_year_meant(asked.dated, toward)
    if day is None:
        raise DateNotUnderstood(f"“{found[0]}” may be of two years: write which.")
    return day


def _rules(*table: tuple[str, Callable[[Found, Asked], str | None]]) -> tuple[Rule, ...]:
    return tuple((re.compile(pattern), meaning) for pattern, meaning in table)


_LUNAR_RULES = _rules(
    (rf"{_LUNAR}{_OF}", _window),
    (rf"{_YEAR} {_LUNAR}", _window),
    (rf"{_HAN_YEAR}{_HAN_LUNAR}", _window),
    (rf"{_HAN_LUNAR}{_YEAR}年?", _window),
)
_UNITS = _rules(
    (rf"(?:lunar|chinese) new year'?s day{_OF}", lambda found, asked: _lunar(found, asked).isoformat()),
    (rf"(?:year )?{_YEAR}", _year),
    (r"(?P<decade>[1-9][0-9]{2})0(?:'?s|年代)", lambda found, _: f"{found['decade']}X"),
    (r"(?P<c>[0-9]{2})世纪(?P<decade>[0-9])0年代", lambda found, _: f"{int(found['c']) - 1}{found['decade']}X"),
    (r"(?P<c>[0-9]{2,3})(?:(?:st|nd|rd|th) century|世纪)", _century),
    (rf"(?P<weekday>{'|'.join(_WEEKDAYS)}),? (?P<rest>.+)", _on_weekday),
    (rf"{_MONTH}{_OF}", _month),
    (rf"{_YEAR},? {_MONTH}", _month),
    (rf"{_DAY}(?:(?: day)? of)?[ -]?{_MONTH}{_OF}", _one_day),
    (rf"{_MONTH}[ -]?(?:the )?{_DAY}{_OF}", _one_day),
    (rf"{_YEAR},? {_MONTH} {_DAY}", _one_day),
    (rf"(?:from |between )?(?:the )?{_DAY}{_TO}(?:the )?{_LAST}(?: of)? {_MONTH}{_OF}", _days),
    (rf"(?:from |between )?{_MONTH} (?:the )?{_DAY}{_TO}(?:the )?{_LAST}{_OF}", _days),
    (rf"q(?P<n>[0-9]+){_OF}", _quarter),
    (rf"(?P<n>[0-9])q{_OF}", _quarter),
    (rf"{_NTH}[ -]quarter{_OF}", _quarter),
    (rf"quarter (?P<n>[0-9]+){_OF}", _quarter),
    (rf"{_YEAR}(?:'s)?[ -]?q(?P<n>[0-9]+)", _quarter),
    (rf"{_YEAR}(?:'s)?,? {_NTH} quarter", _quarter),
    (rf"h(?P<n>[0-9]+){_OF}", _half),
    (rf"(?P<n>[0-9])h{_OF}", _half),
    (rf"{_NTH}[ -]half{_OF}", _half),
    (rf"{_YEAR}(?:'s)?[ -]?h(?P<n>[0-9]+)", _half),
    (rf"{_YEAR}(?:'s)?,? {_NTH} half", _half),
    (rf"first (?P<count>three|six|nine|3|6|9) months{_OF}", _first_months),
    (rf"{_SEASON}{_OF}", _season),
    (rf"{_YEAR} {_SEASON}", _season),
    (rf"winter(?: of)? {_YEAR}[-/](?P<next>[0-9]{{2}}(?:[0-9]{{2}})?)", _winter),
    (rf"{_PART}(?:-| to |-to-)(?P<p2>mid|late)[ -](?P<rest>.+)", _between_parts),
    (rf"{_PART}[ -](?:(?:in|part of) )?(?:the )?(?P<rest>.+)", _part),
    (r"(?:(?:very )?end of |close of |end-|year[- ]end )(?:of )?(?:the )?(?P<rest>.+)", _end),
    (rf"{_HAN_YEAR}{_HAN_MONTH}", _month),
    (rf"{_HAN_YEAR}{_HAN_MONTH}(?P<d>[0-9]{{1,2}})[日号號]", _one_day),
    (rf"{_HAN_YEAR}{_HAN_MONTH}(?P<d>[0-9]{{1,2}})[日号]?{_HAN_TO}(?P<d2>[0-9]{{1,2}})[日号]", _days),
    (rf"{_HAN_YEAR}(?P<m>[0-9]{{1,2}})月?{_HAN_TO}(?P<m2>[0-9]{{1,2}})月", _months),
    (rf"{_HAN_YEAR}的?第?{_HAN_NTH}个?季度?", _quarter),
    (rf"{_HAN_YEAR}q(?P<n>[0-9]+)", _quarter),
    (rf"{_HAN_YEAR}(?P<n>[上下])半年", _half),
    (rf"{_HAN_YEAR}的?(?P<s>[春夏秋冬])[季天]?", _season),
    (rf"{_HAN_YEAR}h(?P<n>[0-9]+)", _half),
    (rf"{_HAN_YEAR}(?P<count>前三)季度?", _first_months),
    (r"(?P<rest>[0-9]{4}年)年?(?P<p>[初中])", _part),
    (rf"(?P<rest>{_HAN_YEAR}{_HAN_MONTH})(?P<p>[初中]|[上中下]旬)", _part),
    (r"(?P<rest>[0-9]{4}年代)(?P<p>初|中期|后期|晚期)", _part),
    (rf"(?P<rest>[0-9]{{4}}年(?:第?[一二三四1-4]季度)?|{_HAN_YEAR}{_HAN_MONTH})年?[底末]", _end),
    (r"(?P<y>[0-9]{4})年", _year),
)  # fmt: skip


def unit(words: str, asked: Asked) -> str | None:
    """EDTF for one date in words, or for EDTF that is no interval; None where no rule fits.

    Raises DateNotUnderstood for what does not exist, and for words without a year that may be of several.
    """
    if "/" not in words and bounds(words.upper()):
        return words.upper()
    for pattern, meaning in _LUNAR_RULES + _UNITS:
        found = pattern.fullmatch(words)
        if found and (edtf := meaning(found, asked)):
            return edtf
    return None


def lunar_new_year_in(words: str, asked: Asked) -> date | None:
    """The day itself, which is what "before" and "after" speak of."""
    words = re.sub(r"^(?:the|this) ", "", words)
    found = next((found for pattern, _ in _LUNAR_RULES if (found := pattern.fullmatch(words))), None)
    return _lunar(found, asked) if found else None
