"""The words for another value, in the shape of those that stand in a text."""

from facts.models import Fact
from facts.rewriting import rewritten


def suggested(words: str, fact: Fact) -> str:
    """What a citation of the fact would say where it says these words today."""
    return rewritten(words, fact.value, fact.high, fact.unit, fact.qualifier)
