"""Reads the newsroom's text form into a draft: title, sections, call-outs, FAQ, questions, closing line.

The form has no mark-up, so a line is known by how it begins, how it ends and what follows it. Whatever fits
no place is kept in `Draft.unplaced`; no word of a file is dropped. Three signs exist for what cannot be told
apart otherwise: `## ` before a heading, `Closing line:` before a closing line, and a backslash before a line
that is a plain paragraph although it looks like something else. `writing.write` sets them only where needed.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from articles.bodies import CALLOUTS, INVISIBLE
from newsroom.importing.draft import Answered, Callout, Closing, Draft, Line, ListBlock, Paragraph, Section
from newsroom.importing.shapes import (
    ANSWER_LEAD,
    ASKED,
    BODY,
    CALLOUT,
    CLOSERS,
    CLOSING,
    ESCAPED,
    FAQ,
    HEADING,
    ITEM,
    LABEL,
    LABELS,
    NUMBERED,
    QUESTION_WORDS,
    READER,
    SEPARATOR,
    TEXT,
    TEXT_LEAD,
    TITLE,
    Shape,
    closing,
    closing_like,
    has_words,
    heading_like,
    shape,
    split_entry,
    split_question,
    split_reader_question,
)

LARGEST_FILE = 500_000  # bytes; the longest article in the form has about ten thousand
LONGEST_LINE = 20_000  # characters; one line is one paragraph
# What the database holds of each, in characters; a longer line is taken for something else.
LONGEST_TITLE = 200
LONGEST_ENTRY = 300  # the question of a FAQ's entry
LONGEST_QUESTION = 500  # a reader's
WIDEST_WRAP = 120  # a file whose longest line is longer was not wrapped by hand


class Unreadable(ValueError):
    """The file is no text of ours; the message is one sentence for the editor."""


def read(data: bytes) -> Draft:
    """Read a file in the text form; raises Unreadable, with one sentence that says why, for anything else."""
    lines = [plain(line) for line in _decode(data).splitlines()]
    if max(map(len, lines), default=0) > LONGEST_LINE:
        raise Unreadable(
            f"The file has a line of more than {LONGEST_LINE:,} characters, which is no paragraph."
        )
    if not any(has_words(line) for line in lines):
        raise Unreadable("The file has no words in it.")
    return _Assembly(list(_pieces(lines))).draft()


def plain(text: str) -> str:
    """The text without invisible marks and soft hyphens, with single spaces for all white space."""
    return " ".join(INVISIBLE.sub("", text.replace("\u00ad", "")).split())


def _decode(data: bytes) -> str:
    """The file's text, without a byte-order mark; raises Unreadable."""
    if not data:
        raise Unreadable("The file is empty.")
    if len(data) > LARGEST_FILE:
        raise Unreadable(f"The file is larger than {LARGEST_FILE // 1000} kB, the limit for a text.")
    if _is_utf16(data):
        raise Unreadable("The file is in UTF-16; save it as UTF-8 and import it again.")
    if b"\0" in data:
        raise Unreadable("The file is binary, not a text.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            f"The file is not in UTF-8 (line {line}); save it as UTF-8 and import it again."
        ) from None
    if not text.strip():
        raise Unreadable("The file holds nothing but white space.")
    if len(re.findall(r"[\x01-\x08\x0e-\x1f\x7f]", text)) > len(text) // 100:
        raise Unreadable("The file is full of control characters, so it is binary and not a text.")
    return text


def _is_utf16(data: bytes) -> bool:
    """Known by its mark, or by a zero in every other byte, which Latin script has in UTF-16."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    start = data[:200]
    zeros = max(start[0::2].count(0), start[1::2].count(0))
    return len(start) > 3 and zeros * 2 > len(start) * 0.7 and start.count(0) < len(start) * 0.6


# From lines to pieces: a piece is one block of the text with the lines it was written on.


@dataclass(slots=True)
class _Piece:
    raw: str
    shape: Shape
    lines: list[tuple[int, str]]
    role: str = "not understood"
    alone: bool = False  # a number with no numbered neighbour: "1. The Race for Chips"

    @property
    def name(self) -> str:
        return self.shape.name

    @property
    def text(self) -> str:
        return self.raw if self.name in {TITLE, ASKED} or self.alone else self.shape.text


def _pieces(lines: list[str]) -> Iterator[_Piece]:
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


def _piece(lines: list[tuple[int, str]]) -> _Piece:
    raw = " ".join(text for _, text in lines)
    return _Piece(raw, shape(raw), lines)


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


# From pieces to the draft.


@dataclass(slots=True)
class _List:
    items: list[str]
    numbered: bool

    def done(self) -> ListBlock:
        return ListBlock(tuple(self.items), self.numbered)


@dataclass(slots=True)
class _Section:
    heading: str | None
    blocks: list[Paragraph | Callout | _List] = field(default_factory=list)

    def done(self) -> Section:
        blocks = (block.done() if isinstance(block, _List) else block for block in self.blocks)
        return Section(self.heading, tuple(blocks))


@dataclass(slots=True)
class _Question:
    question: str
    answer: list[str]
    asker: str = ""

    def done(self) -> Answered:
        return Answered(self.question, ANSWER_LEAD.sub("", " ".join(self.answer)), self.asker)


class _Assembly:
    """Puts one piece after another where it belongs: the body, the FAQ or the readers' questions."""

    def __init__(self, pieces: list[_Piece]) -> None:
        self.pieces = pieces
        self.title = self.standfirst = ""
        self.closing: Closing | None = None
        self.sections = [_Section(None)]
        self.faq: list[_Question] = []
        self.questions: list[_Question] = []
        self.entries: list[_Question] | None = None  # where questions go now; None in the body
        self.head: _Piece | None = None  # the heading of entries of which none has come yet
        self.listed: bool | None = None  # whether these entries have bullets, as the first one shows
        self.current: _Question | None = None  # the entry whose answer may go on
        self.unanswered: _Question | None = None  # a reader question in the body, its answer on the next line

    def draft(self) -> Draft:
        pieces = [piece for piece in self.pieces if piece.name != SEPARATOR]
        pieces = self._take_title(pieces)
        pieces = self._take_closing(pieces)
        pieces = _with_labels_joined(pieces)
        _mark_lone_numbers(pieces)
        for piece, following in zip_longest(pieces, pieces[1:]):
            self._place(piece, following)
        lines = (Line(n, text, piece.role) for piece in self.pieces for n, text in piece.lines)
        return Draft(
            title=self.title,
            standfirst=self.standfirst,
            sections=tuple(each.done() for each in self.sections if each.heading or each.blocks),
            faq=tuple(question.done() for question in self.faq),
            questions=tuple(question.done() for question in self.questions),
            closing=self.closing,
            unplaced=tuple(piece.raw for piece in self.pieces if piece.role == "not understood"),
            lines=tuple(sorted(lines, key=lambda line: line.number)),
        )

    def _take_title(self, pieces: list[_Piece]) -> list[_Piece]:
        """The first line that is no call-out, question or list; a text whose first line is long has none."""
        piece = next((piece for piece in pieces if piece.name in BODY | {HEADING}), None)
        if piece is None or len(piece.shape.text) > LONGEST_TITLE:
            return pieces
        self.title, piece.role = piece.shape.text, "title"
        return [other for other in pieces if other is not piece]

    def _take_closing(self, pieces: list[_Piece]) -> list[_Piece]:
        taken = [piece for piece in pieces if piece.name == CLOSING] or _closing_pieces(pieces)
        for piece in taken:
            piece.role = "closing"
        if taken:
            self.closing = closing(" ".join(piece.text for piece in taken))
        return [piece for piece in pieces if piece.role != "closing"]

    def _place(self, piece: _Piece, following: _Piece | None) -> None:
        match piece.name:
            case "FAQ":
                self._enter_entries(self.faq, piece)
            case "reader question":
                self._reader_question(piece)
            case "call-out":
                piece.role = "call-out"
                self.sections[-1].blocks.append(Callout(piece.shape.detail, piece.text))
                self.unanswered = None
            case "item" | "numbered" | "asked":
                self._item(piece, following)
            case "heading":
                self._marked_heading(piece)
            case _:
                self._text(piece, following)

    def _enter_entries(self, entries: list[_Question], head: _Piece) -> None:
        self._leave_entries()
        self.entries, self.head = entries, head

    def _leave_entries(self) -> None:
        self.entries = self.head = self.listed = self.current = self.unanswered = None

    def _add_entry(self, piece: _Piece, halves: tuple[str, str], *, listed: bool) -> None:
        assert self.entries is not None  # noqa: S101 - callers ask first
        asker = self.head.shape.detail if self.head else ""
        self.current = _Question(halves[0], [halves[1]] if halves[1] else [], asker)
        self.entries.append(self.current)
        piece.role = "FAQ" if self.entries is self.faq else "question"
        if self.head:
            self.head.role, self.head, self.listed = piece.role, None, listed

    def _fitting(self, halves: tuple[str, str] | None) -> tuple[str, str] | None:
        """The halves of an entry, None where its question is too long to be one."""
        longest = LONGEST_ENTRY if self.entries is self.faq else LONGEST_QUESTION
        return halves if halves and len(halves[0]) <= longest else None

    def _answer(self, piece: _Piece, question: _Question) -> None:
        question.answer.append(piece.text)
        piece.role = "FAQ" if self.entries is self.faq and question in self.faq else "question"
        self.unanswered = None

    def _reader_question(self, piece: _Piece) -> None:
        if not has_words(piece.text):
            self._enter_entries(self.questions, piece)
            return
        question, answer = split_reader_question(piece.text)
        if len(question) > LONGEST_QUESTION:
            self._leave_entries()  # not understood
            return
        asked = _Question(question, [answer] if answer else [], piece.shape.detail)
        self.questions.append(asked)
        piece.role = "question"
        if self.entries is self.faq and self.faq:
            self.current = (
                asked  # at the end of the text, after the FAQ, an answer may have several paragraphs
            )
        else:
            self._leave_entries()
            self.unanswered = None if answer else asked

    def _item(self, piece: _Piece, following: _Piece | None) -> None:
        halves = self._fitting(split_entry(piece.shape)) if self.entries is not None else None
        if halves:
            self._add_entry(piece, halves, listed=True)
        elif self.entries is not None and self.current:
            self._answer(piece, self.current)
        elif piece.name == ASKED or (piece.name == NUMBERED and not self._goes_into_list(following)):
            piece.alone = piece.name == NUMBERED
            self._text(piece, following)
        else:
            self._list(piece)

    def _goes_into_list(self, following: _Piece | None) -> bool:
        """Whether a numbered line has a numbered neighbour in the body; before a FAQ's first question none has."""
        if self.entries is not None:
            return False
        last = self.sections[-1].blocks[-1:]
        goes_on = bool(last) and isinstance(last[0], _List) and last[0].numbered
        return goes_on or (following is not None and following.name == NUMBERED)

    def _list(self, piece: _Piece) -> None:
        self.unanswered = None
        piece.role = "list"
        blocks, numbered = self.sections[-1].blocks, piece.name == NUMBERED
        if blocks and isinstance(last := blocks[-1], _List) and last.numbered == numbered:
            last.items.append(piece.shape.text)
        else:
            blocks.append(_List([piece.shape.text], numbered))

    def _marked_heading(self, piece: _Piece) -> None:
        asks = self.entries is not None and not self.listed
        halves = self._fitting(split_question(piece.text)) if asks else None
        if halves and not halves[1]:
            self._add_entry(piece, halves, listed=False)
        else:
            self._heading(piece)

    def _heading(self, piece: _Piece) -> None:
        self._leave_entries()
        piece.role = "heading"
        self.sections.append(_Section(piece.text))

    def _text(self, piece: _Piece, following: _Piece | None) -> None:
        if self.entries is not None and self._entry_text(piece, following):
            return
        if self.unanswered:
            self._answer(piece, self.unanswered)
        elif _heads(piece, following, in_entries=self.entries is not None):
            self._heading(piece)
        else:
            self._paragraph(piece)

    def _entry_text(self, piece: _Piece, following: _Piece | None) -> bool:
        """Whether a line without a bullet was taken as a question or as part of an answer."""
        if self.current and not self.current.answer:
            self._answer(piece, self.current)
            return True
        halves = None if self.listed else self._fitting(split_question(piece.text))
        if halves and (not halves[1] or piece.text[0] in '“"「『' or QUESTION_WORDS.match(piece.text)):
            self._add_entry(piece, halves, listed=False)
            return True
        if self.entries is self.questions and not self.faq:
            self._leave_entries()  # within the body, the next paragraph is the body's again
            return False
        if self.current and not _heads(piece, following, in_entries=True):
            self._answer(piece, self.current)
            return True
        return False

    def _paragraph(self, piece: _Piece) -> None:
        above = len(self.sections) == 1
        piece.role = "opening" if above else "paragraph"
        if above and not self.standfirst:
            self.standfirst = piece.text
        else:
            self.sections[-1].blocks.append(Paragraph(piece.text))


def _heads(piece: _Piece, following: _Piece | None, *, in_entries: bool) -> bool:
    """Whether a line without a mark is a heading: it looks like one, and something of the body follows."""
    if piece.name not in {TEXT, NUMBERED} or following is None or not heading_like(piece.text):
        return False
    if following.name in {ITEM, NUMBERED} and not following.alone:
        return piece.name == TEXT and not (in_entries and split_entry(following.shape))
    return following.name == CALLOUT or (following.name in BODY and is_prose(following.shape))


def is_prose(line: Shape) -> bool:
    """A line that is a paragraph under a heading and no second heading."""
    return line.name == ESCAPED or (line.name == TEXT and not heading_like(line.text))


def _closing_pieces(pieces: Sequence[_Piece]) -> list[_Piece]:
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


def _waits_for_text(piece: _Piece) -> bool:
    if piece.name == READER:
        return not split_reader_question(piece.text)[1]
    return piece.name == LABEL


def _closing_run(pieces: Sequence[_Piece]) -> list[_Piece]:
    """A closing line may be two lines, "Explore more … here." and "Subscribe …"."""
    taken: list[_Piece] = []
    for piece in reversed(pieces):
        if piece.name in {LABEL, FAQ}:
            continue
        together = " ".join([piece.text, *(other.text for other in taken)])
        if piece.name != TEXT or not closing_like(piece.text) or not closing_like(together):
            break
        taken.insert(0, piece)
    return taken


def _with_labels_joined(pieces: list[_Piece]) -> list[_Piece]:
    """A call-out's label that stands alone takes the paragraph after it; without one it is not understood."""
    joined: list[_Piece] = []
    waiting: _Piece | None = None
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


def _mark_lone_numbers(pieces: list[_Piece]) -> None:
    names = ["", *(piece.name for piece in pieces), ""]
    for at, piece in enumerate(pieces, start=1):
        piece.alone = piece.name == NUMBERED and NUMBERED not in (names[at - 1], names[at + 1])


assert set(LABELS) == set(CALLOUTS)  # noqa: S101 - a new kind of call-out needs its label here
