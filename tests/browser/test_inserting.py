"""What is inserted, pasted and counted in a real browser: what the editor shows is what is kept."""

import re
from typing import Any

import pytest

from articles import bodies
from articles.models import Article
from facts.models import Fact
from tests.browser.keys import expect
from tests.browser.test_writing import begin, body_of, put_caret, save, select
from tests.factories import make_article, make_company, make_fact, make_image, make_product

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def choose(page: Any, typed: str, name: str) -> None:
    """Type “/” and a word, then take the line of that name."""
    page.keyboard.type(f"/{typed}")
    expect(page.get_by_role("option", name=name, exact=True)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")


def find(page: Any, words: str) -> None:
    """Look for words in the dialog that is open, and take what is found first."""
    page.locator(".editor-dialog [role=combobox]").fill(words)
    page.locator(".editor-dialog").get_by_role("option", name=re.compile(words)).wait_for()
    page.keyboard.press("Enter")


def html_in(page: Any) -> str:
    """What the editor shows, as HTML."""
    html: str = page.evaluate("document.querySelector('.tiptap').editor.getHTML()")
    return html


def kept(page: Any) -> str:
    """Save, and give what is kept, once it is known to be what the editor showed before and shows again."""
    written = html_in(page)
    save(page)
    body = Article.objects.get().body
    assert body == written
    assert html_in(page) == written
    return str(body)


def test_all_that_the_menu_inserts_is_kept_as_it_is_seen_and_can_be_undone(desk: Any) -> None:
    company, image = make_company("Umbra Labs"), make_image("A shadow")
    begin(desk, "/admin/articles/article/add/")
    desk.fill("[name=headline]", "A quiet eclipse")
    put_caret(desk)
    keyboard = desk.keyboard
    choose(desk, "head", "Heading")
    keyboard.type("1/2 and")
    expect(desk.locator("#slash-menu")).to_have_count(0)
    keyboard.type("\nBy ")
    choose(desk, "record", "Link to a record…")
    find(desk, "Umbra Labs")
    keyboard.type(" it is.\n")
    desk.get_by_role("button", name="Insert… (type / in the text)").first.press("Enter")
    keyboard.type("warn")
    desk.get_by_role("option", name="Call-out: Warning").click()
    keyboard.type("Mind  it. ")
    # No call-out within a call-out: it becomes another kind of one.
    choose(desk, "pro", "Call-out: Pro Tip")
    keyboard.type("\n\n")
    choose(desk, "image", "Image…")
    find(desk, "A shadow")
    dialog = desk.locator(".editor-dialog")
    dialog.get_by_role("button", name="Insert").click()
    dialog.get_by_text("Say what the picture shows").wait_for()
    keyboard.type("A wall in shade")
    dialog.get_by_label("Caption").fill("By noon.")
    dialog.get_by_role("button", name="Insert").click()
    # After the caption the text goes on.
    desk.locator(".tiptap figcaption").click()
    desk.wait_for_function("document.querySelector('.tiptap').editor.isActive('caption')")
    keyboard.press("Enter")
    choose(desk, "table", "Table")
    row = "<tr><td><p></p></td><td><p></p></td><td><p></p></td></tr>"
    head = "<tr><th><p></p></th><th><p></p></th><th><p></p></th></tr>"
    written = (
        f'<h2>1/2 and</h2><p>By <a href="{company.get_absolute_url()}">Umbra Labs</a> it is.</p>'
        '<aside data-callout="pro-tip"><p>Mind  it. </p></aside>'
        f'<figure><img src="{image.address}" alt="A wall in shade" width="1" height="1">'
        f"<figcaption>By noon.</figcaption></figure><table><tbody>{head}{row}{row}</tbody></table>"
    )
    desk.wait_for_function("html => document.querySelector('[name=body]').value === html", arg=written)
    for key in ("Control+z", "Control+Shift+z"):
        for _ in range(30):
            keyboard.press(key)
        assert body_of(desk) == ("" if key == "Control+z" else written)
    assert kept(desk) == written


PASTED = {
    # Word: nested lists, tracked changes, a footnote, a cell over two columns, a file of theirs.
    """<h1 class=MsoTitle style='color:red'>Head<o:p></o:p></h1>
    <p class=MsoNormal>Was <span class=msoDel><del>bad</del></span><span class=msoIns><ins>good</ins></span>
    <b style='mso-bidi-font-weight:normal'>then</b><a style='mso-footnote-id:ftn1' href="#_ftn1"><sup>[1]</sup></a></p>
    <p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>· </span>One</p>
    <p style='mso-list:l0 level2 lfo1'><span style='mso-list:Ignore'>1. </span>Within</p>
    <p style='mso-list:l0 level1 lfo1'><span style='mso-list:Ignore'>· </span>Two</p>
    <p class=MsoNormal><o:p>&nbsp;</o:p></p>
    <table><tr><td colspan=2 width=9><p>Wide</p></td></tr><tr><td>a</td><td><img src="file:///C:/x.png">b</td></tr></table>
    <div style='mso-element:footnote'><p><a href="#_ftnref1"><sup>[1]</sup></a> A note.</p></div>""": (
        "<h2>Head</h2><p>Was good <strong>then</strong><sup>[1]</sup></p>"
        "<ul><li><p>One</p><ol><li><p>Within</p></li></ol></li><li><p>Two</p></li></ul>"
        '<table><tbody><tr><td colspan="2"><p>Wide</p></td></tr>'
        "<tr><td><p>a</p></td><td><p>b</p></td></tr></tbody></table><p><sup>[1]</sup> A note.</p>"
    ),
    # Google Docs: its wrapper, its way by Google, a list beside its item, the widths of columns.
    """<b style="font-weight:normal;" id="docs-internal-guid-1"><p><span style="font-weight:700">Bold</span>
    <a href="https://www.google.com/url?q=https://example.org/x&amp;sa=D">link</a></p>
    <ul><li><p>One</p></li><ul><li><p>Within</p></li></ul></ul><p><br></p>
    <table><colgroup><col width="312"></colgroup><tr><td colwidth="312"><p>a</p></td></tr></table></b>""": (
        '<p><strong>Bold</strong> <a href="https://example.org/x">link</a></p>'
        "<ul><li><p>One</p><ul><li><p>Within</p></li></ul></li></ul>"
        "<table><tbody><tr><td><p>a</p></td></tr></tbody></table>"
    ),
    # A web page: what it does, what is not seen, what leads nowhere, a picture that is not ours.
    """<nav>Menu</nav><script>alert(1)</script><h1 style="color:red">Web</h1><p>A\u200b <a href="javascript:x()">b</a>
    <a href="//evil.example">c</a></p><figure><img src="https://x.example/p.jpg"><figcaption>Said</figcaption></figure>
    <table><caption>Of</caption><thead><tr><th scope=col>H</th></tr></thead><tr><td>1</td></tr></table>
    <pre><code class="language-js">let a</code></pre><ol type="a"><li>x</li></ol>""": (
        "<h2>Web</h2><p>A b c</p><p>Said</p><p>Of</p><table><tbody><tr><th><p>H</p></th></tr>"
        "<tr><td><p>1</p></td></tr></tbody></table><pre><code>let a</code></pre><ol><li><p>x</p></li></ol>"
    ),
}


def test_what_is_pasted_comes_in_clean_and_is_kept_as_it_is_seen(desk: Any) -> None:
    article = make_article()
    for html, clean in PASTED.items():
        Article.objects.update(body="")
        begin(desk, f"/admin/articles/article/{article.pk}/change/")
        desk.evaluate(
            """(html) => {
                const data = new DataTransfer()
                data.setData("text/html", html)
                const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
                document.querySelector(".tiptap").dispatchEvent(paste)
            }""",
            html,
        )
        desk.wait_for_function("document.querySelector('[name=body]').value")
        assert kept(desk) == clean


def test_selected_words_are_made_a_fact(desk: Any) -> None:
    held = make_fact(make_product("Umbra Chat"), value=150_000_000, source="A filing")
    body = "<p>Umbra Chat had over 163 million monthly active users in January 2026.</p>"
    begin(desk, f"/admin/articles/article/{make_article(body=body).pk}/change/")
    desk.evaluate("document.addEventListener('submit', () => document.body.append('the form was sent'))")
    select(desk, "163 million")
    desk.keyboard.press("Control+Shift+f")
    desk.get_by_role("button", name="Make it a fact…").last.click()
    dialog = desk.locator(".editor-dialog")
    for label, value in {
        "What it is of": "Umbra Chat",
        "What is measured": "Monthly active users",
        "Value": "163 million",
        "Said to be": "over",
        "Of when": "2026-01",
    }.items():
        expect(dialog.get_by_label(label, exact=True).first).to_have_value(value)
    # What is refused says so at its field, where the keyboard then is.
    dialog.get_by_label("The source’s own words").fill("Well over 163 million.")
    dialog.get_by_label("Value").press("Enter")
    dialog.get_by_text("Say where it was read: choose a source").wait_for()
    expect(dialog.get_by_label("Where it was read", exact=True).first).to_be_focused()
    desk.keyboard.type("filing")
    dialog.get_by_role("option", name=re.compile("A filing")).wait_for()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Enter")
    dialog.get_by_text("The ledger speaks of this time already").wait_for()
    assert Fact.objects.count() == 1
    dialog.get_by_role("button", name="Record it all the same").press("Enter")
    desk.wait_for_function("document.querySelector('[name=body]').value.includes('fact:')")
    made = Fact.objects.exclude(pk=held.pk).get()
    assert (made.qualifier, made.quotation) == ("over", "Well over 163 million.")
    cited = f'<data value="fact:{made.pk}">163 million</data>'
    assert body_of(desk) == body.replace("163 million", cited)
    # The article's form does not take it for its own saving, and goes on to ask before it is left.
    expect(desk.get_by_text("the form was sent")).to_have_count(0)
    # A line that is broken within the figure breaks after it.
    desk.keyboard.press("ArrowLeft")
    desk.keyboard.press("ArrowLeft")
    desk.keyboard.press("Enter")
    assert f"{cited}</p><p>" in body_of(desk)


def test_the_text_is_counted_and_what_is_wrong_in_a_closed_tab_leads_there(desk: Any) -> None:
    body = "<h2>模型</h2>" + "<p>word it’s 1.63亿 <strong>豆包</strong>.<br>x</p>" * 115
    article = make_article(body=body, lead_image=make_image(), lead_image_alt="A shadow", closing="So.")
    desk.set_viewport_size({"width": 360, "height": 740})
    begin(desk, f"/admin/articles/article/{article.pk}/change/")
    minutes = bodies.reading_minutes(bodies.text_of(body))
    words = f"347 Chinese characters, 575 words · {minutes} min read"
    expect(desk.locator(".counted")).to_have_text(words)
    # The buttons stay in sight, and nothing is wider than the screen.
    desk.keyboard.press("Control+End")
    expect(desk.get_by_role("toolbar").first).to_be_in_viewport()
    assert desk.evaluate("document.documentElement.scrollWidth") == 360
    desk.evaluate("document.querySelector('[name=lead_image_alt]').value = ''")
    save(desk)
    desk.get_by_role("link", name="Alternative text: Say what the picture shows").press("Enter")
    expect(desk.locator("[name=lead_image_alt]")).to_be_focused()


def test_banners_and_dialogs_leave_the_text_and_its_buttons_where_they_are(desk: Any) -> None:
    begin(desk, f"/admin/articles/article/{make_article(body='<p>Words.</p>' * 60).pk}/change/")
    # what tells of somebody else, and of a server that does not answer, at once
    desk.evaluate(
        "for (const name of ['present', 'not-kept']) document.getElementById(name).textContent = 'Told.'"
    )
    desk.keyboard.press("Control+End")
    buttons = desk.locator(".field-body .prose-menubar").first
    told = desk.locator("#told")
    desk.wait_for_function(
        "document.querySelector('.field-body .prose-menubar').getBoundingClientRect().top"
        " >= document.getElementById('told').getBoundingClientRect().bottom - 1"
    )
    assert buttons.bounding_box()["y"] < 200 and told.bounding_box()["y"] == 0
    one, other = (desk.locator(f"#{name}").bounding_box() for name in ("present", "not-kept"))
    assert one["y"] + one["height"] <= other["y"]
    before = desk.evaluate("scrollY")
    desk.keyboard.press("Control+k")
    desk.get_by_role("dialog").wait_for()
    desk.keyboard.press("Escape")
    assert desk.evaluate("scrollY") == before > 0
