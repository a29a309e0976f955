"""The dates and periods that a sentence gives, as EDTF, where they stand.

This reads what a figure is *as of*, where "by 2030" is the year 2030; windows of releases are read by
companies.dates, where it is everything up to 2030.
"""

import calendar
import re
from collections.abc import Callable
from typing import NamedTuple

Found = re.Match[str]
_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name} | {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11,
    "dec": 12,
}  # fmt: skip
_ORDER = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "final": 4,
    "last": 4,
    "1st": 1,
    "2nd": 2,
    "3rd": 3,
    "4th": 4,
}
_ORDER |= {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4, "上": 1, "下": 2}
_COUNTS = {
    "three": 3,
    "six": 6,
    "nine": 9,
    "twelve": 12,
    "two": 2,
    "four": 4,
    "3": 3,
    "6": 6,
    "9": 9,
    "12": 12,
}
_LENGTHS = {"quarter": 3, "half": 6, "half-year": 6, "half year": 6, "year": 12, "month": 1}
_SEASONS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_NOT_YEARS = r"(?! (?:[A-Za-z0-9]+ )?(?:people|users|employees|staff|developers|engineers|GPUs|chips|workers|researchers))"

Y = r"(?P<y>(?:19|20)[0-9]{2})(?![0-9]|[.,][0-9])"
M = r"(?P<m>(?i:january|february|march|april|june|july|august|september|october|november|december)|May|" + (
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
D = r"(?P<d>[0-3]?[0-9])(?:st|nd|rd|th)?"
Q = r"(?P<q>(?i:first|second|third|fourth|final|1st|2nd|3rd|4th))"
_SOME_DAY = r"(?:the end of )?(?:[0-3]?[0-9](?:st|nd|rd|th)? )?"
_REST_DAY = r"(?: [0-3]?[0-9](?:st|nd|rd|th)?)?,?"


class Period(NamedTuple):
    """A date or period. `edtf` is empty where the words give no year."""

    start: int
    end: int
    edtf: str


def _month(found: Found, group: str = "m") -> int:
    written = found[group].lower().rstrip(".")
    return int(written) if written.isdigit() else _MONTHS[written]


def _day(found: Found) -> str:
    return f"{found['y']}-{_month(found):02}-{int(found['d']):02}"


def _year_month(found: Found) -> str:
    return f"{found['y']}-{_month(found):02}"


def _quarter(found: Found) -> str:
    return f"{found['y']}-{32 + _ORDER[found['q'].lower()]}"


def _half(found: Found) -> str:
    first = _ORDER[found["q"].lower()] == 1
    return f"{found['y']}-01/{found['y']}-06" if first else f"{found['y']}-07/{found['y']}-12"


def _ending(found: Found) -> str:
    """So many months up to a month: "the year to March 2026"."""
    groups = found.groupdict()
    length = _COUNTS[groups["n"].lower()] if groups.get("n") else _LENGTHS[groups["length"].lower()]
    year, month = int(found["y"]), _month(found)
    began = year * 12 + month - length
    first = f"{began // 12}-{began % 12 + 1:02}"
    return first if length == 1 else f"{first}/{year}-{month:02}"


def _first_months(found: Found) -> str:
    count = _COUNTS[found["n"].lower()]
    return f"{found['y']}-01/{found['y']}-{count:02}"


def _last_day(found: Found) -> str:
    month = _month(found) if found.groupdict().get("m") else 12
    return f"{found['y']}-{month:02}-{calendar.monthrange(int(found['y']), month)[1]}"


def _part(found: Found) -> str:
    first, last = {"early": ("01", "04"), "mid": ("05", "08"), "late": ("09", "12")}[found["part"].lower()]
    return f"{found['y']}-{first}/{found['y']}-{last}"


def _season(found: Found) -> str:
    return f"{found['y']}-{_SEASONS[found['season'].lower()]}"


def _months(found: Found) -> str:
    return f"{found['y0'] or found['y']}-{_month(found, 'm0'):02}/{found['y']}-{_month(found):02}"


def _years(found: Found) -> str:
    return f"{found['y0']}/{found['y']}"


def _no_year(_: Found) -> str:
    return ""


_CHINESE_YEAR = r"(?P<y>(?:19|20)[0-9]{2}) ?年"
_CHINESE_MONTH = r"(?P<m>1[0-2]|0?[1-9]) ?月"
_OTHER_MONTH = M.replace("<m>", "<m0>")
_RULES: list[tuple[str, Callable[[Found], str]]] = [
    (rf"(?P<n>(?i:two|three|four|six|nine|twelve)|[0-9]+) months (?:that )?(?:to|through|ended|ending|up to)(?: in| on)? {_SOME_DAY}{M}{_REST_DAY} {Y}", _ending),
    (rf"(?P<length>(?i:quarter|half-year|half year|half|year|month)) (?:that |which )?(?:to|through|ended|ending|ends|up to)(?: in| on)? {_SOME_DAY}{M}{_REST_DAY} {Y}", _ending),
    (rf"(?i:first) (?P<n>(?i:two|three|four|six|nine)|[0-9]) months of {Y}", _first_months),
    (rf"{M} (?P<length>quarter)(?: of|,)? {Y}", _ending),
    (rf"{Q}[- ]quarter(?: of|,)? (?:fiscal |the )?{Y}", _quarter),
    (rf"[Qq](?P<q>[1-4]),?(?: of)?[ -]?(?:FY)?{Y}", _quarter),
    (rf"{Y}(?:'s)?[ -]?[Qq](?P<q>[1-4])", _quarter),
    (rf"(?P<q>[1-4])Q ?{Y}", _quarter),
    (rf"{Y}'s {Q} quarter", _quarter),
    (rf"{Q}[- ]half(?: of|,)? {Y}", _half),
    (rf"H(?P<q>[12]),?(?: of)?[ -]?{Y}", _half),
    (rf"(?P<q>[12])H ?{Y}", _half),
    (rf"{Y} ?H(?P<q>[12])", _half),
    (rf"{_OTHER_MONTH}(?: (?P<y0>20[0-9]{{2}}))? ?(?:-|to|through|and|until) ?{M} {Y}", _months),
    (rf"(?i:end of|end-|close of) ?{M},? {Y}", _last_day),
    (rf"{D}(?: of)? {M},? {Y}", _day),
    (rf"{M} {D},? {Y}", _day),
    (r"(?P<y>(?:19|20)[0-9]{2})-(?P<m>0[1-9]|1[0-2])-(?P<d>[0-3][0-9])(?![0-9])", _day),
    (r"(?P<y>20[0-9]{2})-(?P<m>0[1-9]|1[0-2])(?![0-9])", _year_month),
    (rf"(?:in |of )?(?i:(?P<part>early|mid|late))[- ]{Y}", _part),
    (rf"(?i:(?P<season>spring|summer|autumn|fall|winter))(?: of)? {Y}", _season),
    (rf"{M},?(?: of)? {Y}", _year_month),
    (rf"(?i:end of|end-|year-end|close of|year end) ?(?:the year |calendar |fiscal )?{Y}", _last_day),
    (rf"(?:from|between) (?P<y0>20[0-9]{{2}}) (?:to|and|until|through) {Y}", _years),
    (rf"(?P<y0>20[0-9]{{2}})-{Y}", _years),
    (rf"{_CHINESE_YEAR} ?{_CHINESE_MONTH} ?(?P<d>[0-3]?[0-9]) ?[日号]", _day),
    (rf"{_CHINESE_YEAR} ?{_CHINESE_MONTH}[底末]", _last_day),
    (rf"{_CHINESE_YEAR} ?{_CHINESE_MONTH}", _year_month),
    (rf"{_CHINESE_YEAR}第?(?P<q>[一二三四1-4])季度?", _quarter),
    (rf"{_CHINESE_YEAR} ?Q(?P<q>[1-4])", _quarter),
    (rf"{_CHINESE_YEAR}(?P<q>[上下])半年", _half),
    (rf"{_CHINESE_YEAR}前三季度?", lambda f: f"{f['y']}-01/{f['y']}-09"),
    (rf"{_CHINESE_YEAR}(?:年?底|年?末)", _last_day),
    (r"(?P<y0>20[0-9]{2})年?[至到-](?P<y>20[0-9]{2})年", _years),
    (rf"{_CHINESE_YEAR}(?!代)", lambda f: f["y"]),
    (r"(?P<y>20[0-9]{2}) ?财年", lambda f: f["y"]),
    (rf"{_CHINESE_MONTH}(?: ?[0-3]?[0-9] ?[日号])?", _no_year),
    (rf"(?<![0-9A-Za-z.]){D}(?: of)? {M}(?![A-Za-z])", _no_year),
    (rf"{M} {D}(?![0-9,.]*[0-9]| (?:million|billion|trillion|percent|per cent)|[%a-zA-Z])", _no_year),
    (rf"(?<![A-Za-z0-9.$€£¥,])(?<![A-Za-z]-)(?:FY ?|CY ?)?{Y}(?![-A-Za-z%万亿]| (?:million|billion|trillion|percent|per cent|yuan|dollars)){_NOT_YEARS}", lambda f: f["y"]),
    (r"FY ?(?P<y>20[0-9]{2})(?![0-9])", lambda f: f["y"]),
]  # fmt: skip
_COMPILED = [(re.compile(rf"(?<![0-9])(?:{pattern})"), edtf) for pattern, edtf in _RULES]


def periods(folded: str) -> list[Period]:
    """The dates and periods of a folded text in order; of overlapping readings the most special."""
    taken: list[Period] = []
    for pattern, edtf in _COMPILED:
        for found in pattern.finditer(folded):
            if not any(p.start < found.end() and found.start() < p.end for p in taken):
                taken.append(Period(found.start(), found.end(), _since(folded, found, edtf(found))))
    return sorted(taken)


def _since(folded: str, found: Found, edtf: str) -> str:
    if edtf and "/" not in edtf and re.search(r"(?:^|[^a-z])since $", folded[: found.start()].lower()):
        return f"{edtf}/.."
    return edtf
