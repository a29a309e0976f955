"""The revisions of an article: who saved it when and why, two of them side by side, and one restored."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from articles.revisions import save_revision
from tests.editing import signed_in
from tests.factories import make_article

pytestmark = [
    pytest.mark.django_db,
    # django-unfold 0.110 still has the old signature.
    pytest.mark.filterwarnings("ignore:Overriding get_action_choices"),
]


def saved(by: User, *headlines: str) -> Article:
    """An article with a revision for each headline."""
    article = make_article(by=by)
    for headline in headlines:
        article.headline = headline
        article.save()
        save_revision(article, by=by, why=f"Now {headline}")
    return article


def listed(article: Article, **query: Any) -> str:
    return reverse("admin:articles_article_revisions", args=[article.pk], query=query)


def two(article: Article, older: int, newer: int) -> str:
    return reverse("admin:articles_article_compare", args=[article.pk, older, newer])


def test_the_list_says_who_when_and_why_and_leads_to_any_two(contributor: User, editor: User) -> None:
    article, client = saved(editor, "One", "Two", "Three"), signed_in(contributor)
    page = client.get(listed(article)).text
    assert page.count("<td>editor</td>") == 3 and "Now Two" in page
    assert page.count(":00)</td>") == 3  # each time with its distance from UTC
    # picked in whatever order
    assert client.get(listed(article, older=3, newer=1)).headers["Location"] == two(article, 1, 3)


@pytest.mark.parametrize(
    "query", [{"older": 1}, {"older": 2, "newer": 2}, {"older": "x\0", "newer": "9" * 30}]
)
def test_what_are_no_two_revisions_is_said(editor: User, query: dict[str, Any]) -> None:
    response = signed_in(editor).get(listed(saved(editor, "One", "Two"), **query))
    assert response.status_code == 200 and "Pick two different revisions" in response.text


def test_two_are_shown_side_by_side_as_they_are_read(editor: User) -> None:
    article = saved(editor, "A quiet dawn", "A loud dawn")
    response = signed_in(editor).get(two(article, 1, 2))
    (part,) = response.context["parts"]
    assert (part.before, part.after) == (
        "<h1>A <del>quiet</del> dawn</h1>",
        "<h1>A <ins>loud</ins> dawn</h1>",
    )
    assert signed_in(editor).get(two(article, 1, 9)).status_code == 404
    article.headline = "A quiet dawn"
    article.save()
    save_revision(article, by=editor)
    assert "Nothing differs" in signed_in(editor).get(two(article, 1, 3)).text


def restore(client: Client, article: Article, number: Any, why: str) -> Any:
    return client.post(two(article, 1, 2), {"restore": number, "why": why})


def test_one_is_restored_as_a_new_revision_that_says_why(editor: User) -> None:
    article, client = saved(editor, "One", "Two"), signed_in(editor)
    refused = restore(client, article, 1, " ")
    assert refused.status_code == 400 and "Say why the earlier text is restored" in refused.text
    restore(client, article, 1, "Two was a rumour.")
    article.refresh_from_db()
    assert article.headline == "One"
    newest = article.revisions.first()
    assert newest is not None
    assert (newest.number, newest.by, newest.why) == (
        3,
        editor,
        "Restored from revision 1. Two was a rumour.",
    )
    assert restore(client, article, 7, "Because.").status_code == 404
    restore(client, article, 1, "Once more.")
    assert article.revisions.count() == 3


def test_whoever_may_not_write_the_article_restores_nothing(contributor: User, editor: User) -> None:
    article = saved(editor, "One", "Two")
    assert "Restore revision 1" not in signed_in(contributor).get(two(article, 1, 2)).text
    assert restore(signed_in(contributor), article, 1, "Mine.").status_code == 403
    own = saved(contributor, "One", "Two")
    assert restore(signed_in(contributor), own, 1, "It was better.").status_code == 302


def test_a_long_list_comes_in_pages_and_takes_no_more_queries(editor: User) -> None:
    article, client = saved(editor, "One", "Two"), signed_in(editor)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(listed(article)).status_code == 200
        return len(queries)

    asked()  # what is looked up once a process
    few = asked()
    for n in range(60):
        article.headline = f"Headline {n}"
        article.save()
        save_revision(article, by=User.objects.create_user(f"writer-{n}"))
    assert asked() == few
    assert few < 15
    page = client.get(listed(article, page=2)).text
    assert "51 to 62 of 62" in page and "Now One" in page
