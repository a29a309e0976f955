"""Turning words of an article into a citation of a fact, at the places where an import found them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from lxml import html
from lxml.html import HtmlElement

from articles import bodies
from articles.models import Article, FAQEntry
from articles.revisions import save_revision
from facts.models import Fact
from questions.answering import giving
from questions.models import Answer

HEADINGS = {"h2", "h3"}
BLOCKS = {"p", "li", "blockquote", "aside", "pre", "td", "th", "caption", "figcaption"}


class NotThere(ValueError):
    """The words no longer stand where they were found; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """Words, the sentence they stand in and their offset in it, so that edits elsewhere do no harm."""

    sentence: str
    at: int
    words: str


def cite(article: Article, *, places: list[Place], fact: Fact, by: User | None, instead: str = "") -> None:
    """Make the words a citation of the fact wherever they stand in the body, the FAQ and the answers to readers.

    instead: the words that take their place, where the fact says something else.

    Where all their sentences were edited since, the words are cited if they stand only once. Without places
    (a figure may stand in the standfirst or the title only) the article is left alone. Raises NotThere, and
    AnswerRefused where an answer that readers see would not say what the fact says.
    """
    if not places:
        return
    words = places[0].words
    article = Article.objects.select_for_update().get(pk=article.pk)
    texts = [article.body, *_faq(article), *_answers(article)]
    cited = [_cited(text, places, fact, instead) for text in texts]
    if cited == [None] * len(texts):
        cited = _cited_where_it_stands_once(texts, words, fact, instead)
    _save(article, cited, note=f"“{words}” is now “{instead}”." if instead else "")
    save_revision(article, by=by, why=f"Cites a fact: {words}"[:200])


def _faq(article: Article) -> list[str]:
    return list(article.faq.order_by("pk").values_list("answer", flat=True))


def _answers(article: Article) -> list[str]:
    return [given.text for given in _given(article)]


def _given(article: Article) -> Any:
    return Answer.objects.filter(question__article=article).select_related("question", "by").order_by("pk")


def _save(article: Article, cited: list[str | None], *, note: str) -> None:
    """Put the texts back that changed; who has the article open is shown both texts on saving.

    note: what readers of an answer are told where its words changed.
    """
    body, *others = cited
    if body:
        article.body = body
    entries = list(article.faq.order_by("pk"))
    for entry, text in zip(entries, others, strict=False):
        if text:
            FAQEntry.objects.filter(pk=entry.pk).update(answer=text)
    for given, text in zip(_given(article), others[len(entries) :], strict=True):
        if text:
            giving.reword(given, text=text, by=given.by, note=note)
    article.version += 1
    Article.objects.filter(pk=article.pk).update(
        body=article.body, version=article.version, updated_at=timezone.now()
    )


def _cited(text: str, places: list[Place], fact: Fact, instead: str) -> str | None:
    """The text with the words cited at those of the places that are in it; None where none is."""
    found = None
    for place in places:
        for runs in citable(bodies.parse(found or text or "<p></p>")):
            begins = runs.text.find(place.sentence)
            if begins >= 0 and (changed := runs.cite(begins + place.at, place.words, fact.pk, instead)):
                found = changed
                break
    return found


def _cited_where_it_stands_once(texts: list[str], words: str, fact: Fact, instead: str) -> list[str | None]:
    whole = rf"(?<![A-Za-z0-9])(?<![0-9][.,]){re.escape(words)}(?![A-Za-z0-9%]|[.,][0-9])"
    spots = [
        (n, runs, found.start())
        for n, text in enumerate(texts)
        for runs in citable(bodies.parse(text or "<p></p>"))
        for found in re.finditer(whole, runs.text)
    ]
    changed = spots[0][1].cite(spots[0][2], words, fact.pk, instead) if len(spots) == 1 else None
    if changed is None:
        raise NotThere(
            f"“{words}” no longer stands in the sentence it was found in: cite the figure by hand, then dismiss this."
        )
    return [changed if n == spots[0][0] else None for n in range(len(texts))]


class Runs:
    """The runs of text of one paragraph or heading, whatever elements they stand in."""

    def __init__(self, root: HtmlElement, element: HtmlElement) -> None:
        self.root, self.may_cite = root, element.tag in BLOCKS
        self.runs: list[tuple[HtmlElement, bool, str]] = []  # element, whether it is its tail, text

    @property
    def text(self) -> str:
        """All of it."""
        return "".join(text for _, _, text in self.runs)

    @property
    def cited(self) -> Iterator[tuple[int, int]]:
        """The spans of it that cite a fact already."""
        at = 0
        for element, is_tail, text in self.runs:
            if _within_citation(element, is_tail):
                yield at, at + len(text)
            at += len(text)

    def cite(self, at: int, words: str, fact: int, instead: str = "") -> str | None:
        """The whole HTML with the words at an offset cited; None where they cross elements or cite already."""
        for element, is_tail, text in self.runs:
            if 0 <= at < len(text):
                if not text.startswith(words, at) or _within_citation(element, is_tail):
                    return None
                citation = html.Element("data", {"value": f"fact:{fact}"})
                citation.text, citation.tail = instead or words, text[at + len(words) :]
                if is_tail:
                    element.tail = text[:at]
                    element.addnext(citation)
                else:
                    element.text = text[:at]
                    element.insert(0, citation)
                return bodies.clean(bodies.inner(self.root))
            at -= len(text)
        return None


def _within_citation(element: HtmlElement, is_tail: bool) -> bool:
    around = [*element.iterancestors("data")]
    return bool(around) or (element.tag == "data" and not is_tail)


def citable(root: HtmlElement) -> Iterator[Runs]:
    """The paragraphs of a text that may cite; headings may not."""
    return (runs for runs in paragraphs(root) if runs.may_cite)


def paragraphs(root: HtmlElement) -> Iterator[Runs]:
    """The paragraphs and headings of a text, in order."""
    found: list[Runs] = []

    def walk(element: HtmlElement, into: Runs | None) -> None:
        if element.tag in BLOCKS or element.tag in HEADINGS:
            into = Runs(root, element)
            found.append(into)
        if into and element.text:
            into.runs.append((element, False, element.text))
        for child in element:
            walk(child, into)
            if into and child.tail:
                into.runs.append((child, True, child.tail))

    walk(root, None)
    return iter(found)
