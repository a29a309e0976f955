"""The same figure twice, in a real browser: the notice of the fact's form, and the list while an article is written."""

import re
from typing import Any

import pytest

from articles.models import Article
from facts.models import Fact
from tests.browser.test_writing import begin, body_of, editor_in, save
from tests.factories import make_article, make_fact, make_product

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


@pytest.fixture
def fact() -> Fact:
    """172 million people use Umbra Chat each month."""
    return make_fact(make_product("Umbra Chat"), value=172 * 10**6, source="A count")


def listed(page: Any) -> Any:
    return page.locator("#typed-figures li")


def test_what_the_ledger_says_is_shown_first_and_nothing_typed_is_lost(desk: Any, fact: Fact) -> None:
    rival = make_fact(fact.subject, value=172 * 10**6, source="A filing", as_of="2025-01")
    desk.goto(f"/admin/facts/fact/{rival.pk}/change/")
    desk.fill("[name=value]", "163 million")
    desk.fill("[name=as_of]", "2026-01")
    desk.fill("[name=quotation]", "As we said.")
    with desk.expect_navigation():
        desk.keyboard.press("Tab")
        desk.locator("[name=value]").press("Enter")
    notice = desk.locator(".already")
    assert "172 million" in notice.inner_text() and "Both cannot be right." in notice.inner_text()
    desk.wait_for_function("document.activeElement.matches('.already')")
    assert desk.locator("[name=quotation]").input_value() == "As we said."
    # Enter in a field asks again, it does not record
    with desk.expect_navigation():
        desk.locator("[name=value]").press("Enter")
    rival.refresh_from_db()
    assert rival.as_of == "2025-01"
    desk.get_by_role("button", name="Record it all the same").focus()
    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    rival.refresh_from_db()
    assert (rival.value, rival.as_of, rival.quotation) == (163 * 10**6, "2026-01", "As we said.")


def test_what_is_typed_is_held_against_the_ledger_while_it_is_written(desk: Any, fact: Fact) -> None:
    begin(desk, "/admin/articles/article/add/")
    desk.keyboard.type("Umbra Chat has over 190 million monthly users")
    listed(desk).get_by_text("the ledger says 172 million").wait_for()
    assert desk.evaluate("document.activeElement.closest('.tiptap') !== null")
    desk.keyboard.type(", and more")
    before = "<p>Umbra Chat has over 190 million monthly users, and more</p>"
    assert body_of(desk) == before
    desk.get_by_role("button", name="Cite the fact for 190 million").press("Enter")
    cited = f'<data value="fact:{fact.pk}">172 million</data>'
    assert body_of(desk) == f"<p>Umbra Chat has {cited} monthly users, and more</p>"
    listed(desk).wait_for(state="detached")
    desk.keyboard.press("Control+z")
    assert body_of(desk) == before


def test_words_that_agree_are_wrapped_wherever_they_stand(desk: Any, fact: Fact) -> None:
    begin(desk, "/admin/articles/article/add/")
    desk.keyboard.type("Umbra 😀 Chat is new. Umbra Chat has 172 million monthly users.\n")
    desk.keyboard.type("😀 Its 172 million monthly users are many.")
    desk.get_by_role("button", name="Cite the fact for 172 million").press("Enter")
    cite = f'<data value="fact:{fact.pk}">172 million</data>'
    assert body_of(desk) == (
        f"<p>Umbra 😀 Chat is new. Umbra Chat has {cite} monthly users.</p>"
        f"<p>😀 Its {cite} monthly users are many.</p>"
    )


def test_words_are_kept_without_losing_what_is_typed(desk: Any, fact: Fact) -> None:
    article = make_article(body="<p>Umbra Chat has 190 million monthly users.</p>")
    begin(desk, f"/admin/articles/article/{article.pk}/change/")
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" It grew.")
    desk.get_by_text("Keep, because…").click()
    desk.get_by_role("textbox", name=re.compile("^Keep 190 million")).fill("They said so then.")
    desk.keyboard.press("Enter")
    listed(desk).wait_for(state="detached")
    assert "It grew." in body_of(desk)
    save(desk)
    assert listed(desk).count() == 0
    assert "It grew." in Article.objects.get().body
    assert article.suggestions.get().payload["because"] == "They said so then."
    assert editor_in(desk).count() == 1
