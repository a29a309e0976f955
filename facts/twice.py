"""The same figure twice: what the ledger says already of the series and time of a fact that is being entered."""

from facts import disputes, series
from facts.models import Fact


def said_already(fact: Fact) -> list[Fact]:
    """The facts that stand and speak of the series and time of one, those that agree with it first. One query.

    The one may not be saved yet. A forecast is held against forecasts only. A second source that says so is
    legitimate, so this refuses nothing: it is for whoever enters the fact to see.
    """
    for name, value in fact.following().items():
        setattr(fact, name, value)
    of_series = Fact.objects.current().of_series(fact).exclude(pk=fact.pk).with_story()
    forecast = fact.nature == Fact.Nature.FORECAST
    found = [
        other
        for other in of_series
        if (other.nature == Fact.Nature.FORECAST) is forecast and series.same_time(fact, other)
    ]
    return sorted(found, key=lambda other: (contradicts(fact, other), -other.pk))


def contradicts(fact: Fact, other: Fact) -> bool:
    """Whether two of one series cannot both be right."""
    return disputes.contradict(disputes.said(fact), disputes.said(other))


def shown_with(fact: Fact, others: list[Fact]) -> str:
    """What an editor has seen who says “all the same”: this figure beside these. Another figure is shown anew."""
    return f"{fact.value:f} {fact.high or ''} {fact.qualifier}; " + ",".join(
        str(other.pk) for other in others
    )
