"""What is begun from the board: a draft that is to answer a question, and a figure that somebody looks for."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.html import escape
from django.utils.text import Truncator

from articles.bodies import clean, plain
from articles.models import Article
from articles.revisions import save_revision
from articles.workflow import may
from companies.models import Record
from newsroom.importing.saving import suggest_slug
from newsroom.models import Sought
from questions.models import Question

LONGEST_NOTE = 300
LONGEST_HEADLINE = 200


class NotBegun(ValueError):
    """It cannot be begun; the message says why."""


@transaction.atomic
def begin_draft(question: Question, *, by: User, records: Iterable[Record] = ()) -> Article:
    """A draft with the question as its headline, its records linked, and the question attached to it.

    A question that was asked on another article stays with that one; the board shows the draft all the same.
    Raises NotBegun where there is a draft, or the question waits for none.
    """
    question = _waiting(question, by)
    if before := Sought.objects.filter(question=question, kind=Sought.Kind.DRAFT).first():
        raise NotBegun(f"There is a draft already: “{before.article}”.")
    headline = Truncator(question.text).chars(LONGEST_HEADLINE, truncate="…")
    article = Article.objects.create(
        headline=headline,
        slug=suggest_slug(headline),
        kind=Article.Kind.BRIEF,
        body=clean(_body(question, records)),
        created_by=by,
    )
    if question.article is None:
        question.article = article
        question.save(update_fields=["article"])
    else:
        article.topics.set(question.article.topics.all())
    save_revision(article, by=by, why="Begun from a reader’s question.")
    Sought.objects.create(question=question, kind=Sought.Kind.DRAFT, article=article, by=by)
    return article


@transaction.atomic
def look_for_figure(question: Question, *, by: User, note: str = "") -> Sought:
    """Note that a figure is wanted to answer a question, and what is known of it. Raises NotBegun."""
    question = _waiting(question, by)
    said = plain(note)
    if len(said) > LONGEST_NOTE:
        raise NotBegun(f"Say in at most {LONGEST_NOTE} letters which figure is looked for.")
    before = Sought.objects.filter(question=question, kind=Sought.Kind.FACT).select_related("by").first()
    if before:
        raise NotBegun(f"{before.by} looks for it already.")
    sought: Sought = Sought.objects.create(question=question, kind=Sought.Kind.FACT, note=said, by=by)
    return sought


@transaction.atomic
def stop_looking(question: Question, *, by: User) -> None:
    """Nobody looks for the figure any more. Raises NotBegun."""
    question = _waiting(question, by)
    found, _ = Sought.objects.filter(question=question, kind=Sought.Kind.FACT).delete()
    if not found:
        raise NotBegun("Nobody looks for it.")


def _waiting(question: Question, by: User) -> Question:
    """The question, locked, for whoever decides about questions, while nobody answered it."""
    if not may(by, "edit"):
        raise NotBegun("What is done about questions is decided by editors and publishers alone.")
    found: Question = Question.objects.select_for_update().get(pk=question.pk)
    if found.state not in {Question.State.RECEIVED, Question.State.OPEN}:
        raise NotBegun(f"The question is {found.get_state_display().lower()} by now.")
    return found


def _body(question: Question, records: Iterable[Record]) -> str:
    """The question as it was asked, and what it is about."""
    links = ", ".join(
        f'<a href="{record.get_absolute_url()}">{escape(record.name)}</a>' for record in records
    )
    asked = f"<blockquote><p>{escape(question.text)}</p></blockquote>"
    return f"{asked}<p>About {links}.</p>" if links else asked
