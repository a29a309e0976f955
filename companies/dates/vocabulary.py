"""The words of dates, English and Chinese: what each name means, and the patterns that rules are made of."""

import calendar

from companies.dates.edtf import MONTHS

MONTH_NAMES = {calendar.month_name[n].lower(): n for n in MONTHS} | {
    calendar.month_abbr[n].lower(): n for n in MONTHS
}
MONTH_NAMES |= {"sept": 9}
SEASON_NAMES = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
SEASON_NAMES |= {"春": 21, "夏": 22, "秋": 23, "冬": 24}
WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
WEEKDAYS |= {
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "weds": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
WEEKDAYS |= {name: n for n, name in enumerate("一二三四五六日")} | {"天": 6}
ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "latter": 2, "back": 2, "last": -1, "final": -1}
ORDER |= {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "上": 1,
    "下": 2,
    "最后一": -1,
    "最后一个": -1,
    "首": 1,
    "末": -1,
}
_ONES = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_TEENS = (
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth"),
    *("eighteenth", "nineteenth"),
)
DAY_NAMES = {name: n for n, name in enumerate(_ONES + _TEENS, 1)} | {"twentieth": 20, "thirtieth": 30}
DAY_NAMES |= {f"twenty-{name}": n for n, name in enumerate(_ONES, 21)} | {"thirty-first": 31}
CARDINALS = {"one": 1, "two": 2, "three": 3, "four": 4}
COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
COUNTS |= {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
PART_NAMES = {"early": "early", "start of": "early", "beginning of": "early", "初": "early", "上旬": "early"}
PART_NAMES |= {"初期": "early", "早期": "early"}
PART_NAMES |= {"mid": "mid", "middle of": "mid", "中": "mid", "中期": "mid", "中旬": "mid"}
PART_NAMES |= {"late": "late", "下旬": "late", "后期": "late", "晚期": "late"}
PARTS_OF_YEAR = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}
PARTS_OF_DECADE = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}
PARTS_OF_MONTH = {"early": (1, 10), "mid": (11, 20), "late": (21, 31)}
THIRDS = {"early": 0, "mid": 1, "late": 2}
# Days that are the same every year, by month and day; those of the Chinese calendar, by days from New Year's Day.
FEASTS = {"christmas eve": (12, 24), "christmas day": (12, 25), "christmas": (12, 25), "圣诞节": (12, 25)}
FEASTS |= {"new year's eve": (12, 31), "new year's day": (1, 1), "元旦": (1, 1), "国庆节": (10, 1)}
FEASTS |= {"singles' day": (11, 11), "singles day": (11, 11), "双十一": (11, 11), "双11": (11, 11)}
LUNAR_DAYS = {"day": 0, "eve": -1, "除夕": -1, "大年初一": 0, "元宵节": 14, "lantern festival": 14}

YEAR = r"(?P<y>[0-9]{4})"
SHORT_YEAR = r"(?P<short>[0-9]{2})"
# The year after a part of it, if it is said.
OF = rf"(?:(?:,? | ?- ?|/)(?:(?:of|in) )?(?:the )?(?:calendar )?(?:year |cy ?)?{YEAR})?"
FOLLOWING = r"(?P<next>[0-9]{2}(?:[0-9]{2})?)"
MONTH = rf"(?P<m>{'|'.join(sorted(MONTH_NAMES, key=len, reverse=True))})\.?"
DAY = rf"(?P<d>[0-9]{{1,2}}(?:st|nd|rd|th)?|{'|'.join(sorted(DAY_NAMES, key=len, reverse=True))})"
CARDINAL = rf"(?P<n>[0-9]{{1,2}}|{'|'.join(CARDINALS)})"
LAST = DAY.replace("<d>", "<d2>")
WEEKDAY = rf"(?P<weekday>{'|'.join(sorted((n for n in WEEKDAYS if n.isascii()), key=len, reverse=True))})\.?"
NTH = r"(?P<n>first|second|third|fourth|fifth|sixth|last|final|[0-9]+(?:st|nd|rd|th))"
NTH_HALF = NTH.replace("|last", "|last|latter|back")
COUNT = rf"(?P<count>{'|'.join(n for n in COUNTS if n.isascii())}|[0-9]{{1,2}})"
SEASON = r"(?P<s>spring|summer|autumn|fall|winter)(?:time)?"
PART = r"(?P<p>early|mid|late|(?:start|beginning|middle) of)"
FEAST = rf"(?P<feast>{'|'.join(sorted(FEASTS, key=len, reverse=True))})"
TO = r"(?: ?[-/] ?| to | and | or | until | till | through )"
HAN_YEAR = r"(?:(?P<y>[0-9]{4})年?)?"
HAN_MONTH = r"(?P<m>[0-9]{1,2})月份?"
HAN_TO = r"(?:至|到|-|~|～)"
HAN_NTH = r"(?P<n>[一二三四五六]|[0-9]+)"
HAN_COUNT = rf"前(?P<count>[{''.join(n for n in COUNTS if not n.isascii())}]|[0-9]{{1,2}})"
HAN_WEEK = r"(?:周|週|星期|礼拜|禮拜)"
TOWARD = {"upcoming": 1, "coming": 1, "next": 1, "last": -1}
LUNAR = (
    r"(?:(?P<which>upcoming|coming|next|last) )?(?:(?:lunar|chinese) new year|spring festival|cny|lny)"
    r"(?: (?:holidays?|period|season))?"
)
HAN_LUNAR = (
    r"(?:(?:中国|中國)?(?:农历|農曆)?(?:春节|春節)|新春|(?:中国|中國)?(?:农历|農曆)新年|(?:中国|中國)新年)"
    r"(?:假期|期间|期間)?"
)
