"""Answering a reader's question, in public or with the article it was asked on."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from articles import bodies, figures
from articles.layout import Cutter
from articles.models import Edition
from changes import log
from changes.corrections import CorrectionRefused, Said, Thing, correct
from changes.models import Change
from companies.naming import matcher
from facts.holding import hold
from facts.models import Fact
from questions import indexing
from questions.answering import versions
from questions.letters import mailing
from questions.models import Answer, Question

LONGEST_NOTE = 300
#: What is told of a change that corrects, where no note says more.
CORRECTED = gettext_lazy("Corrected: what was wrong, and what is right, is told with it.")


class AnswerRefused(ValueError):
    """The answer cannot be given as it stands; the message says why."""


@transaction.atomic
def answer(
    question: Question,
    *,
    text: str,
    by: User | None,
    published_from: datetime | None = None,
    note: str = "",
    on_article: bool = True,
    on_records: bool = True,
    correction: Said | None = None,
) -> Answer:
    """Answer a question, or change its answer; what it said before is kept.

    text: HTML, sanitised here. published_from: when readers see it; None keeps it private until the article
    that it was asked on is live, and makes a draft where it was asked on none: the question goes on waiting.
    note: what changed; demanded where readers have seen another text, and told to them. on_article, on_records:
    where it stands besides its own page. correction: what readers see wrong in it now, and what is right. The log's
    news is that a question was answered, and what changed or was corrected; that a public answer is private again is
    a silent row. Raises AnswerRefused for a question that was decided otherwise, an empty answer, a change without
    a note, a correction of what nobody sees, an answer that would wait for an article that does not show it, and one
    that goes out to readers with a figure that does not say what its fact says.
    """
    question = Question.objects.select_for_update().get(pk=question.pk)
    now = timezone.now()
    seen = is_seen(question, now)
    body = bodies.clean(text)
    if fault := decided_otherwise(question):
        raise AnswerRefused(fault)
    if not bodies.text_of(body):
        raise AnswerRefused("The answer is empty.")
    if published_from is None and not on_article:
        raise AnswerRefused(
            "Say when readers see it: an answer that its article does not show cannot wait for it."
        )
    if fault := wrong_figure(body, question, published_from):
        raise AnswerRefused(fault)
    if correction and not seen:
        raise AnswerRefused("Readers see no answer that could be corrected.")
    given = Answer.objects.filter(question=question).first()
    changed = given is None or given.text != body
    told = _told(question, body, note or (str(CORRECTED) if correction else ""), now)
    if given is None:
        given = Answer(question=question, answered_at=now)
    given.text, given.by, given.published_from = body, by, published_from
    given.on_article, given.on_records = on_article, on_records
    given.save()
    _settle(question, draft=published_from is None and question.article_id is None)
    if changed:
        versions.keep(given, by=by, at=now, note=told)
    index(given)
    if changed and not given.facts.gave_way().exists():
        given.checked_at = now
        given.save(update_fields=["checked_at"])
    if correction:
        _correct(question, correction, by=by)
    _tell(question, published_from, seen=seen, note="" if correction else told)
    mailing.tell_soon(question)
    transaction.on_commit(log.forget_version)
    return given


def reword(given: Answer, *, text: str, by: User | None, note: str = "") -> Answer:
    """Change the words of an answer, and nothing of when and where readers see it. Raises AnswerRefused."""
    return answer(
        given.question,
        text=text,
        by=by,
        published_from=given.published_from,
        note=note,
        on_article=given.on_article,
        on_records=given.on_records,
    )


@transaction.atomic
def still_right(question: Question) -> Answer:
    """Note that somebody looked at a public answer, and that it holds whatever became of the facts that it cites.

    Readers are told of the day; what becomes of a fact later asks anew. Raises AnswerRefused where readers see no
    answer.
    """
    question = Question.objects.select_for_update().get(pk=question.pk)
    if not is_seen(question):
        raise AnswerRefused("Readers see no answer to this question.")
    given: Answer = question.answer
    given.checked_at = timezone.now()
    given.save(update_fields=["checked_at"])
    _settle(question, draft=False)
    log.touched("question", question.pk)
    transaction.on_commit(log.forget_version)
    return given


def decided_otherwise(question: Question) -> str | None:
    """A sentence about why a question is not answered as it stands, or None. One query for a duplicate."""
    match question.state:
        case Question.State.DUPLICATE:
            return f"It is a duplicate: answer “{question.duplicate_of}”."
        case Question.State.DECLINED | Question.State.SPAM as state:
            return f"It is {Question.State(state).label.lower()}: take that back first."
    return None


def _settle(question: Question, *, draft: bool) -> None:
    """Have a question be answered and in nobody's hand, or wait for an answer that is still a draft."""
    if not draft:
        question.was_open = question.was_open or question.state == Question.State.OPEN
        question.state, question.claimed_by, question.claimed_at = Question.State.ANSWERED, None, None
    elif question.state == Question.State.ANSWERED:
        question.state = Question.State.OPEN if question.was_open else Question.State.RECEIVED
        question.was_open = False
    question.save(update_fields=["state", "was_open", "claimed_by", "claimed_at"])


def is_seen(question: Question, at: datetime | None = None) -> bool:
    """Whether readers see an answer to a question. One query."""
    return bool(question.pk) and Question.objects.public(at).filter(pk=question.pk).exists()


def needs_note(question: Question, body: str, at: datetime) -> bool:
    """Whether readers have seen other words than those of this sanitised answer. One query.

    Where only a citation or a link is added they read what they read before.
    """
    known = Question.objects.once_public(at).filter(pk=question.pk).values_list("answer__text", flat=True)
    return any(bodies.text_of(text) != bodies.text_of(body) for text in known)


def _told(question: Question, body: str, note: str, at: datetime) -> str:
    """What readers are told of a change; empty where they have not seen the text before. Raises AnswerRefused."""
    if not needs_note(question, body, at):
        return ""
    told = bodies.plain(note)
    if not told:
        raise AnswerRefused("Say in a note what changed: readers of the answer are told.")
    if len(told) > LONGEST_NOTE:
        raise AnswerRefused(f"Say in at most {LONGEST_NOTE} letters what changed.")
    return told


def _correct(question: Question, said: Said, *, by: User | None) -> None:
    this = Thing("question", question.pk, question.text, question.get_absolute_url())
    try:
        correct(said, touches=[this], by=by)
    except CorrectionRefused as reason:
        raise AnswerRefused(str(reason)) from reason


def _tell(question: Question, published_from: datetime | None, *, seen: bool, note: str) -> None:
    """Write the log's rows for an answer. seen: whether readers saw one until now; note: what changed in it."""
    log.move_waiting("question", question.pk, kinds=[Change.Kind.ANSWERED], at=None)
    about: Any = {
        "about": "question",
        "about_id": question.pk,
        "address": question.get_absolute_url(),
        "title": question.text,
    }
    if note:
        log.record(Change.Kind.UPDATED, **about, note=note)
    elif seen:
        log.touched("question", question.pk)
    if not seen or (published_from and published_from > timezone.now()):
        log.record(Change.Kind.ANSWERED, **about, at=published_from, silent=published_from is None)


def keep_back(question: Question) -> None:
    """Have no news told of an answer whose time is still to come: it is declined."""
    log.move_waiting("question", question.pk, kinds=[Change.Kind.ANSWERED], at=None)


def tell_again(question: Question) -> None:
    """Write the log's rows for an answer that is shown again, as news where no reader saw it before."""
    seen = Question.objects.once_public().filter(pk=question.pk).exists()
    _tell(question, question.answer.published_from, seen=seen, note="")
    transaction.on_commit(log.forget_version)


def wrong_figure(body: str, question: Question, published_from: datetime | None) -> str | None:
    """A sentence about the first figure of a sanitised answer that may not stay, or None.

    Its fact must exist; where the answer goes out to readers the words must say what the fact says. An answer
    that waits for its article is looked at when the article is published.
    """
    facts = figures.cited([body])
    out = Edition.objects.unfinished().filter(article=question.article_id)
    if published_from or (question.article_id and out.exists()):
        return figures.fault(body, facts)
    return figures.missing(body, facts)


def waiting_for(article: int) -> dict[str, str]:
    """The answers that readers see when they see an article, by the question they answer. One query."""
    waiting = Answer.objects.filter(question__article=article, published_from=None)
    rows = waiting.values_list("question__text", "text").order_by("pk")
    return {f"In the answer to “{question}”": text for question, text in rows}


def index(given: Answer) -> None:
    """Rebuild what is derived from an answer's words: its layout, the facts it cites, the search."""
    cutter = Cutter(matcher().find)
    given.layout = cutter.cut(given.text)
    given.save(update_fields=["layout"])
    given.facts.set(Fact.objects.filter(pk__in=cutter.facts))
    hold(cutter.facts)
    indexing.index(given.question)
