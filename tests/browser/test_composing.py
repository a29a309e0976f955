"""An issue composed in a real browser while the server takes its time."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from articles.publishing import publish
from tests.factories import make_article, make_issue

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def test_what_is_typed_while_a_move_is_answered_is_kept_and_the_cursor_with_it(
    desk: Any, publisher: User
) -> None:
    articles = [make_article(name, by=publisher) for name in ("Alpha", "Beta")]
    for article in articles:
        publish(article, by=publisher)
    issue = make_issue(*articles)
    desk.goto(f"/admin/newsletter/issue/{issue.pk}/change/")
    held: list[Any] = []

    def hold(route: Any) -> None:
        if route.request.method != "POST":
            route.continue_()
        else:
            held.append(route)

    desk.route("**/change/", hold)
    desk.get_by_role("button", name="Move Alpha down").press("Enter")
    words = desk.locator(f"[name='words-story:{articles[1].pk}']")
    words.fill("Of its own.")
    desk.keyboard.press("Home")
    held[0].continue_()
    desk.get_by_role("status").filter(has_text="“Alpha” is number 2 of 2.").wait_for()
    desk.keyboard.type("A tale ")
    assert words.input_value() == "A tale Of its own."
    assert desk.locator("[data-thing] .what a").all_inner_texts() == ["Beta", "Alpha"]
