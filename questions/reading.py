"""What pages read of answers: those that stand on an article, and each with its figures and what it rests on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F
from django.utils.safestring import SafeString

from articles.rendering import figures_of, show_answers
from prepared import Prepared
from questions.answering.resting import Resting, resting
from questions.models import Answer, Question
from questions.querysets import QuestionQuerySet
from questions.wanted import in_words

#: How many open ones stand under an article.
WANTED = 5


def _rows(questions: QuestionQuerySet, article: int) -> Any:
    rows = questions.shown_on(article).newest()
    return rows.values(
        *("pk", "text", "slug", "asker", "times_asked", "asked_at"),
        *("answer__answered_at", "answer__checked_at", "answer__layout", "answer__text"),
        updated_at=F("answer__updated_at"),
        change_note=F("answer__change_note"),
    )


_answered = Prepared(lambda article, at: _rows(Question.objects.public(at), article), *(int, datetime))
_once_live = Prepared(
    lambda article, at: _rows(Question.objects.public_with_their_article(at), article), *(int, datetime)
)
_open = Prepared(
    lambda article, at: (
        Question.objects.awaited(at)
        .asked_on(article)
        .most_wanted()
        .values("pk", "text", "slug", "asker", "times_asked", "asked_at")[:WANTED]
    ),
    *(int, datetime),
)


def answered_on(article: int, at: datetime, *, once_live: bool = False) -> list[dict[str, Any]]:
    """The public questions whose answers stand on an article, newest answer first. Three queries.

    once_live: also those that wait for the article to be live.
    """
    rows = (_once_live if once_live else _answered)(article, at)
    laid = _laid(
        [(row["answer__layout"], row["answer__answered_at"], row["answer__checked_at"]) for row in rows], at
    )
    return [
        row
        | {"url": f"/questions/{row['pk']}-{row['slug']}/", "answered_at": row["answer__answered_at"]}
        | {"answer": answer, "rests": rests}
        for row, (answer, rests) in zip(rows, laid, strict=True)
    ]


def open_on(article: int, at: datetime) -> list[dict[str, Any]]:
    """The open questions that were asked on an article, the most wanted first, at most five. One query."""
    return [row | {"wanted": in_words(row["times_asked"])} for row in _open(article, at)]


def told_on(article: int, at: datetime) -> list[dict[str, Any]]:
    """The questions on an article's page as they are, first those that are answered. Two queries."""
    return [*_answered(article, at), *_open(article, at)]


def as_read(answer: Answer, at: datetime) -> tuple[SafeString, Resting | None]:
    """An answer with its figures as they stand, and what it rests on. Two queries at most."""
    return _laid([(answer.layout, answer.answered_at, answer.checked_at)], at)[0]


def _laid(
    answers: Sequence[tuple[Any, datetime, datetime | None]], at: datetime
) -> list[tuple[SafeString, Any]]:
    layouts = [layout for layout, _, _ in answers]
    facts = figures_of(layouts, at=at)
    rests = [
        resting(layout, facts, answered=answered, checked=checked, at=at)
        for layout, answered, checked in answers
    ]
    return list(zip(show_answers(layouts, facts), rests, strict=True))
