"""Publishing, comparing and deleting in a real browser: by the mouse, by the keyboard alone, on a small screen."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from articles.models import Article, Edition
from articles.publishing import publish
from articles.revisions import save_revision
from tests.browser.keys import expect, tab_to
from tests.factories import make_article

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


@pytest.fixture
def article(publisher: User) -> Article:
    """A live one whose working copy was edited since."""
    found = make_article("A quiet eclipse", by=publisher)
    save_revision(found, by=publisher)
    publish(found, by=publisher)
    found.headline = "A loud eclipse"
    found.save()
    save_revision(found, by=publisher)
    return found


def test_the_keyboard_alone_publishes_a_change_at_a_time_that_comes_twice(
    desk: Any, article: Article
) -> None:
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    tab_to(desk, desk.get_by_role("link", name="Publish…"))
    desk.keyboard.press("Enter")
    desk.get_by_role("heading", name="What readers will see change").wait_for()
    assert (
        desk.locator(".headline .words").inner_html() == "<h1>A <del>quiet</del><ins>loud</ins> eclipse</h1>"
    )
    tab_to(desk, desk.get_by_label("Now", exact=True))
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Tab")
    desk.keyboard.type("2049-10-31")
    tab_to(desk, desk.locator("[name=at_1]"))
    desk.keyboard.type("01:30")
    tab_to(desk, desk.get_by_label("Major."))
    desk.keyboard.press("Space")
    tab_to(desk, desk.get_by_role("textbox", name="What changed"))
    desk.keyboard.type("It was loud.")
    tab_to(desk, desk.get_by_role("button", name="Publish", exact=True))
    desk.keyboard.press("Enter")
    desk.get_by_text("01:30 comes twice. Choose which").wait_for()
    tab_to(desk, desk.get_by_label("31 October 2049, 01:30 BST (UTC+01:00)"))
    desk.keyboard.press("ArrowDown")
    tab_to(desk, desk.get_by_role("button", name="Publish", exact=True))
    desk.keyboard.press("Enter")
    desk.get_by_text("Edition 2 appears on 31 October 2049, 01:30 GMT (UTC+00:00).").first.wait_for()
    assert f"{Edition.objects.waiting().get().visible_from:%H:%M}" == "01:30"


def test_a_page_that_somebody_overtook_says_so_and_publishes_from_there(desk: Any, article: Article) -> None:
    desk.goto(f"/admin/articles/article/{article.pk}/publish/")
    article.standfirst = "Quite another."
    article.save()
    desk.get_by_label("Minor.").check()
    desk.get_by_role("button", name="Publish", exact=True).click()
    alert = desk.get_by_role("alert")
    expect(alert).to_contain_text("saved the article on")
    assert desk.get_by_label("Minor.").is_checked()
    desk.get_by_role("button", name="Publish", exact=True).click()
    desk.get_by_text("Published as edition 2. Readers see it now.").wait_for()
    assert Edition.objects.live().get().standfirst == "Quite another."


def test_two_revisions_are_picked_compared_and_one_restored_on_a_small_screen(
    desk: Any, article: Article
) -> None:
    desk.set_viewport_size({"width": 360, "height": 780})
    desk.goto(f"/admin/articles/article/{article.pk}/revisions/")
    desk.get_by_label("Revision 1 as the older").check()
    desk.get_by_role("button", name="Compare the two").click()
    before, after = desk.locator(".headline .words").all()
    top, below = before.bounding_box(), after.bounding_box()
    assert top["x"] == below["x"] and top["y"] + top["height"] <= below["y"]
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.get_by_label("Why revision 1 is restored").fill("It was quiet after all.")
    desk.get_by_label("Why revision 1 is restored").press("Enter")
    desk.get_by_text("The text of revision 1 is the working copy again.").wait_for()
    assert Article.objects.get().headline == "A quiet eclipse"
