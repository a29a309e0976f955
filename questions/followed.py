"""Questions for those who keep a copy: what their list shows, and what follows from what."""

from datetime import datetime
from typing import Any

from changes import following
from changes.followed import corrected
from facts.followed import pairs
from questions.models import Answer, Question


def follow() -> None:
    """Have questions be followed: with the article that they were asked on, which tells them, and the figures cited."""
    corrected(["question"])
    following.followed("question", seen=_shown, once=_once)
    following.reaches(["article"], "question", pairs(Question, "article", "pk"))
    following.reaches(["question"], "article", pairs(Question, "pk", "article", article__isnull=False))
    for kind, column in (("fact", "facts"), ("source", "facts__source"), ("metric", "facts__metric")):
        cited: Any = {"facts__isnull": False}
        following.reaches(["question"], kind, pairs(Answer, "question", column, **cited))
        following.reaches(["article"], kind, pairs(Answer, "question__article", column, **cited))


def _shown(ids: list[int], at: datetime) -> set[int]:
    return set(Question.objects.shown(at).filter(pk__in=ids).values_list("pk", flat=True))


def _once(ids: list[int], at: datetime) -> dict[int, str]:
    rows = Question.objects.once_public(at).filter(pk__in=ids)
    return {row.pk: row.get_absolute_url() for row in rows}
