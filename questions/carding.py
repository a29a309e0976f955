"""The card of a question: what other sites show of its page."""

from django.utils import timezone
from django.utils.formats import date_format

from cards.layouts import Story
from questions.models import Question

KIND = "question"


def card(question: Question) -> Story:
    """What the card of a question says that comes from `with_answer`."""
    answer = getattr(question, "answer", None)
    said = (
        f"Answered {date_format(timezone.localdate(answer.answered_at), 'j F Y')}"
        if answer
        else "Not answered yet"
    )
    return Story(kicker="Question", headline=question.text, foot=said, asked=True)
