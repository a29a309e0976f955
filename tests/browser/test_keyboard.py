"""What the admin's own drawing leaves to the mouse is done by the keyboard too, on every kind of page."""

from typing import Any

import pytest

from tests.browser.keys import expect, follow, go_to, press, tab_to
from tests.browser.test_writing import pytestmark
from tests.factories import make_article, make_author, make_company

__all__ = ["pytestmark"]

#: What can be clicked on and never has the keyboard.
FOR_THE_MOUSE_ALONE = """() => [...document.querySelectorAll("*")]
  .filter((one) => one.checkVisibility() && one.tabIndex < 0 && !one.matches("[role=tab], #changelist-filter-close"))
  .filter((one) => one.getAttributeNames().some((name) => /^(x-on:|@|on)click(\\.(prevent|stop))*$/.test(name)))
  .map((one) => one.outerHTML.slice(0, 200))"""


@pytest.mark.parametrize("wide", [1440, 390])
def test_nothing_is_drawn_for_the_mouse_alone(desk: Any, wide: int) -> None:
    article, company = make_article(), make_company()
    desk.set_viewport_size({"width": wide, "height": 900})
    for address in (
        "/admin/",
        "/admin/articles/article/",
        f"/admin/articles/article/{article.pk}/change/",
        f"/admin/companies/company/{company.pk}/change/",
        "/admin/facts/fact/add/",
    ):
        desk.goto(address)
        expect(desk.get_by_role("link", name="Skip to the page")).to_be_attached()
        assert desk.evaluate(FOR_THE_MOUSE_ALONE) == [], address


def test_the_tabs_of_a_form_are_pressed_and_a_row_is_deleted_kept_and_deleted(desk: Any) -> None:
    article = make_article(authors=[make_author("Ada Umber"), make_author("Ines Umber")])
    go_to(desk, f"/admin/articles/article/{article.pk}/change/")
    tab_to(desk, desk.get_by_role("tab", selected=True))
    press(desk, "ArrowRight", 2)
    expect(desk.get_by_role("tab", name="Closing line")).to_be_focused()
    tab_to(desk, desk.locator("[name=closing]"))
    go_to(desk, f"/admin/articles/article/{article.pk}/change/")
    tab_to(desk, desk.get_by_role("link", name="Authors", exact=True))
    press(desk, "Enter")
    delete = desk.get_by_role("button", name="Delete this row").first
    tab_to(desk, delete)
    press(desk, "Enter")
    keep = desk.get_by_role("button", name="Keep this row")
    expect(keep).to_be_focused()
    press(desk, "Enter")
    expect(delete).to_be_focused()
    press(desk, "Enter")
    expect(keep).to_be_focused()
    follow(desk, desk.get_by_role("button", name="Save", exact=True))
    assert [author.name for author in article.authors.all()] == ["Ines Umber"]
