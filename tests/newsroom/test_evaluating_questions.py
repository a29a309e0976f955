"""Labelled questions are answered as readers' are, and scored."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from newsroom.evaluation.predicting import predict
from newsroom.evaluation.reading import read
from newsroom.evaluation.scoring import score

OURS = Path(__file__).parents[1] / "evaluation"
SHARED = Path(__file__).resolve().parents[2].parent / "shared/eval"
RECALL, FALSE = "recall@3", "false-top rate (lower is better)"
UMBRA: dict[str, Any] = {"kind": "company", "name": "Umbra", "aliases": ["阴影"], "parent": None}


def _file(folder: Path, known: Any, *rows: Any) -> Path:
    header = {"format": "aiwatch-eval-questions/1", "records": [UMBRA], "known": known}
    path = folder / "questions.jsonl"
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in (header, *rows)), "utf-8")
    return path


@pytest.mark.parametrize("name", ["questions", "questions_held"])
def test_our_own_files_score_what_we_hold_them_to(name: str) -> None:
    labelled = read(OURS / f"{name}.jsonl", "questions")
    values = score("questions", labelled.rows, list(predict(labelled, "questions"))).values
    assert values[RECALL] >= 0.9
    assert values[FALSE] <= 0.1


def test_the_shared_lines_are_all_right() -> None:
    path = SHARED / "questions.jsonl"
    if not path.exists():
        pytest.skip("the shared files are not here")
    labelled = read(path, "questions")
    assert score("questions", labelled.rows, list(predict(labelled, "questions"))).notes == []


def test_our_scores_are_those_of_the_shared_script(tmp_path: Path) -> None:
    if not (SHARED / "score.py").exists():
        pytest.skip("the shared script is not here")
    path = OURS / "questions.jsonl"
    rows = read(path, "questions").rows
    for answers in (
        rows,
        [],
        [{"asked": row["asked"], "ranked": [1, 2, 50, row["match"]]} for row in rows[::2]],
    ):
        out = tmp_path / "answers.jsonl"
        out.write_text("".join(json.dumps(answer) + "\n" for answer in answers), "utf-8")
        done = subprocess.run(  # noqa: S603
            [sys.executable, SHARED / "score.py", path, out, "-v"], capture_output=True, text=True, check=True
        )
        scores = score("questions", rows, answers)
        assert [*scores.lines(), *scores.notes] == done.stdout.splitlines() or not scores.notes


def test_the_command_prints_scores_and_writes_what_it_offers(tmp_path: Path) -> None:
    path = _file(
        tmp_path,
        [{"id": 7, "question": "Who founded Umbra?"}, {"id": 8, "question": "阴影多少钱？"}],
        {"asked": "founder of Umbra", "match": 7},
        {"asked": "阴影的价格", "match": 8},
        {"asked": "Umbra price", "match": None},
        {"asked": "Where is Umbra?", "match": 7},
    )
    out = StringIO()
    call_command("evaluate", "questions", str(path), "--predictions", str(tmp_path / "out"), "-v", stdout=out)
    assert out.getvalue().splitlines() == [
        "recall@3                                         0.6667",
        "right one first                                  0.6667",
        "false-top rate (lower is better)                 0.0000",
        "missed: 'Where is Umbra?' is 7, got []",
    ]
    lines = [json.loads(line) for line in (tmp_path / "out").read_text("utf-8").splitlines()]
    assert [line["ranked"] for line in lines] == [[7], [8], [], []]


@pytest.mark.parametrize("known", [[{"id": 1}], {"id": 1}, [{"id": None, "question": "Why?"}]])
def test_known_questions_without_an_id_or_words_are_refused(known: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="each known question in the header needs an id and a question"):
        call_command("evaluate", "questions", str(_file(tmp_path, known)))
