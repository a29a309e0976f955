"""A body taken apart for programs: its sections, its call-outs, and where in its words it cites facts."""

from typing import Any, NamedTuple

from lxml.html import HtmlElement, tostring

from articles.bodies import CALLOUTS, FACT, inner, one_line_each, parse, part_lines

#: Put around the words of a figure while the text is made; no text of ours holds them (changes.texts.INVISIBLE).
_BEGIN, _END = "\ue000", "\ue001"


class Place(NamedTuple):
    """Where a text cites a fact: characters `start` to `end`, in a section."""

    fact: int
    section: str
    start: int
    end: int


class Parts(NamedTuple):
    """What a body consists of."""

    sections: list[dict[str, Any]]
    call_outs: list[dict[str, Any]]
    places: list[Place]


def parts(body: str, contents: list[dict[str, Any]]) -> Parts:
    """A sanitised body taken apart; contents: its headings, in order, with their ids."""
    if not body.strip():
        return Parts([], [], [])
    root, heads = parse(body), iter(contents)
    sections: list[dict[str, Any]] = [{"id": "", "level": 0, "heading": "", "blocks": []}]
    call_outs, cited = [], []
    if root.text and root.text.strip():
        sections[0]["blocks"].append(root.text)
    for block in root:
        if block.tag in {"h2", "h3"}:
            head = next(heads, {})
            level, heading = int(str(block.tag)[1]), " ".join(block.text_content().split())
            sections.append({"id": head.get("id", ""), "level": level, "heading": heading, "blocks": []})
        here = sections[-1]
        if block.tag not in {"h2", "h3"}:
            here["blocks"].append(block)
        call_outs += [(aside, here["id"]) for aside in block.iter("aside")]
        cited += [(found, here["id"]) for found in block.iter("data")]
    sections = [section for section in sections if section["level"] or section["blocks"]]
    # First all HTML, then all words: for these the tree is altered.
    as_html = [_html(section["blocks"]) for section in sections], [inner(aside) for aside, _ in call_outs]
    part_lines(root)
    return Parts(
        [_section(section, html) for section, html in zip(sections, as_html[0], strict=True)],
        [_call_out(aside, where, html) for (aside, where), html in zip(call_outs, as_html[1], strict=True)],
        _places(root, cited),
    )


def places(body: str) -> list[Place]:
    """Where a text without sections cites facts."""
    if "fact:" not in body:
        return []
    root = parse(body)
    part_lines(root)
    return _places(root, [(found, "") for found in root.iter("data")])


def _html(blocks: list[HtmlElement | str]) -> str:
    parts = [block if isinstance(block, str) else tostring(block, encoding="unicode") for block in blocks]
    return "".join(parts).strip()


def _section(section: dict[str, Any], html: str) -> dict[str, Any]:
    words = [
        block if isinstance(block, str) else block.text_content() + (block.tail or "")
        for block in section.pop("blocks")
    ]
    return {**section, "html": html, "text": one_line_each("".join(words))}


def _call_out(aside: HtmlElement, section: str, html: str) -> dict[str, Any]:
    kind = aside.get("data-callout", "")
    return {
        "kind": kind,
        "title": CALLOUTS.get(kind, ""),
        "section": section,
        "html": html,
        "text": one_line_each(aside.text_content()),
    }


def _places(root: HtmlElement, cited: list[tuple[HtmlElement, str]]) -> list[Place]:
    """Marks the figures of a tree in lines, makes its text, and reads off where the marks stand. Alters the tree."""
    known = []
    for figure, section in cited:
        found = FACT.fullmatch(figure.get("value", ""))
        words = " ".join(figure.text_content().split())
        if not found or not words:
            continue
        for child in list(figure):
            figure.remove(child)
        figure.text = f"{_BEGIN}{words}{_END}"
        known.append((int(found[1]), section))
    if not known:
        return []
    places, text, waiting = [], one_line_each(root.text_content()), iter(known)
    start, length = 0, 0
    for piece in _pieces(text):
        if piece == _BEGIN:
            start = length
        elif piece == _END:
            fact, section = next(waiting)
            places.append(Place(fact, section, start, length))
        else:
            length += len(piece)
    return places


def _pieces(text: str) -> list[str]:
    return [
        piece
        for part in text.replace(_BEGIN, f"\0{_BEGIN}\0").replace(_END, f"\0{_END}\0").split("\0")
        if (piece := part)
    ]
