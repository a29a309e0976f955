"""Two sanitised texts compared as readers would see them: what went and what came, word by word.

lxml.html.diff leaves cells outside their table, writes addresses into the text and takes a Chinese sentence for one
word; the others that there are lose what stands behind a figure. So this one walks our small vocabulary: blocks are
paired first, then the words within a pair.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from html import escape
from typing import Literal, NamedTuple

from django.utils.safestring import SafeString, mark_safe
from lxml import html
from lxml.html import HtmlElement

from articles.bodies import parse

Mark = Literal["", "del", "ins"]
Side = Literal["both", "before", "after"]

#: Elements that stand within a line of text; every other begins a block.
INLINE = {"a", "strong", "em", "code", "sub", "sup", "data", "br", "img"}
PARTS = {"thead", "tbody", "tr", "th", "td", "caption", "figcaption"}
#: A Chinese character is a word of its own, and so is a mark of punctuation.
WORD = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+(?:[.,’'-][^\W\u3400-\u9fff]+)*|\s+|.", re.DOTALL)
#: So alike two blocks must be to be one that was edited; others are one that went and one that came.
ALIKE = 0.4
#: Longer texts than this are compared by whole blocks, to stay quick.
MOST_WORDS = 4_000


class Word(NamedTuple):
    """A word, space or picture, and the tags that it stands in, outermost first."""

    text: str
    within: tuple[str, ...] = ()


class Piece(NamedTuple):
    """A piece of HTML that stays, went or came."""

    html: str
    mark: Mark


def together(before: str, after: str) -> SafeString:
    """Both texts in one, with what went in `del` and what came in `ins`. Both must be sanitised."""
    return _shown(before, after, "both")


def beside(before: str, after: str) -> tuple[SafeString, SafeString]:
    """Each text by itself: the first with what went marked, the second with what came. Both must be sanitised."""
    return _shown(before, after, "before"), _shown(before, after, "after")


def lines(before: str, after: str) -> tuple[SafeString, SafeString, SafeString]:
    """The same for a line of plain text: before, after, and both in one."""
    pieces = list(_by_words(_words_of_text(before), _words_of_text(after)))
    return _put(pieces, "before"), _put(pieces, "after"), _put(pieces, "both")


def _shown(before: str, after: str, side: Side) -> SafeString:
    return _put(_by_blocks(_blocks(parse(before)), _blocks(parse(after))), side)


def _put(pieces: Iterable[Piece], side: Side) -> SafeString:
    """The pieces that stand on a side. What they hold was sanitised, or is escaped here."""
    hidden = {"both": "", "before": "ins", "after": "del"}[side]
    return mark_safe("".join(piece.html for piece in pieces if not hidden or piece.mark != hidden))  # noqa: S308


def _blocks(root: HtmlElement) -> list[HtmlElement]:
    """The blocks of an element. Words that stand between them become a paragraph, in which they are read."""
    found: list[HtmlElement] = []
    loose = html.Element("p")
    loose.text = root.text
    for child in list(root):
        if child.tag in INLINE and child.tag != "img":
            loose.append(child)
            continue
        tail, child.tail = child.tail, None
        found += [*_if_words(loose), child]
        loose = html.Element("p")
        loose.text = tail
    return [*found, *_if_words(loose)]


def _if_words(loose: HtmlElement) -> list[HtmlElement]:
    return [loose] if len(loose) or (loose.text or "").strip() else []


def _is_leaf(block: HtmlElement) -> bool:
    """Whether it has words and no blocks within."""
    return all(child.tag in INLINE for child in block)


def _by_blocks(before: Sequence[HtmlElement], after: Sequence[HtmlElement]) -> Iterator[Piece]:
    old, new = [_source(block) for block in before], [_source(block) for block in after]
    for step, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            for block in after[j1:j2]:
                yield from _whole(block, "")
        else:
            yield from _replaced(before[i1:i2], after[j1:j2])


def _replaced(before: Sequence[HtmlElement], after: Sequence[HtmlElement]) -> Iterator[Piece]:
    """Blocks in the place of others: those that are alike as one that was edited, in their order."""
    i = j = 0
    for k, m in [*_pairs(before, after), (len(before), len(after))]:
        for gone in before[i:k]:
            yield from _whole(gone, "del")
        for new in after[j:m]:
            yield from _whole(new, "ins")
        if k < len(before):
            yield from _edited(before[k], after[m])
        i, j = k + 1, m + 1


def _pairs(before: Sequence[HtmlElement], after: Sequence[HtmlElement]) -> Iterator[tuple[int, int]]:
    """Which block became which."""
    done = 0
    for m, block in enumerate(after):
        for k in range(done, len(before)):
            if _alike(before[k], block):
                yield k, m
                done = k + 1
                break


def _alike(before: HtmlElement, after: HtmlElement) -> bool:
    """Whether one is the other, edited. A part of a table is, in its place."""
    if before.tag != after.tag or dict(before.attrib) != dict(after.attrib):
        return False
    if before.tag in PARTS:
        return True
    old, new = (WORD.findall(" ".join(block.itertext())) for block in (before, after))
    match = SequenceMatcher(None, old, new, autojunk=False)
    return bool(old or new) and match.real_quick_ratio() >= ALIKE and match.quick_ratio() >= ALIKE


def _edited(before: HtmlElement, after: HtmlElement) -> Iterator[Piece]:
    """A block with what changed in it."""
    start, end = _tags(after)
    yield Piece(start, "")
    if _is_leaf(before) and _is_leaf(after):
        yield from _by_words(_words(before), _words(after))
    else:
        yield from _by_blocks(_blocks(before), _blocks(after))
    yield Piece(end, "")


def _whole(block: HtmlElement, mark: Mark) -> Iterator[Piece]:
    """A block that stays, went or came: its tags, and its words marked within, so that the HTML stays in order."""
    start, end = _tags(block)
    if not end:
        yield Piece(f"<{mark}>{start}</{mark}>" if mark else start, mark)
        return
    yield Piece(start, mark)
    if _is_leaf(block):
        yield Piece(_marked(_words(block), mark), mark)
    else:
        for child in _blocks(block):
            yield from _whole(child, mark)
    yield Piece(end, mark)


def _by_words(before: Sequence[Word], after: Sequence[Word]) -> Iterator[Piece]:
    match = SequenceMatcher(None, before, after, autojunk=False)
    too_long = len(before) + len(after) > MOST_WORDS
    whole = [("replace", 0, len(before), 0, len(after))]
    for step, i1, i2, j1, j2 in whole if too_long else match.get_opcodes():
        if step == "equal":
            yield Piece(_marked(after[j1:j2], ""), "")
            continue
        yield Piece(_marked(before[i1:i2], "del"), "del")
        yield Piece(_marked(after[j1:j2], "ins"), "ins")


def _words(block: HtmlElement, within: tuple[str, ...] = ()) -> list[Word]:
    """The words of a block with the tags around each."""
    found = _words_of_text(block.text or "", within)
    for child in block:
        if child.tag in {"img", "br"}:
            found.append(Word(_tags(child)[0], (*within, "")))
        else:
            found += _words(child, (*within, _tags(child)[0]))
        found += _words_of_text(child.tail or "", within)
    return found


def _words_of_text(text: str, within: tuple[str, ...] = ()) -> list[Word]:
    return [Word(word if word.strip() else " ", within) for word in WORD.findall(text)]


def _marked(words: Sequence[Word], mark: Mark) -> str:
    """Words with the tags around them, the whole of it marked."""
    if not words:
        return ""
    out: list[str] = []
    standing: tuple[str, ...] = ()
    for word in words:
        is_element = word.within[-1:] == ("",)
        within = word.within[:-1] if is_element else word.within
        out += _moved(standing, within)
        out.append(word.text if is_element else escape(word.text))
        standing = within
    inside = "".join([*out, *_moved(standing, ())])
    return f"<{mark}>{inside}</{mark}>" if mark else inside


def _moved(standing: tuple[str, ...], to: tuple[str, ...]) -> list[str]:
    """The tags to close and to open on the way from within some tags to within others."""
    same = 0
    while same < min(len(standing), len(to)) and standing[same] == to[same]:
        same += 1
    closed = [f"</{tag[1:-1].split()[0]}>" for tag in reversed(standing[same:])]
    return [*closed, *to[same:]]


def _tags(element: HtmlElement) -> tuple[str, str]:
    """The tag that opens an element and the one that closes it."""
    attributes = "".join(f' {name}="{escape(str(value))}"' for name, value in element.attrib.items())
    end = "" if element.tag in {"img", "br", "hr"} else f"</{element.tag}>"
    return f"<{element.tag}{attributes}>", end


def _source(block: HtmlElement) -> str:
    return html.tostring(block, encoding="unicode", with_tail=False)
