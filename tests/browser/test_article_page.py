"""An article as it is read in a browser: its contents follow, it can be cited, and all of it prints."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from articles.publishing import publish
from tests.browser.test_axe import AXE, found
from tests.factories import make_article, make_company, make_fact

pytestmark = [pytest.mark.django_db(transaction=True)]

PHONE = (320, 700)


@pytest.fixture
def address(live_server: Any) -> str:
    """An article with everything that could be too wide."""
    fact = make_fact(make_company("Umbra Labs", native_name="本影"))
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 2
    wide = "<table><tr>" + "<th>A column</th>" * 9 + "</tr><tr>" + "<td>A value</td>" * 9 + "</tr></table>"
    parts = "".join(f"<h2>Part {n}</h2><p>{'So it went on. ' * 90}</p>" for n in range(3))
    cited = f'<p>Umbra Labs has <data value="fact:{fact.pk}">163 million</data>. {long}</p>'
    article = make_article(long, body=f"{cited}{parts}{wide}<pre><code>{long * 3}</code></pre>", authors=[])
    for n in range(2):
        article.faq.create(question=f"Question {n}?", answer=f"<p>Answer {n}.</p>", position=n)
    publish(article, by=None, all_the_same="So it is.")
    return live_server.url + article.get_absolute_url()


def test_without_a_script_all_is_there_and_all_is_printed(window: Any, address: str) -> None:
    page = window(size=PHONE, java_script_enabled=False)
    page.goto(address)
    contents = page.get_by_role("navigation", name="In this story")
    expect(contents.get_by_role("link", name="Part 2")).to_be_hidden()
    contents.get_by_text("In this story").click()
    contents.get_by_role("link", name="Part 2").click()
    expect(page.get_by_role("heading", name="Part 2")).to_be_in_viewport()
    page.get_by_text("Cite or share", exact=True).last.click()
    expect(page.get_by_role("link", name="BibTeX")).to_be_visible()
    expect(page.get_by_text("Answer 1.")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.get_by_text("Answer 1.")).to_be_visible()
    expect(contents).to_be_hidden()


def test_its_contents_follow_and_its_citation_is_copied(window: Any, address: str) -> None:
    page = window(size=(1440, 900), permissions=["clipboard-read", "clipboard-write"])
    page.goto(address)
    page.get_by_role("link", name="Part 1").click()
    expect(page.get_by_role("link", name="Part 1")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Cite or share").click()
    page.get_by_role("button", name="Copy in words").click()
    expect(page.get_by_role("status").get_by_text("Copied.")).to_be_visible()
    words = page.locator("[data-copy]").first.text_content()
    assert page.evaluate("navigator.clipboard.readText()") == words


@pytest.mark.skipif(not AXE, reason="axe is not installed: make setup")
def test_at_four_times_the_size_nothing_is_wider_than_the_window(window: Any, address: str) -> None:
    page = window(size=PHONE, bypass_csp=True)
    page.goto(f"{address}#share")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    page.evaluate(Path(str(AXE.origin)).with_name("axe.min.js").read_text())
    assert not found(page)
