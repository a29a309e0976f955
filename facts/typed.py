"""A value as an editor types it, in a form or a file: what it says already need not be said again."""

from decimal import Decimal

from facts import amounts
from facts.amounts import Amount, AmountNotUnderstood
from facts.models import Fact, Metric


def typed(
    written: str, *, metric: Metric | None, unit: str = "", qualifier: str = "", high: Decimal | None = None
) -> Amount:
    """The amount of a written value, with what was given beside it. Raises AmountNotUnderstood."""
    amount = amounts.parse(written)
    says = amount.qualifier != Fact.Qualifier.EXACTLY or not qualifier
    return Amount(
        value=amount.value,
        high=high or amount.high,
        unit=unit_of(amount.unit, unit, metric),
        qualifier=amount.qualifier if says else qualifier,
    )


def unit_of(written: str, chosen: str, metric: Metric | None) -> str:
    """The unit of a value: chosen, or written with it, or the metric's own where only a number was written.

    Raises AmountNotUnderstood where they contradict each other, or nothing says the currency.
    """
    if written != Metric.Unit.COUNT:
        if chosen and chosen != written:
            raise AmountNotUnderstood(f"The value is written in {written}, the unit says {chosen}.")
        return written
    if chosen or metric is None:
        return chosen or written
    if metric.unit in {Metric.Unit.MONEY, Metric.Unit.PRICE}:
        raise AmountNotUnderstood("Write the currency with the value, for example $90 billion.")
    return str(metric.unit)
