"""What the desk is made of: parts with a heading, and the first lines of each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Count, QuerySet, Window

#: How many lines of a part are shown; its link leads to all of them.
SHOWN = 6


class Line(NamedTuple):
    """One thing that waits: what it is, where it is worked on, what is said beside it, and a button.

    button: its words, and the address that it is posted to.
    """

    title: str
    link: str
    note: str = ""
    button: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the desk: its heading, where all of it is listed, how much there is, and the first lines.

    grave: it is shown in red.
    """

    title: str
    link: str
    nothing: str
    total: int = 0
    lines: list[Line] = field(default_factory=list)
    grave: bool = False


def part[T](title: str, link: str, nothing: str, rows: "QuerySet[Any, T]", line: Callable[[T], Line]) -> Part:
    """A part from the first rows, which say how many there are in all. One query."""
    shown: list[Any] = list(rows.annotate(in_all=Window(Count("pk")))[:SHOWN])
    total = shown[0].in_all if shown else 0
    return Part(title, link, nothing, total, [line(row) for row in shown])
