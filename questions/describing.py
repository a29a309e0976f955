"""What the page of a question says of it to programs that read schema.org.

Google shows only questions that have an answer, and reads them from a QAPage alone: so an open one has none.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from articles import bodies
from companies.jsonld import Thing, address, correction_comment, moment, newsroom, person, thing
from questions.models import Question
from questions.wanted import at_least

#: Where on its page the answer begins.
ANSWER = "answer"


def answered(question: Question, corrections: Sequence[Mapping[str, Any]]) -> Thing:
    """A page with one question, our one answer and its corrections; readers do not vote on answers."""
    given = question.answer
    answer = thing(
        "Answer",
        text=bodies.text_of(given.text),
        url=f"{address(question.get_absolute_url())}#{ANSWER}",
        datePublished=moment(given.answered_at),
        dateModified=moment(given.updated_at) if given.updated_at else None,
        upvoteCount=0,
        author=newsroom(),
        correction=[correction_comment(told) for told in corrections],
    )
    return thing("QAPage", mainEntity=_question(question, answerCount=1, acceptedAnswer=answer))


def unanswered(question: Question) -> Thing:
    """A page with a question that has no answer yet."""
    where = address(question.get_absolute_url())
    return thing("WebPage", url=where, name=question.text, about=_question(question, answerCount=0))


def _question(question: Question, **properties: Any) -> Thing:
    return thing(
        "Question",
        name=question.text,
        text=question.text,
        upvoteCount=at_least(question.times_asked),
        datePublished=moment(question.asked_at),
        author=person(question.asker or gettext("A reader")),
        **properties,
    )
