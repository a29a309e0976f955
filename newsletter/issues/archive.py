"""An issue as the site shows it: what was sent, without what readers see no more, and what was corrected since."""

from datetime import datetime
from typing import Any, NamedTuple

from newsletter.issues import rendering, touching
from newsletter.models import Erratum, Issue


class Read(NamedTuple):
    """An issue on its page. withdrawn: how much of it is not there any more."""

    issue: Issue
    words: str
    sections: list[dict[str, Any]]
    withdrawn: int
    corrections: list[dict[str, Any]]
    errata: list[Erratum]


def read(issue: Issue, at: datetime) -> Read:
    """What is seen of an issue at a time. A query for each of its sections, and two."""
    shown = rendering.shown(issue, at)
    return Read(
        issue=issue,
        words=issue.content["words"],
        sections=shown["sections"],
        withdrawn=_many(issue.content) - _many(shown),
        corrections=[
            {"pk": one.pk, "wrong": one.wrong, "right": one.right, "at": one.change.effective_at}
            | {"url": one.get_absolute_url()}
            for one in touching.since(issue, issue.begun_at, at)
        ],
        errata=list(issue.errata.filter(begun_at__lte=at)),
    )


def _many(content: dict[str, Any]) -> int:
    return sum(len(part["carried"]) for part in content["sections"])
