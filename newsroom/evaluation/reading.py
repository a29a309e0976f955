"""Reads labelled files: JSON Lines, a header with the records that exist, then a line for each text."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, NamedTuple

from companies.models import Record

type Row = dict[str, Any]

KEYS = {
    "mentions": "text",
    "facts": "text",
    "dates": "words",
    "questions": "asked",
    "search": "query",
}  # what a line is known by


class NotLabelled(ValueError):
    """The file is no labelled file of its kind; the message says where and why, in one sentence."""


class Labelled(NamedTuple):
    """The records, questions and documents that exist while the lines are read, and the lines with their labels."""

    records: list[Row]
    rows: list[Row]
    known: list[Row]
    documents: list[Row]


def read(path: Path, kind: str) -> Labelled:
    """The labelled file of a kind (mentions, dates, facts, questions or search). Raises NotLabelled."""
    header, *rows = _objects(path)
    if header.get("format") != f"aiwatch-eval-{kind}/1":
        raise NotLabelled(f"{path} should begin with a header of format aiwatch-eval-{kind}/1.")
    records = header.get("records")
    if not isinstance(records, list) or not all(map(_is_record, records)):
        raise NotLabelled(f"{path}: each record in the header needs a kind, a name, aliases and a parent.")
    names = [record["name"] for record in records]
    if len({*names}) != len(names):
        raise NotLabelled(f"{path}: two records have one name.")
    strangers = {record["parent"] for record in records} - {None, *names}
    if strangers:
        raise NotLabelled(f"{path}: the parent “{min(strangers)}” is no record.")
    known = header.get("known", [])
    if not _is_list(known, _is_known):
        raise NotLabelled(f"{path}: each known question in the header needs an id and a question.")
    documents = header.get("documents", [])
    if not _is_list(documents, _is_document):
        raise NotLabelled(f"{path}: each document in the header needs an id, a kind, a title and a text.")
    for number, row in enumerate(rows, 2):
        if not isinstance(row.get(KEYS[kind]), str) or not _LABELS[kind](row):
            raise NotLabelled(f"{path}, entry {number}: the labels are not those of {kind}.")
    return Labelled(records, rows, known, documents)


def _objects(path: Path) -> list[Row]:
    try:
        lines = path.read_text("utf-8").split("\n")
    except UnicodeDecodeError:
        raise NotLabelled(f"{path} is not UTF-8.") from None
    except OSError as reason:
        raise NotLabelled(f"{path} cannot be read: {reason.strerror}.") from None
    found = [_object(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise NotLabelled(f"{path} is empty.")
    return found


def _object(path: Path, number: int, line: str) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise NotLabelled(f"{path}, line {number} is not a JSON object.")
    return row


def _is_record(record: Any) -> bool:
    return (
        isinstance(record, dict)
        and record.get("kind") in Record.Kind.values
        and isinstance(record.get("name"), str)
        and _is_list(record.get("aliases"), lambda alias: isinstance(alias, str))
        and isinstance(record.get("parent", 0), str | None)
        and isinstance(record.get("cased", False), bool)
    )


def _is_known(one: Any) -> bool:
    return (
        _has(one, ("id", "question"))
        and isinstance(one["id"], int | str)
        and isinstance(one["question"], str)
    )


def _is_document(one: Any) -> bool:
    return (
        _has(one, ("id", "kind", "title", "text"))
        and isinstance(one["id"], int | str)
        and one["kind"] in {"article", "question", *Record.Kind.values}
        and isinstance(one["title"], str)
        and isinstance(one["text"], str)
    )


def _is_list(value: Any, is_one: Callable[[Any], bool]) -> bool:
    return isinstance(value, list) and all(map(is_one, value))


def _has(value: Any, fields: Iterable[str]) -> bool:
    return isinstance(value, dict) and value.keys() >= {*fields}


def _are_spans(row: Row, labels: Any, fields: Iterable[str]) -> bool:
    """Whether the labels have their fields, and places that lie in the text."""
    return _is_list(labels, lambda label: _has(label, ("start", "end", *fields))) and all(
        type(label["start"]) is type(label["end"]) is int
        and 0 <= label["start"] < label["end"] <= len(row["text"])
        for label in labels
    )


def _are_days(row: Row) -> bool:
    days = [row.get("earliest", 0), row.get("latest", 0)]
    return isinstance(row.get("edtf"), str) and all(isinstance(day, str | None) for day in days)


FACT = ("value", "high", "unit", "qualifier", "nature", "as_of", "subject")
_LABELS: dict[str, Callable[[Row], bool]] = {
    "mentions": lambda row: _are_spans(row, row.get("mentions"), ("record",)),
    "facts": lambda row: _are_spans(row, row.get("facts"), FACT),
    "dates": lambda row: row.get("error") is True or _are_days(row),
    "questions": lambda row: "match" in row and isinstance(row["match"], int | str | None),
    "search": lambda row: (
        isinstance(row.get("relevant"), dict) and all(type(one) is int for one in row["relevant"].values())
    ),
}
