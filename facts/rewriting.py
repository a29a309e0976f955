"""How a new value is written where the words of an old one stand: in their language and their shape."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, NamedTuple

from facts import compute, numerals, qualifiers
from facts.amounts import display
from facts.written import Written, numbers_in, written_amounts

_HAN = re.compile(r"[\u3400-\u9fff]")
_SCALE_AT_END = re.compile(r"[ -]?(?:[A-Za-z]+|[十百千]?[万亿萬億]亿?|兆)$")
_RANGE_BEGINS = re.compile(r"(?i:between|from|介于|在) ?$")
#: The multipliers that are used together, by their power of ten.
_LADDERS: tuple[dict[int, str], ...] = (
    {6: "million", 9: "billion", 12: "trillion"},
    {3: "thousand", 6: "million", 9: "billion", 12: "trillion"},
    {4: "万", 8: "亿", 12: "万亿"},
    {4: "萬", 8: "億", 12: "萬億"},
    {3: "K", 6: "M", 9: "B", 12: "T"},
    {3: "k", 6: "m", 9: "bn", 12: "tn"},
    {6: "m", 9: "b", 12: "t"},
    {6: "mn", 9: "bn", 12: "tn"},
    {6: "mln", 9: "bln", 12: "trn"},
)
_WORDS = {
    "en": {"over": "over ", "under": "under ", "about": "about "},
    "zh": {"over": "超过", "under": "不到", "about": "约"},
}
Language = Literal["en", "zh"]


class _Number(NamedTuple):
    digits: str
    scale: str  # with the space before it
    power: int


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a number was written: its digits, its multiplier with what joins them, and what one of it is worth."""

    language: Language
    digits: str
    joint: str  # what stands between the digits and the multiplier: a space, a hyphen, nothing
    scale: str
    power: int
    worth: int  # as a power of ten: -2 for cents
    money: bool

    def write(self, value: Decimal, power: int | None = None) -> _Number | None:
        """The value with the old multiplier, else one used with it, else all digits; None where none is readable.

        power: take this multiplier and no other.
        """
        own = numerals.times(value, -self.worth)
        for scale_power, scale in self._scales():
            part = numerals.times(own, -scale_power)
            if power is None and self._is_readable(part, scale_power):
                joint = self.joint if self.scale else " " if self.language == "en" else ""
                return _Number(self._digits(part, scale_power), joint + scale if scale else "", scale_power)
            if power == scale_power and self._is_short(part):
                return _Number(self._digits(part, scale_power), "", scale_power)
        return None

    def _scales(self) -> list[tuple[int, str]]:
        ladder = next((steps for steps in _LADDERS if self.scale in steps.values()), None)
        if ladder is None:
            ladder = _LADDERS[2 if self.language == "zh" else 0]
        return [(self.power, self.scale), *sorted(ladder.items(), reverse=True), (0, "")]

    def _is_readable(self, part: Decimal, power: int) -> bool:
        old = Decimal(self.digits.replace(",", "") or "1")
        most = max(10_000 if self.language == "zh" else 1000, 10 ** (old.adjusted() + 1))
        if not power:
            return self.power != 0 or part < max(most, 10**6 if self.language == "en" else most)
        return min(Decimal(1), old) <= part < most and self._is_short(part)

    def _is_short(self, part: Decimal) -> bool:
        """Whether it has no more decimals than can be read, or than the old number had."""
        had = len(self.digits.partition(".")[2])
        return part == round(part, max(4 if self.language == "zh" else 3, had))

    def _digits(self, part: Decimal, power: int) -> str:
        grouped = (self.language == "en" and not re.search("[0-9]{4}", self.digits)) or "," in self.digits
        plain = f"{part:,f}" if grouped else f"{part:f}"
        plain = plain.rstrip("0").rstrip(".") if "." in plain else plain
        whole, _, decimals = plain.partition(".")
        had = len(self.digits.partition(".")[2])
        if self.money and not power and (had == 2 or (had == 0 and len(decimals) == 1)):
            plain = f"{whole}.{decimals:0<2}"  # $2.19, then $2.50 and $3.00
        return plain


def rewritten(words: str, value: Decimal, high: Decimal | None, unit: str, qualifier: str) -> str:
    """What the words of an old figure become for a new one: “over 160 million” gives “over 172 million”.

    Multiplier, currency and unit stay as they were written while the value is readable with them, and what
    stands around the amount stays. A qualifier is changed where the words have one and never put in where
    they have none. Words without an amount (“a third”) give the new value as it is printed.
    """
    language: Language = "zh" if _HAN.search(words) else "en"
    amounts = list(written_amounts(words))
    amount = next((a for a in amounts if a.unit or a.scale), next(iter(amounts), None))
    if amount is None or unit == compute.UNIT:
        had = qualifiers.leading(words)[0] != "exactly"
        return display(value, high, unit, qualifier if had else "exactly", language)
    lead, tail = words[: amount.start], words[amount.end :]
    if amount.high is not None and high is None:
        lead = _RANGE_BEGINS.sub("", lead)
    was = "over" if amount.more else "exactly"
    lead, tail, was = _without_qualifier(lead, tail, was, qualifier)
    keeps_more = amount.more and qualifier == "over"
    said = "" if was in ("exactly", qualifier) or qualifier == "exactly" else _WORDS[language][qualifier]
    if said and not lead and words[:1].isupper():
        said = said.capitalize()
    written = _in_shape(words[amount.start : amount.end], amount, value, high, language, more=keeps_more)
    if written is None or not _says(
        lead + said + written + tail, len(lead + said), value, high, unit, amount
    ):
        written = display(value, high, _unit_to_print(amount, unit), "exactly", language)
    return lead + said + written + tail


def _without_qualifier(lead: str, tail: str, was: str, now: str) -> tuple[str, str, str]:
    """What stands around an amount without a qualifier that no longer holds, and which qualifier there was."""
    found, start = qualifiers.before(lead)
    if found != "exactly":
        was, lead = found, lead if found == now else lead[:start]
    found, end = qualifiers.after(tail)
    if found != "exactly":
        was, tail = found, tail if found == now else tail[end:]
    return lead, tail, was


def _unit_to_print(amount: Written, unit: str) -> str:
    """The unit that a value printed anew has: none where the words left it to what stands around them."""
    if not amount.unit:
        return "count"
    return amount.unit if unit == f"{amount.unit}/Mtoken" else unit


def _in_shape(
    old: str, amount: Written, value: Decimal, high: Decimal | None, language: Language, *, more: bool
) -> str | None:
    """The new amount as the old one was written; None where a number is not readable so."""
    numbers = numbers_in(old)
    first, last = numbers[0], numbers[0 if amount.high is None else 1]
    shape = _shape(last, amount, language)
    top = shape.write(value if high is None else high)
    if top is None:
        return None
    written = top.digits + ("多" if more else "") + top.scale
    if high is not None:
        own_scale = first["scale_n"] if amount.high is not None else language == "zh"
        low = shape.write(value) if own_scale else shape.write(value, top.power) or shape.write(value)
        if low is None or _runs_backwards(value, low, high, top):
            return None
        between = old[first.end() : last.start()] if amount.high is not None else "–"
        written = low.digits + low.scale + between + written
    return old[: first.start()] + written + old[last.end() :]


def _runs_backwards(value: Decimal, low: _Number, high: Decimal, top: _Number) -> bool:
    """Whether a multiplier at the end would be taken to serve both, as in “1–1万”."""
    return not low.power and bool(top.power) and numerals.times(value, top.power) >= high


def _shape(number: re.Match[str], amount: Written, language: Language) -> _Shape:
    scale = number["scale_n"] or ""
    if not number["digits_n"] and (end := _SCALE_AT_END.search(number[0])):
        scale = end[0]
    read = numerals.read(number.groupdict(), "n")
    means = amount.value if amount.high is None else amount.high
    return _Shape(
        language=language,
        digits=number["digits_n"] or "",
        joint=scale[: len(scale) - len(scale.lstrip(" -"))],
        scale=scale.lstrip(" -") if read.scale else "",
        power=read.scale,
        worth=means.adjusted() - read.value.adjusted() if read.value else 0,
        money=amount.unit[:3] in ("USD", "CNY", "EUR"),
    )


def _says(text: str, start: int, value: Decimal, high: Decimal | None, unit: str, amount: Written) -> bool:
    """Whether the amount that begins at `start` reads as the new one, in the unit that the old words had."""
    found = next((written for written in written_amounts(text) if written.end > start), None)
    same_unit = not amount.unit or unit.startswith(amount.unit)
    return found is not None and same_unit and (found.value, found.high) == (value, high)
