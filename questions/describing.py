"""What the page of a question says of it to programs that read schema.org."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import strip_tags

from companies.jsonld import Thing, address, correction_comment, moment, newsroom, person, thing
from questions.models import Question


def described(question: Question, corrections: Sequence[Mapping[str, Any]]) -> Thing:
    """A page with one question, our one answer and its corrections; readers do not vote on answers."""
    where = address(question.get_absolute_url())
    answer = thing(
        "Answer",
        text=strip_tags(question.answer.text),
        url=where,
        datePublished=moment(question.answer.answered_at),
        dateModified=moment(question.answer.updated_at or question.answer.answered_at),
        upvoteCount=0,
        author=newsroom(),
        correction=[correction_comment(told) for told in corrections],
    )
    return thing(
        "QAPage",
        mainEntity=thing(
            "Question",
            name=question.text,
            text=question.text,
            answerCount=1,
            upvoteCount=question.times_asked,
            datePublished=moment(question.asked_at),
            author=person(question.asker or "A reader"),
            acceptedAnswer=answer,
        ),
    )
