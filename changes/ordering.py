"""Moving things in an order on an editor's page that is not saved yet. Each has a key: "12", "story:12"."""

import re
from collections.abc import Iterable, Sequence

#: A key: an id, with the name of its group where there are several.
KEY = re.compile(r"(?:[a-z]{1,12}:)?[0-9]{1,18}")


class WrongOrder(ValueError):
    """What was sent is no order, or no move within it."""


def keys(sent: Iterable[str], *, most: int) -> list[str]:
    """The keys of an order as a form sends it. Raises WrongOrder."""
    found = list(sent)
    if len(found) > most or not all(KEY.fullmatch(one) for one in found) or len(set(found)) < len(found):
        raise WrongOrder
    return found


def moved(order: Sequence[str], do: str) -> tuple[list[str], tuple[str, str] | None]:
    """An order after one button, and what to say of it with which thing in it. Up and down stay within a group.

    do: `up`, `down`, `out` or `in` with a colon and a key, or a word that moves nothing. Raises WrongOrder for a key
    that is not in the order, or in it already.
    """
    verb, _, key = do.partition(":")
    if verb not in {"up", "down", "out", "in"}:
        return list(order), None
    keys([key], most=1)
    if (key in order) == (verb == "in"):
        raise WrongOrder
    if verb == "out":
        return [one for one in order if one != key], ("{} is taken off.", key)
    group = [one for one in order if _group(one) == _group(key)]
    if verb == "in":
        many = len(group) + 1
        return [*order, key], (f"{{}} is added, number {many} of {many}.", key)
    others = [one for one in group if one != key]
    to = min(max(group.index(key) + (1 if verb == "down" else -1), 0), len(others))
    others.insert(to, key)
    following = iter(others)
    moved_order = [next(following) if _group(one) == _group(key) else one for one in order]
    return moved_order, (f"{{}} is number {to + 1} of {len(others)}.", key)


def _group(key: str) -> str:
    return key.rpartition(":")[0]
