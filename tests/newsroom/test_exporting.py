"""What is imported comes back as it was: for texts of the form, export(import(text)) = text."""

import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles.models import Article
from articles.models.article import FAQEntry
from newsroom.exporting import export
from newsroom.importing.reading import read
from newsroom.importing.saving import save, understand
from questions.answering.giving import answer
from questions.models import Question
from tests.factories import make_article
from tests.laws import slow
from tests.newsroom.test_importing import CHINA, SPRING, run, sample
from tests.newsroom.test_reading import MODEL

pytestmark = pytest.mark.django_db


def exported(*arguments: Any) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of `export_article`."""
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command("export_article", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as end:
        status = int(end.code or 0)
    return status, out.getvalue(), err.getvalue()


def same(text: str) -> str:
    """The text with one kind of quotes and dashes."""
    text = re.sub("[“”„«»]", '"', re.sub("[‘’]", "'", text))
    return re.sub(r"--|[–—]", "-", text).strip()


# Texts of the form: a title, an opening, headed sections with call-outs, a FAQ, readers' questions, a closing line.

NAMES = [
    "Lantern Lab",
    "Harbour",
    "灯笼",
    "Bao 2.0",
    "Qwen",
    "stove",
    "rice",
    "the market",
    "12 million",
    "5%",
]
WORDS = st.lists(
    st.sampled_from([*NAMES, "is", "grows", "quickly", "more", "than", "<b>", "&", "C++"]), min_size=2
)


def capital(words: list[str]) -> str:
    text = " ".join(words)
    return f"The {text}" if not text[0].isupper() else text


sentences = st.builds(
    lambda words, end: f"{capital(words[:12])}{end}",
    WORDS,
    st.sampled_from([".", "!", " – so they say.", ".”"]),
)
paragraphs = st.lists(sentences, min_size=1, max_size=3).map(" ".join)
headings = st.builds(
    lambda words, more: f"{capital(words[:6])}{more}",
    WORDS,
    st.sampled_from(["", "?", ": A Late Answer", "’s Lead"]),
)
callouts = st.builds(
    lambda label, text: f"{label} {text}",
    st.sampled_from(["Did you know?", "Pro Tip:", "Key point:", "Note:", "Warning:"]),
    paragraphs,
)
blocks = st.one_of(paragraphs, paragraphs, callouts)
asked = st.builds(lambda words: f"{capital(words[:9])}?", WORDS)
sections = st.builds(
    lambda heading, first, rest: "\n".join([heading, first, *rest]),
    headings,
    paragraphs,
    st.lists(blocks, max_size=3),
)
faqs = st.lists(st.builds(lambda q, a: f"- {q} {a}", asked, paragraphs), max_size=4).map(
    lambda entries: ["FAQ", *entries] if entries else []
)
readers = st.builds(
    lambda who, dash, q, a: f"Reader Question{who}: “{q}” {dash} {a}",
    st.sampled_from(["", " (Ingrid, Tromsø)"]),
    st.sampled_from(["–", "-", "—"]),
    asked,
    paragraphs,
)
closings = st.sampled_from(
    [
        [],
        ["Explore more about shared kitchens here. Subscribe to our letter for the next course."],
        ["Read more on GPT-4.1 and its heirs here."],
    ]
)
forms = st.builds(
    lambda title, opening, parts, faq, questions, closing: "\n".join(
        [title, *opening, *parts, *faq, *questions, *closing, ""]
    ),
    headings,
    st.lists(paragraphs, min_size=1, max_size=2),
    st.lists(sections, max_size=3),
    faqs,
    st.lists(readers, max_size=3),
    closings,
)


class ExportOfImport(TestCase):
    @slow(30)
    @given(forms)
    def test_a_text_of_the_form_comes_back_from_the_database_as_it_was(self, text: str) -> None:
        article = save(understand(text.encode()), by=None)
        assert same(export(article)) == same(text)


@pytest.mark.parametrize("name", [CHINA, SPRING])
def test_the_samples_come_back_letter_by_letter(name: str) -> None:
    run(sample(name))
    status, out, err = exported(Article.objects.get().slug)
    assert (status, err) == (0, "")
    assert out.strip() == sample(name).read_text().strip()


def test_what_was_exported_is_known_when_it_is_imported(tmp_path: Path) -> None:
    save(understand(MODEL.encode()), by=None)
    (slug,) = Article.objects.values_list("slug", flat=True)
    status, out, _ = exported(slug, "--output", tmp_path / "texts")
    path = tmp_path / "texts" / f"{slug}.txt"
    assert (status, out.strip()) == (0, str(path))
    assert path.read_text() == MODEL
    assert "imported before" in run(path)[2]


def test_a_slug_that_is_none_stops_no_other(tmp_path: Path) -> None:
    make_article("A quiet eclipse", slug="eclipse")
    status, out, err = exported("missing", "eclipse")
    assert (status, err) == (1, "There is no article “missing”.\n")
    assert out.startswith("A quiet eclipse\n")
    make_article("Another", slug="eclipse")
    assert exported("eclipse")[::2] == (1, "More than one working copy has the address “eclipse”.\n")


def test_what_the_form_has_no_sign_for_keeps_its_words() -> None:
    article = make_article(
        "A quiet eclipse",
        standfirst="The standfirst.",
        body="<p>It <strong>shines</strong> on <a href='https://moon.example/'>us</a>.<br>Still.</p>"
        "<h2>Heading One</h2><p>Text.</p><h3>Smaller</h3><blockquote><p>They said so.</p></blockquote>"
        "<ul><li><p>one</p><ul><li><p>inner</p></li></ul></li><li><p>two</p></li></ul><hr>"
        "<table><tbody><tr><th>Year</th><td>2030</td></tr></tbody></table>"
        '<aside data-callout="note"><p>First.</p><p>Second.</p></aside>',
        closing="Explore more about shadows here.",
    )
    FAQEntry.objects.create(article=article, question="Is it dark?", answer="<p>No.</p><p>Not quite.</p>")
    waiting = Question.objects.create(text="Why so dark?", slug="why", asker="Bo", article=article)
    text = export(article)
    assert text.splitlines() == [
        "A quiet eclipse",
        "The standfirst.",
        "It shines on us. Still.",
        "Heading One",
        "Text.",
        "Smaller",
        "They said so.",
        "- one",
        "- inner",
        "- two",
        "\\Year | 2030",  # no stop at its end: it would be taken for a heading
        "Note: First. Second.",
        "FAQ",
        "- Is it dark? No. Not quite.",
        "Explore more about shadows here.",
    ]
    answer(waiting, text="<p>It is night.</p>", by=None)
    assert "Reader Question (Bo): “Why so dark?” – It is night." in export(article).splitlines()
    assert read(text.encode()).title == "A quiet eclipse"
