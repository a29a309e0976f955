"""What a text in the newsroom's form holds."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Plain text, one line."""

    text: str


@dataclass(frozen=True, slots=True)
class Callout:
    """A set-off remark; `kind` is a key of `articles.bodies.CALLOUTS`, the label is not part of `text`."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class ListBlock:
    """Bulleted or numbered items that stood one after another."""

    items: tuple[str, ...]
    numbered: bool = False


Block = Paragraph | Callout | ListBlock


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what stands under it; None for what stands between standfirst and first heading."""

    heading: str | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer ("" where there is none) and who asked it ("" where not said)."""

    question: str
    answer: str
    asker: str = ""


@dataclass(frozen=True, slots=True)
class Closing:
    """The line that sends the reader on: its topic, and the offsets of its word "here", where it has them."""

    text: str
    topic: str | None = None
    lead: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file, counted from 1, and in words what it was understood as."""

    number: int
    text: str
    role: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a text holds. Two drafts are equal whatever lines they were read from."""

    title: str
    standfirst: str
    sections: tuple[Section, ...] = ()
    faq: tuple[Answered, ...] = ()
    questions: tuple[Answered, ...] = ()
    closing: Closing | None = None
    unplaced: tuple[str, ...] = ()
    lines: tuple[Line, ...] = field(default=(), compare=False)

    @property
    def opening(self) -> tuple[str, ...]:
        """All paragraphs above the first heading; the first of them is the standfirst."""
        first = [section for section in self.sections[:1] if section.heading is None]
        rest = [block.text for section in first for block in section.blocks if isinstance(block, Paragraph)]
        return (self.standfirst, *rest) if self.standfirst else tuple(rest)
