"""Two texts compared as readers see them: nothing is lost, nothing is marked that stays, and the HTML is in order."""

import re

from hypothesis import given
from hypothesis import strategies as st

from articles.bodies import clean, text_of
from articles.differing import beside, together

WORDS = st.lists(st.sampled_from(["light", "the", "shade", "模型", "163", "a<b", "&", "."]), max_size=6).map(
    " ".join
)


def _inline(words: str, wrap: str) -> str:
    text = words.replace("&", "&amp;").replace("<", "&lt;")
    return {
        "": text,
        "strong": f"It <strong>{text}</strong> so",
        "data": f'About <data value="fact:{len(words)}">{text}</data>.',
        "a": f'<a href="/x/{len(words)}/">{text}</a><br>{text}',
        "img": f'{text} <img src="/images/{len(words)}/a.png" alt="{len(words)}">',
    }[wrap]


LINE = st.builds(_inline, WORDS, st.sampled_from(["", "strong", "data", "a", "img"]))
BLOCK = st.one_of(
    st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["p", "h2", "h3", "blockquote", "pre"]), LINE),
    st.lists(LINE, min_size=1, max_size=3).map(
        lambda rows: "<ul>" + "".join(f"<li>{r}</li>" for r in rows) + "</ul>"
    ),
    st.lists(LINE, min_size=1, max_size=3).map(
        lambda cells: "<table><tbody><tr>" + "".join(f"<td>{c}</td>" for c in cells) + "</tr></tbody></table>"
    ),
    LINE.map(lambda line: f'<aside data-callout="note"><p>{line}</p><ul><li>{line}</li></ul></aside>'),
    st.just("<hr>"),
)
BODY = st.lists(BLOCK, max_size=5).map("".join).map(clean)


def bare(html: str, gone: str = "") -> str:
    """The words of a comparison, without what one of the marks holds."""
    html = re.sub(rf"<{gone}>.*?</{gone}>", "", html, flags=re.DOTALL) if gone else html
    return " ".join(text_of(html).split())


def pictures(html: str) -> list[str]:
    return re.findall(r"<img[^>]*>", html)


@given(BODY, BODY)
def test_what_stays_and_what_went_are_the_one_text_what_stays_and_what_came_the_other(
    old: str, new: str
) -> None:
    both = together(old, new)
    left, right = beside(old, new)
    for text, shown, other in ((old, left, "ins"), (new, right, "del")):
        assert f"<{other}>" not in shown
        assert bare(shown) == bare(text)
        assert pictures(shown) == pictures(clean(text))
        assert bare(both, gone=other).split() == bare(text).split()
    for html in (both, left, right):
        assert is_nested(html)


def is_nested(html: str) -> bool:
    """Whether each tag is closed, in the order in which they were opened."""
    standing: list[str] = []
    for end, tag in re.findall(r"<(/?)([a-z0-9]+)[^>]*>", html):
        if not end and tag not in {"br", "hr", "img"}:
            standing.append(tag)
        elif end and (not standing or standing.pop() != tag):
            return False
    return not standing


@given(BODY)
def test_of_a_text_that_is_the_same_nothing_is_marked(body: str) -> None:
    assert "<ins>" not in together(body, body) and "<del>" not in together(body, body)


def test_a_figure_that_cites_another_fact_changed_though_its_words_did_not() -> None:
    old, new = (f'<p>It has <data value="fact:{n}">163 million</data> users.</p>' for n in (1, 2))
    assert together(old, new) == (
        '<p>It has <del><data value="fact:1">163 million</data></del>'
        '<ins><data value="fact:2">163 million</data></ins> users.</p>'
    )


def test_chinese_is_compared_by_characters_and_a_table_by_cells() -> None:
    assert (
        together("<p>人工智能模型</p>", "<p>人工智慧模型</p>")
        == "<p>人工智<del>能</del><ins>慧</ins>模型</p>"
    )
    old, new = (f"<table><tbody><tr><td>A</td><td>{n}</td></tr></tbody></table>" for n in (1, 2))
    assert "<td>A</td><td><del>1</del><ins>2</ins></td>" in together(old, new)
