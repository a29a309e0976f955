"""Moving stories in an order of the front page that is not saved yet."""

import re
from collections.abc import Iterable

from articles.front import MOST


class WrongOrder(ValueError):
    """What was sent is no order, or no move within it."""


def ids(sent: Iterable[str]) -> list[int]:
    """The articles of an order as a form sends it. Raises WrongOrder."""
    found = list(sent)
    if len(found) > 2 * MOST or not all(re.fullmatch("[0-9]{1,18}", one) for one in found):
        raise WrongOrder
    order = [int(one) for one in found]
    if len(set(order)) < len(order):
        raise WrongOrder
    return order


def moved(order: list[int], do: str) -> tuple[list[int], tuple[str, int] | None]:
    """An order after one button, and what to say of it with which story in it.

    do: `up`, `down`, `out` or `in` with a colon and the article, or a word that moves nothing. Raises WrongOrder for an
    article that is not in the order, or in it already.
    """
    verb, _, number = do.partition(":")
    if verb not in {"up", "down", "out", "in"}:
        return order, None
    (article,) = ids([number])
    if (article in order) == (verb == "in"):
        raise WrongOrder
    if verb == "in":
        order = [*order, article]
        return order, (f"{{}} is added, number {len(order)} of {len(order)}.", article)
    at = order.index(article)
    others = [pk for pk in order if pk != article]
    if verb == "out":
        return others, ("{} is taken off.", article)
    to = min(max(at + (1 if verb == "down" else -1), 0), len(others))
    others.insert(to, article)
    return others, (f"{{}} is number {to + 1} of {len(others)}.", article)
