"""The one sanitiser: what may stand in a body, and that nothing that runs ever does."""

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from articles import bodies
from articles.layout import Cutter

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><animate onbegin=alert(1)></svg>",
    "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<form action=/x><input name=attributes></form>",
    "<base href=//evil.example>",
    '<meta http-equiv=refresh content="0;url=//evil.example">',
    "<style>@import url(//evil.example)</style>",
    '<a href="/x" ping="//evil.example">x</a>',
    "<object data=x></object><embed src=x>",
    '<a xlink:href="javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href="&#x6A;avascript:alert(1)">x</a>',
    '<a href=" JAVASCRIPT:alert(1)">x</a>',
    '<a href="\x01javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:x">x</a>',
    '<p style="background:url(//evil.example)" x-data="{}" @click="x" onclick="x">x</p>',
]
LEFT_OVER = re.compile(
    r"<(?!/?(?:h2|h3|p|ul|ol|li|blockquote|hr|br|table|thead|tbody|tr|th|td|caption|figure|figcaption|img|"
    r"a|strong|em|code|pre|sub|sup|aside|data)\b)|\son\w+=|style=|x-data|href=\"(?!https?:|mailto:|/|#)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("body", HOSTILE)
def test_nothing_that_runs_or_calls_out_is_left(body: str) -> None:
    assert not LEFT_OVER.search(bodies.clean(body))


MARKS = [
    "&#x202e;",
    "&#xE000;",
    "&#xe001;",
    "&#57344;r 1 x",
    "&#8;",
    "&#xFFFE;",
    "\uffff",
    "&#xD800;",
    "\ud800",
]
TAGS = ["<p>", "</p>", "<aside>", "</aside>", "<data>", '<data value="fact:1">', "<pre>", "\n", "&", "<", "x"]


def test_a_citation_within_a_citation_is_its_words_alone() -> None:
    nested = '<p><data value="fact:1">5 <data value="fact:2">million</data></data></p>'
    assert bodies.clean(nested) == '<p><data value="fact:1">5 million</data></p>'


@given(st.lists(st.sampled_from([*HOSTILE, *MARKS, *TAGS])))
def test_cleaning_is_idempotent_and_safe_on_any_mixture(pieces: list[str]) -> None:
    cleaned = bodies.clean("".join(pieces))
    assert bodies.clean(cleaned) == cleaned
    assert not LEFT_OVER.search(cleaned)
    assert not bodies.INVISIBLE.search(cleaned)
    etree.fromstring(f"<x>{escape(cleaned)}</x>")
    slots = [piece for piece in Cutter(lambda text: []).cut(cleaned) if not isinstance(piece, str)]
    assert {slot[0] for slot in slots} <= {"f", "n"}


@given(st.text())
def test_any_text_can_be_cleaned_and_read(text: str) -> None:
    cleaned = bodies.clean(text)
    assert bodies.clean(cleaned) == cleaned
    bodies.text_of(cleaned)


@pytest.mark.parametrize(
    "body",
    [
        '<aside data-callout="pro-tip"><p>Check twice.</p></aside>',
        '<p>There are <data value="fact:12">163 <strong>million</strong></data> of them.</p>',
        '<table><thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td colspan="2">b</td></tr></tbody></table>',
        '<p><a href="https://example.org/a?b=c">out</a>, <a href="/models/x/">in</a>, <a href="#s-x">here</a></p>',
        '<p lang="zh-Hans">豆包</p>',
        "<h2>A heading</h2><blockquote><p>Said.</p></blockquote>",
    ],
)
def test_the_vocabulary_comes_back_as_it_stands(body: str) -> None:
    assert bodies.clean(body) == body


def test_wrappers_without_their_meaning_are_unwrapped() -> None:
    assert bodies.clean('<aside data-callout="shout"><p>Loud.</p></aside>') == "<p>Loud.</p>"
    assert bodies.clean('<p><data value="x">5</data></p>') == "<p>5</p>"


def test_foreign_pictures_and_links_without_a_scheme_go() -> None:
    assert bodies.clean('<img src="https://evil.example/pixel.gif" alt="x">') == ""
    assert bodies.clean('<a href="//evil.example">x</a>') == "<a>x</a>"
    assert bodies.clean('<a href="/\\evil.example">x</a>') == "<a>x</a>"


def test_marks_that_turn_or_hide_text_are_taken_out() -> None:
    assert bodies.clean("<p>a\u202eb\u200bc\u0000</p>") == "<p>abc</p>"
    assert bodies.clean("<p>a&#x202e;b&#xE000;c&#8;</p>") == "<p>abc</p>"
    assert bodies.plain(" A\u202e  title\n") == "A title"


def test_the_text_has_one_line_a_block() -> None:
    body = "<h2>Head</h2><p>One <em>two</em>.</p><ul><li>a</li><li>b</li></ul>"
    assert bodies.text_of(body) == "Head\nOne two.\na\nb"


def test_citations_are_read_in_order_with_their_words() -> None:
    body = '<p><data value="fact:2">5 %</data> and <data value="fact:1">$90\n billion</data></p>'
    assert list(bodies.citations(body)) == [(2, "5 %", ""), (1, "$90 billion", "5 % and ")]


def test_what_stands_before_a_citation_ends_at_its_block() -> None:
    body = '<p>Over</p><ul><li>more <em>than</em>\n<data value="fact:1">5 million</data>, or so</li></ul>'
    assert list(bodies.citations(body)) == [(1, "5 million", "more than ")]
    assert list(bodies.citations('<p>It has <data value="fact:1"> </data></p>')) == []


def test_reading_time_counts_words_and_chinese_characters() -> None:
    assert bodies.reading_minutes("word " * 460) == 2
    assert bodies.reading_minutes("模" * 800) == 2
    assert bodies.reading_minutes("") == 1
