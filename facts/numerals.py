"""Numbers as news texts write them: 2.788 million, 90bn, half a million, 1.63亿, 三百万, 1亿6300万.

One grammar, kept as a regular expression that may be put several times into a larger one, and the function
that says what a match is worth.
"""

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

# 兆 is 10¹² as in Taiwan, where the press uses it.
_ENGLISH = {"thousand": 3, "lakh": 5, "million": 6, "crore": 7, "billion": 9, "trillion": 12}
_SHORT = {"k": 3, "m": 6, "mn": 6, "mln": 6, "b": 9, "bn": 9, "bln": 9, "t": 12, "tn": 12, "trn": 12}
_CHINESE = {
    "万亿": 12, "千亿": 11, "百亿": 10, "十亿": 9, "千万": 7, "百万": 6, "十万": 5, "亿": 8, "万": 4, "兆": 12, "千": 3,
    "萬億": 12, "千億": 11, "億": 8, "萬": 4, "千萬": 7, "百萬": 6,
}  # fmt: skip
_SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_WORDS = {word: n for n, word in enumerate(_SMALL)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_HANZI = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "兩": 2, "〇": 0}
_HANZI_PLACES = {"十": 10, "百": 100, "千": 1000}

_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3}){1,9}(?![0-9])(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_WORD = "(?:" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")"
_CARDINAL = rf"{_WORD}(?:[- ]{_WORD})?(?:[- ]hundred(?:(?:[- ]and)?[- ]{_WORD}(?:[- ]{_WORD})?)?)?"
_SCALE_WORD = "(?:" + "|".join(_ENGLISH) + ")"
_SCALE_HANZI = "(?:" + "|".join(sorted(_CHINESE, key=len, reverse=True)) + ")"
_NO_LETTER = r"(?![A-Za-z0-9])"


class Numeral(NamedTuple):
    """What a written number is worth. `scale` is the power of ten of its multiplier, 0 where none is written."""

    value: Decimal
    scale: int
    worded: bool
    more: bool  # 1000多万, 100余: somewhat more than is written


def fold(text: str) -> str:
    """The text with wide letters and digits, spaces, dashes and quotes made plain, each character in its place."""
    return "".join(_fold(c) for c in text) if not text.isascii() else text


def _fold(character: str) -> str:
    if character in "‐‑‒–−":
        return "-"
    if character in "’‘":
        return "'"
    if character != "\n" and character.isspace():
        return " "
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


def pattern(name: str) -> str:
    """The grammar of one number, for folded text; its groups end in `_name` and go to `read`."""
    return (
        rf"(?:(?P<digits_{name}>{_DIGITS})(?P<more_{name}>[多余餘])?"
        rf"(?P<scale_{name}> ?{_SCALE_HANZI}|[ -]?(?i:{_SCALE_WORD}){_NO_LETTER}"
        rf"| ?(?:bn|tn|mn|mln|trn|bln|BN|TN|MN|Bn|Tn|Mn){_NO_LETTER}|[kKmMbBtT]{_NO_LETTER})?"
        rf"(?P<rest_{name}>(?:(?:{_DIGITS})[万萬千百])?)"
        rf"|(?P<words_{name}>(?i:(?:half[- ]an?|a[- ]hundred|{_CARDINAL}[- ]and[- ]a[- ]half|{_CARDINAL})"
        rf"(?:[- ]{_SCALE_WORD})*|an?[- ]{_SCALE_WORD}){_NO_LETTER})"
        rf"|(?P<hanzi_{name}>[一二两兩三四五六七八九十百千半][零〇一二两兩三四五六七八九十百千]{{0,12}}"
        rf"(?P<hanzi_more_{name}>[多余餘])?{_SCALE_HANZI}?))"
    )


def read(found: Mapping[str, str | None], name: str) -> Numeral:
    """What a match of `pattern(name)` is worth, from its groups."""
    if digits := found[f"digits_{name}"]:
        scale = _power(found[f"scale_{name}"])
        value = times(Decimal(digits.replace(",", "")), scale)
        if rest := found[f"rest_{name}"]:
            value += Decimal(rest[:-1].replace(",", "")) * 10 ** (_CHINESE | {"百": 2})[rest[-1]]
        return Numeral(value, scale, False, bool(found[f"more_{name}"]))
    if words := found[f"words_{name}"]:
        return _english(words)
    return _chinese(found[f"hanzi_{name}"] or "", bool(found[f"hanzi_more_{name}"]))


def times(value: Decimal, power: int) -> Decimal:
    """The value times ten to the power, with plain digits: 9.0E+10 would be printed with its exponent."""
    # Not by scaleb, which rounds to the 28 digits of the context.
    sign, digits, exponent = value.as_tuple()
    return Decimal(f"{Decimal((sign, digits, int(exponent) + power)):f}")


def _power(scale: str | None) -> int:
    scale = (scale or "").strip(" -")
    return (_ENGLISH | _SHORT).get(scale.lower(), _CHINESE.get(scale, 0))


def _english(words: str) -> Numeral:
    value, scale = Decimal(0), 0
    for word in re.split(r"[- ]+", words.lower()):
        if word == "half":
            value += Decimal("0.5")
        elif word == "hundred":
            value = (value or Decimal(1)) * 100
        elif word in _ENGLISH:
            value, scale = times(value or Decimal(1), _ENGLISH[word]), scale + _ENGLISH[word]
        else:
            value += _WORDS.get(word, 0)  # "a" and "and" add nothing
    return Numeral(value, scale, True, False)


def _chinese(hanzi: str, more: bool) -> Numeral:
    found = re.fullmatch(rf"(.+?)[多余餘]?({_SCALE_HANZI})?", hanzi)
    if found is None:
        return Numeral(Decimal(0), 0, True, more)
    value, digit = Decimal(0), Decimal(0)
    for character in found[1]:
        if character == "半":
            digit = Decimal("0.5")
        elif character in _HANZI_PLACES:
            value, digit = value + (digit or 1) * _HANZI_PLACES[character], Decimal(0)
        else:
            digit = Decimal(_HANZI[character])
    scale = _power(found[2])
    return Numeral(times(value + digit, scale), scale, True, more)
