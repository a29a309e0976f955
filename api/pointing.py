"""Where to find objects of any kind: for what leads to many kinds, such as corrections and the search."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from api.choosing import Asked
from api.references import Reference
from api.resources import KINDS

Thing = tuple[str, int]


def references(things: Iterable[Thing], at: datetime) -> dict[Thing, Reference]:
    """References to those of some objects, each a kind and an id, that are public; the name is for the caller to say.

    As many queries as the lists of those kinds need for an object's address: one, as a rule.
    """
    ids: dict[str, set[int]] = defaultdict(set)
    for kind, pk in things:
        ids[kind].add(pk)
    short = Asked(at, fields=("id", "type", "slug", "url", "self"))
    return {
        (kind, pk): {
            "id": pk,
            "type": kind,
            "slug": row.get("slug", ""),
            "name": "",
            "url": row["url"],
            "self": row["self"],
        }
        for kind, some in ids.items()
        if kind in KINDS
        for pk, row in KINDS[kind].by_id(some, short).items()
    }
