"""An article for programs: whole, moved and gone."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client

from articles.publishing import publish, withdraw
from tests.factories import make_article, make_company, make_fact

pytestmark = pytest.mark.django_db


def get(client: Client, path: str) -> Any:
    """The answer as it is now."""
    cache.clear()
    return client.get(f"/api/v1/articles/{path}")


def test_an_article_comes_in_its_parts_with_the_place_of_each_figure(client: Client, publisher: User) -> None:
    company = make_company()
    fact = make_fact(company, value=163_000_000)
    cited = f'<data value="fact:{fact.pk}">163  million</data>'
    body = (
        f"<p>Before all, {cited}.</p><h2>How many</h2><p>It is  {cited} people.</p>"
        '<aside data-callout="pro-tip"><p>Count twice.</p></aside><h3>And why</h3><ul><li>Because.</li></ul>'
    )
    article = make_article("Counted", slug="counted", body=body)
    article.faq.create(question="So?", answer=f"<p>Just {cited}.</p>", position=0)
    publish(article, by=publisher)
    told = get(client, "counted/").json()
    assert [(one["level"], one["heading"], one["text"]) for one in told["sections"]] == [
        (0, "", "Before all, 163 million."),
        (2, "How many", "It is 163 million people.\nCount twice."),
        (3, "And why", "Because."),
    ]
    [tip] = told["call_outs"]
    assert (tip["kind"], tip["title"], tip["text"]) == ("pro-tip", "Pro Tip", "Count twice.")
    assert tip["section"] == told["sections"][1]["id"] == told["contents"][0]["id"]
    [figure] = told["facts"]
    texts = {"text": told["text"], "faq/0/text": told["faq"][0]["text"]}
    where = [(one["part"], texts[one["part"]][one["start"] : one["end"]]) for one in figure["places"]]
    assert where == [("text", "163 million"), ("text", "163 million"), ("faq/0/text", "163 million")]
    assert figure["current"] is True and told["edition"] == 1
    assert [row["kind"] for row in told["history"]] == ["published"]


def test_an_article_is_found_at_its_address_of_today_and_told_to_be_gone(
    client: Client, publisher: User
) -> None:
    article = make_article("One", slug="one")
    publish(article, by=publisher)
    article.slug = "two"
    article.save()
    publish(article, by=publisher, note="Renamed.")
    moved = get(client, "one/?fields=slug")
    assert (moved.status_code, moved["Location"]) == (
        301,
        "http://127.0.0.1:8000/api/v1/articles/two/?fields=slug",
    )
    withdraw(article, by=publisher, note="It was about another.")
    for slug in ("one", "two"):
        gone = get(client, f"{slug}/")
        assert (gone.status_code, gone["Content-Type"]) == (410, "application/problem+json")
        assert gone.json()["detail"] == "It was about another."
    make_article("Draft", slug="draft")
    assert get(client, "draft/").status_code == get(client, "nothing/").status_code == 404
