"""The card of a figure: what other sites show of its page."""

from django.utils.translation import gettext

from cards.layouts import Figure
from facts.models import Fact

KIND = "fact"


def of(fact: Fact) -> str:
    """What a fact that comes from `told` is of, its subject where that may be named."""
    return f"{fact.subject}: {fact.metric.in_a_sentence}" if fact.named else fact.metric.name


def card(fact: Fact) -> Figure:
    """What the card of a fact says that comes from `told` and was told of its rivals."""
    return Figure(
        of=", ".join(filter(None, (of(fact), fact.as_of_in_words))),
        value=fact.shown,
        line="" if fact.held_until else "disputed" if fact.is_disputed else fact.nature,
        known=_known(fact),
        source=fact.source.publisher or fact.source.title,
    )


def _known(fact: Fact) -> str:
    if fact.held_until:
        return gettext("No longer stands")
    return gettext("Sources disagree") if fact.is_disputed else fact.get_nature_display()
