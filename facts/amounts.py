"""Amounts: a value or range in a unit, read from words such as “over 163 million” and printed for readers."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.utils.translation import get_language, gettext, gettext_lazy, override

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


_SCALES = (
    (gettext_lazy("%(number)s trillion"), 12),
    (gettext_lazy("%(number)s billion"), 9),
    (gettext_lazy("%(number)s million"), 6),
)
_PREFIXES = {"USD": "$", "EUR": "€"}
_PLAIN = "%(amount)s"
#: How an amount is written in a unit; in any other that is no money, the unit follows it.
_UNITS: dict[str, Any] = {
    "people": _PLAIN,
    "count": _PLAIN,
    "GB": gettext_lazy("%(amount)s GB"),
    "percent": "%(amount)s%%",
    "CNY": gettext_lazy("%(amount)s yuan"),
    "GPU-hours": gettext_lazy("%(amount)s GPU hours"),
    "parameters": gettext_lazy("%(amount)s parameters"),
    "tokens": gettext_lazy("%(amount)s tokens"),
}
_QUALIFIED: dict[str, Any] = {
    "over": gettext_lazy("over %(amount)s"),
    "under": gettext_lazy("under %(amount)s"),
    "about": gettext_lazy("about %(amount)s"),
}
Language = Literal["en", "zh"]


def display(
    value: Decimal, high: Decimal | None, unit: str, qualifier: str, language: Language | None = None
) -> str:
    """An amount in the words readers see: “over 163 million”, “$8–10 billion”, in Chinese “超过1.63亿”.

    language: what it is written in; without, the language of the interface.
    Digits are ASCII, never with an exponent, no zeros that were not meant. Raises ValueError where a value is
    not finite.
    """
    low, top = _finite(value), None if high is None else _finite(high)
    if language == "zh" or (language is None and (get_language() or "").startswith("zh")):
        return in_chinese.display(low, top, unit, qualifier)
    if language == "en":
        with override("en"):
            return _display(low, top, unit, qualifier)
    return _display(low, top, unit, qualifier)


def _display(low: Decimal, top: Decimal | None, unit: str, qualifier: str) -> str:
    if unit == compute.UNIT:
        return _with_qualifier(compute.display(low, top), qualifier)
    money = unit.removesuffix("/Mtoken")
    prefix = _PREFIXES.get(money, "") or ("" if unit in _UNITS or not money.isupper() else f"{money} ")
    amount = prefix + _range(low, top, money.isupper() and money != "GB", prefix)
    shown = str(_UNITS.get(money, _PLAIN if prefix else f"{_PLAIN} {money}") % {"amount": amount})
    if "/" in unit:
        shown = gettext("%(amount)s per million tokens") % {"amount": shown}
    return _with_qualifier(shown, qualifier)


def _with_qualifier(shown: str, qualifier: str) -> str:
    pattern = _QUALIFIED.get(qualifier, _PLAIN)
    return str(pattern % {"amount": shown})


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
        return _scale(number, scale)
    top, top_scale = _scaled(high, money)
    if not scale and top_scale:
        # "$0.50 to $1 million" would be half a million: a multiplier at the end is taken to serve both
        top, top_scale = _digits(high, money), ""
    if scale == top_scale:
        return _scale(f"{number}–{top}", scale)
    ends = {"first": _scale(number, scale), "last": prefix + _scale(top, top_scale)}
    return gettext("%(first)s to %(last)s") % ends


def _scale(number: str, scale: Any) -> str:
    return str(scale % {"number": number}) if scale else number


def _scaled(value: Decimal, money: bool) -> tuple[str, Any]:
    """The digits and the multiplier's word: the largest, if it leaves at most three decimals."""
    for scale, power in _SCALES:
        part = value.scaleb(-power)
        if part >= 1:
            return (_digits(part, False), scale) if part == round(part, 3) else (_digits(value, money), "")
    return _digits(value, money), ""


def _digits(value: Decimal, money: bool) -> str:
    plain = f"{value:,f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    if money and re.fullmatch(r"[0-9,]+\.[0-9]", plain):
        plain += "0"  # $2.50
    return plain
