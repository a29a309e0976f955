"""What questions are found by: the search, and their likeness to what is asked.

In the search these are the answered, with their answers, and after them those that are open. The two are documents
of different kinds, so that what looks for answers finds no question without one.
"""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from articles import bodies
from articles.models import Topic
from questions.matching import terms
from questions.models import Answer, Question
from questions.querysets import ANSWERED, KINDS, OPEN, QuestionQuerySet
from search import documents
from search.documents import Entry, Hit


def index(question: Question) -> None:
    """Have a question found as it stands, in the transaction of the verb that keeps it or decides about it."""
    terms.keep([question])
    given = Answer.objects.filter(question=question).first()
    kind = _kind(question, given)
    for other in KINDS:
        if other != kind:
            documents.drop(other, [question.pk])
    if kind:
        documents.put(_entry(kind, question, given))


def _kind(question: Question, given: Answer | None) -> str:
    if question.state == Question.State.ANSWERED:
        return ANSWERED if given else ""
    return OPEN if question.state == Question.State.OPEN else ""


def _entry(kind: str, question: Question, given: Answer | None) -> Entry:
    if given is None or kind == OPEN:
        return Entry(kind, question.pk, [question.text], "", question.asked_at.date())
    return Entry(kind, question.pk, [question.text], bodies.text_of(given.text), given.answered_at.date())


def held(kind: str) -> QuestionQuerySet:
    """All questions that are open, or those that are answered, to be indexed."""
    if kind == OPEN:
        return Question.objects.open()
    return Question.objects.filter(state=Question.State.ANSWERED, answer__isnull=False).select_related(
        "answer"
    )


def entry_answered(question: Question) -> Entry:
    """How an answered question is indexed."""
    return _entry(ANSWERED, question, question.answer)


def entry_open(question: Question) -> Entry:
    """How an open question is indexed."""
    return _entry(OPEN, question, None)


def answered(questions: QuestionQuerySet) -> list[Hit]:
    """Answered questions as the search shows them."""
    return [
        _hit(ANSWERED, row, bodies.text_of(row.answer.text)) for row in questions.select_related("answer")
    ]


def unanswered(questions: QuestionQuerySet) -> list[Hit]:
    """Open questions as the search shows them."""
    return [_hit(OPEN, row, f"{row.wanted}.") for row in questions]


def open_at(at: datetime) -> QuestionQuerySet:
    """The open questions that were asked by a time: they are so by an editor's word, whenever that came."""
    return Question.objects.open().filter(asked_at__lte=at)


def on_topic(slug: str) -> "QuerySet[Any, Any]":
    """Ids of the questions on the topic with an address."""
    return Question.objects.of_topic(Topic.objects.filter(slug=slug)[:1]).order_by().values("pk")


def about(slug: str) -> "QuerySet[Any, Any]":
    """Ids of the questions about a record with an address."""
    return Question.records.through.objects.filter(record__slug=slug).values("question_id")


def _hit(kind: str, question: Question, snippet: str) -> Hit:
    return Hit(kind, question.pk, question.text, question.get_absolute_url(), snippet)
