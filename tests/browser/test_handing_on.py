"""An article goes from hand to hand in a real browser, and many at once."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from articles import workflow
from articles.models import Article, HandOver
from newsroom.models import SavedFilter
from tests.browser.keys import follow, go_to, press, skip, tab_to, write
from tests.factories import make_article, make_topic

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def test_by_the_keyboard_alone_an_article_is_sent_back_with_a_comment_and_mailed(
    desk: Any, contributor: User, outbox: list[Any]
) -> None:
    User.objects.filter(pk=contributor.pk).update(email="cora@newsroom.example")
    article = make_article("A lamp that waits", by=contributor)
    workflow.move(article, "submit", by=contributor)
    outbox.clear()
    go_to(desk, "/admin/")
    follow(desk, desk.get_by_role("link", name="A lamp that waits"))
    skip(desk)
    tab_to(desk, desk.get_by_role("link", name="Hand on…"))
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
    (letter,) = outbox
    assert letter.to == ["cora@newsroom.example"] and "Where is this from?" in letter.body


def test_many_are_handed_on_at_once_and_the_filter_is_kept(desk: Any, contributor: User) -> None:
    for n in range(2):
        make_article(f"Draft {n}", by=contributor)
    Article.objects.filter(pk=make_article("Ready").pk).update(state="ready")
    go_to(desk, "/admin/articles/article/")
    tab_to(desk, desk.locator("#action-toggle"))
    press(desk, "Space")
    tab_to(desk, desk.locator("select[name=action]"))
    desk.keyboard.type("Hand")
    follow(desk, desk.get_by_role("button", name="Run"))
    tab_to(desk, desk.locator("select[name=verb]"))
    desk.keyboard.type("Submit")
    follow(desk, desk.get_by_role("button", name="Hand them on"))
    said = desk.locator("body").inner_text()
    assert "2 done; 1 refused." in said
    assert "“Ready”: An article that is ready cannot be submitted." in said
    skip(desk)
    filters = desk.get_by_role("button", name="Filters")
    tab_to(desk, filters)
    press(desk, "Enter")
    follow(desk, desk.locator("#changelist-filter").get_by_role("link", name="In review"))
    tab_to(desk, desk.get_by_text("Keep this filter…"))
    press(desk, "Enter")
    write(desk, desk.get_by_label("Its name"), "Waiting")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    kept = desk.get_by_role("navigation", name="Saved filters").get_by_role("link", name="Waiting")
    assert kept.get_attribute("aria-current") == "true"
    assert SavedFilter.objects.get().query == "state__exact=in+review"


def test_a_topic_is_added_to_many_by_the_keyboard_alone(desk: Any) -> None:
    make_topic("Shade")
    for n in range(2):
        make_article(f"Draft {n}")
    go_to(desk, "/admin/articles/article/")
    tab_to(desk, desk.locator("#action-toggle"))
    press(desk, "Space")
    tab_to(desk, desk.locator("select[name=action]"))
    desk.keyboard.type("Add a")
    follow(desk, desk.get_by_role("button", name="Run"))
    tab_to(desk, desk.locator("form.many select[name=topic]"))
    desk.keyboard.type("Shade")
    follow(desk, desk.get_by_role("button", name="Add it"))
    assert "2 done" in desk.locator("body").inner_text()
    assert Article.objects.filter(topics__name="Shade").count() == 2
