"""Writes a draft in the newsroom's text form: one line a block, no blank lines, curly quotes, dashes.

A text in the form comes back as it was, quotes and dashes aside. What the form cannot tell apart gets a sign
that `reading` knows: `## ` before a heading that does not look like one, a backslash before a paragraph that
would be taken for something else.
"""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from articles.bodies import CALLOUTS
from newsroom.importing.draft import (
    Answered,
    Block,
    Callout,
    Closing,
    Draft,
    ListBlock,
    Paragraph,
    Section,
)
from newsroom.importing.pieces import is_prose
from newsroom.importing.shapes import (
    READER,
    TEXT,
    closing_like,
    heading_like,
    shape,
    split_entry,
    split_reader_question,
)


def write(draft: Draft) -> str:
    """The draft as text; `read(write(draft).encode()) == draft` for every draft that `read` gave.

    The order is that of the form: title, standfirst, sections, FAQ, reader questions, closing line; what was
    not understood comes last, so that nothing is lost.
    """
    return "".join(f"{line}\n" for line in _lines(draft))


def _lines(draft: Draft) -> Iterator[str]:
    yield draft.title if _is_text(draft.title) else f"Title: {draft.title}".strip()
    yield from _body(draft)
    if draft.faq:
        yield "FAQ"
        yield from map(_entry, draft.faq)
    yield from map(_reader_question, draft.questions)
    if draft.closing:
        yield _closing(draft.closing)
    yield from draft.unplaced


def _body(draft: Draft) -> Iterator[str]:
    standfirst: tuple[Block, ...] = (Paragraph(draft.standfirst),) if draft.standfirst else ()
    sections = draft.sections
    if sections and sections[0].heading is None:
        standfirst, sections = standfirst + sections[0].blocks, sections[1:]
    for section in (Section(None, standfirst), *sections):
        if section.heading:
            yield _heading(section.heading, section.blocks)
        for block, following in zip_longest(section.blocks, section.blocks[1:]):
            yield from _block(block, following)


def _is_text(text: str) -> bool:
    return shape(text) == (TEXT, text, "")


def _heading(text: str, under: Sequence[Block]) -> str:
    looks_like_one = _is_text(text) and heading_like(text) and not closing_like(text)
    if looks_like_one and under and _shows_heading(under[0]):
        return text
    marked = f"## {text}"
    return marked if shape(marked).text == text and shape(marked).name == "heading" else f"## \\{text}"


def _shows_heading(block: Block) -> bool:
    """Whether a short line right above the block is a heading."""
    if isinstance(block, Paragraph):
        return is_prose(shape(block.text))
    return isinstance(block, Callout) or not block.numbered or len(block.items) > 1


def _block(block: Block, following: Block | None) -> Iterator[str]:
    match block:
        case Callout(kind, text):
            label = CALLOUTS[kind]
            yield f"{label} {text}" if label.endswith("?") else f"{label}: {text}"
        case ListBlock(items, numbered):
            yield from (
                f"{at}. {item}" if numbered else f"- {item}" for at, item in enumerate(items, start=1)
            )
        case Paragraph(text):
            yield text if _reads_as_paragraph(text, following) else f"\\{text}"


def _reads_as_paragraph(text: str, following: Block | None) -> bool:
    if not _is_text(text) or (heading_like(text) and following is not None):
        return False
    # A closing line is the last paragraph, whatever call-outs and questions come after it.
    return isinstance(following, Paragraph) or not closing_like(text)


def _entry(entry: Answered) -> str:
    halves = (entry.question, entry.answer)
    line = f"- {entry.question} {entry.answer}".strip()
    if split_entry(shape(line)) == halves:
        return line
    return f"Q: {entry.question} A: {entry.answer}".strip()


def _reader_question(asked: Answered) -> str:
    """With curly quotes; a question that holds half a pair of them gets other ones."""
    label = f"Reader Question ({asked.asker}): " if asked.asker else "Reader Question: "
    answer = f" – {asked.answer}" if asked.answer else ""
    lines = [f"{label}{before}{asked.question}{after}{answer}" for before, after in ("“”", "「」", "『』")]
    return next((line for line in lines if _asks(line, asked)), lines[0])


def _asks(line: str, asked: Answered) -> bool:
    read = shape(line)
    return read.name == READER and Answered(*split_reader_question(read.text), read.detail) == asked


def _closing(closing: Closing) -> str:
    return (
        closing.text
        if _is_text(closing.text) and closing_like(closing.text)
        else f"Closing line: {closing.text}"
    )
