"""What an answer has to be before readers see it."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from articles.publishing import PublishingRefused, publish
from questions.answering.giving import AnswerRefused, answer
from questions.models import Question
from tests.editing import signed_in
from tests.factories import make_article, make_fact

pytestmark = pytest.mark.django_db

SAYS_ELSE = "“172 million” does not say what its fact says: 163 million"


@pytest.fixture
def wrong() -> str:
    """An answer whose figure is not the one of its fact."""
    return f'<p>It has <data value="fact:{make_fact().pk}">172 million</data> users.</p>'


@pytest.fixture
def asked() -> Question:
    """A question that was asked on an article which nobody sees yet."""
    return Question.objects.create(text="How many?", slug="how-many", article=make_article())


def test_a_published_answer_says_what_its_facts_say(wrong: str) -> None:
    question = Question.objects.create(text="How many?", slug="how-many")
    with pytest.raises(AnswerRefused, match=SAYS_ELSE):
        answer(question, text=wrong, by=None, published_from=timezone.now())
    answer(question, text=wrong, by=None)
    assert not Question.objects.public().exists()
    answer(question, text=wrong.replace("172", "163"), by=None, published_from=timezone.now())
    assert Question.objects.public().get() == question


def test_an_answer_on_a_live_article_is_public_at_once_and_so_looked_at(
    wrong: str, asked: Question, publisher: User
) -> None:
    publish(asked.article, by=publisher)
    with pytest.raises(AnswerRefused, match=SAYS_ELSE):
        answer(asked, text=wrong, by=None)


def test_an_answer_that_waits_for_its_article_is_looked_at_with_it(
    wrong: str, asked: Question, publisher: User
) -> None:
    answer(asked, text=wrong, by=None)
    with pytest.raises(PublishingRefused, match=f"In the answer to “How many.”: {SAYS_ELSE}"):
        publish(asked.article, by=publisher)
    answer(asked, text=wrong.replace("172", "163"), by=None)
    publish(asked.article, by=publisher)
    assert Question.objects.public().get() == asked


def test_answering_in_the_admin_cleans_and_indexes(editor: User) -> None:
    fact = make_fact()
    question = Question.objects.create(text="How many?", slug="how-many")
    answer = f'<p onclick="x">Over <data value="fact:{fact.pk}">163 million</data>.</p>'
    form = {"text": question.text, "slug": question.slug, "state": "received", "times_asked": 1}
    form |= {
        "asked_at_0": "2026-01-01",
        "asked_at_1": "10:00",
        "answer-TOTAL_FORMS": 1,
        "answer-INITIAL_FORMS": 0,
    }
    form |= {"answer-0-text": answer, "answer-0-when": "now", "answer-0-on_article": "on"}
    signed_in(editor).post(reverse("admin:questions_question_change", args=[question.pk]), form)
    question.refresh_from_db()
    assert question.state == "answered"
    assert "onclick" not in question.answer.text
    assert list(question.answer.facts.all()) == [fact]
