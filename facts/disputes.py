"""When two figures contradict each other: both speak of the same time and cannot both be right.

Derived from what they say, never stored. Pure: who asks brings the figures, of one series or of many.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from facts import series

#: “About” covers a twentieth either way, and never less than a rounding of its digits does.
ABOUT = Decimal("0.05")
#: From here on figures are written with a word for their size: “2 million” is rounded to a million.
WORDED = 6
_EXACT = Context(prec=60, rounding=ROUND_HALF_EVEN)

Pair = tuple[int, int]


class Said(NamedTuple):
    """What a figure says: that the right value lies from low to high (None: open), and of which days."""

    low: Decimal
    high: Decimal | None
    days: series.Days | None


def said(fact: Any) -> Said:
    """What a fact says."""
    return Said(*bounds(fact.value, fact.high, fact.qualifier, fact.unit), series.window(fact))


def said_in_row(row: dict[str, Any]) -> Said:
    """The same of a row of values."""
    return Said(*bounds(row["value"], row["high"], row["qualifier"], row["unit"]), series.window_of_row(row))


def contradict(one: Said, other: Said) -> bool:
    """Whether two figures of one series speak of the same time and cannot both be right."""
    return series.overlap(one.days, other.days) and not _meet(one, other)


def _meet(one: Said, other: Said) -> bool:
    """Whether one value would make both right. Two roundings that only touch, as 150 and 160 do, are of two values."""
    ends = [said.high for said in (one, other) if said.high is not None]
    if not ends:
        return True
    low, high = max(one.low, other.low), min(ends)
    return low < high or (low == high and (len(ends) == 1 or one.low == one.high or other.low == other.high))


@lru_cache(maxsize=4096)  # a page holds the same dozen figures against each other each time it is made
def bounds(value: Decimal, high: Decimal | None, qualifier: str, unit: str) -> tuple[Decimal, Decimal | None]:
    """Between which values the right one lies, where a figure is right. The ends belong to it.

    “Over” is open above and “under” begins at nothing; both are said of “at least” and “at most” too.
    """
    value, top = Decimal(value), Decimal(value if high is None else high)
    if qualifier == "over":
        return value, None
    if qualifier == "under":
        return min(value, Decimal()), top
    with_words = qualifier == "about"
    return (
        _EXACT.subtract(value, _leeway(value, unit, about=with_words)),
        _EXACT.add(top, _leeway(top, unit, about=with_words)),
    )


def _leeway(value: Decimal, unit: str, *, about: bool) -> Decimal:
    """How far the right value may lie from the one that is written. A price is written as it is paid."""
    rounded = Decimal() if "/" in unit else _EXACT.divide(_last_place(value), 2)
    return max(rounded, _EXACT.multiply(abs(value), ABOUT)) if about else rounded


def _last_place(value: Decimal) -> Decimal:
    """The place that a value is rounded to, as it is written: its last digit that is no zero.

    Zeros at the end may be meant or not. Two digits are taken as meant, else 100 would agree with 60; one digit
    is enough before the word for its size, for “2 million” is written of 1.7 million.
    """
    digits = value.normalize(_EXACT)
    last: Any = digits.as_tuple().exponent
    first = digits.adjusted()
    word = first - first % 3 if first >= WORDED else 0
    return Decimal(1).scaleb(min(last, max(first - 1, word)))


def rivals[F](
    facts: Iterable[F],
    *,
    key: Callable[[F], Hashable],
    days: Callable[[F], series.Days | None],
    says: Callable[[F], Said],
) -> Iterator[tuple[F, F]]:
    """The pairs among figures that contradict each other, each once. Forecasts and what fell are not to be given.

    What a figure says is only worked out where another speaks of the same time.
    """
    several: defaultdict[Hashable, list[F]] = defaultdict(list)
    for fact in facts:
        several[key(fact)].append(fact)
    for of_one in several.values():
        if len(of_one) > 1:
            for one, other in _of_one_time([(days(fact), fact) for fact in of_one]):
                if contradict(says(one), says(other)):
                    yield one, other


def _of_one_time[F](rows: list[tuple[series.Days | None, F]]) -> Iterator[tuple[F, F]]:
    """In the order of their days, so that each is only held against those that begin before it ends."""
    rows.sort(key=lambda row: row[0] or (date.min, date.min))
    for n, (one, fact) in enumerate(rows):
        for other, rival in rows[n + 1 :]:
            if one and other and other[0] > one[1]:
                break
            if series.overlap(one, other):
                yield fact, rival


def pair(one: int, other: int) -> Pair:
    """Two facts in the one order in which a pair of them is kept."""
    return (one, other) if one < other else (other, one)
