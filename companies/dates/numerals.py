"""Chinese numerals in dates: 二〇二六年十二月 as 2026年12月."""

import re

_DIGITS = {numeral: n for n, numeral in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}
_ONE_TO_NINE = "一二三四五六七八九"
_NUMERAL = re.compile(
    rf"(?<!第)(?P<tens>[{_ONE_TO_NINE}]?)十(?P<ones>[{_ONE_TO_NINE}]?)(?=年|月|日|号|號|世纪)"
    rf"|(?<!第)[{''.join(_DIGITS)}]+(?=年|月|日|号|號|世纪)"
    rf"|(?<=第)(?P<tens2>[{_ONE_TO_NINE}]?)十(?P<ones2>[{_ONE_TO_NINE}]?)(?=周|週)"
)


def in_digits(words: str) -> str:
    """The words with the numerals of years, months, days and weeks as digits; ordinals such as 第一季度 stay."""
    return _NUMERAL.sub(_digits, words)


def _digits(found: re.Match[str]) -> str:
    if "十" not in found[0]:
        return "".join(str(_DIGITS[numeral]) for numeral in found[0])
    tens, ones = found["tens"] or found["tens2"], found["ones"] or found["ones2"]
    return str(_DIGITS[tens or "一"] * 10 + _DIGITS[ones or "〇"])
