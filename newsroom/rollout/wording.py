"""The words for another value, in the shape of those that stand in a text."""

from decimal import Decimal

from facts.models import Fact
from facts.numerals import times
from facts.rewriting import rewritten
from facts.written import Written, written_amounts

#: Of a multiplier that stands elsewhere: in the head of a column, in the words after the number.
POWERS = (3, 4, 6, 8, 9, 12)


def suggested(words: str, fact: Fact, *, old: Fact) -> str:
    """What a citation of the fact would say where it cites the old one with these words today."""
    power = _elsewhere(words, old.value)
    high = None if fact.high is None else times(fact.high, -power)
    return rewritten(words, times(fact.value, -power), high, fact.unit, fact.qualifier)


def _elsewhere(words: str, value: Decimal) -> int:
    """The power of ten that the words leave to what stands around them: 9 where “37” says 37 billion."""
    match list(written_amounts(words)):
        case [Written(unit="", high=None, scale=0, worded=False) as bare] if bare.value:
            places = Decimal(1).scaleb(min(0, int(bare.value.as_tuple().exponent)))
            fits = (power for power in POWERS if abs(times(value, -power) - bare.value) * 2 <= places)
            return next(fits, 0)
    return 0
