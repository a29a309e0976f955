"""A figure's note in a real browser without any script: by pointing, tapping, and the keyboard alone."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Article
from articles.publishing import publish
from facts.supersession import supersede
from tests.browser.keys import expect
from tests.factories import make_article, make_fact, make_product

pytestmark = [pytest.mark.django_db(transaction=True)]

WIDE, NARROW, ZOOMED = (1440, 900), (360, 740), (320, 256)  # the last: 1280 by 1024 at 400 %


@pytest.fixture
def article(publisher: User) -> Article:
    """Three figures, one of them in a table and one that we got wrong."""
    now = timezone.now() - timedelta(seconds=1)
    facts = [
        make_fact(make_product(f"Umbra {n}"), published_from=now, value=n * 100_000_000 + 63_000_000)
        for n in (1, 2, 3)
    ]
    cited = [f'<data value="fact:{fact.pk}">{n}63 million</data>' for n, fact in enumerate(facts, 1)]
    more = "<p>The light is free, and nobody has counted it yet.</p>" * 12
    body = (
        f"<p>It counts {cited[0]} people where others have counted {cited[1]} people.</p>{more}"
        f"<table><tr><th>People</th></tr><tr><td>{cited[2]}</td></tr></table>{more}"
    )
    made = make_article(body=body)
    publish(made, by=publisher, all_the_same="It is told as it was.")
    supersede(facts[1], by=None, because="our error", value=172_000_000)
    return made


@pytest.fixture
def opened(window: Any, article: Article) -> Callable[..., Any]:
    """Opens the article in a window of a size; without scripts unless they are asked for."""

    def open_at(size: tuple[int, int], *, scripts: bool = False, touch: bool = False) -> Any:
        page = window(size=size, java_script_enabled=scripts, has_touch=touch, is_mobile=touch)
        page.goto(article.get_absolute_url())
        return page

    return open_at


def note(page: Any, number: int = 1) -> Any:
    return page.locator(f"#note-{number}")


def figure(page: Any, number: int = 1) -> Any:
    return page.locator(".cite").nth(number - 1)


def shown(page: Any, number: int = 1) -> None:
    expect(note(page, number)).to_be_visible()
    expect(note(page, number).get_by_role("link", name="History")).to_be_in_viewport()


def hidden(page: Any, number: int = 1) -> None:
    expect(note(page, number)).to_be_hidden()


def height(page: Any) -> float:
    """How long the text is."""
    return float(page.locator(".body").bounding_box()["height"])


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_pointing_shows_the_note_and_leaving_hides_it(opened: Any, size: tuple[int, int]) -> None:
    page = opened(size)
    before = height(page)
    hidden(page)
    figure(page).hover()
    shown(page)
    assert height(page) == before
    page.mouse.move(1, 1)
    hidden(page)


def test_the_pointer_can_move_into_the_note(opened: Any) -> None:
    page = opened((768, 900))
    figure(page).hover()
    shown(page)
    note(page).get_by_role("link", name="History").hover()
    page.wait_for_timeout(600)
    shown(page)


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_a_click_keeps_the_note_until_a_click_elsewhere(opened: Any, size: tuple[int, int]) -> None:
    page = opened(size)
    before = height(page)
    figure(page).click()
    page.mouse.move(1, 1)
    shown(page)
    assert height(page) == before
    page.mouse.click(1, 1)
    hidden(page)


def test_a_tap_opens_the_note_at_the_figure_and_a_tap_elsewhere_closes_it(opened: Any) -> None:
    page = opened(NARROW, touch=True)
    figure(page).tap()
    shown(page)
    cited, beside = figure(page).bounding_box(), note(page).bounding_box()
    assert beside["x"] >= 0 and beside["x"] + beside["width"] <= NARROW[0]
    gap = max(beside["y"] - cited["y"] - cited["height"], cited["y"] - beside["y"] - beside["height"])
    assert 0 <= gap < 24
    page.touchscreen.tap(5, 5)
    hidden(page)


@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_the_keyboard_alone_opens_and_closes(opened: Any, size: tuple[int, int]) -> None:
    page = opened(size)
    first, second = page.locator(".cite button").nth(0), page.locator(".cite button").nth(1)
    while not first.evaluate("button => button === document.activeElement"):
        page.keyboard.press("Tab")
    shown(page)
    for name in ("A report", "History"):
        page.keyboard.press("Tab")
        expect(note(page).get_by_role("link", name=name)).to_be_focused()
        shown(page)
    page.keyboard.press("Tab")
    expect(second).to_be_focused()
    hidden(page)
    shown(page, 2)
    page.keyboard.press("Enter")
    assert note(page, 2).evaluate("note => note.matches(':popover-open')")
    page.keyboard.press("Escape")
    assert not note(page, 2).evaluate("note => note.matches(':popover-open')")
    expect(second).to_be_focused()


def test_with_a_script_escape_closes_what_pointing_and_the_keyboard_opened(opened: Any) -> None:
    page = opened(NARROW, scripts=True)
    figure(page).hover()
    shown(page)
    page.keyboard.press("Escape")
    hidden(page)
    page.mouse.move(1, 1)
    page.locator(".cite button").first.focus()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    shown(page)
    page.keyboard.press("Escape")
    hidden(page)


def test_a_figure_in_a_table_opens_its_note_outside_of_it(opened: Any) -> None:
    page = opened(NARROW)
    figure(page, 3).click()
    page.mouse.move(1, 1)
    shown(page, 3)


def test_at_four_times_the_size_a_note_stays_within_the_window(opened: Any) -> None:
    page = opened(ZOOMED)
    figure(page).click()
    box = note(page).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= ZOOMED[0]
    assert box["y"] >= 0 and box["y"] + box["height"] <= ZOOMED[1]
    assert page.evaluate("document.documentElement.scrollWidth") <= ZOOMED[0]


def test_a_screen_reader_hears_how_the_figure_stands(opened: Any) -> None:
    page = opened(WIDE)
    button = page.get_by_role("button", name="Note 2: measured, corrected since")
    expect(button).to_be_visible()


def test_the_list_at_the_top_leads_to_the_figure(opened: Any) -> None:
    page = opened(NARROW)
    page.get_by_role("link", name="Umbra 2: monthly active users").click()
    expect(page.locator("#figure-2")).to_be_in_viewport()


def test_on_paper_every_note_stands_beside_its_figure(opened: Any) -> None:
    page = opened(WIDE)
    page.emulate_media(media="print")
    for number in (1, 2, 3):
        expect(note(page, number)).to_be_visible()
