"""Deleting in a real browser, by the keyboard alone: what is held says by what, the rest names what goes along."""

from typing import Any

from django.contrib.auth.models import User

from articles.models import Article
from articles.publishing import publish
from tests.browser.keys import expect, follow, go_to
from tests.browser.test_writing import pytestmark
from tests.factories import make_article

__all__ = ["pytestmark"]


def test_what_was_public_stays_and_says_what_to_do_instead(desk: Any, publisher: User) -> None:
    article = make_article("A quiet eclipse")
    publish(article, by=publisher)
    go_to(desk, f"/admin/articles/article/{article.pk}/change/")
    follow(desk, desk.get_by_role("link", name="Delete article"))
    held = desk.get_by_role("region", name="A quiet eclipse")
    expect(desk.get_by_role("alert")).to_have_text("This article cannot be deleted.")
    expect(held).to_contain_text("Instead: withdraw it")
    expect(desk.get_by_role("button", name="Delete")).to_have_count(0)
    follow(desk, desk.get_by_role("link", name="Back", exact=True))
    expect(desk.get_by_label("Headline")).to_have_value("A quiet eclipse")


def test_what_nobody_saw_goes_with_what_hangs_on_it(desk: Any) -> None:
    article = make_article("A draft")
    article.faq.create(question="Why a draft?", answer="<p>So.</p>", position=0)
    go_to(desk, f"/admin/articles/article/{article.pk}/delete/")
    expect(desk.get_by_role("region", name="What goes along")).to_contain_text("Why a draft?")
    follow(desk, desk.get_by_role("button", name="Delete"))
    assert not Article.objects.exists()
