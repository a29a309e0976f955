"""Superseding a figure in a real browser, with the keyboard alone: what cites it is seen, decided and changed."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from articles.models import Edition
from facts.models import Fact
from tests.browser.keys import expect, press
from tests.browser.test_writing import pytestmark
from tests.factories import make_fact
from tests.newsroom.test_rollout import citing

__all__ = ["pytestmark"]


@pytest.mark.django_db(transaction=True)
def test_a_figure_is_superseded_and_an_article_updated_without_a_mouse(desk: Any, publisher: User) -> None:
    fact = make_fact()
    article = citing(fact, publisher)
    desk.goto(f"/admin/figures/{fact.pk}/supersede/")
    desk.locator("#id_value").focus()
    desk.keyboard.type("172 million")
    press(desk, "Enter")
    words = desk.get_by_label("Words for 163 million in").first
    expect(words).to_have_value("172 million")
    desk.get_by_role("radio", name="Flag it").focus()
    press(desk, "ArrowDown", 2)
    expect(desk.get_by_role("radio", name="Update in place")).to_be_checked()
    desk.get_by_role("button", name="Supersede").focus()
    press(desk, "Enter")
    expect(desk.get_by_text("163 million gave way to 172 million.")).to_be_visible()
    expect(desk.get_by_text("1 updated in place.")).to_be_visible()
    new = Fact.objects.get(supersedes=fact)
    live = Edition.objects.live().get(article=article)
    assert f'<data value="fact:{new.pk}">172 million</data>' in live.body
