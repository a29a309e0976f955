"""Interests in a real browser, by the keyboard alone: publishing waits for a declaration, and readers are told."""

from typing import Any

from articles.models import Author, Declaration, Interest
from tests.browser.keys import expect, follow, go_to, press, tab_to, write
from tests.browser.test_writing import pytestmark
from tests.factories import make_article, make_company

__all__ = ["pytestmark"]


def test_publishing_waits_for_a_declaration_and_the_line_stands_in_the_article(desk: Any) -> None:
    author = Author.objects.create(name="Ines Umber", slug="ines-umber")
    umbra = make_company("Umbra Labs")
    article = make_article(body="<p>Umbra Labs counts its lamps.</p>", authors=[author])
    go_to(desk, f"/admin/articles/article/{article.pk}/publish/")
    expect(desk.get_by_role("main")).to_contain_text("Ines Umber")
    follow(desk, desk.get_by_role("button", name="Publish", exact=True))
    expect(desk.get_by_role("main")).to_contain_text("Not published.")

    go_to(desk, "/admin/articles/interest/add/")
    tab_to(desk, desk.get_by_label("Author"))
    desk.keyboard.type("Ines")
    tab_to(desk, desk.get_by_role("combobox", name="Company"))
    press(desk, "Enter")
    desk.keyboard.type("Umbra")
    expect(desk.get_by_role("option", name="Umbra Labs")).to_be_visible()
    press(desk, "Enter")
    write(desk, desk.get_by_label("Line"), "Ines Umber owns shares in Umbra Labs.")
    follow(desk, desk.get_by_role("button", name="Save", exact=True))
    assert Interest.objects.get().company == umbra

    go_to(desk, "/admin/")
    follow(desk, desk.get_by_role("link", name="Ines Umber"))
    tab_to(desk, desk.get_by_label("None", exact=True))
    press(desk, "ArrowDown")
    expect(desk.get_by_label("Those on record")).to_be_checked()
    follow(desk, desk.get_by_role("button", name="Save", exact=True))
    assert not Declaration.objects.get(author=author).nothing

    go_to(desk, f"/admin/articles/article/{article.pk}/publish/")
    follow(desk, desk.get_by_role("button", name="Publish", exact=True))
    desk.get_by_text("Published as edition 1.").wait_for()
    desk.goto(article.get_absolute_url())
    expect(desk.get_by_text("Ines Umber owns shares in Umbra Labs.")).to_be_visible()
