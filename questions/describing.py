"""What the page of a question says of it to programs that read schema.org."""

from django.utils.html import strip_tags

from companies.jsonld import Thing, address, moment, newsroom, person, thing
from questions.models import Question


def described(question: Question) -> Thing:
    """A page with one question and our one answer; readers do not vote on answers."""
    where = address(question.get_absolute_url())
    answer = thing(
        "Answer",
        text=strip_tags(question.answer.text),
        url=where,
        datePublished=moment(question.answer.answered_at),
        upvoteCount=0,
        author=newsroom(),
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
