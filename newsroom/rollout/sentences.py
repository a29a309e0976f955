"""The sentences in which a text cites a fact, and the same text citing another."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from articles import bodies

BEGINS, ENDS = "\ue000", "\ue001"
_SENTENCE = re.compile(r"(?<=[.!?…][\s”’)])|(?<=[。！？])|\n")
#: So much of a sentence is shown on either side.
MOST = 220


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence around the words of a citation."""

    before: str
    words: str
    after: str


def sentences(body: str, fact: int) -> list[Sentence]:
    """Where a sanitised text cites the fact, in order."""
    if f"fact:{fact}" not in body:
        return []
    root = bodies.parse(body)
    return [_around(element) for element in _citations(root, fact)]


def moved(body: str, *, old: int, new: int, words: Sequence[str]) -> str:
    """The text with each citation of one fact made a citation of another, with the words for it, in order."""
    root = bodies.parse(body)
    for element, said in zip(list(_citations(root, old)), words, strict=True):
        for child in list(element):
            element.remove(child)
        element.text = said
        element.set("value", f"fact:{new}")
    return bodies.clean(bodies.inner(root))


def _citations(root: HtmlElement, fact: int) -> Iterator[HtmlElement]:
    return (element for element in root.iter("data") if element.get("value") == f"fact:{fact}")


def _around(element: HtmlElement) -> Sentence:
    """The sentence within the nearest block, found by two marks that no sanitised text holds."""
    block = next(
        above for above in element.iterancestors() if above.tag in bodies.BLOCKS or above.tag == "div"
    )
    text, tail = element.text or "", element.tail or ""
    element.text, element.tail = BEGINS + text, ENDS + tail
    before, _, rest = block.text_content().partition(BEGINS)
    words, _, after = rest.partition(ENDS)
    element.text, element.tail = text, tail
    return Sentence(_last(before), " ".join(words.split()), _first(after))


def _last(text: str) -> str:
    found = _SENTENCE.split(text)[-1].lstrip()
    return found if len(found) <= MOST else "…" + found[-MOST:]


def _first(text: str) -> str:
    found = _SENTENCE.split(text, maxsplit=1)[0].rstrip()
    return found if len(found) <= MOST else found[:MOST] + "…"
