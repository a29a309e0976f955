"""Whether the words of a citation say what the fact behind them says, as exactly as the words put it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from facts import compute, currencies, numerals, qualifiers
from facts.amounts import display
from facts.written import FOREIGN, Written, numbers_in, written_amounts

#: A number rounded to one figure may be off by half of that figure, but by no more than this part of it.
_ROUNDED = Decimal("0.05")
#: “About” allows as much of whatever number, and of a round one twice that.
_ABOUT = Decimal("0.05")
#: “More than 100 million” says what 172 million says, “more than 10 million” does not.
_FAR = 2
#: What stands further before the words than this says nothing of their amount.
_NEAR = 80
#: A bare number may have its multiplier elsewhere: in the head of its column, in the words after it.
_MULTIPLIERS = (0, 3, 4, 6, 8, 9, 12)
_SMALL = 10  # “one of them” and 一些 are words, not amounts, beside a figure that is not small itself
_FEW = "(?:[0-9]{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|twenty)"
_FRACTION = re.compile(
    r"(?i:(?<!first )(?<!second )\bhalf\b(?!(?: an?)? (?:million|billion|trillion|thousand))"
    rf"|\b(?:an?|{_FEW})[ -](?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth|twentieth|hundredth)s?\b"
    rf"|(?<![0-9.,])\b{_FEW} (?:in|out of) (?:every )?{_FEW}\b)|一半|半数|过半|(?<!百)分之"
)


@dataclass(frozen=True, slots=True)
class _Said:
    """What words say: a number or range with its qualifier, and the place that its last figure has.

    units: what it may be in by the words; none where they name no unit. ¥ is yen or yuan.
    """

    value: Decimal
    high: Decimal | None
    units: frozenset[str]
    qualifier: str
    place: Decimal
    bare: bool


def disagreement(
    words: str, *, before: str = "", value: Decimal, high: Decimal | None, unit: str, qualifier: str
) -> str | None:
    """One sentence for the editor where cited words do not say what their fact says; None where they do.

    before: the text directly before the words, in which a qualifier or the begin of a range may stand. Words
    without an amount that can be read (“a third of the market”, “most of them”) are let through, and of
    several amounts one has to agree. Unit and currency must be the fact's where the words name one.
    """
    said = list(_read(words, before[-_NEAR:], unit, value))
    if not said or any(_agrees(one, value, high, unit, qualifier) for one in said):
        return None
    shown = display(value, high, unit, qualifier)
    return f"“{words}” does not say what its fact says: {shown}. Change the words, or cite another fact."


def _read(words: str, before: str, unit: str, value: Decimal) -> Iterator[_Said]:
    """The amounts of the words, each with what stands before it."""
    if unit == compute.UNIT:
        yield from _read_computing(words, before)
        return
    if _FRACTION.search(words):
        return
    text = numerals.fold(before + words)
    for amount in written_amounts(text):
        if amount.end <= len(before):
            continue
        if amount.start < len(before) and amount.high is not None:
            # of “$8 billion to $10 billion” the second is cited: it may be meant for itself
            yield from (one for one in _read(words, "", unit, value) if one.high is None)
        if not _is_no_figure(amount, unit, value):
            yield _said(text, amount)


def _is_no_figure(amount: Written, unit: str, value: Decimal) -> bool:
    """A measure that is not kept here, beside a fact that is no money; or a small number in words."""
    if amount.unit == FOREIGN:
        return not _is_money(unit)
    small = amount.worded and not amount.unit and amount.high is None and amount.value < _SMALL
    return small and value >= _SMALL**2


def _read_computing(words: str, before: str) -> Iterator[_Said]:
    qualifier, rest = qualifiers.leading(words)
    if found := compute.read(rest):
        qualifier = qualifier if qualifier != "exactly" else qualifiers.before(before)[0]
        place = _place(re.split("[^0-9.]", rest, maxsplit=1)[0], found[0])
        yield _Said(*found, frozenset((compute.UNIT,)), qualifier, place, bare=False)


def _said(text: str, amount: Written) -> _Said:
    qualifier = qualifiers.before(text[: amount.start])[0]
    if qualifier == "exactly":
        qualifier = "over" if amount.more else qualifiers.after(text[amount.end :])[0]
    number = numbers_in(text[amount.start : amount.end])[0 if amount.high is None else 1]
    digits = number["digits_n"] if not number["rest_n"] else None
    return _Said(
        amount.value,
        amount.high,
        _units(text, amount),
        qualifier,
        _place(digits, amount.value if amount.high is None else amount.high),
        bare=not amount.unit and not amount.scale,
    )


def _units(text: str, amount: Written) -> frozenset[str]:
    if amount.unit in (FOREIGN, "CNY"):
        return currencies.meant(text[amount.start : amount.end]) or frozenset((amount.unit,))
    return frozenset((amount.unit,)) if amount.unit else frozenset()


def _place(digits: str | None, value: Decimal) -> Decimal:
    """What one is worth at the last figure that was written: a million in 163 million, ten in 170.

    digits: as written, before the multiplier; None where the number is in words.
    """
    if not digits or "." not in digits:
        return _last_figure(value)
    written = Decimal(digits.replace(",", ""))
    worth = value.adjusted() - written.adjusted() if written else 0
    return Decimal(1).scaleb(worth - len(digits.partition(".")[2]))


def _last_figure(value: Decimal) -> Decimal:
    """The place of the last figure that is not a zero."""
    return Decimal(1).scaleb(int(value.normalize().as_tuple().exponent)) if value else Decimal(1)


def _agrees(said: _Said, value: Decimal, high: Decimal | None, unit: str, qualifier: str) -> bool:
    if not _is_same_unit(said.units, unit):
        return False
    powers = _MULTIPLIERS if said.bare else (0,)
    return any(_fits(_times(said, Decimal(10) ** power), value, high, qualifier) for power in powers)


def _times(said: _Said, factor: Decimal) -> _Said:
    high = None if said.high is None else said.high * factor
    return _Said(said.value * factor, high, said.units, said.qualifier, said.place * factor, said.bare)


def _is_money(unit: str) -> bool:
    return (unit.isupper() and unit not in ("GB", compute.UNIT)) or "/" in unit


def _is_same_unit(said: frozenset[str], unit: str) -> bool:
    """Whether the words' unit, where they name one, is the fact's. A price may leave out per how much it is."""
    return not said or unit in said or unit.removesuffix("/Mtoken") in said


def _fits(said: _Said, value: Decimal, high: Decimal | None, qualifier: str) -> bool:
    """Whether what is said follows from the fact, in the same unit."""
    top = value if high is None else high
    least, most = (None if qualifier == "under" else value), (None if qualifier == "over" else top)
    if said.high is not None and high is not None and _is_near(said, said.value, value):
        return _is_near(said, said.high, high)
    if said.high is not None:
        known = least is not None and most is not None
        return known and said.value <= value and top <= said.high <= said.value * _FAR
    match said.qualifier:
        case "over":
            return least is not None and said.value <= least <= said.value * _FAR
        case "under":
            return most is not None and most <= said.value <= most * _FAR
        case "about" if high is not None:
            return value <= said.value <= high
        case _:
            return high is None and _is_near(said, said.value, value)


def _is_near(said: _Said, number: Decimal, value: Decimal) -> bool:
    """Whether a value is the number within its rounding, “about” within a little more."""
    rounded = said.place / 2
    if said.qualifier == "about":
        rounded = max(number * _ABOUT, min(rounded, number * _ABOUT * 2))
    elif said.place > 1:
        rounded = min(rounded, number * _ROUNDED)
    return abs(value - number) <= rounded
