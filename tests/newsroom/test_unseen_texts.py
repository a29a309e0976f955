"""Texts of the newsroom's kind that no rule was made for are understood whole, whatever their line ends."""

from datetime import date
from typing import Any

import pytest

from newsroom.importing.reading import read
from newsroom.importing.saving import understand
from newsroom.importing.writing import write
from tests.newsroom.test_reading import everything, words
from tests.newsroom.unseen_expected import EXPECTED
from tests.newsroom.unseen_texts import TEXTS

pytestmark = pytest.mark.django_db


def understood(data: bytes) -> dict[str, Any]:
    """What came out, in the form of the expected."""
    found = understand(data, dated=date(2026, 1, 28)).as_json()
    figure = ("text", "unit", "qualifier", "nature", "as_of", "subject", "source")
    return {
        "title": found["title"],
        "headings": [section["heading"] for section in found["sections"] if section["heading"]],
        "callouts": [(callout["kind"], callout["section"]) for callout in found["callouts"]],
        "faq": [entry["question"] for entry in found["faq"]],
        "questions": [entry["question"] for entry in found["questions"]],
        "topic": found["closing"] and found["closing"]["topic"],
        "names": {mention["name"]: (mention["kind"], mention["parent"]) for mention in found["mentions"]},
        "figures": [tuple(fact[name] for name in figure) for fact in found["facts"]],
        "releases": {r["model"]: (r["status"], r["window"]["edtf"]) for r in found["releases"]},
    }


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_gives_what_stands_in_it(name: str) -> None:
    assert understood(TEXTS[name].encode()) == EXPECTED[name]


@pytest.mark.parametrize("name", TEXTS)
def test_its_line_ends_and_blank_lines_change_nothing(name: str) -> None:
    text = TEXTS[name]
    plain = read(text.encode())
    windows = "\ufeff" + text.replace("\n", "\t\r\n").replace(" ", "\u00a0", 3)
    for other in (windows, text.replace("\n", "\r"), text.replace("\n", "\n\n\n"), text.rstrip()):
        assert read(other.encode()) == plain


@pytest.mark.parametrize("name", TEXTS)
def test_no_word_of_it_is_lost_and_it_is_written_back(name: str) -> None:
    draft = read(TEXTS[name].encode())
    marks = {"问", "答", "你知道吗", "常见问题", "读者提问"}
    kept, text = words(everything(draft)), words(TEXTS[name])
    assert {word: count for word, count in text.items() if word not in marks} == kept
    assert draft.unplaced == ()
    assert read(write(draft).encode()) == draft
