"""Words that depend on the day they are said: "next month", "later this year"."""

import re
from datetime import date

from companies.dates.edtf import DateNotUnderstood, neighbour

type Found = re.Match[str]

_STEPS = {"last": -1, "the": 0, "this": 0, "next": 1}
_STEPS |= {"去": -1, "上": -1, "今": 0, "本": 0, "这": 0, "明": 1, "下": 1}
_WHICH = r"(?P<which>this|next|last)"


def _said_year(found: Found, dated: date) -> str:
    return f"{dated.year + _STEPS[found['which']]:04}"


def _said_month(found: Found, dated: date) -> str:
    return neighbour(f"{dated:%Y-%m}", _STEPS[found["which"]])


def _said_quarter(found: Found, dated: date) -> str:
    return neighbour(f"{dated:%Y}-{33 + (dated.month - 1) // 3}", _STEPS[found["which"]])


_SAID = tuple(
    (re.compile(pattern), meaning)
    for pattern, meaning in (
        (rf"\b(?:later |earlier |sometime )?{_WHICH} (?:calendar )?year\b(?:'s)?", _said_year),
        (r"(?<=of )(?P<which>the) year\b(?! [0-9])", _said_year),
        (r"(?<![0-9] )\b(?:the )?(?:end of year|year[- ]end)(?! (?:of )?[0-9])", lambda _, dated: f"end of {dated:%Y}"),
        (rf"\b(?:later |earlier |sometime )?{_WHICH} month\b", _said_month),
        (r"(?<=of )(?P<which>the) month\b", _said_month),
        (rf"\b(?:later |earlier |sometime )?{_WHICH} quarter\b(?! of)", _said_quarter),
        (r"(?<=of )(?P<which>the) quarter\b", _said_quarter),
        (r"\btoday\b|今天|今日", lambda _, dated: f"{dated}"),
        (r"\btomorrow\b|明天|明日", lambda _, dated: neighbour(f"{dated}", 1)),
        (r"\byesterday\b|昨天|昨日", lambda _, dated: neighbour(f"{dated}", -1)),
        (r"(?P<which>[今本明去])年", lambda found, dated: f"{_said_year(found, dated)}年"),
        (r"(?<!年)(?P<which>[本这下上])个?月(?!份)", lambda found, dated: f"{_said_month(found, dated).replace('-', '年')}月"),
        (r"(?<!年)(?P<which>[本这下上])个?季度", _said_quarter),
        (r"^年(?=[初中底末])", lambda _, dated: f"{dated:%Y}年"),
        (r"^(?=[上下]半年)", lambda _, dated: f"{dated:%Y}年"),
    )
)  # fmt: skip


def absolute(words: str, dated: date | None) -> str:
    """The words with "next month" and the like replaced by what they mean on the day they are said."""
    for pattern, meaning in _SAID:
        while found := pattern.search(words):
            if dated is None:
                raise DateNotUnderstood(
                    f"“{words[:60]}” depends on the day it is said: write for example March 2026."
                )
            words = words[: found.start()] + meaning(found, dated) + words[found.end() :]
    return words
