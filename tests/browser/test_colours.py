"""Readers choose the colours; the choice is kept on their device, by no cookie, and none is drawn in others first."""

from typing import Any

import pytest

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

GROUND = "getComputedStyle(document.documentElement).backgroundColor"


def test_colours_are_the_systems_until_somebody_chooses_and_again_when_they_choose_that(window: Any) -> None:
    page = window(color_scheme="dark")
    page.goto("/nowhere/")
    dark = page.evaluate(GROUND)
    button = page.get_by_role("button", name="System colours")
    button.press("Enter")
    page.get_by_role("button", name="Light colours").wait_for()
    light = page.evaluate(GROUND)
    assert light != dark
    page.goto("/search/")
    assert page.evaluate(GROUND) == light
    page.emulate_media(media="print")
    assert page.evaluate(GROUND) != dark
    page.emulate_media(media="screen", color_scheme="light")
    page.get_by_role("button", name="Light colours").press("Enter")
    assert page.evaluate(GROUND) == dark
    page.get_by_role("button", name="Dark colours").press("Enter")
    page.get_by_role("button", name="System colours").wait_for()
    assert page.evaluate(GROUND) == light
    assert page.evaluate("localStorage.length") == 0 and page.context.cookies() == []


def test_whoever_keeps_nothing_may_choose_all_the_same(window: Any) -> None:
    page = window(color_scheme="light")
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })")
    page.goto("/nowhere/")
    before = page.evaluate(GROUND)
    for name in ("System colours", "Light colours"):
        page.get_by_role("button", name=name).click()
    assert page.evaluate(GROUND) != before


def test_what_prints_has_no_ways_on_and_its_details_open(window: Any) -> None:
    page = window(color_scheme="dark")
    page.goto("/nowhere/")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", include_hidden=False).first.is_visible()
    assert not page.get_by_role("search").first.is_visible()
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).color") == "rgb(0, 0, 0)"
