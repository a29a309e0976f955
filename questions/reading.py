"""What an article's page reads of the questions that were asked on it."""

from datetime import datetime
from typing import Any

from django.db.models import F

from prepared import Prepared
from questions.models import Question
from questions.querysets import QuestionQuerySet
from questions.wanted import in_words

#: How many open ones stand under an article.
WANTED = 5


def _rows(questions: QuestionQuerySet, article: int) -> Any:
    rows = questions.asked_on(article).newest()
    return rows.values(
        *("pk", "text", "slug", "asker", "answer__answered_at", "answer__layout"),
        updated_at=F("answer__updated_at"),
        change_note=F("answer__change_note"),
    )


_answered = Prepared(lambda article, at: _rows(Question.objects.public(at), article), *(int, datetime))
_once_live = Prepared(
    lambda article, at: _rows(Question.objects.public_with_their_article(at), article), *(int, datetime)
)
_open = Prepared(
    lambda article: (
        Question.objects.open()
        .asked_on(article)
        .most_wanted()
        .values("pk", "text", "slug", "times_asked")[:WANTED]
    ),
    int,
)


def answered_on(article: int, at: datetime, *, once_live: bool = False) -> list[dict[str, Any]]:
    """The public questions that were asked on an article, newest answer first. One query.

    once_live: also those that wait for the article to be live.
    """
    return [
        row | {"url": f"/questions/{row['pk']}-{row['slug']}/", "answered_at": row["answer__answered_at"]}
        for row in (_once_live if once_live else _answered)(article, at)
    ]


def open_on(article: int) -> list[dict[str, Any]]:
    """The open questions that were asked on an article, the most wanted first, at most five. One query."""
    return [row | {"wanted": in_words(row["times_asked"])} for row in _open(article)]
