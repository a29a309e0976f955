"""The words for another value, in the shape of those that stand in a text."""

from facts.amounts import display
from facts.models import Fact


def suggested(words: str, fact: Fact) -> str:
    """What a citation of the fact would say where it says these words today."""
    keeps = any(words.lower().startswith(q) for q in ("over", "about", "under", "more", "less", "around"))
    return display(fact.value, fact.high, fact.unit, fact.qualifier if keeps else Fact.Qualifier.EXACTLY)
