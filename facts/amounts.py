"""Amounts: a value or range in a unit, read from words such as “over 163 million” and printed for readers."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from facts import compute, in_chinese, numerals, qualifiers
from facts.written import FOREIGN, numbers_in, written_amounts

LARGEST = Decimal(10) ** 30  # what the column of 36 digits, 6 of them decimals, can hold


class AmountNotUnderstood(ValueError):
    """The text is not one written amount. The message is a sentence for the editor who typed it."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A value, or a range up to `high`, in `unit`; `qualifier` is exactly, about, over or under."""

    value: Decimal
    high: Decimal | None
    unit: str
    qualifier: str


_PEOPLE_OR_THINGS = re.compile(
    r" ?(?P<people>people|users|subscribers|developers|staff|人|名|位)| ?(?:个|次|台|家|款)|"
)
_RANGE_GOES_ON = re.compile(r" ?(?:[-–—~至到]|to\b) ?[^0-9A-Za-z]{0,3}[0-9]")
_BACKWARDS = (
    "“{}” does not run from a smaller number to a larger one: write $8–10 billion, or $500–1,000,000."
)


def parse(text: str) -> Amount:
    """One written amount: “over 163 million”, “$8–10 billion”, “60亿元”, “31%”, “671B parameters”.

    A number without a unit is a count. Raises AmountNotUnderstood where the text is anything else, or a
    currency or measure that is not in the house's list.
    """
    words = text.strip()
    qualifier, rest = qualifiers.leading(words)
    if computed := compute.read(rest):
        _refuse_too_large(words, *computed)
        return Amount(*computed, compute.UNIT, qualifier)
    written = next(written_amounts(rest), None)
    if written is None or written.start != 0 or written.unit == FOREIGN:
        raise AmountNotUnderstood(
            f"“{words}” is not an amount that is understood, such as $90 billion or 60亿元."
        )
    if written.high is not None:
        _refuse_backwards(words, rest[: written.end])
    noun = _PEOPLE_OR_THINGS.fullmatch(rest, written.end)
    if noun is None and _RANGE_GOES_ON.match(rest, written.end):
        raise AmountNotUnderstood(_BACKWARDS.format(words))
    if noun is None:
        raise AmountNotUnderstood(
            f"“{words}” has more in it than one amount: “{rest[written.end :].strip()}”."
        )
    unit = written.unit or ("people" if noun["people"] else "count")
    _refuse_too_large(words, written.value, written.high)
    return Amount(written.value, written.high, unit, "over" if written.more else qualifier)


def _refuse_backwards(words: str, range_: str) -> None:
    """“100–90 million” is not a hundred to 90 million: the word at the end would serve both."""
    low, high = (numerals.read(number.groupdict(), "n") for number in numbers_in(range_)[:2])
    if high.scale and not low.scale and numerals.times(low.value, high.scale) >= high.value:
        raise AmountNotUnderstood(_BACKWARDS.format(words))


def _refuse_too_large(words: str, value: Decimal, high: Decimal | None) -> None:
    if max(value, high or value) >= LARGEST:
        raise AmountNotUnderstood(f"“{words}” is larger than can be recorded.")


_SCALES = (("trillion", 12), ("billion", 9), ("million", 6))
_PREFIXES = {"USD": "$", "EUR": "€"}
_SUFFIXES = {
    "people": "",
    "count": "",
    "GB": " GB",
    "percent": "%",
    "CNY": " yuan",
    "GPU-hours": " GPU hours",
}


def display(
    value: Decimal, high: Decimal | None, unit: str, qualifier: str, language: Literal["en", "zh"] = "en"
) -> str:
    """An amount in the words readers see: “over 163 million”, “$8–10 billion”, in Chinese “超过1.63亿”.

    Digits are ASCII, never with an exponent, no zeros that were not meant. Raises ValueError where a value is
    not finite.
    """
    low, top = _finite(value), None if high is None else _finite(high)
    if language == "zh":
        return in_chinese.display(low, top, unit, qualifier)
    if unit == compute.UNIT:
        return _with_qualifier(compute.display(low, top), qualifier)
    money = unit.removesuffix("/Mtoken")
    prefix = _PREFIXES.get(money, "") or ("" if unit in _SUFFIXES or not money.isupper() else f"{money} ")
    suffix = _SUFFIXES.get(money, "" if prefix else f" {money}") + (
        " per million tokens" if "/" in unit else ""
    )
    shown = prefix + _range(low, top, money.isupper() and money != "GB", prefix) + suffix
    return _with_qualifier(shown, qualifier)


def _with_qualifier(shown: str, qualifier: str) -> str:
    return shown if qualifier in ("", "exactly") else f"{qualifier} {shown}"


def _finite(value: Decimal) -> Decimal:
    try:
        value = Decimal(value)
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is not a number") from error
    if not value.is_finite():
        raise ValueError(f"{value} is not a finite number")
    return value


def _range(low: Decimal, high: Decimal | None, money: bool, prefix: str) -> str:
    number, scale = _scaled(low, money)
    if high is None:
        return number + scale
    top, top_scale = _scaled(high, money)
    if not scale and top_scale:
        # "$0.50 to $1 million" would be half a million: a multiplier at the end is taken to serve both
        top, top_scale = _digits(high, money), ""
    if scale == top_scale:
        return f"{number}–{top}{scale}"
    return f"{number}{scale} to {prefix}{top}{top_scale}"


def _scaled(value: Decimal, money: bool) -> tuple[str, str]:
    """The digits and the multiplier's word: the largest, if it leaves at most three decimals."""
    for word, power in _SCALES:
        part = value.scaleb(-power)
        if part >= 1:
            return (
                (_digits(part, False), f" {word}") if part == round(part, 3) else (_digits(value, money), "")
            )
    return _digits(value, money), ""


def _digits(value: Decimal, money: bool) -> str:
    plain = f"{value:,f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    if money and re.fullmatch(r"[0-9,]+\.[0-9]", plain):
        plain += "0"  # $2.50
    return plain
