"""An article's working copy in the newsroom's text form, as `importing` reads it.

A text of the form that was imported comes back as it was, quotes and dashes aside. What the form has no sign
for (emphasis, links, tables, pictures) is written as its words, one line a block.
"""

from collections.abc import Iterator
from copy import deepcopy

from lxml import html
from lxml.html import HtmlElement

from articles import bodies
from articles.models import Article
from newsroom.importing.draft import Answered, Block, Callout, Draft, ListBlock, Paragraph, Section
from newsroom.importing.shapes import closing
from newsroom.importing.writing import write
from questions.models import Question


def export(article: Article) -> str:
    """The working copy as text. Answered readers' questions are part of it, waiting ones are not."""
    return write(_draft(article))


def _draft(article: Article) -> Draft:
    asked = Question.objects.filter(article=article, answer__isnull=False).select_related("answer")
    return Draft(
        title=bodies.plain(article.headline),
        standfirst=bodies.plain(article.standfirst),
        sections=tuple(_sections(article.body)) if article.body.strip() else (),
        faq=tuple(Answered(bodies.plain(entry.question), _line(entry.answer)) for entry in article.faq.all()),
        questions=tuple(
            Answered(bodies.plain(question.text), _line(question.answer.text), bodies.plain(question.asker))
            for question in asked.order_by("pk")
        ),
        closing=closing(bodies.plain(article.closing)) if article.closing.strip() else None,
    )


def _line(body: str) -> str:
    """HTML as one line of text."""
    return bodies.plain(bodies.text_of(body))


def _sections(body: str) -> Iterator[Section]:
    """The body cut at its headings, whatever their level; the form knows one."""
    root = bodies.parse(body)
    heading: str | None = None
    blocks: list[Block] = list(_loose(root.text))
    for element in root:
        if element.tag in {"h2", "h3"} and (words := _words(element)):
            if heading or blocks:
                yield Section(heading, tuple(blocks))
            heading, blocks = words, []
        else:
            blocks += _blocks(element)
        blocks += _loose(element.tail)
    if heading or blocks:
        yield Section(heading, tuple(blocks))


def _loose(text: str | None) -> Iterator[Paragraph]:
    """Text that stands in no element, as a paragraph."""
    if words := bodies.plain(text or ""):
        yield Paragraph(words)


def _blocks(element: HtmlElement) -> Iterator[Block]:
    """What stands between headings; nothing for an element without words, such as a rule or a picture."""
    match element.tag:
        case "aside" if words := _words(element):
            yield Callout(element.get("data-callout", "note"), words)
        case "ul" | "ol":
            items = tuple(filter(None, map(_words, element.iter("li"))))
            if items:
                yield ListBlock(items, numbered=element.tag == "ol")
        case "tr":
            yield from _loose(" | ".join(map(_words, element)))
        case "table" | "thead" | "tbody" | "blockquote" | "figure":
            yield from _loose(element.text)
            for inner in element:
                yield from (*_blocks(inner), *_loose(inner.tail))
        case _:
            yield from _loose(_words(element))


def _words(element: HtmlElement) -> str:
    """An element's own words as one line; the lists within an item have items of their own."""
    own = deepcopy(element)
    for inner in list(own.iterdescendants("ul", "ol")):
        inner.drop_tree()
    for end in own.iter("br"):
        end.tail = f" {end.tail or ''}"
    return _line(html.tostring(own, encoding="unicode", with_tail=False))
