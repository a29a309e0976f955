"""Cuts a sanitised body into the pieces that a page is put together from.

Done once, when an edition is published (or the index is rebuilt), so that showing a page parses no HTML:
a layout is a list of strings of HTML and of slots, which are filled with today's state when it is shown.

    ["f", fact id, number, words]   a cited figure
    ["n", [numbers]]                what became of the figures of the paragraph above
    ["r", record id, words]         the first mention of a record
    ["p", picture id, address, alternative text]
"""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

from django.utils.translation import gettext
from lxml import html
from lxml.html import HtmlElement

from articles.bodies import CALLOUTS, FACT, PICTURE, parse
from companies.mentions import Match

Find = Callable[[str], list[Match]]
Layout = list[Any]

# No links inside these: they are links, headings, code or figures already.
UNLINKED = {"a", "h2", "h3", "code", "pre", "data", "caption", "figcaption", "slot"}
SLOT = re.compile("\ue000([^\ue000\ue001]*)\ue001")


class Cutter:
    """Cuts the texts of one edition; numbers figures and links each record once across all of them."""

    def __init__(self, find: Find) -> None:
        self._find = find
        self.facts: dict[int, str] = {}
        self.records: dict[int, str] = {}
        self.contents: list[dict[str, Any]] = []

    def cut(self, body: str) -> Layout:
        """The layout of one sanitised text."""
        root = parse(body)
        for block in list(root):
            self._mark_block(block)
        return _split(html.tostring(root, encoding="unicode")[len("<div>") : -len("</div>")])

    def _mark_block(self, block: HtmlElement) -> None:
        """Put slots into one top-level block, and one after it for what became of its figures."""
        if block.tag in {"h2", "h3"}:
            self._head(block)
        for aside in list(block.iter("aside")):
            _label(aside)
        for table in list(block.iter("table")):
            wrapper = _make_scrollable(table)
            block = wrapper if table is block else block
        known = len(self.facts)
        for figure in list(block.iter("data")):
            self._mark_figure(figure)
        for picture in list(block.iter("img")):
            _mark_picture(picture)
        self._mark_records(block)
        if len(self.facts) > known:
            numbers = ",".join(str(n) for n in range(known + 1, len(self.facts) + 1))
            # “text”: by this word reader modes forgive a block its many links, which they else drop.
            wrapper = html.Element("div", {"class": "cited text"})
            block.addprevious(wrapper)
            wrapper.append(block)
            wrapper.tail, block.tail = block.tail, f"\ue000n {numbers}\ue001"

    def _head(self, heading: HtmlElement) -> None:
        """Give a heading an id that stays unique, and note it for the contents."""
        words = " ".join(heading.text_content().split())
        anchor = re.sub(r"[^a-z0-9\u3400-\u9fff]+", "-", words.lower()).strip("-")[:60] or "section"
        taken = sum(entry["anchor"] == anchor for entry in self.contents)
        heading.set("id", f"s-{anchor}" + (f"-{len(self.contents)}" if taken else ""))
        self.contents.append(
            {"level": int(str(heading.tag)[1]), "text": words, "anchor": anchor, "id": heading.get("id")}
        )

    def _mark_figure(self, figure: HtmlElement) -> None:
        """Replace a cited figure by its slot."""
        found = FACT.fullmatch(figure.get("value", ""))
        words = " ".join(figure.text_content().split())
        if not found or not words:
            figure.drop_tag()
            return
        fact = int(found[1])
        self.facts.setdefault(fact, words)
        number = list(self.facts).index(fact) + 1
        for link in list(figure.iterancestors("a")):
            link.drop_tag()  # the figure's note has links, and no link may hold another
        for child in list(figure):
            figure.remove(child)
        figure.text = f"\ue000f {fact} {number} {words}\ue001"
        figure.tag = "slot"

    def _mark_records(self, block: HtmlElement) -> None:
        """Put a slot at the first mention of each record that is not yet linked."""
        if block.tag in UNLINKED:
            return
        block.text = self._marked(block.text)
        for child in list(block):
            self._mark_records(child)
            child.tail = self._marked(child.tail)

    def _marked(self, text: str | None) -> str | None:
        """A run of text with slots at first mentions."""
        if not text or not text.strip():
            return text
        pieces, done = [], 0
        for match in self._find(text):
            if match.record in self.records:
                continue
            words = text[match.start : match.end]
            self.records[match.record] = words
            pieces += [text[done : match.start], f"\ue000r {match.record} {words}\ue001"]
            done = match.end
        return "".join([*pieces, text[done:]])


def _mark_picture(picture: HtmlElement) -> None:
    """Replace a picture by its slot."""
    if found := PICTURE.fullmatch(picture.get("src", "")):
        picture.text = f"\ue000p {found[1]} {found[0]} {picture.get('alt', '')}\ue001"
        picture.tag = "slot"


def _label(aside: HtmlElement) -> None:
    """Give a call-out its class, its name for screen readers and its label as the first line.

    On pages it is a note within the text: readers' modes of browsers leave an `aside` out, a warning too.
    """
    kind = aside.get("data-callout", "")
    label = gettext(CALLOUTS.get(kind, "Note"))
    aside.tag = "div"
    aside.set("role", "note")
    aside.set("class", "callout")
    aside.set("aria-label", label)
    if len(aside) and " ".join(aside[0].text_content().split()).rstrip(":") == label:
        return
    first = html.Element("p")
    first.text = label
    aside.insert(0, first)


def _make_scrollable(table: HtmlElement) -> HtmlElement:
    """Let a wide table scroll in itself, also by keyboard; returns what it scrolls in."""
    caption = table.find("caption")
    name = caption.text_content().strip() if caption is not None else gettext("Table")
    wrapper = html.Element("div", {"class": "scroll", "role": "region", "aria-label": name, "tabindex": "0"})
    table.set("class", "ledger")
    table.addprevious(wrapper)
    wrapper.tail, table.tail = table.tail, None
    wrapper.append(table)
    return wrapper


def _split(marked: str) -> Layout:
    """The marked HTML as strings and slots."""
    marked = re.sub(r"</?slot[^>]*>", "", marked)
    layout: Layout = []
    for position, piece in enumerate(SLOT.split(marked)):
        if position % 2 == 0:
            if piece:
                layout.append(piece)
            continue
        kind, _, rest = piece.partition(" ")
        layout.append(_slot(kind, rest))
    return layout


def _slot(kind: str, rest: str) -> list[Any]:
    """One slot from its mark; the words in it are HTML already, for they were serialised as text."""
    if kind == "p":
        picture, address, alt = rest.split(" ", 2)
        return ["p", int(picture), address, unescape(alt)]
    if kind == "n":
        return ["n", [int(n) for n in rest.split(",")]]
    if kind == "r":
        record, _, words = rest.partition(" ")
        return ["r", int(record), words]
    fact, number, words = rest.split(" ", 2)
    return ["f", int(fact), int(number), words]
