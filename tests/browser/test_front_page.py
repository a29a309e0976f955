"""The front page in a real browser: ordered by the mouse and by the keyboard, and saved as a whole."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from articles import front
from articles.publishing import publish
from tests.factories import make_article

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def test_stories_are_dragged_and_moved_by_keys_and_saved(desk: Any, publisher: User) -> None:
    a, b, c = (make_article(name, by=publisher) for name in ("Alpha", "Beta", "Gamma"))
    for article in (a, b, c):
        publish(article, by=publisher)
    front.arrange([a.pk, b.pk], was=[], by=publisher)
    desk.goto("/admin/front-page/")

    def said(words: str) -> None:
        desk.get_by_role("status").filter(has_text=words).wait_for()

    def order() -> list[str]:
        return desk.locator("#front [data-thing] .what a").all_inner_texts()

    desk.get_by_role("searchbox", name="Words of its headline").fill("gam")
    desk.keyboard.press("Enter")
    desk.get_by_role("button", name="Add Gamma").press("Enter")
    said("“Gamma” is added, number 3 of 3.")
    # The button keeps the focus, so that it is pressed again; at the end its counterpart has it.
    desk.get_by_role("button", name="Move Gamma up").press("Enter")
    said("“Gamma” is number 2 of 3.")
    desk.keyboard.press("Enter")
    said("“Gamma” is number 1 of 3.")
    assert desk.evaluate("document.activeElement.ariaLabel") == "Move Gamma down"
    assert order() == ["Gamma", "Alpha", "Beta"]
    stories = desk.locator("#front [data-thing]")
    stories.nth(2).locator(".what small").drag_to(stories.nth(0), target_position={"x": 200, "y": 3})
    said("“Beta” is number 1 of 3.")
    assert order() == ["Beta", "Gamma", "Alpha"]
    assert desk.locator("#front .sketch .lead").inner_text().startswith("Beta")
    assert front.order() == [a.pk, b.pk]  # nothing is kept before it is saved
    with desk.expect_navigation():
        desk.get_by_role("button", name="Save the front page").press("Enter")
    assert front.order() == [b.pk, c.pk, a.pk]
    assert "Saved: readers see this front page now." in desk.locator("body").inner_text()
