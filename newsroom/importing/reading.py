"""Reads the newsroom's text form into a draft: title, sections, call-outs, FAQ, questions, closing line.

The form has no mark-up, so a line is known by how it begins, how it ends and what follows it. Whatever fits
no place is kept in `Draft.unplaced`; no word of a file is dropped. Three signs exist for what cannot be told
apart otherwise: `## ` before a heading, `Closing line:` before a closing line, and a backslash before a line
that is a plain paragraph although it looks like something else. `writing.write` sets them only where needed.
"""

from dataclasses import dataclass, field
from itertools import zip_longest

from articles.bodies import CALLOUTS
from newsroom.importing.decoding import lines_of
from newsroom.importing.draft import Answered, Callout, Closing, Draft, Line, ListBlock, Paragraph, Section
from newsroom.importing.pieces import (
    Piece,
    closing_pieces,
    heads,
    in_pieces,
    mark_lone_numbers,
    with_labels_joined,
)
from newsroom.importing.shapes import (
    ANSWER_LEAD,
    ASKED,
    BODY,
    CLOSING,
    HEADING,
    LABELS,
    NUMBERED,
    QUESTION_WORDS,
    SEPARATOR,
    closing,
    has_words,
    split_entry,
    split_question,
    split_reader_question,
)

# What the database holds of each, in characters; a longer line is taken for something else.
LONGEST_TITLE = 200
LONGEST_ENTRY = 300  # the question of a FAQ's entry
LONGEST_QUESTION = 500  # a reader's


def read(data: bytes) -> Draft:
    """Read a file in the text form; raises Unreadable, with one sentence that says why, for anything else."""
    return _Assembly(list(in_pieces(lines_of(data)))).draft()


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

    def __init__(self, pieces: list[Piece]) -> None:
        self.pieces = pieces
        self.title = self.standfirst = ""
        self.closing: Closing | None = None
        self.sections = [_Section(None)]
        self.faq: list[_Question] = []
        self.questions: list[_Question] = []
        self.entries: list[_Question] | None = None  # where questions go now; None in the body
        self.head: Piece | None = None  # the heading of entries of which none has come yet
        self.listed: bool | None = None  # whether these entries have bullets, as the first one shows
        self.current: _Question | None = None  # the entry whose answer may go on
        self.unanswered: _Question | None = None  # a reader question in the body, its answer on the next line

    def draft(self) -> Draft:
        pieces = [piece for piece in self.pieces if piece.name != SEPARATOR]
        pieces = self._take_title(pieces)
        pieces = self._take_closing(pieces)
        pieces = with_labels_joined(pieces)
        mark_lone_numbers(pieces)
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

    def _take_title(self, pieces: list[Piece]) -> list[Piece]:
        """The first line that is no call-out, question or list; a text whose first line is long has none."""
        piece = next((piece for piece in pieces if piece.name in BODY | {HEADING}), None)
        if piece is None or len(piece.shape.text) > LONGEST_TITLE:
            return pieces
        self.title, piece.role = piece.shape.text, "title"
        return [other for other in pieces if other is not piece]

    def _take_closing(self, pieces: list[Piece]) -> list[Piece]:
        taken = [piece for piece in pieces if piece.name == CLOSING] or closing_pieces(pieces)
        for piece in taken:
            piece.role = "closing"
        if taken:
            self.closing = closing(" ".join(piece.text for piece in taken))
        return [piece for piece in pieces if piece.role != "closing"]

    def _place(self, piece: Piece, following: Piece | None) -> None:
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

    def _enter_entries(self, entries: list[_Question], head: Piece) -> None:
        self._leave_entries()
        self.entries, self.head = entries, head

    def _leave_entries(self) -> None:
        self.entries = self.head = self.listed = self.current = self.unanswered = None

    def _add_entry(self, piece: Piece, halves: tuple[str, str], *, listed: bool) -> None:
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

    def _answer(self, piece: Piece, question: _Question) -> None:
        question.answer.append(piece.text)
        piece.role = "FAQ" if self.entries is self.faq and question in self.faq else "question"
        self.unanswered = None

    def _reader_question(self, piece: Piece) -> None:
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

    def _item(self, piece: Piece, following: Piece | None) -> None:
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

    def _goes_into_list(self, following: Piece | None) -> bool:
        """Whether a numbered line has a numbered neighbour in the body; before a FAQ's first question none has."""
        if self.entries is not None:
            return False
        last = self.sections[-1].blocks[-1:]
        goes_on = bool(last) and isinstance(last[0], _List) and last[0].numbered
        return goes_on or (following is not None and following.name == NUMBERED)

    def _list(self, piece: Piece) -> None:
        self.unanswered = None
        piece.role = "list"
        blocks, numbered = self.sections[-1].blocks, piece.name == NUMBERED
        if blocks and isinstance(last := blocks[-1], _List) and last.numbered == numbered:
            last.items.append(piece.shape.text)
        else:
            blocks.append(_List([piece.shape.text], numbered))

    def _marked_heading(self, piece: Piece) -> None:
        asks = self.entries is not None and not self.listed
        halves = self._fitting(split_question(piece.text)) if asks else None
        if halves and not halves[1]:
            self._add_entry(piece, halves, listed=False)
        else:
            self._heading(piece)

    def _heading(self, piece: Piece) -> None:
        self._leave_entries()
        piece.role = "heading"
        self.sections.append(_Section(piece.text))

    def _text(self, piece: Piece, following: Piece | None) -> None:
        if self.entries is not None and self._entry_text(piece, following):
            return
        if self.unanswered:
            self._answer(piece, self.unanswered)
        elif heads(piece, following, in_entries=self.entries is not None):
            self._heading(piece)
        else:
            self._paragraph(piece)

    def _entry_text(self, piece: Piece, following: Piece | None) -> bool:
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
        if self.current and not heads(piece, following, in_entries=True):
            self._answer(piece, self.current)
            return True
        return False

    def _paragraph(self, piece: Piece) -> None:
        above = len(self.sections) == 1
        piece.role = "opening" if above else "paragraph"
        if above and not self.standfirst:
            self.standfirst = piece.text
        else:
            self.sections[-1].blocks.append(Paragraph(piece.text))


assert set(LABELS) == set(CALLOUTS)  # noqa: S101 - a new kind of call-out needs its label here
