"""From lines to pieces: a piece is one block of the text with the lines it was written on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from newsroom.importing.shapes import (
    ASKED,
    BODY,
    CALLOUT,
    CLOSERS,
    ESCAPED,
    FAQ,
    HEADING,
    ITEM,
    LABEL,
    NUMBERED,
    READER,
    SEPARATOR,
    TEXT,
    TEXT_LEAD,
    TITLE,
    Shape,
    closing_like,
    has_words,
    heading_like,
    shape,
    split_entry,
    split_reader_question,
)

WIDEST_WRAP = 120  # a file whose longest line is longer was not wrapped by hand


@dataclass(slots=True)
class Piece:
    """A block of the text: its words, what its shape is, its lines, and what was made of it."""

    raw: str
    shape: Shape
    lines: list[tuple[int, str]]
    role: str = "not understood"
    alone: bool = False  # a number with no numbered neighbour: "1. The Race for Chips"

    @property
    def name(self) -> str:
        """What its shape is called."""
        return self.shape.name

    @property
    def text(self) -> str:
        """Its words, without the mark where that is no part of them."""
        return self.raw if self.name in {TITLE, ASKED} or self.alone else self.shape.text


def in_pieces(lines: list[str]) -> Iterator[Piece]:
    """One piece a line; in a file with blank lines, a line that plainly goes on takes the next one in."""
    filled = [number for number, line in enumerate(lines) if line]
    spaced = any(after - before > 1 for before, after in pairwise(filled))
    width = _wrapped_at(lines) if spaced else None
    piece: list[tuple[int, str]] = []
    for number in filled:
        joins = spaced and piece and piece[-1][0] == number and _goes_on(piece[-1][1], lines[number], width)
        if piece and not joins:
            yield _piece(piece)
            piece = []
        piece.append((number + 1, lines[number]))
    yield _piece(piece)


def _piece(lines: list[tuple[int, str]]) -> Piece:
    raw = " ".join(text for _, text in lines)
    return Piece(raw, shape(raw), lines)


def _continues(before: str, after: str) -> bool:
    """No sentence ends before, and what comes after begins in lower case ("xAI" and "vLLM" do not)."""
    ended = before.rstrip(CLOSERS)[-1:] in set(".!?:;…。！？：；")
    return not ended and bool(after) and after.split()[0].islower()


def _wrapped_at(lines: list[str]) -> int | None:
    """The width at which the file was wrapped by hand, None if it was not."""
    width = max(map(len, lines))
    wrapped = width <= WIDEST_WRAP and any(_continues(*pair) for pair in pairwise(lines) if all(pair))
    return width if wrapped else None


def _goes_on(before: str, after: str, width: int | None) -> bool:
    """Whether a line belongs to the paragraph of the line before: its first word had no room there."""
    if shape(after).name != TEXT or shape(before).name in {SEPARATOR, HEADING, FAQ, LABEL}:
        return False
    full = width is not None and len(before) + 1 + len(after.split()[0]) > width
    return full or _continues(before, after)


def heads(piece: Piece, following: Piece | None, *, in_entries: bool) -> bool:
    """Whether a line without a mark is a heading: it looks like one, and something of the body follows."""
    if piece.name not in {TEXT, NUMBERED} or following is None or not heading_like(piece.text):
        return False
    if following.name in {ITEM, NUMBERED} and not following.alone:
        return piece.name == TEXT and not (in_entries and split_entry(following.shape))
    return following.name == CALLOUT or (following.name in BODY and is_prose(following.shape))


def is_prose(line: Shape) -> bool:
    """A line that is a paragraph under a heading and no second heading."""
    return line.name == ESCAPED or (line.name == TEXT and not heading_like(line.text))


def closing_pieces(pieces: Sequence[Piece]) -> list[Piece]:
    """The closing line: the last text, however many call-outs and questions come after it."""
    at = len(pieces) - 1
    while at >= 0 and not (pieces[at].name == TEXT and closing_like(pieces[at].text)):
        if pieces[at].name == HEADING:
            return []
        if pieces[at].name in BODY:
            at -= 1
            if at < 0 or not _waits_for_text(pieces[at]):
                return []
        at -= 1
    return _closing_run(pieces[: at + 1])


def _waits_for_text(piece: Piece) -> bool:
    if piece.name == READER:
        return not split_reader_question(piece.text)[1]
    return piece.name == LABEL


def _closing_run(pieces: Sequence[Piece]) -> list[Piece]:
    """A closing line may be two lines, "Explore more … here." and "Subscribe …"."""
    taken: list[Piece] = []
    for piece in reversed(pieces):
        if piece.name in {LABEL, FAQ}:
            continue
        together = " ".join([piece.text, *(other.text for other in taken)])
        if piece.name != TEXT or not closing_like(piece.text) or not closing_like(together):
            break
        taken.insert(0, piece)
    return taken


def with_labels_joined(pieces: list[Piece]) -> list[Piece]:
    """A call-out's label that stands alone takes the paragraph after it; without one it is not understood."""
    joined: list[Piece] = []
    waiting: Piece | None = None
    for piece in pieces:
        if piece.name == LABEL:
            waiting = piece
            continue
        if waiting and piece.name in BODY and has_words(text := TEXT_LEAD.sub("", piece.text)):
            piece.shape = Shape(CALLOUT, text, waiting.shape.detail)
            waiting.role = "call-out"
        waiting = None
        joined.append(piece)
    return joined


def mark_lone_numbers(pieces: list[Piece]) -> None:
    """Note on numbered pieces that they have no numbered neighbour, so that they are no list."""
    names = ["", *(piece.name for piece in pieces), ""]
    for at, piece in enumerate(pieces, start=1):
        piece.alone = piece.name == NUMBERED and NUMBERED not in (names[at - 1], names[at + 1])
