"""The figures that texts cite: whether their facts exist, and whether the words say what the facts say.

Asked when a text goes out to readers; a draft may say what it likes.
"""

from collections.abc import Callable, Iterable, Mapping

from articles import bodies
from facts.agreeing import disagreement
from facts.models import Fact

#: The texts that readers see as soon as they see an article, by what they are called in a sentence.
Texts = Mapping[str, str]
_shown_with: list[Callable[[int], Texts]] = []


def shown_with(texts: Callable[[int], Texts]) -> None:
    """Name texts of an app above that become public with an article, given its id. One query each."""
    _shown_with.append(texts)


def all_shown_with(article: int) -> dict[str, str]:
    """The texts of the apps above that become public with an article."""
    return {place: text for texts in _shown_with for place, text in texts(article).items()}


def cited(texts: Iterable[str]) -> dict[int, Fact]:
    """The facts that sanitised texts cite and that exist, by id. One query."""
    found: dict[int, Fact] = Fact.objects.in_bulk({c.fact for text in texts for c in bodies.citations(text)})
    return found


def missing(body: str, facts: Mapping[int, Fact]) -> str | None:
    """A sentence about the first figure of a text whose fact is not among those given."""
    for citation in bodies.citations(body):
        if citation.fact not in facts:
            return f"The figure “{citation.words}” cites a fact that does not exist."
    return None


def fault(body: str, facts: Mapping[int, Fact]) -> str | None:
    """A sentence about the first figure of a text whose fact is missing or says something else."""
    if sentence := missing(body, facts):
        return sentence
    for words, before, fact in ((c.words, c.before, facts[c.fact]) for c in bodies.citations(body)):
        sentence = disagreement(
            words,
            before=before,
            value=fact.value,
            high=fact.high,
            unit=fact.unit,
            qualifier=fact.qualifier,
        )
        if sentence:
            return sentence
    return None
