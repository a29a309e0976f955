"""The search that the body editor cites facts through."""

import re
from typing import Any

from django.db.models import Q

from facts.models import Fact

#: How many facts the picker looks at and shows: more than one can read is more than one needs.
LOOKED_AT, SHOWN = 300, 20


def matching(facts: Any, words: str) -> list[Fact]:
    """The newest facts that every word fits: subject, other names, metric, source, or the value as shown."""
    wanted = words[:200].split()
    for word in wanted:
        if not re.search("[0-9]", word):
            facts = facts.filter(
                Q(subject__name__icontains=word)
                | Q(subject__native_name__icontains=word)
                | Q(subject__aliases__text__icontains=word)
                | Q(metric__name__icontains=word)
                | Q(source__title__icontains=word)
                | Q(source__publisher__icontains=word)
                | Q(quotation__icontains=word)
                | Q(unit__icontains=word)
                | _scale(word)
            )
    numbers = [word for word in wanted if re.search("[0-9]", word)]
    found = facts.distinct()[:LOOKED_AT]
    return [fact for fact in found if all(_says(fact, number) for number in numbers)][:SHOWN]


def _scale(word: str) -> Q:
    """“million” and “billion” are in no column: they are how values are shown."""
    least = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}.get(word.lower())
    return Q(value__gte=least, value__lt=least * 1000) if least else Q(pk__in=[])


def _says(fact: Fact, number: str) -> bool:
    """Whether the number stands in the fact's value or date as readers see them."""
    return number.strip("$€¥,.%").lower() in f"{fact.shown} {fact.as_of} {fact.value}".lower()


def described(fact: Fact) -> dict[str, Any]:
    """A fact for the picker."""
    return {
        "id": fact.pk,
        "shown": fact.shown,
        "claim": f"{fact.subject.name}: {fact.metric.name}",
        "as_of": fact.as_of_words or fact.as_of,
        "nature": fact.get_nature_display().lower(),
        "source": str(fact.source),
        "superseded": getattr(fact, "successor", None) is not None or fact.withdrawn_at is not None,
    }
