"""Answering a reader's question, in public or with the article it was asked on."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles import bodies
from articles.layout import Cutter
from changes import log
from changes.models import Change
from companies.naming import matcher
from facts.holding import hold
from facts.models import Fact
from questions.models import Answer, Question
from search import documents
from search.documents import Hit


@transaction.atomic
def answer(
    question: Question,
    *,
    text: str,
    by: User | None,
    published_from: datetime | None = None,
) -> Answer:
    """Answer a question, or change its answer.

    text: HTML, sanitised here. published_from: when readers see it; None keeps it private until the article
    that it was asked on is live. The log's news is that a question was answered; that a public answer was
    changed, or is private again, is a silent row. Raises ValueError for an empty answer.
    """
    question = Question.objects.select_for_update().get(pk=question.pk)
    seen = Question.objects.public().filter(pk=question.pk).exists()
    body = bodies.clean(text)
    if not bodies.text_of(body):
        raise ValueError("The answer is empty.")
    given, _ = Answer.objects.update_or_create(
        question=question,
        defaults={"text": body, "by": by, "published_from": published_from},
        create_defaults={
            "text": body,
            "by": by,
            "published_from": published_from,
            "answered_at": timezone.now(),
        },
    )
    question.state = Question.State.ANSWERED
    question.save(update_fields=["state"])
    index(given)
    _tell(question, published_from, seen=seen)
    transaction.on_commit(log.forget_version)
    return given


def _tell(question: Question, published_from: datetime | None, *, seen: bool) -> None:
    """Write the log's rows for an answer. seen: whether readers saw one until now."""
    log.move_waiting("question", question.pk, kinds=[Change.Kind.ANSWERED], at=None)
    if seen:
        log.touched("question", question.pk)
    if not seen or (published_from and published_from > timezone.now()):
        log.record(
            Change.Kind.ANSWERED,
            about="question",
            about_id=question.pk,
            address=question.get_absolute_url(),
            title=question.text,
            at=published_from,
            silent=published_from is None,
        )


def cites_nothing(body: str) -> str:
    """The words of the first figure in a sanitised body whose fact does not exist, or nothing. One query."""
    cutter = Cutter(lambda text: [])
    cutter.cut(body)
    known = set(Fact.objects.filter(pk__in=cutter.facts).values_list("pk", flat=True))
    return next((words for pk, words in cutter.facts.items() if pk not in known), "")


def index(given: Answer) -> None:
    """Rebuild what is derived from an answer's words: its layout, the facts it cites, the search."""
    cutter = Cutter(matcher().find)
    given.layout = cutter.cut(given.text)
    given.save(update_fields=["layout"])
    given.facts.set(Fact.objects.filter(pk__in=cutter.facts))
    hold(cutter.facts)
    documents.put("question", given.question_id, names=[given.question.text], text=bodies.text_of(given.text))


def found(ids: list[int], at: datetime) -> list[Hit]:
    """The door of search: the public questions among these."""
    rows = Question.objects.public(at).filter(pk__in=ids).select_related("answer")
    return [
        Hit("question", row.pk, row.text, row.get_absolute_url(), bodies.text_of(row.answer.text))
        for row in rows
    ]
