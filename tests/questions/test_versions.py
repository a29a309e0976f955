"""What readers saw of an answer never changes without trace: its earlier words are kept, and what changed is told."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from articles.publishing import publish, withdraw
from changes import log
from changes.models import Change
from facts.supersession import supersede
from newsroom.rollout.deciding import Choice, Decision, decide
from questions.answering.giving import AnswerRefused, answer
from questions.models import Answer, Question
from tests.editing import signed_in
from tests.factories import make_article, make_fact

pytestmark = pytest.mark.django_db

NOTE = "It is three, not two."


@pytest.fixture
def asked() -> Question:
    """A question on an article."""
    return Question.objects.create(text="How many?", slug="how-many", article=make_article())


def notes(question: Question) -> list[str]:
    return [version.note for version in Answer.objects.get(question=question).versions.all()]


def test_the_page_and_the_api_tell_what_changed_and_when(
    client: Client, publisher: User, asked: Question
) -> None:
    publish(asked.article, by=publisher)
    answer(asked, text="<p>Two.</p>", by=publisher)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        answer(asked, text="<p>Three.</p>", by=publisher, note=f" {NOTE} ")
        log.forget_version()
        told = f"{timezone.localdate():%-d %B %Y}</time>: {NOTE}"
        for page in (asked.get_absolute_url(), asked.article.get_absolute_url()):
            html = client.get(page).text
            assert told in html and "Two." not in html, page
        given = client.get(f"/api/v1/questions/{asked.pk}/").json()
        assert given["change_note"] == NOTE and given["updated_at"] > given["answered_at"]
        assert NOTE in client.get("/changes/").text
    kept = asked.answer.versions.order_by("number")
    assert [(one.text, one.by) for one in kept] == [("<p>Two.</p>", publisher), ("<p>Three.</p>", publisher)]


def test_a_change_that_readers_see_wants_a_note_and_others_do_not(publisher: User, asked: Question) -> None:
    for text in ("One.", "Two."):
        answer(asked, text=f"<p>{text}</p>", by=None)
    publish(asked.article, by=publisher)
    answer(asked, text="<p><strong>Two.</strong></p>", by=None)
    with pytest.raises(AnswerRefused, match="Say in a note what changed"):
        answer(asked, text="<p>Three.</p>", by=None, note=" \u200b ")
    with pytest.raises(AnswerRefused, match="at most 300 letters"):
        answer(asked, text="<p>Three.</p>", by=None, note="x" * 301)
    answer(asked, text="<p>Three.</p>", by=None, note=NOTE)
    answer(asked, text="<p>Three.</p>", by=None, note="Said twice, kept once.")
    assert notes(asked) == [NOTE, "", "", ""]


@pytest.mark.parametrize("own_page", [True, False])
def test_hiding_an_answer_first_does_not_spare_the_note(
    publisher: User, asked: Question, own_page: bool
) -> None:
    publish(asked.article, by=publisher)
    answer(asked, text="<p>Two.</p>", by=None, published_from=timezone.now() if own_page else None)
    withdraw(asked.article, by=publisher, note="So.")
    answer(asked, text="<p>Two.</p>", by=None)
    assert not Question.objects.public().exists()
    with pytest.raises(AnswerRefused, match="Say in a note what changed"):
        answer(asked, text="<p>Three.</p>", by=None)


def test_an_answer_that_waits_for_its_day_may_change_without_a_note(asked: Question) -> None:
    soon = timezone.now() + timedelta(hours=1)
    for text in ("<p>One.</p>", "<p>Two.</p>"):
        answer(asked, text=text, by=None, published_from=soon)
    assert notes(asked) == ["", ""]
    assert not Change.objects.filter(kind="updated").exists()


def test_a_figure_moved_in_an_answer_is_told_and_without_a_note_it_stays_flagged(
    client: Client, publisher: User
) -> None:
    fact = make_fact(published_from=timezone.now())
    question = Question.objects.create(text="How many?", slug="how-many")
    text = f'<p>It has <data value="fact:{fact.pk}">163 million</data>.</p>'
    answer(question, text=text, by=None, published_from=timezone.now())
    new = supersede(fact, by=publisher, because="our error", value=172_000_000)
    moving = [Decision(question.answer, Choice.UPDATE)]
    done = decide(moving, old=fact, new=new, by=publisher)
    assert "Say in a note what changed" in done.refused[0][1]
    decide(moving, old=fact, new=new, by=publisher, note="163 million is now 172 million.")
    log.forget_version()
    html = client.get(question.get_absolute_url()).text
    assert "163 million is now 172 million." in html and "It is 172 million." in html


def test_the_database_keeps_a_note_with_its_day_and_each_version_once(asked: Question) -> None:
    given = answer(asked, text="<p>One.</p>", by=None)
    wrong: list[Any] = [
        lambda: Answer.objects.filter(pk=given.pk).update(change_note="So."),
        lambda: Answer.objects.filter(pk=given.pk).update(updated_at=timezone.now()),
        lambda: given.versions.create(number=1, text="One.", at=timezone.now()),
        lambda: given.versions.update(note="So."),
    ]
    for act in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_the_form_asks_for_the_note_and_shows_what_the_answer_said_before(
    editor: User, publisher: User, asked: Question
) -> None:
    publish(asked.article, by=publisher)
    answer(asked, text="<p>Two of them.</p>", by=publisher)
    desk, form = signed_in(editor), f"/admin/questions/question/{asked.pk}/change/"
    given = {
        **{"text": "How many?", "slug": "how-many", "state": "answered", "times_asked": 1, "asker": ""},
        **{"asked_at_0": "2026-01-01", "asked_at_1": "10:00", "article": asked.article_id},
        **{"answer-TOTAL_FORMS": 1, "answer-INITIAL_FORMS": 1, "answer-0-id": asked.answer.pk},
        **{"answer-0-question": asked.pk, "answer-0-text": "<p>Three of them.</p>", "answer-0-note": ""},
        **{"answer-0-on_article": "on", "answer-0-on_records": "on"},
    }
    for nothing in ("", " ", "\u200b"):
        page = desk.post(form, given | {"answer-0-note": nothing}).text
        assert "Say what changed: readers of the answer are told." in page
    assert notes(asked) == [""]
    assert desk.post(form, given | {"answer-0-note": NOTE}).status_code == 302
    html = desk.get(form).text
    assert NOTE in html and "Two of them." in html and "publisher" in html
