"""A page in Markdown: its own words, made from the page itself, so that agents read what people read."""

import re
from typing import Any
from urllib.parse import quote, urljoin

from bs4 import BeautifulSoup, Tag
from django.conf import settings
from markdownify import MarkdownConverter

#: What is of use only on a screen, or is said again in a footnote.
DROPPED = (
    "script, form, svg, button, nav.toc, .crumbs, .notes, .since, .ask, .share, .vh, .btn, a.src, "
    "[aria-hidden=true]"
)
#: “in 2026. Then”: escaped as if it began a list, in the middle of a line.
IN_A_LINE = re.compile(r"(?<=[^\s>*+#|.)-] )(\d{1,9})\\([.)])")
LINKED = ("http://", "https://", "mailto:")


def told(html: str, address: str) -> str:
    """The main part of a page in Markdown, with a footnote to each figure, and where it stands.

    Nothing of its text is markup afterwards: what would be is escaped.
    """
    soup = BeautifulSoup(html, "lxml")
    main: Any = soup.find("main") or soup.body or soup
    article = main.find("article")
    notes = _footnotes(main)
    for element in main.select(DROPPED):
        element.decompose()
    for element in main.select("a, img"):
        _lead(element)
    for element in main.select(".chips a > span"):
        element.insert_before(", ")
    edition = f"Edition {article['data-edition']}. " if article and article.has_attr("data-edition") else ""
    parts = [_markdown(main), *(f"[^{name}]: {note}" for name, note in notes.items()), "---"]
    return "\n\n".join(
        [*parts, f"{edition}{settings.SITE_NAME}: <{address}>. Licence: <{settings.SITE_LICENCE}>.\n"]
    )


def _footnotes(main: Any) -> dict[str, str]:
    """What the page says of each figure it cites, by the fact; the figures are left as their words and a mark."""
    notes: dict[str, str] = {}
    for figure in main.select(".fig"):
        words, note = figure.find("data"), figure.select_one(".fignote")
        fact = words["value"].removeprefix("fact:")
        mark = words.wrap(Tag(name="fig-note", attrs={"ref": f"fact-{fact}"}))
        if note is not None and f"fact-{fact}" not in notes:
            for element in note.select(".vh, [aria-hidden=true], i"):
                element.decompose()
            for element in note.select("a"):
                _lead(element)
            said = re.sub(r"\s+", " ", _markdown(note)).strip()
            notes[f"fact-{fact}"] = f"{said} <{settings.SITE_URL}/facts/{fact}/>"
        figure.replace_with(mark)
    return notes


def _lead(element: Any) -> None:
    """Make a link or a picture lead to a whole address; one that leads nowhere else is its words alone."""
    name = "src" if element.name == "img" else "href"
    address = urljoin(f"{settings.SITE_URL}/", str(element.get(name, "#")))
    if not address.startswith(LINKED) or str(element.get(name, "#")).startswith("#"):
        element.unwrap() if element.name == "a" else element.decompose()
        return
    element.attrs = {name: quote(address, safe="/:?#[]@!$&'*+,;=%~-._")} | (
        {"alt": element.get("alt", "")} if name == "src" else {}
    )


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


def _markdown(element: Any) -> str:
    text: str = IN_A_LINE.sub(r"\1\2", _Converter().convert_soup(element))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip()
