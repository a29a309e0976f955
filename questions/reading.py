"""What an article's page reads of the questions that were asked on it."""

from datetime import datetime
from typing import Any

from django.db.models import F

from prepared import Prepared
from questions.models import Question

_answered = Prepared(
    lambda article, at: (
        Question.objects.public(at)
        .asked_on(article)
        .newest()
        .values(
            *("pk", "text", "slug", "asker", "answer__answered_at", "answer__layout"),
            updated_at=F("answer__updated_at"),
            change_note=F("answer__change_note"),
        )
    ),
    *(int, datetime),
)


def answered_on(article: int, at: datetime) -> list[dict[str, Any]]:
    """The public questions that were asked on an article, newest answer first. One query."""
    return [
        row | {"url": f"/questions/{row['pk']}-{row['slug']}/", "answered_at": row["answer__answered_at"]}
        for row in _answered(article, at)
    ]
