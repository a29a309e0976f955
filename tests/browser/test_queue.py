"""The queue of readers' questions in a real browser, by the keyboard alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from questions.models import Question
from tests.factories import ask

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def test_by_the_keyboard_alone_the_queue_is_worked_through(desk: Any) -> None:
    begin = timezone.now() - timedelta(days=20)
    texts = (
        "Which lamp is warm?",
        "Buy a lamp now?",
        "Is the lamp dear to you?",
        "Which lamp is warm, then?",
        "Why?",
    )
    asked = [ask(text, asked_at=begin + timedelta(hours=n)) for n, text in enumerate(texts)]

    def shown() -> str:
        return str(desk.evaluate("document.activeElement.textContent"))

    def press(*keys: str) -> None:
        """The last of these leads to another page, with the question that is next."""
        *first, last = keys
        for key in first:
            desk.keyboard.press(key)
        with desk.expect_navigation():
            desk.keyboard.press(last)
        desk.wait_for_function("document.activeElement.id === 'question'")

    desk.goto("/admin/questions/question/queue/?show=older#question")
    desk.wait_for_function("document.activeElement.id === 'question'")
    press("n")
    assert shown() == texts[1]
    press("s")
    assert shown() == texts[2]
    desk.keyboard.press("d")
    desk.keyboard.type("no news, and spam")  # letters that are keys elsewhere
    press("Enter")
    assert shown() == texts[3]
    desk.keyboard.press("m")
    desk.keyboard.press("Escape")
    assert desk.evaluate("document.activeElement.matches('summary[data-key=m]')")
    press("m", "Enter")
    assert shown() == texts[4]
    press("o")
    assert shown() == texts[0]
    press("u")
    press("c")
    assert "You have had it in hand since" in desk.locator(".held").inner_text()
    desk.keyboard.press("?")
    desk.locator("#keys-on").press("Space")
    desk.keyboard.press("Escape")
    desk.keyboard.press("s")  # an ordinary letter now
    desk.reload()
    states = list(Question.objects.order_by("pk").values_list("state", flat=True))
    assert states == ["received", "spam", "declined", "duplicate", "received"]
    found = Question.objects.get(pk=asked[2].pk)
    assert found.reason == "no news, and spam"
    assert Question.objects.get(pk=asked[0].pk).times_asked == 2
