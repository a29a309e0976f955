"""A read draft as the HTML of an article's body."""

from collections.abc import Iterator
from html import escape

from newsroom.importing.draft import Block, Callout, Draft, ListBlock


def body(draft: Draft) -> str:
    """The body: headings, paragraphs, lists and call-outs, in the order and places in which they stood."""
    return "".join(_parts(draft))


def paragraph(text: str) -> str:
    """Plain text as one paragraph."""
    return f"<p>{escape(text, quote=False)}</p>"


def _parts(draft: Draft) -> Iterator[str]:
    for section in draft.sections:
        if section.heading:
            yield f"<h2>{escape(section.heading, quote=False)}</h2>"
        yield from map(_block, section.blocks)


def _block(block: Block) -> str:
    match block:
        case Callout(kind=kind, text=text):
            return f'<aside data-callout="{kind}">{paragraph(text)}</aside>'
        case ListBlock(items=items, numbered=numbered):
            tag = "ol" if numbered else "ul"
            return f"<{tag}>{''.join(f'<li>{paragraph(item)}</li>' for item in items)}</{tag}>"
    return paragraph(block.text)
