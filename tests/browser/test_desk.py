"""The desk in a real browser, by the keyboard alone: what is to be looked at again, planned, or in trouble."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from articles import workflow
from articles.models import Edition
from articles.publishing import publish, schedule, withdraw
from newsroom.models import Planned, Review, Trouble
from tests.browser.keys import choose, expect, follow, go_to, press, tab_to
from tests.browser.test_writing import pytestmark
from tests.factories import make_article

__all__ = ["pytestmark"]


def test_a_day_to_look_again_is_set_comes_and_is_put_off_by_half_a_year(desk: Any, publisher: User) -> None:
    article = make_article("A long wait", by=publisher)
    go_to(desk, f"/admin/articles/article/{article.pk}/change/")
    choose(desk, "More", desk.get_by_role("link", name="Look again…"))
    expect(desk.locator("#dialog [name=when]").first).to_be_focused()
    desk.keyboard.type("in 3")
    follow(desk, desk.get_by_role("button", name="Set", exact=True))
    desk.get_by_text("To be looked at on").wait_for()
    Review.objects.update(due=timezone.localdate() - timedelta(days=1))
    go_to(desk, "/admin/")
    follow(desk, desk.get_by_role("button", name="Still right, again in 6 months: A long wait"))
    expect(desk.get_by_role("heading", name="My drafts")).to_be_visible()
    expect(desk.get_by_role("button", name="Still right")).to_have_count(0)
    assert Review.objects.get().due > timezone.localdate() + timedelta(days=150)


def test_what_is_ready_is_planned_for_a_day_from_its_tray_and_is_not_scheduled(
    desk: Any, publisher: User
) -> None:
    article = workflow.move(make_article("Ready"), "approve", by=publisher)
    go_to(desk, "/admin/calendar/?month=2049-03")
    tab_to(desk, desk.get_by_label("Plan: Ready"))
    press(desk, "Enter")
    press(desk, "Tab")
    desk.keyboard.type("03172049")
    with desk.expect_navigation():
        press(desk, "Enter")
    expect(desk.get_by_role("main")).to_contain_text(
        "“Ready” is planned for 17 March 2049. It is not scheduled."
    )
    assert Planned.objects.get().day == date(2049, 3, 17)
    assert desk.locator(f"[data-day='2049-03-17'] #article-{article.pk}").count() == 1
    assert not Edition.objects.exists()


def test_a_schedule_in_trouble_is_red_mailed_and_ticked_off(
    window: Any, publisher: User, outbox: list[Any]
) -> None:
    publisher.email = "petra@newsroom.example"
    publisher.save()
    desk = window(publisher)
    article = make_article("A long wait", by=publisher)
    publish(article, by=publisher)
    schedule(article, by=publisher, at=timezone.now() + timedelta(days=1), note="More.")
    withdraw(article, by=publisher, note="It was wrong.")
    (letter,) = outbox
    assert letter.to == ["petra@newsroom.example"] and "A long wait" in letter.subject
    go_to(desk, "/admin/")
    trouble = desk.get_by_role("region", name="Schedules in trouble")
    expect(trouble).to_contain_text("did not appear. The article was withdrawn")
    edge = trouble.evaluate("part => getComputedStyle(part).borderInlineStartColor")
    beside = desk.get_by_role("region", name="My drafts")
    assert edge != beside.evaluate("part => getComputedStyle(part).borderInlineStartColor")
    follow(desk, trouble.get_by_role("button", name="Seen: A long wait"))
    expect(trouble).to_have_count(0)
    assert Trouble.objects.get().seen_by == publisher
