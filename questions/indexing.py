"""What questions are found by: the search, and their likeness to what is asked.

In the search these are the answered, with their answers, and after them those that are open. The two are documents
of different kinds, so that what looks for answers finds no question without one.
"""

from datetime import datetime

from articles import bodies
from questions.matching import terms
from questions.models import Answer, Question
from questions.querysets import ANSWERED, KINDS, OPEN
from search import documents
from search.documents import Hit


def index(question: Question) -> None:
    """Have a question found as it stands, in the transaction of the verb that keeps it or decides about it."""
    terms.keep([question])
    given = Answer.objects.filter(question=question).first()
    match question.state:
        case Question.State.ANSWERED if given:
            kind, text = ANSWERED, bodies.text_of(given.text)
        case Question.State.OPEN:
            kind, text = OPEN, ""
        case _:
            kind, text = "", ""
    for other in KINDS:
        if other != kind:
            documents.drop(other, [question.pk])
    if kind:
        documents.put(kind, question.pk, names=[question.text], text=text)


def answered(ids: list[int], at: datetime) -> list[Hit]:
    """The door of search for answered questions: the public ones among these."""
    rows = Question.objects.public(at).filter(pk__in=ids).select_related("answer")
    return [_hit(ANSWERED, row, bodies.text_of(row.answer.text)) for row in rows]


def unanswered(ids: list[int], at: datetime) -> list[Hit]:
    """The door of search for open questions: those among these that readers see."""
    return [_hit(OPEN, row, f"{row.wanted}.") for row in Question.objects.open().filter(pk__in=ids)]


def _hit(kind: str, question: Question, snippet: str) -> Hit:
    return Hit(kind, question.pk, question.text, question.get_absolute_url(), snippet)
