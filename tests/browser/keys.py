"""A page worked by the keyboard alone: Tab, Enter, Space and the arrows, to what a screen reader would name."""

from typing import Any

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: make setup")
expect = sync_api.expect

#: The longest way to anything, from wherever the page puts the keyboard.
FAR = 120

#: Whether what has the focus shows so, by itself or by what is drawn in its place.
SHOWN = """element => [element, element.labels?.[0], element.closest("label, .select2-container")].some(drawn => {
  const { outlineStyle, outlineWidth, boxShadow } = drawn ? getComputedStyle(drawn) : {}
  return drawn && ((outlineStyle !== "none" && outlineWidth !== "0px") || boxShadow !== "none")
})"""


def press(page: Any, key: str, times: int = 1) -> None:
    """A key, several times."""
    for _ in range(times):
        page.keyboard.press(key)


def tab_to(page: Any, locator: Any, *, back: bool = False) -> None:
    """Press Tab until something has the focus, and see that it shows so."""
    locator.wait_for(state="attached")
    wanted = locator.element_handle()
    for _ in range(FAR):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            assert wanted.evaluate(SHOWN), f"nothing shows where the keyboard is: {locator}"
            return
    raise AssertionError(f"the keyboard does not get there: {locator}")


def skip(page: Any) -> None:
    """Past the navigation, by the page's first link."""
    tab_to(page, page.get_by_role("link", name="Skip to the page"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def go_to(page: Any, address: str) -> None:
    """Open a page, and leave its navigation behind."""
    page.goto(address)
    skip(page)


def follow(page: Any, locator: Any, key: str = "Enter") -> None:
    """Go to a link or button that leads to another page, and press it."""
    tab_to(page, locator)
    with page.expect_navigation():
        page.keyboard.press(key)


def write(page: Any, locator: Any, text: str) -> None:
    """Go to a field and type into it, in place of what it holds."""
    tab_to(page, locator)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def choose(page: Any, menu: str, item: Any) -> None:
    """Open a menu by its button, go down to an item and press it."""
    opener = page.get_by_role("main").get_by_role("button", name=menu)
    tab_to(page, opener)
    press(page, "Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(opener).not_to_be_focused()
    for _ in range(FAR):
        if item.evaluate("element => element === document.activeElement"):
            press(page, "Enter")
            return
        press(page, "ArrowDown")
    raise AssertionError(f"the menu does not lead there: {item}")
