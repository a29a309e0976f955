"""What an answer said before: what was public never changes without trace."""

from datetime import datetime

from django.contrib.auth.models import User

from questions.models import Answer, AnswerVersion


def keep(answer: Answer, *, by: User | None, at: datetime, note: str) -> None:
    """Keep what a locked answer says as its next version, and what readers are told of it beside it.

    note: what changed; empty where no reader has seen what it said before.
    """
    newest = answer.versions.first()
    AnswerVersion.objects.create(
        answer=answer, number=newest.number + 1 if newest else 1, text=answer.text, by=by, at=at, note=note
    )
    if note:
        answer.updated_at, answer.change_note = at, note
        answer.save(update_fields=["updated_at", "change_note"])


def told(answer: Answer) -> list[AnswerVersion]:
    """The changes that readers are told of, newest first. One query."""
    return list(answer.versions.exclude(note=""))
