"""What the matchers find in labelled lines, with the file's own records alone; nothing is stored."""

from collections.abc import Callable, Iterator
from typing import Any

from companies.dates import DateNotUnderstood, parse
from companies.mentions import Matcher, Name
from newsroom.evaluation.reading import KEYS, Labelled, Row
from newsroom.evaluation.searching import searched
from newsroom.importing.recognising import Figure, Known, find_figures
from questions.matching.likeness import Kin, ranked
from questions.matching.names import Names
from questions.matching.understanding import understand

SHOWN = 3  # known questions that are offered for one that is asked


def predict(labelled: Labelled, kind: str) -> Iterator[Row]:
    """A line for each labelled one, with our answer in place of the label."""
    if kind == "search":
        return searched(labelled)
    answer = _ANSWERERS[kind](labelled)
    key = KEYS[kind]
    return ({key: row[key], **answer(row[key])} for row in labelled.rows)


def matcher(records: list[Row]) -> Matcher:
    """The matcher for the records of a file. A record's name means it, also where it is an alias of another."""
    return Matcher(_names(records))


def _names(records: list[Row]) -> Iterator[Name]:
    for record in records:
        for text in (record["name"], *record["aliases"]):
            yield Name(text, record["name"], record.get("cased", False), preferred=text == record["name"])


def known(records: list[Row]) -> dict[str, Known]:
    """What is known of the records of a file, by name."""
    return {record["name"]: Known(record["name"], record["kind"], record["parent"]) for record in records}


def _mentions(labelled: Labelled) -> Callable[[str], Row]:
    names = matcher(labelled.records)
    kinds = {record["name"]: record["kind"] for record in labelled.records}

    def answer(text: str) -> Row:
        found = names.find(text)
        return {"mentions": [{**match._asdict(), "kind": kinds[match.record]} for match in found]}

    return answer


def _facts(labelled: Labelled) -> Callable[[str], Row]:
    names, records = matcher(labelled.records), known(labelled.records)

    def answer(text: str) -> Row:
        return {"facts": [_fact(figure) for figure in find_figures(text, names.find(text), known=records)]}

    return answer


def _fact(figure: Figure) -> Row:
    return {
        "start": figure.start,
        "end": figure.end,
        "value": f"{figure.value:f}",
        "high": None if figure.high is None else f"{figure.high:f}",
        "unit": figure.unit,
        "qualifier": figure.qualifier,
        "nature": figure.nature,
        "as_of": figure.as_of,
        "subject": figure.subject,
    }


def _dates(_: Labelled) -> Callable[[str], Row]:
    return _date


def _date(words: str) -> Row:
    try:
        found = parse(words)
    except DateNotUnderstood:
        return {"error": True}
    days: dict[str, Any] = {"earliest": found.earliest, "latest": found.latest}
    return {"edtf": found.edtf} | {name: day and day.isoformat() for name, day in days.items()}


def _questions(labelled: Labelled) -> Callable[[str], Row]:
    names = Names(_names(labelled.records))
    kin = _kin(labelled.records)
    known = [(one["id"], understand(one["question"], names)) for one in labelled.known]

    def answer(text: str) -> Row:
        return {"ranked": [pk for pk, _ in ranked(understand(text, names), known, kin)[:SHOWN]]}

    return answer


def _kin(records: list[Row]) -> Kin:
    """Whose the records of a file are, and which family has just one model."""
    parents = {record["name"]: record["parent"] for record in records}
    models: dict[str, list[str]] = {}
    for record in records:
        if record["kind"] == "model":
            models.setdefault(record["parent"], []).append(record["name"])
    families = {record["name"] for record in records if record["kind"] == "family"}
    only = {
        family: several[0] for family, several in models.items() if family in families and len(several) == 1
    }
    return Kin({name: {*_above(name, parents)} for name in parents}, only)


def _above(name: str, parents: dict[str, str | None]) -> Iterator[str]:
    seen = {name}
    while (parent := parents[name]) and parent not in seen:
        seen.add(parent)
        yield parent
        name = parent


_ANSWERERS = {"mentions": _mentions, "facts": _facts, "dates": _dates, "questions": _questions}
