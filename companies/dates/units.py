"""One date in words, English or Chinese, as EDTF: a table of rules, a pattern and what it means each.

What "early", the seasons and Lunar New Year mean is agreed for the whole house; see the tables of vocabulary.py.
"""

import calendar
import re
from collections.abc import Callable
from datetime import date

from companies.dates import parts
from companies.dates.edtf import DateNotUnderstood, bounds, ends, last_day
from companies.dates.parts import Asked, Found
from companies.dates.vocabulary import (
    CARDINAL,
    COUNT,
    DAY,
    FEAST,
    FOLLOWING,
    HAN_COUNT,
    HAN_LUNAR,
    HAN_MONTH,
    HAN_NTH,
    HAN_TO,
    HAN_WEEK,
    HAN_YEAR,
    LAST,
    LUNAR,
    MONTH,
    NTH,
    NTH_HALF,
    OF,
    PART,
    PART_NAMES,
    SEASON,
    SHORT_YEAR,
    TO,
    WEEKDAY,
    WEEKDAYS,
    YEAR,
)

type Rule = tuple[re.Pattern[str], Callable[[Found, Asked], str | None]]


# What is said of another date


def _on_weekday(found: Found, asked: Asked) -> str | None:
    """ "Tuesday, 17 February 2026", if it is one."""
    day = _one_day(found["rest"], asked)
    if day is None:
        return None
    weekday = last_day(day).weekday()
    if weekday != WEEKDAYS[found["weekday"]]:
        raise DateNotUnderstood(f"{day} is a {calendar.day_name[weekday]}.")
    return day


def _one_day(words: str, asked: Asked) -> str | None:
    found = unit(words, asked)
    return found if found and re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", found) else None


def _week_with(found: Found, asked: Asked) -> str | None:
    day = _one_day(found["rest"], asked)
    return parts.week_with(day, found["how"]) if day else None


def _part(found: Found, asked: Asked) -> str | None:
    whole = unit(found["rest"], asked)
    return parts.third(whole, PART_NAMES[found["p"]]) if whole else None


def _between_parts(found: Found, asked: Asked) -> str | None:
    """ "mid to late 2026"."""
    sides = [unit(f"{found[side]} {found['rest']}", asked) for side in ("p", "p2")]
    return f"{ends(sides[0])[0]}/{ends(sides[1])[1]}" if sides[0] and sides[1] else None


def _first_day(found: Found, asked: Asked) -> str | None:
    whole = bounds(unit(found["rest"], asked) or "")
    return whole[0].isoformat() if whole and whole[0] else None


def _end(found: Found, asked: Asked) -> str | None:
    """The last day, as of figures "at the end of 2026"."""
    whole = unit(found["rest"], asked)
    return last_day(whole).isoformat() if whole else None


def _rules(*table: tuple[str, Callable[[Found, Asked], str | None]]) -> tuple[Rule, ...]:
    return tuple((re.compile(pattern), meaning) for pattern, meaning in table)


_LUNAR_RULES = _rules(
    (rf"{LUNAR}{OF}", parts.around_lunar_new_year),
    (rf"{YEAR}(?:'s)? {LUNAR}", parts.around_lunar_new_year),
    (rf"{HAN_YEAR}{HAN_LUNAR}", parts.around_lunar_new_year),
    (rf"{HAN_LUNAR}{YEAR}年?", parts.around_lunar_new_year),
)
_ENGLISH = _rules(
    (rf"(?:year )?{YEAR}", parts.year),
    (r"(?P<decade>[1-9][0-9]{2})0(?:'?s|年代)", lambda found, _: f"{found['decade']}X"),
    (r"(?P<c>[0-9]{2,3})(?:st|nd|rd|th) century", parts.century),
    (rf"{WEEKDAY},? (?:the )?(?P<rest>.+)", _on_weekday),
    (rf"(?P<rest>.+) \({WEEKDAY}\)", _on_weekday),
    (rf"(?:lunar|chinese) new year'?s (?P<lunar>day|eve){OF}", parts.lunar_day),
    (rf"(?P<lunar>lantern festival){OF}", parts.lunar_day),
    (rf"{FEAST}{OF}", parts.feast),
    (rf"{MONTH}{OF}", parts.month),
    (rf"{YEAR}(?:,? ?|-){MONTH}", parts.month),
    (rf"{DAY}(?:(?: day)? of)?[ -]?{MONTH}{OF}", parts.day),
    (rf"{MONTH}[ -]?(?:the )?{DAY}{OF}", parts.day),
    (rf"{YEAR}(?:,? ?|-){MONTH}[ -]{DAY}", parts.day),
    (rf"(?:from |between )?(?:the )?{DAY}{TO}(?:the )?{LAST}(?: of)? {MONTH}{OF}", parts.days),
    (rf"(?:from |between )?{MONTH} (?:the )?{DAY}{TO}(?:the )?{LAST}{OF}", parts.days),
    (rf"{NTH} week (?:of|in) {MONTH}{OF}", parts.week_of_month),
    (r"week (?P<how>of|commencing|beginning|starting|ending)(?: on)? (?P<rest>.+)", _week_with),
    (rf"(?:(?:calendar |iso )?week (?:no\.? |number )?|w)(?P<w>[0-9]{{1,2}}){OF}", parts.week_of_year),
    (rf"{YEAR}-?w(?P<w>[0-9]{{2}})", parts.week_of_year),
    (rf"q(?P<n>[0-9]+){OF}", parts.quarter),
    (rf"q(?P<n>[0-9]) ?'{SHORT_YEAR}", parts.quarter),
    (rf"(?P<n>[0-9])q{OF}", parts.quarter),
    (rf"(?P<n>[0-9])q{YEAR}", parts.quarter),
    (rf"(?P<n>[0-9])q ?'?{SHORT_YEAR}", parts.quarter),
    (rf"{NTH}[ -](?:calendar )?quarter{OF}", parts.quarter),
    (rf"quarter {CARDINAL}{OF}", parts.quarter),
    (rf"{YEAR}(?:'s)?[ /-]?q(?P<n>[0-9]+)", parts.quarter),
    (rf"{YEAR}(?:'s)?,? {NTH} quarter", parts.quarter),
    (rf"h(?P<n>[0-9]+){OF}", parts.half),
    (rf"h(?P<n>[0-9]) ?'{SHORT_YEAR}", parts.half),
    (rf"(?P<n>[0-9])h{OF}", parts.half),
    (rf"(?P<n>[0-9])h{YEAR}", parts.half),
    (rf"(?P<n>[0-9])h ?'?{SHORT_YEAR}", parts.half),
    (rf"{NTH_HALF}[ -]half (?:of|in) {MONTH}{OF}", parts.half_of_month),
    (rf"{NTH_HALF}[ -]half{OF}", parts.half),
    (rf"{YEAR}(?:'s)?[ /-]?h(?P<n>[0-9]+)", parts.half),
    (rf"{YEAR}(?:'s)?,? {NTH_HALF} half", parts.half),
    (rf"(?P<n>first|last|final) {COUNT} (?:months|quarters){OF}", parts.several_months),
    (rf"{SEASON}{OF}", parts.season),
    (rf"{YEAR} {SEASON}", parts.season),
    (rf"winter(?: of)? {YEAR}[-/]{FOLLOWING}", parts.winter),
    (rf"{YEAR}[-/]{FOLLOWING} winter", parts.winter),
    (rf"turn of (?:the )?year(?: of)? {YEAR}[-/]{FOLLOWING}", parts.turn_of_year),
    (rf"{PART}(?:-|-? (?:to|through) |-to-)(?P<p2>mid|late)[ -](?P<rest>.+)", _between_parts),
    (rf"{PART}[ -](?:(?:in|on in|part of) )?(?:the )?(?P<rest>.+)", _part),
    (r"first day of (?:the )?(?P<rest>.+)", _first_day),
    (r"(?:(?:very )?end of |last day of |close of |end[- ]|year[- ]end )(?:of )?(?:the )?(?P<rest>.+)", _end),
    (r"(?P<rest>[0-9]{4}) year[- ]end", _end),
    (rf"mid-?year{OF}", lambda found, asked: parts.third(parts.year(found, asked, 5, 8), "mid")),
)  # fmt: skip
_CHINESE = _rules(
    (rf"{HAN_YEAR}{HAN_MONTH}", parts.month),
    (rf"{HAN_YEAR}{HAN_MONTH}(?P<d>[0-9]{{1,2}})[日号號]", parts.day),
    (rf"{HAN_YEAR}{HAN_MONTH}(?P<d>[0-9]{{1,2}})[日号號]?{HAN_TO}(?P<d2>[0-9]{{1,2}})[日号號]", parts.days),
    (rf"{HAN_YEAR}{HAN_MONTH}(?P<d>[0-9]{{1,2}})[日号號]?(?:[和与與及或、])(?P<d2>[0-9]{{1,2}})[日号號]", parts.two_days),
    (rf"(?P<rest>.+日)[(（，,]?{HAN_WEEK}(?P<weekday>[一二三四五六日天])[)）]?", _on_weekday),
    (rf"{HAN_YEAR}(?P<m>[0-9]{{1,2}})月?[、和与與及或](?P<m2>[0-9]{{1,2}})月", parts.two_months),
    (rf"{HAN_YEAR}{HAN_MONTH}(?P<p>[上中])旬?{HAN_TO}?(?P<p2>[中下])旬", parts.thirds_of_month),
    (rf"{HAN_YEAR}(?P<m>[0-9]{{1,2}})月?{HAN_TO}(?P<m2>[0-9]{{1,2}})月", parts.months),
    (rf"{HAN_YEAR}的?第?{HAN_NTH}个?季度?", parts.quarter),
    (rf"{HAN_YEAR}的?(?P<n>首|末|最后一个?)季度?", parts.quarter),
    (rf"{HAN_YEAR}q(?P<n>[0-9]+)", parts.quarter),
    (rf"{HAN_YEAR}的?(?P<n>[上下])半年", parts.half),
    (rf"{HAN_YEAR}{HAN_MONTH}(?P<n>[上下])半月", parts.half_of_month),
    (rf"{HAN_YEAR}{HAN_MONTH}的?(?:第{HAN_NTH}个?{HAN_WEEK})", parts.week_of_month),
    (rf"{HAN_YEAR}{HAN_MONTH}的?(?P<n>最后一)个?{HAN_WEEK}", parts.week_of_month),
    (rf"(?P<y>[0-9]{{4}})年第(?P<w>[0-9]{{1,2}}){HAN_WEEK}", parts.week_of_year),
    (rf"{HAN_YEAR}的?(?P<s>[春夏秋冬])[季天]?", parts.season),
    (rf"{HAN_YEAR}h(?P<n>[0-9]+)", parts.half),
    (rf"{HAN_YEAR}的?{HAN_COUNT}(?:个月|个?季度?)", parts.several_months),
    (rf"{HAN_YEAR}(?P<feast>元旦|国庆节|圣诞节|双十一|双11)", parts.feast),
    (rf"{HAN_YEAR}(?P<lunar>除夕|大年初一|元宵节)", parts.lunar_day),
    (r"(?P<rest>[0-9]{4}年(?:第?[一二三四1-4]季度)?)年?(?P<p>[初中]期?|早期)", _part),
    (rf"(?P<rest>{HAN_YEAR}{HAN_MONTH})月?(?P<p>[初中]|[上中下]旬)", _part),
    (r"(?P<rest>[0-9]{4}年代)(?P<p>初|中期|后期|晚期)", _part),
    (r"(?P<rest>[0-9]{4}年(?:第?[一二三四1-4]季度)?)年?[底末]", _end),
    (rf"{HAN_YEAR}{HAN_MONTH}月?[底末]", parts.end_of_month),
    (r"(?P<c>[0-9]{2})世纪(?P<decade>[0-9])0年代", lambda found, _: f"{int(found['c']) - 1}{found['decade']}X"),
    (r"(?P<c>[0-9]{2,3})世纪", parts.century),
    (r"(?P<y>[0-9]{4})(?:年(?:之?内|间|全年)?|全年)", parts.year),
)  # fmt: skip


def unit(words: str, asked: Asked) -> str | None:
    """EDTF for one date in words, or for EDTF that is no interval; None where no rule fits.

    Raises DateNotUnderstood for what does not exist, and for words without a year that may be of several.
    """
    if "/" not in words and bounds(words.upper()):
        return words.upper()
    for pattern, meaning in _LUNAR_RULES + _ENGLISH + _CHINESE:
        found = pattern.fullmatch(words)
        if found and (edtf := meaning(found, asked)):
            return edtf
    return None


def lunar_new_year_in(words: str, asked: Asked) -> date | None:
    """The day itself, which is what "before" and "after" speak of."""
    words = re.sub(r"^(?:the|this) ", "", words)
    found = next((found for pattern, _ in _LUNAR_RULES if (found := pattern.fullmatch(words))), None)
    return parts.new_year(found, asked) if found else None
