"""The one sanitiser, and what can be read out of a sanitised body.

The editor, the importer and the API hand HTML in through `clean`; there is no second allow-list.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

import nh3
from django.utils.translation import gettext_noop
from lxml import etree, html
from lxml.html import HtmlElement

from changes.texts import INVISIBLE as INVISIBLE
from changes.texts import LONE_SURROGATE
from changes.texts import plain as plain

CALLOUTS = {
    "did-you-know": gettext_noop("Did you know?"),
    "pro-tip": gettext_noop("Pro Tip"),
    "key-point": gettext_noop("Key point"),
    "note": gettext_noop("Note"),
    "warning": gettext_noop("Warning"),
}

TAGS = {
    *("h2", "h3", "p", "ul", "ol", "li", "blockquote", "hr", "br"),
    *("table", "thead", "tbody", "tr", "th", "td", "caption", "figure", "figcaption", "img"),
    *("a", "strong", "em", "code", "pre", "sub", "sup", "aside", "data"),
}
ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"},
    "aside": {"data-callout"},
    "data": {"value"},
    "ol": {"start"},
    "*": {"lang"},
}
PICTURE = re.compile(r"/images/([0-9]{1,18})/[A-Za-z0-9._-]+")
FACT = re.compile(r"fact:([0-9]{1,18})")
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
LEADING_LINES = re.compile(r"(<pre\b[^>]*>)\n+")


def _link(value: str) -> str | None:
    """A link as it may stay: http(s), mail, or an address within the site; `//host` and the rest go."""
    address = "".join(c for c in value if unicodedata.category(c)[0] != "C").strip()
    if address.startswith(("#", "/")) and not address.startswith(("//", "/\\")):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme in {"http", "https"} and parts.netloc:
        return address
    return address if parts.scheme == "mailto" else None


def _attribute(tag: str, name: str, value: str) -> str | None:
    """One attribute's value as it may stay, or None to drop it (nh3 calls this for each that is allowed)."""
    match tag, name:
        case "a", "href":
            return _link(value)
        case "img", "src":
            return value if PICTURE.fullmatch(value) else None
        case "data", "value":
            return value if FACT.fullmatch(value) else None
        case "aside", "data-callout":
            return value if value in CALLOUTS else None
        case _, "lang":
            return value if LANGUAGE.fullmatch(value) else None
        case _, ("colspan" | "rowspan" | "width" | "height" | "start"):
            return value if re.fullmatch(r"[0-9]{1,4}", value) else None
        case _, "scope":
            return value if value in {"row", "col"} else None
    return value


_cleaner = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "svg", "math"},
    link_rel=None,
    strip_comments=True,
)


def clean(body: str) -> str:
    """HTML as the vocabulary allows it; idempotent. Wrappers that lost their meaning are unwrapped.

    Raises nothing: whatever is handed in, what comes out is safe to show.
    """
    body = LONE_SURROGATE.sub("", INVISIBLE.sub("", body))
    # Again after parsing: a mark can be written as an entity. Parsers drop the first line end of a pre each time.
    cleaned = LEADING_LINES.sub(r"\1", INVISIBLE.sub("", _cleaner.clean(body)))
    if not re.search(r"<(data|aside|img)\b", cleaned):
        return cleaned.strip()
    root = parse(cleaned)
    for element in list(root.iter("data", "aside", "img")):
        needed = {"data": "value", "aside": "data-callout", "img": "src"}[str(element.tag)]
        cites_within = element.tag == "data" and next(element.iterancestors("data"), None) is not None
        if needed not in element.attrib or cites_within:
            element.drop_tag()
    return _cleaner.clean(inner(root)).strip()


def clean_words(body: str) -> str:
    """The same, without pictures, and of figures only their words."""
    cleaned = clean(body)
    if not re.search(r"<(data|figure|img)\b", cleaned):
        return cleaned
    root = parse(cleaned)
    for element in list(root.iter("img", "figure")):
        element.drop_tree()
    for element in list(root.iter("data")):
        element.drop_tag()
    return clean(inner(root))


def parse(body: str) -> HtmlElement:
    """The body under one element."""
    return html.fragment_fromstring(body, create_parent="div")


def inner(root: HtmlElement) -> str:
    """What stands inside an element, as HTML."""
    parts = [html.tostring(child, encoding="unicode") for child in root]
    return _escaped(root.text) + "".join(parts)


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


BLOCKS = {"p", "h2", "h3", "li", "blockquote", "pre", "td", "th", "caption", "figcaption", "aside", "tr"}
#: What begins a line of its own, too.
OPENING = {"blockquote", "aside", "tr"}


def text_of(body: str) -> str:
    """The words of a body: one line a block, nothing else."""
    return words_of(parse(body)) if body.strip() else ""


def words_of(root: HtmlElement) -> str:
    """The same of a body that is parsed already; alters the tree."""
    part_lines(root)
    return one_line_each(root.text_content())


def part_lines(root: HtmlElement) -> None:
    """Have blocks begin and end a line in the text of a tree. Doing it twice says nothing new."""
    for element in root.iter(*BLOCKS):
        element.tail = "\n" + (element.tail or "")
        if element.tag in OPENING:
            element.text = "\n" + (element.text or "")


def one_line_each(text: str) -> str:
    """The lines of such a text that hold anything, their spaces folded."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n".join([line for line in lines if line])


class Citation(NamedTuple):
    """A figure in a text: the fact behind it, the words used, and what stands before them in their block."""

    fact: int
    words: str
    before: str


def citations(body: str) -> Iterator[Citation]:
    """The citations of a body that have words, in order."""
    if "fact:" not in body:
        return
    before = ""
    for event, element in etree.iterwalk(parse(body), events=("start", "end")):
        if element.tag in BLOCKS:
            before = ""
        if event == "end":
            before += element.tail or ""
            continue
        found = FACT.fullmatch(element.get("value", ""))
        words = " ".join(element.text_content().split())
        if element.tag == "data" and found and words:
            yield Citation(int(found[1]), words, re.sub(r"\s+", " ", before))
        before += element.text or ""


class Shown(NamedTuple):
    """A picture in a text: its id, its address as the text has it, and its alternative text."""

    image: int
    address: str
    alt: str


def pictures(body: str) -> Iterator[Shown]:
    """The pictures of a body, in order."""
    if "<img" not in body:
        return
    for element in parse(body).iter("img"):
        if found := PICTURE.fullmatch(element.get("src", "")):
            yield Shown(int(found[1]), found[0], element.get("alt", ""))


def links(body: str) -> Iterator[str]:
    """Where the links of a body lead, in order."""
    if "<a" not in body:
        return
    for element in parse(body).iter("a"):
        if address := element.get("href"):
            yield address


def reading_minutes(text: str) -> int:
    """Whole minutes at 230 words or 400 Chinese characters a minute (Brysbaert 2019; Wang 2017), at least 1."""
    chinese = sum("\u3400" <= c <= "\u9fff" for c in text)
    words = len(re.sub("[\u3400-\u9fff]", " ", text).split())
    return max(1, round(words / 230 + chinese / 400))
