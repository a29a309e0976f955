"""An issue in a real browser: composed by the mouse and by the keyboard, looked at, and scheduled."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from articles.publishing import publish
from newsletter.issues.composing import words_of
from tests.factories import make_article, make_issue

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def test_an_issue_is_composed_looked_at_and_scheduled(desk: Any, publisher: User) -> None:
    a, b, c = (make_article(name, by=publisher) for name in ("Alpha", "Beta", "Gamma"))
    for article in (a, b, c):
        publish(article, by=publisher)
    issue = make_issue(a, b, words="")
    desk.goto(f"/admin/newsletter/issue/{issue.pk}/change/")

    def said(words: str) -> None:
        desk.get_by_role("status").filter(has_text=words).wait_for()

    def order() -> list[str]:
        return desk.locator("[data-thing] .what a").all_inner_texts()

    desk.locator("[contenteditable=true]").fill("Good evening.")
    desk.get_by_role("textbox", name="Subject").fill("An evening letter")
    desk.get_by_role("button", name="Add Gamma").press("Enter")
    said("“Gamma” is added, number 3 of 3.")
    desk.get_by_role("button", name="Move Gamma up").press("Enter")
    said("“Gamma” is number 2 of 3.")
    desk.keyboard.press("Enter")
    said("“Gamma” is number 1 of 3.")
    assert desk.evaluate("document.activeElement.ariaLabel") == "Move Gamma down"
    desk.locator("[data-thing] textarea").first.fill("In our words.")
    things = desk.locator("[data-thing]")
    things.nth(2).locator(".what small").drag_to(things.nth(0), target_position={"x": 200, "y": 3})
    said("“Beta” is number 1 of 3.")
    assert order() == ["Beta", "Gamma", "Alpha"]
    assert not issue.items.filter(about_id=c.pk).exists()  # nothing is kept before it is saved
    with desk.expect_navigation():
        desk.get_by_role("button", name="Save and preview").press("Enter")
    issue.refresh_from_db()
    assert issue.words == "<p>Good evening.</p>" and issue.subject == "An evening letter"
    assert list(words_of(issue)) == [f"story:{pk}" for pk in (b.pk, c.pk, a.pk)]
    mail = desk.frame_locator("iframe")
    mail.get_by_text("In our words.").wait_for()
    assert mail.get_by_role("heading", level=1).inner_text() == "An evening letter"
    assert "In our words." in desk.locator("pre").inner_text()
    desk.get_by_role("link", name="Schedule or send…").press("Enter")
    desk.locator("[name=at_0]").fill("2099-01-01")
    desk.locator("[name=at_1]").fill("09:00")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Schedule or send it").press("Enter")
    issue.refresh_from_db()
    assert issue.state == "scheduled"
