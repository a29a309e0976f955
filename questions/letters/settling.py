"""Settling letters in doubt, of which nobody knows whether they went: an editor says so, or has them sent again."""

from django.utils import timezone

from questions.models import Letter
from questions.querysets import LetterQuerySet

State = Letter.State


def it_went(letters: LetterQuerySet) -> int:
    """Note that those of these which are in doubt were sent; returns how many."""
    return letters.in_doubt().update(state=State.SENT, failure="An editor says that it went.")


def send_again(letters: LetterQuerySet) -> int:
    """Have those of these which are in doubt wait to be sent anew; returns how many. A reader may get it twice."""
    return letters.in_doubt().update(state=State.WAITING, due_at=timezone.now())
