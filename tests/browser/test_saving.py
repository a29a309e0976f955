"""Words that are typed and not saved, in real browsers: after a crash, beside a colleague, and in the preview."""

import os
import re
import signal
from typing import Any

from django.contrib.auth.models import User

from articles.models import Article
from newsroom.models import Autosave
from tests.browser.keys import expect, go_to, press, tab_to, write
from tests.browser.test_writing import body_of, editor_in, put_caret, pytestmark, save
from tests.factories import make_article, make_image

__all__ = ["pytestmark"]

ADD = "/admin/articles/article/add/"


def page_of(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def warns(page: Any) -> bool:
    """Whether the browser would ask before it leaves the page."""
    return bool(
        page.evaluate(
            """() => {
                const leaving = new Event("beforeunload", { cancelable: true })
                window.dispatchEvent(leaving)
                return leaving.defaultPrevented
            }"""
        )
    )


def kill_tabs(page: Any) -> None:
    """Kill the processes of this browser's tabs, as a crash would, and wait until it has noticed."""
    session = page.context.browser.new_browser_cdp_session()

    def tabs() -> set[int]:
        processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
        return {process["id"] for process in processes if process["type"] == "renderer"}

    killed = tabs()
    with page.expect_event("crash"):
        for process in killed:
            os.kill(process, signal.SIGKILL)
    while killed & tabs():
        pass


def test_a_crash_loses_nothing_that_was_typed_in_a_new_article(desk: Any) -> None:
    desk.goto(ADD)
    put_caret(desk)
    assert not warns(desk)
    desk.keyboard.type("On the server.")
    assert warns(desk)
    desk.get_by_text("Saved as a draft").wait_for()
    assert not warns(desk)
    desk.keyboard.type(" Not yet.")
    desk.wait_for_function("JSON.stringify(localStorage).includes('Not yet.')")
    kill_tabs(desk)
    page = desk.context.new_page()
    page.goto(ADD)
    offered = page.get_by_role("region", name=re.compile("Typed and not saved"))
    offered.get_by_text("On the server. Not yet.").wait_for(state="attached")
    offered.get_by_text("What differs").click()
    assert offered.get_by_text("On the server. Not yet.").is_visible()
    offered.get_by_role("link", name="Bring it back").click()
    page.get_by_text("It is not saved yet.").wait_for()
    assert body_of(page) == "<p>On the server. Not yet.</p>"
    page.fill("[name=headline]", "A quiet eclipse")
    page.fill("[name=slug]", "a-quiet-eclipse")
    save(page)
    assert Article.objects.get().body == "<p>On the server. Not yet.</p>"
    page.goto(ADD)
    assert not page.locator("#offered section").count()
    page.wait_for_load_state("networkidle")


def test_two_who_write_at_once_see_each_other_and_lose_nothing(desk: Any, window: Any, editor: User) -> None:
    article = make_article("A quiet eclipse", body="<p>Old words.</p>")
    article.faq.create(question="Why?", answer="<p>So.</p>", position=0)
    other = window(editor)
    other.goto(page_of(article))
    editor_in(other).wait_for()
    desk.goto(page_of(article))
    desk.get_by_text(re.compile(r"editor has had this article open since \d\d:\d\d")).wait_for()
    put_caret(desk)
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" Mine.")
    desk.get_by_text("Saved as a draft").wait_for()
    other.fill("[name=headline]", "Their eclipse")
    save(other)
    desk.fill("[name=standfirst]", "My standfirst.")
    save(desk)
    met = desk.get_by_role("region", name="What was saved meanwhile")
    for differs in ("Headline", "Standfirst", "Body"):
        assert met.get_by_text(differs, exact=True).is_visible()
    assert (
        met.locator("ins", has_text="Mine.").is_visible()
        and met.locator("del", has_text="Their").is_visible()
    )
    assert (body_of(desk), desk.input_value("[name=standfirst]")) == (
        "<p>Old words. Mine.</p>",
        "My standfirst.",
    )
    desk.get_by_text("Saved as a draft").wait_for()
    save(desk)
    article.refresh_from_db()
    assert (article.headline, article.body) == ("A quiet eclipse", "<p>Old words. Mine.</p>")
    assert "Their eclipse" in [revision.content["headline"] for revision in article.revisions.all()]
    assert not Autosave.objects.filter(done=False).exists()


def test_the_preview_follows_what_is_typed_and_stays_where_it_is(desk: Any) -> None:
    image = make_image()
    long = "".join(f"<p>Line {n}.</p>" for n in range(80))
    article = make_article(
        "A quiet eclipse", body=f'<figure><img src="{image.address}" alt="Dark"></figure>{long}'
    )
    desk.goto(page_of(article))
    entries = desk.evaluate("history.length")
    desk.get_by_role("button", name="Preview", exact=True).press("Enter")
    shown = desk.frame_locator("#preview iframe")
    shown.get_by_role("heading", name="A quiet eclipse").wait_for()
    shown.locator("figure img").evaluate("image => image.decode()")
    frame = desk.frames[-1]
    frame.evaluate("scrollTo(0, 900)")
    put_caret(desk)
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" The last of them.")
    shown.get_by_text("Line 79. The last of them.").wait_for()
    assert frame.evaluate("scrollY") == 900
    assert desk.evaluate("history.length") == entries
    assert frame.evaluate("innerWidth") == 390
    desk.get_by_role("button", name="Desktop").press("Enter")
    desk.wait_for_function("document.querySelector('#preview iframe').contentWindow.innerWidth === 1280")
    desk.get_by_text("Saved as a draft").wait_for()
    desk.reload()
    shown.get_by_role("heading", name="A quiet eclipse").wait_for()
    desk.set_viewport_size({"width": 390, "height": 800})
    desk.get_by_role("button", name="Close the preview").press("Enter")
    expect(desk.get_by_role("button", name="Preview", exact=True)).to_be_focused()
    assert not desk.locator("#preview").is_visible()


def test_a_preview_is_shared_by_a_link_and_revoked_by_the_keyboard_alone(desk: Any, window: Any) -> None:
    article = make_article("A quiet eclipse", body="<p>Nobody has read this yet.</p>")
    go_to(desk, page_of(article))
    tab_to(desk, desk.get_by_text("Shared previews", exact=True))
    press(desk, "Enter")
    write(desk, desk.get_by_label("Good for"), "3")
    press(desk, "Enter")
    link = desk.get_by_label(re.compile("Link made on"))
    expect(link).to_be_focused()
    reader = window()
    address = re.sub(r"^https?://[^/]+", "", link.input_value())
    reader.goto(address)
    expect(reader.get_by_role("article")).to_contain_text("Nobody has read this yet.")
    tab_to(desk, desk.get_by_role("button", name=re.compile("Revoke the link")))
    press(desk, "Enter")
    desk.get_by_text("Revoked. The link leads nowhere now.").wait_for()
    expect(desk.get_by_text("Shared previews (1)")).to_be_focused()
    assert reader.goto(address).status == 404
