"""An import finds the figures, releases and new names in a text."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from companies.mentions import Match, Matcher, Name
from newsroom.evaluation.predicting import known, matcher, predict
from newsroom.evaluation.reading import read
from newsroom.importing.recognising import Known, find_figures, find_releases, merge, propose_records

SHARED = Path(__file__).resolve().parents[2].parent / "shared"


LABELLED = read(Path(__file__).parents[1] / "evaluation/facts.jsonl", "facts")
KNOWN = known(LABELLED.records)
MATCHER = matcher(LABELLED.records)


@pytest.mark.parametrize("row", LABELLED.rows, ids=range(len(LABELLED.rows)))
def test_each_labelled_sentence_gives_its_figures_and_no_others(row: dict[str, Any]) -> None:
    (found,) = predict(LABELLED._replace(rows=[row]), "facts")
    assert found == row


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("A recent report by Statista shows that sales reached $2 trillion.", "Statista"),
        ("According to QuestMobile, Doubao has 172 million users.", "QuestMobile"),
        ("Kimi has 36 million users, said Reuters.", "Reuters"),
        ("Data from Counterpoint Research show sales of 40 million phones.", "Counterpoint Research"),
        ("据QuestMobile数据，豆包月活达1.72亿。", "QuestMobile"),
        ("Doubao has 172 million users.", None),
        ("The company said that it has 172 million users.", None),
    ],
)
def test_the_publisher_a_sentence_names_is_the_source(text: str, source: str | None) -> None:
    (figure,) = find_figures(text, MATCHER.find(text), known=KNOWN)
    assert figure.source == source


def test_the_model_it_and_the_company_mean_what_was_named_before() -> None:
    text = "Moonshot AI released Kimi K2. The model has 1T parameters. The company has 300 employees."
    parameters, staff = find_figures(text, MATCHER.find(text), known=KNOWN)
    assert (parameters.subject, staff.subject) == ("Kimi K2", "Moonshot AI")


def test_an_estimate_for_a_year_after_the_texts_own_is_a_forecast() -> None:
    text = "Baidu’s revenue of 2031 is estimated at 200 billion yuan."
    (figure,) = find_figures(text, MATCHER.find(text), known=KNOWN, dated=date(2026, 1, 28))
    assert (figure.nature, figure.as_of) == ("forecast", "2031")


def test_repeats_of_a_figure_are_one_that_keeps_what_either_says() -> None:
    text = (
        "Doubao has 163 million users. Statista said: Doubao had over 163 million users in May 2025. "
        "Kimi has 163 million users."
    )
    figures = merge(find_figures(text, MATCHER.find(text), known=KNOWN))
    assert [(f.start, f.subject, f.qualifier, f.as_of) for f in figures] == [
        (11, "Doubao", "over", "2025-05"),
        (text.rindex("163"), "Kimi", "exactly", None),
    ]


@given(st.text(max_size=200), st.lists(st.tuples(st.integers(0, 200), st.integers(1, 9)), max_size=3))
def test_any_text_is_read_and_what_is_found_lies_in_it(text: str, spans: list[tuple[int, int]]) -> None:
    mentions = [Match(a, min(a + n, len(text)), "Doubao 2.0") for a, n in spans if a < len(text)]
    for figure in find_figures(text, mentions, known=KNOWN):
        assert 0 <= figure.start < figure.end <= len(text)
    for release in find_releases(text, mentions, KNOWN):
        assert release.words in text
    for proposed in propose_records(text, mentions, KNOWN):
        assert 0 <= proposed.start < proposed.end <= len(text)


# Releases


def _releases(text: str, dated: date | None = None) -> dict[Any, tuple[str, str | None, str]]:
    found = find_releases(text, MATCHER.find(text), KNOWN, dated)
    return {r.record: (r.status, r.window.edtf if r.window else None, r.words) for r in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("OpenAI launched GPT-5 on 7 August 2025.", {"GPT-5": ("released", "2025-08-07", "7 August 2025")}),
        (
            "DeepSeek-V3 came out on 26 December 2024, and DeepSeek-R1 followed in January 2025.",
            {
                "DeepSeek-V3": ("released", "2024-12-26", "26 December 2024"),
                "DeepSeek-R1": ("released", "2025-01", "January 2025"),
            },
        ),
        (
            "Moonshot AI released Kimi K2 in July 2025. Zhipu AI followed with GLM-4.5 later that month.",
            {
                "Kimi K2": ("released", "2025-07", "July 2025"),
                "GLM-4.5": ("released", "2025-07", "later that month"),
            },
        ),
        (
            "Alibaba will release Qwen 3.5 by March 2026.",
            {"Qwen 3.5": ("announced", "../2026-03", "by March 2026")},
        ),
        ("Alibaba is reportedly about to launch Qwen 3.5.", {"Qwen 3.5": ("rumoured", None, "")}),
        ("Google released a preview of Gemini 3 Pro.", {"Gemini 3 Pro": ("preview", None, "")}),
        ("Meta withdrew Llama 4 after its launch.", {"Llama 4": ("withdrawn", None, "")}),
        ("Kimi K2 has one trillion parameters.", {}),
    ],
)
def test_releases_are_found_with_status_and_time(text: str, expected: dict[str, Any]) -> None:
    assert _releases(text) == expected


PLANS = (
    "Both giants have model releases planned around the upcoming Lunar New Year. "
    "The next release includes Doubao 2.0, alongside SeedDream 5.0. Alibaba is preparing to launch Qwen 3.5."
)


def test_planned_models_take_the_window_that_the_text_gives_for_all() -> None:
    window = ("announced", "2026-02-03/2026-03-04", "around the upcoming Lunar New Year")
    expected = dict.fromkeys(["Doubao 2.0", "SeedDream 5.0", "Qwen 3.5"], window)
    assert _releases(PLANS, date(2026, 1, 28)) == expected


def test_a_window_without_a_year_keeps_its_words_and_has_no_days() -> None:
    found = find_releases(PLANS, MATCHER.find(PLANS), KNOWN)
    assert {r.words for r in found} == {"around the upcoming Lunar New Year"}
    assert all(r.window and r.window.earliest is r.window.latest is None for r in found)


# New names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Lumenara, the parent company of ClipNest, grew.",
            {("Lumenara", "company", None), ("ClipNest", "product", "Lumenara")},
        ),
        ("It relies on its AI chatbot, Bobbi.", {("Bobbi", "product", None)}),
        (
            "Lumenara released Bobbi 2.5 while Bobbi grew.",
            {("Lumenara", "company", None), ("Bobbi 2.5", "model", "Bobbi"), ("Bobbi", "family", "Lumenara")},
        ),
        ("Companies like Tiefsee plan more.", {("Tiefsee", "company", None)}),
        ("It is funded by the hedge fund High-Tide.", {("High-Tide", "company", None)}),
        ("A report by Zahlenwerk shows growth.", {("Zahlenwerk", "company", None)}),
        ("Payments run via Ameise Group.", {("Ameise Group", "company", None)}),
        ("In February 2026 China and the US met; see Chapter 3, under Apache 2.0.", set()),
        ("Pro Tip: Read the FAQ before Lunar New Year.", set()),
    ],
)  # fmt: skip
def test_new_names_are_proposed_with_kind_and_parent(text: str, expected: set[Any]) -> None:
    assert {(p.name, p.kind, p.parent) for p in propose_records(text, [], {})} == expected


def test_what_is_known_is_not_proposed_again() -> None:
    text = "ByteDance’s Doubao leads; ByteDance released Doubao 2.0 and Doubao 3.0."
    assert [(p.name, p.parent) for p in propose_records(text, MATCHER.find(text), KNOWN)] == [
        ("Doubao 3.0", "Doubao")
    ]


# The two sample articles, read without a single record and with the records they need


def _article(name: str) -> str:
    path = SHARED / "articles" / name
    if not path.exists():
        pytest.skip("the sample articles are not here")
    return path.read_text("utf-8")


def test_the_first_sample_yields_its_records_and_no_others() -> None:
    found = propose_records(_article("china-ai-arms-race.txt"), [], {})
    assert {(p.name, p.kind, p.parent) for p in found} == {
        ("ByteDance", "company", None), ("Alibaba", "company", None), ("Alibaba Cloud", "company", "Alibaba"),
        ("Ant Group", "company", None), ("DeepSeek", "company", None), ("Statista", "company", None),
        ("TikTok", "product", "ByteDance"), ("Douyin", "product", "ByteDance"), ("Doubao", "family", "ByteDance"),
        ("Qwen", "family", "Alibaba"), ("Doubao 2.0", "model", "Doubao"), ("SeedDream 5.0", "model", "ByteDance"),
        ("SeedDance 2.0", "model", "ByteDance"), ("Qwen 3.5", "model", "Qwen"),
    }  # fmt: skip


def _after_proposing(text: str) -> tuple[list[Match], dict[str, Known]]:
    known = {p.name: Known(p.name, p.kind, p.parent) for p in propose_records(text, [], {})}
    return Matcher([Name(name, name) for name in known]).find(text), known


def test_the_first_sample_yields_its_three_figures_and_four_releases() -> None:
    text = _article("china-ai-arms-race.txt")
    mentions, known = _after_proposing(text)
    figures = merge(find_figures(text, mentions, known=known))
    assert [
        (text[f.start : f.end], f.qualifier, f.nature, f.as_of, f.subject, f.source) for f in figures
    ] == [
        ("$90 billion", "about", "forecast", "2030", None, None),
        ("163 million", "over", "measured", None, "Doubao", None),
        ("$2.3 trillion", "exactly", "measured", "2023", None, "Statista"),
    ]
    releases = find_releases(text, mentions, known)
    assert [r.record for r in releases] == ["Doubao 2.0", "SeedDream 5.0", "SeedDance 2.0", "Qwen 3.5"]
    assert {r.status for r in releases} == {"announced"}


def test_the_second_sample_yields_its_figures_and_releases() -> None:
    text = _article("open-weights-spring.txt")
    mentions, known = _after_proposing(text)
    figures = merge(find_figures(text, mentions, known=known))
    assert [(text[f.start : f.end].lower(), f.subject) for f in figures] == [
        ("671 billion parameters", "DeepSeek-R1"),
        ("37 billion", "DeepSeek-R1"),
        ("2.788 million h800 gpu hours", "DeepSeek-V3"),
        ("0.6 billion to 235 billion parameters", "Qwen3"),
        ("36 trillion tokens", "Qwen3"),
        ("119", "Qwen3"),
        ("one trillion parameters", "Kimi K2"),
        ("32 billion", "Kimi K2"),
    ]
    releases = find_releases(text, mentions, known)
    assert [(r.record, r.window.edtf if r.window else None) for r in releases] == [
        ("DeepSeek-V3", "2024-12-26"),
        ("DeepSeek-R1", "2025-01-20"),
        ("Qwen3", "2025-04-28"),
        ("Kimi K2", "2025-07"),
        ("GLM-4.5", "2025-07"),
    ]
