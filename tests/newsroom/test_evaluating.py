"""Labelled files are read, answered with their own records alone, and scored."""

import json
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from newsroom.evaluation.predicting import predict
from newsroom.evaluation.reading import KEYS, read
from newsroom.evaluation.scoring import score

OURS = Path(__file__).parents[1] / "evaluation"
SHARED = Path(__file__).resolve().parents[2].parent / "shared/eval"
LEAST = {
    "mentions": {"span and record: precision": 0.97, "span and record: recall": 0.97},
    "dates": {"accuracy (EDTF, earliest and latest)": 0.98},
    "facts": {"value and unit: F1": 0.98, "every field and the exact span: F1": 0.98},
}
UMBRA: dict[str, Any] = {"kind": "company", "name": "Umbra", "aliases": ["阴影"], "parent": None}
LUMEN: dict[str, Any] = {"kind": "model", "name": "Lumen 2", "aliases": [], "parent": "Umbra"}


def _write(path: Path, lines: Iterable[Any]) -> Path:
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
    return path


def _file(folder: Path, kind: str, rows: Iterable[Any], records: Iterable[Any] = (UMBRA, LUMEN)) -> Path:
    return _write(
        folder / f"{kind}.jsonl", [{"format": f"aiwatch-eval-{kind}/1", "records": list(records)}, *rows]
    )


def _evaluate(*arguments: Any) -> str:
    out = StringIO()
    call_command("evaluate", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.mark.parametrize("kind", LEAST)
def test_our_own_files_score_what_we_hold_them_to(kind: str) -> None:
    labelled = read(OURS / f"{kind}.jsonl", kind)
    values = score(kind, labelled.rows, list(predict(labelled, kind))).values
    assert {label: values[label] for label, least in LEAST[kind].items() if values[label] < least} == {}


@pytest.mark.parametrize("kind", LEAST)
def test_the_shared_lines_are_all_right(kind: str) -> None:
    path = SHARED / f"{kind}.jsonl"
    if not path.exists():
        pytest.skip("the shared files are not here")
    labelled = read(path, kind)
    scores = score(kind, labelled.rows, list(predict(labelled, kind)))
    assert (scores.notes, {*scores.values.values()}) == ([], {1.0})


@pytest.mark.parametrize("kind", LEAST)
def test_the_labels_are_a_perfect_answer_and_silence_is_none(kind: str) -> None:
    rows = read(OURS / f"{kind}.jsonl", kind).rows
    assert {*score(kind, rows, rows).values.values()} == {1.0}
    assert {*score(kind, rows, []).values.values()} == {0.0}


def _worse(row: dict[str, Any], chance: random.Random) -> Iterator[dict[str, Any]]:
    """An answer with something wrong: left out, shifted, another record or value, said twice, refused."""
    row = json.loads(json.dumps(row))
    if chance.random() < 0.1:
        return
    for label in row.get("mentions", []) + row.get("facts", []):
        field = chance.choice([*label, "nothing"])
        match label.get(field):
            case int(place):
                label[field] = place + 1
            case str(text):
                label[field] = chance.choice([f"{text}.0", f"{text} and more", "5"])
    for labels in (row.get("mentions"), row.get("facts")):
        if labels and chance.random() < 0.3:
            labels.append(chance.choice(labels))
            labels.pop(0)
    if "words" in row and chance.random() < 0.5:
        row = chance.choice(
            [{"words": row["words"], "error": True}, row | {"edtf": "2020"}, row | {"latest": None}]
        )
    yield row


@pytest.mark.parametrize("kind", LEAST)
@pytest.mark.parametrize("seed", range(3))
def test_wrong_answers_are_scored_as_the_shared_script_scores_them(
    kind: str, seed: int, tmp_path: Path
) -> None:
    if not (SHARED / "score.py").exists():
        pytest.skip("the shared script is not here")
    chance = random.Random(seed)  # noqa: S311
    rows = read(OURS / f"{kind}.jsonl", kind).rows
    answers = [worse for row in rows for worse in _worse(row, chance)]
    paths = SHARED / "score.py", OURS / f"{kind}.jsonl", _write(tmp_path / "answers.jsonl", answers)
    done = subprocess.run(  # noqa: S603
        [sys.executable, *map(str, paths), "-v"],
        capture_output=True,
        text=True,
        check=True,
    )
    scores = score(kind, rows, answers)
    assert [*scores.lines(), *scores.notes] == done.stdout.splitlines()
    assert scores.notes


def test_precision_counts_what_is_wrong_and_recall_what_is_missed() -> None:
    place = {"start": 0, "end": 5, "record": "Umbra"}
    other = {"start": 9, "end": 11, "record": "Umbra"}
    rows = [{"text": "Umbra or 阴影", "mentions": [place, other]}]
    answers = [
        {"text": "Umbra or 阴影", "mentions": [place, other | {"end": 10}, place | {"record": "Lumen 2"}]}
    ]
    scores = score("mentions", rows, answers)
    assert [*scores.lines()] == [
        "span and record: precision                       0.3333",
        "span and record: recall                          0.5000",
        "span and record: F1                              0.4000",
        "passages wholly right                            0.0000",
    ]
    assert scores.notes == [
        "missed: '阴影' = Umbra in 'Umbra or 阴影'",
        "wrong: 'Umbra' = Lumen 2 in 'Umbra or 阴影'",
        "wrong: '阴' = Umbra in 'Umbra or 阴影'",
    ]


def test_the_command_prints_scores_and_writes_what_it_found(tmp_path: Path) -> None:
    found = {"text": "Lumen 2 of 阴影 ran.", "mentions": []}
    path = _file(tmp_path, "mentions", [found])
    printed = _evaluate("mentions", path, "--predictions", tmp_path / "out.jsonl", "-v").splitlines()
    assert printed[0] == "span and record: precision                       0.0000"
    assert printed[-2:] == [
        "wrong: 'Lumen 2' = Lumen 2 in 'Lumen 2 of 阴影 ran.'",
        "wrong: '阴影' = Umbra in 'Lumen 2 of 阴影 ran.'",
    ]
    assert json.loads((tmp_path / "out.jsonl").read_text("utf-8")) == {
        "text": "Lumen 2 of 阴影 ran.",
        "mentions": [
            {"start": 0, "end": 7, "record": "Lumen 2", "kind": "model"},
            {"start": 11, "end": 13, "record": "Umbra", "kind": "company"},
        ],
    }


def test_what_was_found_is_a_perfect_answer_to_itself(tmp_path: Path) -> None:
    for kind in LEAST:
        out = tmp_path / f"{kind}.jsonl"
        _evaluate(kind, OURS / f"{kind}.jsonl", "--predictions", out)
        rows = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
        assert {*score(kind, rows, rows).values.values()} == {1.0}
        assert [row[KEYS[kind]] for row in rows] == [
            row[KEYS[kind]] for row in read(OURS / f"{kind}.jsonl", kind).rows
        ]


@pytest.mark.parametrize(
    ("aliases", "expected"),
    [(("Shade", "Shade"), []), (("Lumen 2", "x"), ["Lumen 2"]), (("x", "Umbra"), ["Umbra"])],
)
def test_an_alias_of_two_means_nobody_and_a_name_means_its_own_record(
    aliases: tuple[str, str], expected: list[str], tmp_path: Path
) -> None:
    records = [record | {"aliases": [alias]} for record, alias in zip((UMBRA, LUMEN), aliases, strict=True)]
    text = next((name for name in aliases if name != "x"), "")
    path = _file(tmp_path, "mentions", [{"text": text, "mentions": []}], records)
    (answer,) = predict(read(path, "mentions"), "mentions")
    assert [mention["record"] for mention in answer["mentions"]] == expected


NO_HEADER = " should begin with a header of format aiwatch-eval-mentions/1."
BAD_RECORD = ": each record in the header needs a kind, a name, aliases and a parent."
BAD_LABELS = ", entry 2: the labels are not those of mentions."
HEADER = json.dumps({"format": "aiwatch-eval-mentions/1", "records": [UMBRA]})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", " is empty."),
        (b"\n \n", " is empty."),
        (b"\xff\xfe{}", " is not UTF-8."),
        (f"\ufeff{HEADER}".encode(), ", line 1 is not a JSON object."),
        (b"[1]", ", line 1 is not a JSON object."),
        (b"[" * 200_000, ", line 1 is not a JSON object."),
        (f"{HEADER}\n{{".encode(), ", line 2 is not a JSON object."),
        (b"{}", NO_HEADER),
        (HEADER.replace("mentions", "dates").encode(), NO_HEADER),
        (HEADER.replace("company", "ship").encode(), BAD_RECORD),
        (HEADER.replace("[{", "[1, {").encode(), BAD_RECORD),
        (HEADER.replace("null", '"Penumbra"').encode(), ": the parent “Penumbra” is no record."),
        (HEADER.replace("[{", f"[{json.dumps(UMBRA)}, {{").encode(), ": two records have one name."),
        (f'{HEADER}\n{{"text": "x"}}'.encode(), BAD_LABELS),
        (f'{HEADER}\n{{"text": 5, "mentions": []}}'.encode(), BAD_LABELS),
        (
            f'{HEADER}\n{{"text": "x", "mentions": [{{"start": 0, "end": 2, "record": "Umbra"}}]}}'.encode(),
            BAD_LABELS,
        ),
    ],
)
def test_a_bad_file_gets_one_clear_sentence(content: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)
    with pytest.raises(CommandError) as refused:
        _evaluate("mentions", path)
    assert (str(refused.value), refused.value.returncode) == (f"{path}{reason}", 1)


def test_what_cannot_be_read_or_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.jsonl cannot be read: No such file or directory\.$"):
        _evaluate("dates", tmp_path / "none.jsonl")
    path = _file(tmp_path, "dates", [{"words": "soon", "error": True}], [])
    with pytest.raises(CommandError, match=r" cannot be written: Is a directory\.$"):
        _evaluate("dates", path, "--predictions", tmp_path)
