"""Publishing, comparing and deleting in a real browser: by the mouse, by the keyboard alone, on a small screen."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article, Edition
from articles.publishing import publish, schedule
from articles.revisions import save_revision
from tests.browser.keys import choose, expect, follow, go_to, press, tab_to, write
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
    go_to(desk, f"/admin/articles/article/{article.pk}/change/")
    follow(desk, desk.get_by_role("link", name="Publish…"))
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
    tab_to(desk, desk.locator("[name=expires_at_0]"))
    desk.keyboard.type("2049-12-24")
    tab_to(desk, desk.locator("[name=expires_at_1]"))
    desk.keyboard.type("18:00")
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
    waiting = Edition.objects.waiting().get()
    assert f"{waiting.visible_from:%H:%M}" == "01:30" and waiting.expires_at
    assert f"{timezone.localtime(waiting.expires_at):%Y-%m-%d %H:%M}" == "2049-12-24 18:00"


def test_the_keyboard_alone_corrects_an_article_and_withdraws_it_with_a_public_reason(
    desk: Any, article: Article
) -> None:
    go_to(desk, f"/admin/articles/article/{article.pk}/publish/")
    tab_to(desk, desk.get_by_label("Now", exact=True))
    tab_to(desk, desk.get_by_label("Major."))
    press(desk, "Space")
    tab_to(desk, desk.get_by_text("It corrects an error of ours…"))
    press(desk, "Enter")
    write(desk, desk.get_by_role("textbox", name="Correction: what was wrong"), "It was not quiet.")
    write(desk, desk.get_by_role("textbox", name="Correction: what is right"), "It was loud.")
    follow(desk, desk.get_by_role("button", name="Publish", exact=True))
    desk.get_by_text("Published as edition 2, with the correction. Readers see it now.").wait_for()
    desk.goto("/corrections/")
    expect(desk.get_by_role("main")).to_contain_text("It was not quiet.")
    go_to(desk, f"/admin/articles/article/{article.pk}/change/")
    withdraw = desk.get_by_role("link", name="Withdraw…")
    choose(desk, "More", withdraw)
    note = desk.get_by_label("Note to readers")
    expect(note).to_be_focused()
    press(desk, "Escape")
    expect(withdraw).to_be_focused()
    press(desk, "Enter")
    expect(note).to_be_focused()
    desk.keyboard.type("It never was an eclipse.")
    follow(desk, desk.get_by_role("button", name="Withdraw", exact=True))
    desk.get_by_text("Withdrawn. Its address says why.").wait_for()
    assert desk.goto(article.get_absolute_url()).status == 410
    expect(desk.get_by_role("main")).to_contain_text("It never was an eclipse.")


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
    go_to(desk, f"/admin/articles/article/{article.pk}/revisions/")
    tab_to(desk, desk.locator("[name=older]:checked"))
    press(desk, "ArrowUp")
    press(desk, "ArrowDown")
    expect(desk.get_by_label("Revision 1 as the older")).to_be_checked()
    follow(desk, desk.get_by_role("button", name="Compare the two"))
    before, after = desk.locator(".headline .words").all()
    top, below = before.bounding_box(), after.bounding_box()
    assert top["x"] == below["x"] and top["y"] + top["height"] <= below["y"]
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    write(desk, desk.get_by_label("Why revision 1 is restored"), "It was quiet after all.")
    press(desk, "Enter")
    desk.get_by_text("The text of revision 1 is the working copy again.").wait_for()
    assert Article.objects.get().headline == "A quiet eclipse"


def test_what_waits_is_cancelled_by_the_keyboard_alone(desk: Any, article: Article) -> None:
    schedule(article, by=None, at=timezone.now() + timedelta(days=1), note="A new count.")
    go_to(desk, f"/admin/articles/article/{article.pk}/change/")
    choose(desk, "More", desk.get_by_role("link", name="Cancel what waits…"))
    follow(desk, desk.get_by_role("button", name="Cancel it"))
    desk.get_by_text("Cancelled.").wait_for()
    assert not Edition.objects.waiting().exists()
