"""How well answers agree with labels: precision, recall and accuracy, and what is wrong."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from math import log2
from typing import Any, NamedTuple

from newsroom.evaluation.reading import KEYS, Row


class Scores(NamedTuple):
    """Scores by their labels, in order, and a note for each thing that is missed or wrong."""

    values: dict[str, float]
    notes: list[str]

    def lines(self) -> Iterator[str]:
        """The scores as they are printed."""
        return (f"{label:<48} {value:.4f}" for label, value in self.values.items())


def score(kind: str, rows: Sequence[Row], answers: Sequence[Row]) -> Scores:
    """The scores of answers to labelled lines. They are joined by their text; a line left out is an empty answer."""
    key = KEYS[kind]
    return _SCORERS[kind](rows, {answer[key]: answer for answer in answers})


def _ratio(part: int | float, whole: int | float) -> float:
    return part / whole if whole else 0.0


def _precision_and_recall(label: str, right: int, answered: int, expected: int) -> dict[str, float]:
    precision, recall = _ratio(right, answered), _ratio(right, expected)
    return {
        f"{label}: precision": precision,
        f"{label}: recall": recall,
        f"{label}: F1": _ratio(2 * precision * recall, precision + recall),
    }


def _mentions(rows: Sequence[Row], answers: Mapping[str, Row]) -> Scores:
    right = answered = expected = passages = 0
    notes = []
    for row in rows:
        text = row["text"]
        want = {_mention(mention) for mention in row["mentions"]}
        got = {_mention(mention) for mention in answers.get(text, {}).get("mentions", [])}
        right += len(want & got)
        answered += len(got)
        expected += len(want)
        passages += want == got and text in answers
        for word, spans in (("missed", want - got), ("wrong", got - want)):
            notes += [
                f"{word}: {text[start:end]!r} = {record} in {text!r}" for start, end, record in sorted(spans)
            ]
    values = _precision_and_recall("span and record", right, answered, expected)
    return Scores(values | {"passages wholly right": _ratio(passages, len(rows))}, notes)


def _mention(mention: Row) -> tuple[int, int, str]:
    return mention["start"], mention["end"], mention["record"]


_SAID = ("nature", "subject", "qualifier", "as_of")


def _facts(rows: Sequence[Row], answers: Mapping[str, Row]) -> Scores:
    answered = expected = right = with_nature_and_subject = whole = 0
    said = dict.fromkeys(_SAID, 0)
    notes: list[str] = []
    for row in rows:
        want, got = row["facts"], _distinct(answers.get(row["text"], {}).get("facts", []))
        answered += len(got)
        expected += len(want)
        pairs = list(_pairs(want, got))
        for wanted, found in pairs:
            a, b = want[wanted], got[found]
            agree = {field: a[field] == b.get(field) for field in _SAID}
            for field in _SAID:
                said[field] += agree[field]
                if not agree[field]:
                    notes.append(f"{field}: wanted {a[field]!r}, got {b.get(field)!r} in {row['text']!r}")
            with_nature_and_subject += agree["nature"] and agree["subject"]
            whole += all(agree.values()) and (a["start"], a["end"]) == (b["start"], b["end"])
        right += len(pairs)
        for word, facts, used in (
            ("missed", want, {wanted for wanted, _ in pairs}),
            ("wrong", got, {found for _, found in pairs}),
        ):
            notes += [
                f"{word}: {fact['value']} {fact['unit']} in {row['text']!r}"
                for n, fact in enumerate(facts)
                if n not in used
            ]
    values = {
        **_precision_and_recall("value and unit", right, answered, expected),
        **_precision_and_recall("value, unit, nature, subject", with_nature_and_subject, answered, expected),
        **_precision_and_recall("every field and the exact span", whole, answered, expected),
        **{f"of the right values, right {field}": _ratio(said[field], right) for field in _SAID},
    }
    return Scores(values, notes)


def _distinct(facts: Sequence[Row]) -> list[Row]:
    return list({json.dumps(fact, sort_keys=True): fact for fact in facts}.values())


def _pairs(want: Sequence[Row], got: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Which labelled fact is answered by which, each once: the pairs that agree in most come first."""
    likely = sorted(
        (-sum(a[field] == b.get(field) for field in _SAID), wanted, found)
        for wanted, a in enumerate(want)
        for found, b in enumerate(got)
        if a["start"] < b["end"] and b["start"] < a["end"] and _is_same_amount(a, b)
    )
    wanted_before, found_before = set(), set()
    for _, wanted, found in likely:
        if wanted not in wanted_before and found not in found_before:
            wanted_before.add(wanted)
            found_before.add(found)
            yield wanted, found


def _is_same_amount(a: Row, b: Row) -> bool:
    return a["unit"] == b["unit"] and all(_number(a[end]) == _number(b.get(end)) for end in ("value", "high"))


def _number(value: Any) -> Any:
    """The number a decimal string stands for, so that 1.50 is 1.5; what is none stays as it is."""
    try:
        return None if value is None else Decimal(str(value))
    except InvalidOperation:
        return value


def _dates(rows: Sequence[Row], answers: Mapping[str, Row]) -> Scores:
    whole = window = 0
    notes = []
    for row in rows:
        answer = answers.get(row["words"], {"words": row["words"]})
        if row.get("error"):
            right = same_window = answer.get("error") is True
        elif answer.get("error") or not {"earliest", "latest"} <= answer.keys():
            right = same_window = False
        else:
            same_window = all(answer[end] == row[end] for end in ("earliest", "latest"))
            right = same_window and answer.get("edtf") == row["edtf"]
        whole += right
        window += same_window
        if not right:
            notes.append(f"wanted {row}, got {answer}")
    return Scores(
        {
            "accuracy (EDTF, earliest and latest)": _ratio(whole, len(rows)),
            "accuracy (earliest and latest only)": _ratio(window, len(rows)),
        },
        notes,
    )


LOOKED_AT = 3  # of the questions that are offered, so many are read


def _questions(rows: Sequence[Row], answers: Mapping[str, Row]) -> Scores:
    matched = first = found = alone = offered = 0
    notes = []
    for row in rows:
        ids = _ranked(answers.get(row["asked"], {}))
        if row["match"] is None:
            alone += 1
            offered += bool(ids)
            if ids:
                notes.append(f"false top: {row['asked']!r} was given {ids[0]}")
        else:
            matched += 1
            first += ids[:1] == [str(row["match"])]
            found += str(row["match"]) in ids
            if str(row["match"]) not in ids:
                notes.append(f"missed: {row['asked']!r} is {row['match']}, got {ids}")
    values = {
        f"recall@{LOOKED_AT}": _ratio(found, matched),
        "right one first": _ratio(first, matched),
        "false-top rate (lower is better)": _ratio(offered, alone),
    }
    return Scores(values, notes)


def _ranked(answer: Row) -> list[str]:
    """What an answer offers; a label is the answer that offers just that."""
    ids = answer.get("ranked", [answer["match"]] if answer.get("match") is not None else [])
    return [*dict.fromkeys(map(str, ids))][:LOOKED_AT]


FOUND = 10  # of what is found, so many are looked at


def _search(rows: Sequence[Row], answers: Mapping[str, Row]) -> Scores:
    scores: list[float] = []
    nothing = silent = 0
    notes = []
    for row in rows:
        answer = answers.get(row["query"], {})
        grades = row["relevant"]
        by_grade = sorted(grades, key=lambda pk: -grades[pk])
        ids = [*dict.fromkeys(map(str, answer.get("ranked", by_grade)))][:FOUND] if answer else []
        if not grades:
            nothing += 1
            silent += not ids
            if ids:
                notes.append(f"shown in vain: {row['query']!r} was given {ids}")
            continue
        best = _gain([grades[pk] for pk in by_grade][:FOUND])
        scores.append(_ratio(_gain([grades.get(pk, 0) for pk in ids]), best))
        if scores[-1] < 0.9:
            notes.append(f"{scores[-1]:.2f}: {row['query']!r} wanted {grades}, got {ids}")
    values = {f"NDCG@{FOUND}": _ratio(sum(scores), len(scores))}
    if nothing:
        values["nothing shown where nothing is relevant"] = _ratio(silent, nothing)
    return Scores(values, notes)


def _gain(grades: Iterable[int]) -> float:
    """What a ranking gains, by its grades in order: less the further down."""
    return sum((2**grade - 1) / log2(place) for place, grade in enumerate(grades, 2))


_SCORERS = {
    "mentions": _mentions,
    "facts": _facts,
    "dates": _dates,
    "questions": _questions,
    "search": _search,
}
