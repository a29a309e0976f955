"""The editorial calendar in a real browser: dragged by the mouse, and moved by the keyboard alone."""

from datetime import date, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles import workflow
from articles.models import Edition
from articles.publishing import schedule
from articles.windows import retime
from tests.factories import make_article

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]

#: The month in which London's clocks go forward, on the 28th, of a year that no test is run after.
MONTH = "/admin/calendar/?month=2049-03"


@pytest.fixture
def edition(publisher: User) -> Edition:
    """One that waits for 27 March 2049, 09:00, and expires on 1 April."""
    return schedule(
        make_article("Later"),
        by=publisher,
        at=timezone.make_aware(datetime(2049, 3, 27, 9)),
        expires_at=timezone.make_aware(datetime(2049, 4, 1, 9)),
    )


def place(edition: Edition) -> str:
    """Where it stands by the newsroom's clock."""
    found = Edition.objects.get(pk=edition.pk).visible_from
    return f"{timezone.localtime(found):%Y-%m-%d %H:%M %Z}"


def day(page: Any, of: date) -> Any:
    return page.locator(f"[data-day='{of}']")


def drag(page: Any, edition: Edition, to: date) -> None:
    page.locator(f"#edition-{edition.pk} .what").drag_to(day(page, to))


def said(page: Any, words: str) -> None:
    page.get_by_role("status").filter(has_text=words).wait_for()


def test_what_waits_is_dragged_to_another_day_and_keeps_its_time(desk: Any, edition: Edition) -> None:
    desk.goto(MONTH)
    # What was typed into the form and not sent does not go with it.
    desk.locator(f"#edition-{edition.pk} summary").click()
    desk.locator(f"#edition-{edition.pk} [name=clock]").fill("17:00")
    drag(desk, edition, date(2049, 3, 29))
    said(desk, "“Later” now appears on 29 March 2049, 09:00 BST.")
    assert day(desk, date(2049, 3, 29)).locator(f"#edition-{edition.pk}").count() == 1
    assert place(edition) == "2049-03-29 09:00 BST"
    drag(desk, edition, date(2049, 3, 26))  # and once more, on the calendar that the server sent
    said(desk, "“Later” now appears on 26 March 2049, 09:00 GMT.")
    assert place(edition) == "2049-03-26 09:00 GMT"


def test_a_time_that_there_is_not_on_that_day_moves_on(desk: Any, edition: Edition) -> None:
    at = timezone.make_aware(datetime(2049, 3, 27, 1, 30))
    retime(Edition.objects.filter(pk=edition.pk), visible_from=at)
    desk.goto(MONTH)
    drag(desk, edition, date(2049, 3, 28))
    said(desk, "02:30 BST. There is no 01:30 on that day, when the clocks go forward.")
    assert "02:30 BST" in desk.locator(f"#edition-{edition.pk}").inner_text()


def test_a_refusal_puts_it_back_and_says_why(desk: Any, edition: Edition) -> None:
    desk.goto(MONTH)
    drag(desk, edition, date(2049, 4, 2))
    said(desk, "“Later” was not moved. The time must come before the edition expires.")
    assert day(desk, date(2049, 3, 27)).locator(f"#edition-{edition.pk}").count() == 1
    assert place(edition) == "2049-03-27 09:00 GMT"


def test_without_an_answer_it_goes_back_too(desk: Any, edition: Edition) -> None:
    desk.goto(MONTH)
    desk.route("**/calendar/move/**", lambda route: route.abort())
    drag(desk, edition, date(2049, 3, 29))
    said(desk, "The server did not answer.")
    assert day(desk, date(2049, 3, 27)).locator(f"#edition-{edition.pk}").count() == 1
    assert desk.locator(f"#edition-{edition.pk} [name=day]").input_value() == "2049-03-27"


def test_the_keyboard_alone_moves_it_by_the_form(desk: Any, edition: Edition) -> None:
    desk.goto(MONTH)
    desk.get_by_role("link", name="Later").focus()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")  # opens the form
    desk.keyboard.press("Tab")
    # Chromium's own fields for a day and a time, in the order of its language.
    desk.keyboard.type("03302049")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    desk.keyboard.type("0215PM")
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    assert "“Later” now appears on 30 March 2049, 14:15 BST." in desk.locator("body").inner_text()
    assert place(edition) == "2049-03-30 14:15 BST"


def test_without_scripts_the_form_moves_it(window: Any, publisher: User, edition: Edition) -> None:
    page = window(publisher, java_script_enabled=False)
    page.goto(MONTH)
    assert page.locator("[draggable=true]").count() == 0
    page.locator(f"#edition-{edition.pk} summary").click()
    page.locator(f"#edition-{edition.pk} [name=day]").fill("2049-03-30")
    with page.expect_navigation():
        page.get_by_role("button", name="Move").click()
    assert place(edition) == "2049-03-30 09:00 BST"


def test_what_has_no_date_is_dragged_to_a_day_and_back_and_is_not_scheduled(
    desk: Any, publisher: User
) -> None:
    article = workflow.move(make_article("Ready"), "approve", by=publisher)
    desk.goto(MONTH)
    entry = desk.locator(f"#article-{article.pk} .what")
    entry.drag_to(day(desk, date(2049, 3, 17)), source_position={"x": 4, "y": 4})
    said(desk, "“Ready” is planned for 17 March 2049. It is not scheduled.")
    assert day(desk, date(2049, 3, 17)).locator(f"#article-{article.pk}").count() == 1
    entry.drag_to(desk.locator(".tray h2"), source_position={"x": 4, "y": 4})
    said(desk, "“Ready” has no date.")
    assert not Edition.objects.exists()
