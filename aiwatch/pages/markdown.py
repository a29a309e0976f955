"""A page in Markdown: its own words, made from the page itself, so that agents read what people read."""

import re
from collections.abc import Set
from typing import Any
from urllib.parse import quote, urljoin

from bs4 import BeautifulSoup
from django.conf import settings
from lxml.html import Element, HtmlElement, document_fromstring, tostring
from markdownify import MarkdownConverter

#: What is of use only on a screen, or is said again in a footnote: by its element, and by its class.
DROPPED = {"script", "form", "svg", "button"}
DROPPED_CLASSES = {"toc", "crumbs", "notes", "since", "ask", "share", "vh", "btn", "src"}
#: What says nothing of its text: each element less is a twentieth of a millisecond less.
WORDLESS = {"span", "time", "data"}
#: “in 2026. Then”: escaped as if it began a list, in the middle of a line.
IN_A_LINE = re.compile(r"(?<=[^\s>*+#|.)-] )(\d{1,9})\\([.)])")
LINKED = ("http://", "https://", "mailto:")


def told(html: str, address: str) -> str:
    """The main part of a page in Markdown, with a footnote to each figure, and where it stands.

    Nothing of its text is markup afterwards: what would be is escaped. The tree is pruned by lxml, and what is left
    of it is given to the slower one from which Markdown is made.
    """
    page = document_fromstring(html)
    main: Any = page.find(".//main")
    main = page if main is None else main
    article = main.find(".//article[@data-edition]")
    edition = "" if article is None else f"Edition {article.get('data-edition')}. "
    for chip in main.find_class("chips"):
        for name in chip.iterfind(".//a/span"):
            _say_before(name, ", ")
    notes = _footnotes(main)
    _prune(main)
    parts = [_markdown(main), *(f"[^{name}]: {note}" for name, note in notes.items()), "---"]
    return "\n\n".join(
        [*parts, f"{edition}{settings.SITE_NAME}: <{address}>. Licence: <{settings.SITE_LICENCE}>.\n"]
    )


def _footnotes(main: HtmlElement) -> dict[str, str]:
    """What the page says of each figure it cites, by the fact; the figures are left as their words and a mark."""
    notes: dict[str, str] = {}
    for figure in main.find_class("fig"):
        words = figure.find(".//data")
        fact = words.get("value", "").removeprefix("fact:")
        name = f"fact-{fact}"
        for note in figure.find_class("fignote")[:1]:
            if name not in notes:
                _prune(note, also={"i"})
                said = re.sub(r"\s+", " ", _markdown(note)).strip()
                notes[name] = f"{said} <{settings.SITE_URL}/facts/{fact}/>"
        mark = Element("fig-note", ref=name)
        mark.tail, figure.tail = figure.tail, None
        figure.getparent().replace(figure, mark)
        words.tail = None
        mark.append(words)
    return notes


def _prune(tree: HtmlElement, also: Set[str] = frozenset()) -> None:
    """Drop what is of no use in a text, and have links and pictures lead to whole addresses."""
    for element in list(tree.iterdescendants()):
        if _is_dropped(element, also):
            element.drop_tree()
        elif element.tag in {"a", "img"}:
            _lead(element)
        elif element.tag in WORDLESS:
            element.drop_tag()
        elif element.get("role") == "note":
            element.tag = "aside"


def _is_dropped(element: HtmlElement, also: Set[str]) -> bool:
    return (
        not isinstance(element.tag, str)
        or element.tag in DROPPED | also
        or element.get("aria-hidden") == "true"
        or not DROPPED_CLASSES.isdisjoint(element.get("class", "").split())
    )


def _lead(element: HtmlElement) -> None:
    """Make a link or a picture lead to a whole address; one that leads nowhere else is its words alone."""
    name = "src" if element.tag == "img" else "href"
    given = element.get(name, "#")
    address = urljoin(f"{settings.SITE_URL}/", given)
    if not address.startswith(LINKED) or given.startswith("#"):
        element.drop_tag() if element.tag == "a" else element.drop_tree()
        return
    alt = {"alt": element.get("alt", "")} if name == "src" else {}
    element.attrib.clear()
    element.attrib.update({name: quote(address, safe="/:?#[]@!$&'*+,;=%~-._")} | alt)


def _say_before(element: HtmlElement, words: str) -> None:
    """Put words before an element."""
    before, parent = element.getprevious(), element.getparent()
    if before is None:
        parent.text = (parent.text or "") + words
    else:
        before.tail = (before.tail or "") + words


#: Its types leave out what is inherited.
Base: Any = MarkdownConverter


class _Converter(Base):
    """Our vocabulary beside that of every page."""

    class Options:
        heading_style = "atx"
        escape_misc = True
        bullets = "-"
        autolinks = False
        table_infer_header = True

    def convert_fig_note(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """A figure, with the mark of its footnote."""
        return f"{text}[^{el['ref']}]"

    def convert_aside(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """A call-out as a quotation that begins with what it is."""
        name = str(el.get("data-callout", "")).replace("-", " ").capitalize()
        known = not name or text.strip().lower().lstrip("*#").startswith(name.lower())
        quoted = self.convert_blockquote(el, text if known else f"**{name}:** {text.strip()}", parent_tags)
        return f"\n\n{quoted.strip()}\n\n"

    def convert_summary(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """What opens a part is its heading."""
        return f"\n\n### {text.strip()}\n\n"

    def convert_dt(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """A term begins a line of a list."""
        return f"\n- **{text.strip()}:** "

    def convert_dd(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """What is said of it ends the line."""
        return re.sub(r"\s+", " ", text).strip() + "\n"

    def convert_small(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """What stands beneath in small letters."""
        return f" ({text.strip()})" if text.strip() else ""

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """A picture by what it shows."""
        return f"![{self.escape(str(el.get('alt', '')), parent_tags)}]({el['src']})"

    def convert_sup(self, el: Any, text: str, parent_tags: set[str]) -> str:
        """Raised, in the signs that there are for it, else after its caret."""
        return text


def _markdown(tree: HtmlElement) -> str:
    written = tostring(tree, encoding="unicode", with_tail=False)
    text: str = IN_A_LINE.sub(r"\1\2", _Converter().convert_soup(BeautifulSoup(written, "lxml")))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip()
