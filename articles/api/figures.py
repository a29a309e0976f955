"""Facts that a text cites, as programs are told of them: where in its words, and how they stand today."""

from collections.abc import Iterable
from typing import Any

from api.references import address, page
from articles.api.parts import Place

Row = dict[str, Any]

#: What is told of a cited fact as it is.
AS_IT_IS = (
    *("unit", "qualifier", "nature", "as_of", "subject", "metric", "source", "shown", "state", "because"),
    *("now", "now_as_of", "now_fact", "news"),
)


def figure(found: Row, where: list[Row]) -> Row:
    """A fact as rendering tells of it (`as_values`, with the `words` that cite it), and its places."""
    return {
        "id": found["id"],
        "url": page(f"/facts/{found['id']}/"),
        "self": address("facts", found["id"]),
        "words": found["words"],
        "places": where,
        "value": _exact(found["value"]),
        "high": None if found["high"] is None else _exact(found["high"]),
        "current": found["state"] == "current",
        **{name: found[name] for name in AS_IT_IS},
    }


def located(part: str, text: str, cited: Iterable[Place]) -> dict[int, list[Row]]:
    """The places of a text, by the fact that is cited there; part: which text of the object it is."""
    where: dict[int, list[Row]] = {}
    for place in cited:
        where.setdefault(place.fact, []).append(
            {
                "part": part,
                "section": place.section,
                "start": place.start,
                "end": place.end,
                "words": text[place.start : place.end],
            }
        )
    return where


def _exact(value: Any) -> str:
    return f"{value.normalize():f}"
