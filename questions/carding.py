"""The card of a question: what other sites show of its page."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from cards.layouts import Story
from questions.models import Question

KIND = "question"


def card(question: Question) -> Story:
    """What the card of a question says that comes from `with_answer`."""
    answer = getattr(question, "answer", None)
    said = (
        gettext("Answered %(day)s")
        % {"day": date_format(timezone.localdate(answer.answered_at), gettext("j F Y"))}
        if answer
        else gettext("Not answered yet")
    )
    return Story(kicker=gettext("Question"), headline=question.text, foot=said, asked=True)
