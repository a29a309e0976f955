"""What search finds of questions: the answered with their answers, and after them those that are open.

The two are documents of different kinds, so that what looks for answers finds no question without one.
"""

from datetime import datetime

from articles import bodies
from questions.models import Answer, Question
from search import documents
from search.documents import Hit

KINDS = ANSWERED, OPEN = "question", "open question"


def index(question: Question) -> None:
    """Put a question into the index as it stands, in the transaction of the verb that opens or answers it."""
    given = Answer.objects.filter(question=question).first()
    kind, other = (
        (ANSWERED, OPEN) if question.state == Question.State.ANSWERED and given else (OPEN, ANSWERED)
    )
    documents.drop(other, [question.pk])
    text = bodies.text_of(given.text) if kind == ANSWERED and given else ""
    documents.put(kind, question.pk, names=[question.text], text=text)


def drop(question: Question) -> None:
    """Take a question out of the index, in the transaction of the verb that takes it back."""
    for kind in KINDS:
        documents.drop(kind, [question.pk])


def answered(ids: list[int], at: datetime) -> list[Hit]:
    """The door of search for answered questions: the public ones among these."""
    rows = Question.objects.public(at).filter(pk__in=ids).select_related("answer")
    return [_hit(ANSWERED, row, bodies.text_of(row.answer.text)) for row in rows]


def unanswered(ids: list[int], at: datetime) -> list[Hit]:
    """The door of search for open questions: those among these that readers see."""
    return [_hit(OPEN, row, f"{row.wanted}.") for row in Question.objects.open().filter(pk__in=ids)]


def _hit(kind: str, question: Question, snippet: str) -> Hit:
    return Hit(kind, question.pk, question.text, question.get_absolute_url(), snippet)
