"""Writing an article in a real browser: what is typed is what is saved, and what is saved can be published."""

import re
from typing import Any

import pytest

from articles.models import Article, Edition
from tests.browser.keys import expect
from tests.factories import make_article, make_fact, make_product

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def body_of(page: Any) -> str:
    """The HTML that the form would send."""
    found: str = page.locator("[name=body]").input_value()
    return found


def editor_in(page: Any) -> Any:
    """The body's editor, under the name that a screen reader says. Until it starts, the textarea has it."""
    return page.locator(".tiptap[role=textbox][aria-label=Body]")


def begin(page: Any, address: str) -> None:
    """Open a form and put the caret into the body."""
    page.goto(address)
    put_caret(page)


def put_caret(page: Any) -> None:
    """Put the caret into the body, once the editor is there: what is typed before it has the focus is lost."""
    page.wait_for_function("document.querySelector('.tiptap')")
    editor_in(page).click()
    page.wait_for_function("document.activeElement.closest('.tiptap')")


def save(page: Any) -> None:
    with page.expect_navigation():
        page.locator("[name=_continue]").click()
    editor_in(page).wait_for()


def select(page: Any, words: str) -> None:
    """Select words in the body as a mouse would."""
    # Asked again until it stays: the editor puts its own selection back in the frame after it is focused.
    page.wait_for_function(
        """(words) => {
            if (getSelection().toString() === words) return true
            const walker = document.createTreeWalker(document.querySelector(".tiptap"), NodeFilter.SHOW_TEXT)
            while (walker.nextNode() && !walker.currentNode.data.includes(words));
            const start = walker.currentNode.data.indexOf(words)
            getSelection().setBaseAndExtent(walker.currentNode, start, walker.currentNode, start + words.length)
        }""",
        arg=words,
    )


def test_what_is_written_is_saved_and_comes_back_unchanged(desk: Any) -> None:
    fact = make_fact(make_product("Umbra Chat"))
    begin(desk, "/admin/articles/article/add/")
    desk.fill("[name=headline]", "A quiet eclipse")
    put_caret(desk)
    desk.keyboard.type("It has 163 million users.\nThe light is free.")
    desk.get_by_role("button", name="Call-out").first.press("Enter")
    desk.get_by_role("button", name="Pro Tip").first.press("Enter")
    select(desk, "163 million")
    desk.keyboard.press("Control+Shift+f")
    desk.get_by_role("option", name=re.compile("Umbra Chat")).wait_for()
    desk.keyboard.press("Enter")
    written = (
        f'<p>It has <data value="fact:{fact.pk}">163 million</data> users.</p>'
        '<aside data-callout="pro-tip"><p>The light is free.</p></aside>'
    )
    desk.wait_for_function("html => document.querySelector('[name=body]').value === html", arg=written)
    save(desk)
    assert Article.objects.get().body == written
    assert desk.evaluate("document.querySelector('.tiptap').editor.getHTML()") == written


def test_a_fact_is_inserted_with_its_own_words_where_nothing_is_selected(desk: Any) -> None:
    fact = make_fact()
    begin(desk, "/admin/articles/article/add/")
    desk.keyboard.type("Users: ")
    desk.keyboard.press("Control+Shift+f")
    desk.get_by_role("combobox", name="Search the facts").fill("monthly")
    desk.get_by_role("option", name=re.compile("163 million")).click()
    desk.wait_for_function("document.querySelector('[name=body]').value.includes('fact:')")
    desk.keyboard.type(" and more")
    assert body_of(desk) == f'<p>Users: <data value="fact:{fact.pk}">163 million</data> and more</p>'


def test_every_step_can_be_undone_and_done_again(desk: Any) -> None:
    begin(desk, "/admin/articles/article/add/")
    desk.keyboard.type("One")
    desk.keyboard.press("Control+b")
    desk.keyboard.type("Two\nThree")
    written = body_of(desk)
    for _ in range(12):
        desk.keyboard.press("Control+z")
    assert body_of(desk) == ""
    for _ in range(20):
        desk.keyboard.press("Control+Shift+z")
    assert body_of(desk) == written


def test_a_newer_save_by_somebody_else_loses_neither_text(desk: Any) -> None:
    article = make_article("A quiet eclipse", body="<p>Old words.</p>")
    begin(desk, f"/admin/articles/article/{article.pk}/change/")
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" Mine.")
    Article.objects.filter(pk=article.pk).update(body="<p>Their words.</p>", version=1)
    save(desk)
    desk.get_by_text("Saved by somebody else meanwhile").wait_for()
    assert body_of(desk) == "<p>Old words. Mine.</p>"
    save(desk)
    article.refresh_from_db()
    assert article.body == "<p>Old words. Mine.</p>"


def test_the_publish_button_publishes_what_was_saved(desk: Any) -> None:
    article = make_article("A quiet eclipse")
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.get_by_text("Publish…").first.click()
    desk.get_by_role("button", name="Publish", exact=True).click()
    desk.get_by_text("Published as edition 1. Readers see it now.").wait_for()
    assert Edition.objects.live().get().article == article


def test_a_dialog_takes_the_keyboard_and_gives_it_back(desk: Any) -> None:
    article = make_article()
    desk.goto(f"/admin/articles/article/{article.pk}/change/")
    desk.get_by_role("link", name="Hand on…").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#dialog [name=verb]")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(desk.get_by_role("link", name="Hand on…")).to_be_focused()


def test_what_stops_publishing_leads_to_its_field_and_a_reason_overrides_it(desk: Any) -> None:
    article = make_article(standfirst="", search_description="Short.")
    article.faq.create(question="Why?", answer='<p><a href="/articles/nowhere/">So.</a></p>', position=0)
    checklist = f"/admin/articles/article/{article.pk}/checklist/"
    for finding, field in (
        ("The standfirst is empty", "[name=standfirst]"),
        ("The link to /articles/nowhere/", ".prose-editor:has(#id_faq-0-answer) .tiptap[contenteditable]"),
        ("The search description has 6", "[name=search_description]"),
    ):
        desk.goto(checklist)
        desk.get_by_role("link", name=f"Go to the field: {finding}").click()
        expect(desk.locator(field)).to_be_focused()
    desk.get_by_text("Publish…").first.click()
    desk.get_by_role("button", name="Publish", exact=True).click()
    desk.get_by_text("Not published. The standfirst is empty").wait_for()
    desk.get_by_role("link", name="Go to the field: The standfirst").click()
    expect(desk.locator("[name=standfirst]")).to_be_focused()
    desk.get_by_text("Publish…").first.click()
    desk.get_by_label("Publish all the same, because…").fill("It is breaking news.")
    desk.get_by_role("button", name="Publish", exact=True).click()
    desk.get_by_text("Published as edition 1. Readers see it now.").wait_for()
    assert Edition.objects.live().get(article=article).override.reason == "It is breaking news."
