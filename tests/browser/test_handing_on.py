"""An article goes from hand to hand in a real browser, and many at once."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from articles import workflow
from articles.models import Article, HandOver
from newsroom.models import SavedFilter
from tests.factories import make_article

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def test_by_the_keyboard_alone_an_article_is_sent_back_with_a_comment(desk: Any, contributor: User) -> None:
    article = make_article("A lamp that waits", by=contributor)
    workflow.move(article, "submit", by=contributor)
    desk.goto("/admin/")
    desk.get_by_role("link", name="A lamp that waits").focus()
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    desk.get_by_text("Hand on…").first.focus()
    desk.keyboard.press("Enter")
    desk.wait_for_function("document.activeElement.name === 'verb'")
    desk.keyboard.type("Send")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Where is this from?")
    for _ in range(3):  # past who is asked, and past Cancel
        desk.keyboard.press("Tab")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    assert "publisher sent it back on" in desk.locator(".sent-back").inner_text()
    assert HandOver.objects.get(verb="send back").comment == "Where is this from?"


def test_many_are_handed_on_at_once_and_the_filter_is_kept(desk: Any, contributor: User) -> None:
    for n in range(2):
        make_article(f"Draft {n}", by=contributor)
    Article.objects.filter(pk=make_article("Ready").pk).update(state="ready")
    desk.goto("/admin/articles/article/")
    desk.locator("#action-toggle").check()
    desk.select_option("select[name=action]", "hand_on_ticked")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Run").click()
    desk.select_option("select[name=verb]", "submit")
    with desk.expect_navigation():
        desk.get_by_role("button", name="Hand them on").click()
    said = desk.locator("body").inner_text()
    assert "2 done; 1 refused." in said
    assert "“Ready”: An article that is ready cannot be submitted." in said
    desk.goto("/admin/articles/article/?state__exact=in+review")
    desk.get_by_text("Keep this filter…").click()
    desk.get_by_label("Its name").fill("Waiting")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    kept = desk.get_by_role("navigation", name="Saved filters").get_by_role("link", name="Waiting")
    assert kept.get_attribute("aria-current") == "true"
    assert SavedFilter.objects.get().query == "state__exact=in+review"
