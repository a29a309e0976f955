"""What apps above find in a working copy before it is published; publishing asks here, so every door asks."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Literal, NamedTuple

from articles.models import Article

#: demanded: nobody can publish without; required: only a publisher who says why can; advised: said, and no more.
Weight = Literal["demanded", "required", "advised"]


class Finding(NamedTuple):
    """Something about a working copy: a sentence for the editor, the field of its form, and the place in the text."""

    code: str
    weight: Weight
    sentence: str
    field: str
    place: str = ""

    @property
    def as_json(self) -> dict[str, Any]:
        """What is kept of it where it was published all the same."""
        return self._asdict()


Look = Callable[[Article, datetime], Sequence[Finding]]

_looks: list[Look] = []


def before_publishing(look: Look) -> None:
    """Name what an app above requires of a working copy that is to be seen from a time on."""
    _looks.append(look)


def required(article: Article, at: datetime) -> list[Finding]:
    """What stands in the way of publishing an article, unless a publisher says why it does not."""
    return [finding for look in _looks for finding in look(article, at)]


def refusal(findings: Sequence[Finding]) -> str:
    """One sentence about what stands in the way."""
    first, *others = findings
    more = f" The checklist has {len(others)} more that {_is(others)} required." if others else ""
    return f"{first.sentence}{more}"


def _is(findings: Sequence[Finding]) -> str:
    return "is" if len(findings) == 1 else "are"
