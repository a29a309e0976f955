"""Amounts of computing, in floating-point operations: 3.8×10²⁵ FLOP. No words are usual for numbers so large."""

import re
from decimal import Decimal

UNIT = "FLOP"

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_ONE = r"([0-9]{1,30}(?:\.[0-9]{1,30})?)(?: ?[×x*] ?10\^?([0-9⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2})|[eE]\+?([0-9]{1,2}))?"
_WRITTEN = re.compile(rf"{_ONE}(?: ?[-–] ?{_ONE})? ?FLOPs?", re.ASCII)
#: Below a million, digits are read faster than powers.
_PLAIN = 10**6


def read(text: str) -> tuple[Decimal, Decimal | None] | None:
    """The value and the end of the range of “3.8×10²⁵ FLOP” or “1e25–3e25 FLOP”; None where it is anything else."""
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        return None
    low, high = _value(*found.group(1, 2, 3)), _value(*found.group(4, 5, 6)) if found[4] else None
    return low, high


def _value(digits: str, power: str | None, exponent: str | None) -> Decimal:
    return Decimal(digits).scaleb(int((power or exponent or "0").translate(_LOWERED)))


def display(value: Decimal, high: Decimal | None) -> str:
    """An amount or a range as readers see it, with every digit that the value has."""
    return f"{'–'.join(_shown(end) for end in (value, high) if end is not None)} {UNIT}"


def _shown(value: Decimal) -> str:
    if value < _PLAIN:
        return f"{value.normalize():f}"
    power = value.adjusted()
    return f"{value.scaleb(-power).normalize():f}×10{str(power).translate(_RAISED)}"
