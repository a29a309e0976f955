"""Every kind of page in a real browser: without a script, in a narrow window, in colours of one's own, by keyboard.

The pages are made once and handed to the browser without a server.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import expect
from pytest_django import DjangoDbBlocker

from tests.browser.test_axe import AXE, look_at
from tests.project.test_pages import Page, every_kind

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ORIGIN = "http://localhost"
#: What readers have of a page.
SEEN = """() => ({
    wide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    heading: document.querySelector("main h1").checkVisibility({opacityProperty: true, visibilityProperty: true}),
    cut: [...document.querySelectorAll(".ledger th + .n.v:not(.used)")]
        .filter((one) => one.getBoundingClientRect().right > innerWidth).map((one) => one.textContent),
    words: document.body.innerText,
})"""
#: What has the focus: whether one sees that, and whether it comes after what had it before.
FOCUSED = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect(), before = window.before;
    window.before = one;
    const marked = [one, one.parentElement].some((part) => getComputedStyle(part).outlineStyle !== "none");
    return {
        seen: marked && box.width > 0 && box.bottom > 0 && box.top < innerHeight,
        after: !before || Boolean(before.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING),
        main: Boolean(one.closest("main")),
    };
}"""


@pytest.fixture(scope="module")
def pages(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, Page]:
    """A page of each kind by its address."""
    return {page.address: page for page in every_kind(django_db_blocker)}


@pytest.fixture
def reader(chromium: Any, pages: dict[str, Page]) -> Iterator[Callable[..., Any]]:
    """Opens a window that is answered with these pages. None may complain in the console."""
    complaints, opened = [], []

    def answer(route: Any) -> None:
        address = route.request.url.removeprefix(ORIGIN)
        try:
            seen: Any = pages[address].seen if address in pages else Client().get(address)
        finally:
            connections.close_all()  # Here they are others than the test's, and nobody else closes them.
        route.fulfill(status=seen.status_code, headers=dict(seen.headers), body=seen.getvalue())

    def open_one(**options: Any) -> Any:
        context = chromium.new_context(base_url=ORIGIN, **options)
        context.route("**/*", answer)
        page = context.new_page()
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        opened.append(context)
        return page

    yield open_one
    for context in opened:
        context.close()
    assert [line for line in complaints if "Failed to load resource" not in line] == []


def test_without_a_script_all_can_be_read_at_four_times_the_size_and_in_colours_of_ones_own(
    reader: Any, pages: dict[str, Page]
) -> None:
    page = reader(viewport={"width": 320, "height": 640}, java_script_enabled=False)
    for address in pages:
        page.emulate_media(forced_colors="active", reduced_motion="reduce")
        page.goto(address)
        seen = page.evaluate(SEEN)
        assert seen["heading"] and not seen["wide"] and not seen["cut"], (address, seen["cut"])
        page.emulate_media(forced_colors="none", reduced_motion="no-preference")
        assert page.evaluate(SEEN) == seen, address
    page.goto("/search/")
    page.get_by_role("searchbox").fill("zyzzyva")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_text("Nothing was found for zyzzyva")).to_be_visible()


def test_the_keyboard_goes_to_the_text_at_once_or_to_all_in_its_order(
    reader: Any, pages: dict[str, Page]
) -> None:
    page = reader(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    address = next(address for address, one in pages.items() if one.tree.xpath("//main//article//data"))
    page.goto(address)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_in_viewport()
    for _ in range(30):
        assert page.evaluate(FOCUSED) | {"main": 0} == {"seen": True, "after": True, "main": 0}
        page.keyboard.press("Tab")
    page.goto(address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["main"]


def test_on_a_phone_the_row_of_links_begins_with_the_one_that_readers_are_on(reader: Any) -> None:
    page = reader(viewport={"width": 360, "height": 640})
    page.goto("/changes/")
    row = page.locator(".masthead nav")
    expect(row.get_by_role("link", name="Changes")).to_be_in_viewport(ratio=1)
    expect(row.get_by_role("link", name="Stories")).not_to_be_in_viewport()


def showing_all(pages: dict[str, Page]) -> list[str]:
    """As many of the pages as it takes to have seen every piece of all of them."""
    pieces = {
        address: {
            (one.tag, one.get("class"), one.getparent().get("class")) for one in page.tree.xpath("//body//*")
        }
        for address, page in pages.items()
    }
    chosen: list[str] = []
    seen: set[tuple[str, ...]] = set()
    for address in sorted(pieces, key=lambda address: -len(pieces[address])):
        if pieces[address] - seen:
            chosen.append(address)
            seen |= pieces[address]
    return chosen


@pytest.mark.skipif(not AXE, reason="axe is not installed: make setup")
def test_axe_finds_nothing_on_readers_pages(reader: Any, pages: dict[str, Page]) -> None:
    look_at(reader(), showing_all(pages))
