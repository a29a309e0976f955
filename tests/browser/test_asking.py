"""Asking in a real browser: end to end without JavaScript, and with what matches offered while one types."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone

from articles.publishing import publish
from questions.answering.giving import answer
from questions.models import Question
from tests.factories import make_article, make_product

pytestmark = [pytest.mark.django_db(transaction=True)]

WORDS = "What does Umbra Chat cost?"


@pytest.fixture
def known(publisher: User) -> Question:
    """An answered question."""
    make_product("Umbra Chat", published_from=timezone.now())
    question = Question.objects.create(text="How much does Umbra Chat cost?", slug="cost")
    answer(question, text="<p>Nothing, so far.</p>", by=publisher, published_from=timezone.now())
    return question


def a_minute_ago() -> Any:
    """While a form is opened: so nobody has to wait until it was open for long enough."""
    return time_machine.travel(timezone.now() - timedelta(minutes=1))


def test_all_of_it_works_without_javascript(window: Any, publisher: User, known: Question) -> None:
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        article = make_article()
        publish(article, by=publisher)
    wanted = Question.objects.create(text="Who owns the shadow?", slug="owner", state="open")
    page = window(java_script_enabled=False)

    page.goto(article.get_absolute_url())
    page.get_by_label("Your question about this story").fill("Is the moon far?")
    with a_minute_ago():
        page.get_by_role("button", name="Ask", exact=True).click()
        page.wait_for_url("**/questions/ask/?*")
    page.get_by_label("Your question").fill(WORDS)
    page.get_by_label("Name to print").fill("Ines")
    page.get_by_role("main").get_by_label("E-mail").fill("ines@example.org")
    page.get_by_role("button", name="Send the question").click()
    page.get_by_role("link", name=known.text).wait_for()
    assert not Question.objects.filter(text=WORDS).exists()
    page.get_by_role("button", name="None of these: send mine").click()
    page.get_by_role("heading", name="Your question is with us").wait_for()
    kept = Question.objects.get(text=WORDS)
    assert (kept.article, kept.asker, kept.subscribers.count()) == (article, "Ines", 1)

    with a_minute_ago():
        page.goto(f"/questions/join/{wanted.pk}/")
        page.get_by_role("button", name="That is my question").click()
        page.get_by_text("your network is counted among them today").wait_for()
    page.get_by_role("main").get_by_label("E-mail").fill("ines@example.org")
    page.get_by_role("button", name="Send me the answer").click()
    page.get_by_role("heading", name="We will write to you").wait_for()
    wanted.refresh_from_db()
    assert (wanted.times_asked, wanted.subscribers.count()) == (2, 1)
    assert page.context.cookies() == []


def test_what_matches_is_offered_from_the_first_words_on(window: Any, known: Question) -> None:
    page = window()
    page.goto("/questions/")
    page.get_by_label("Your question").press_sequentially("umbra chat co", delay=20)
    page.get_by_role("region", name="Answered already?").get_by_role("link", name=known.text).wait_for()
    assert page.locator("[aria-live=polite]").get_by_role("listitem").count() == 1
    for _ in range(3):  # past the button to ask and the question itself
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "That is my question"
    page.keyboard.press("Enter")
    page.get_by_text("Nothing, so far.").wait_for()
    assert Question.objects.get(pk=known.pk).times_asked == 2
