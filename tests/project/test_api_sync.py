"""Programs stay in step with a list by asking what changed since a mark."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from aiwatch.api import LISTS
from api.resources import RESOURCES
from articles.publishing import publish, withdraw
from changes import log
from changes.api.syncing import Followed
from tests.factories import make_article, make_company, make_topic

pytestmark = pytest.mark.django_db

EVER = "1970-01-01T00:00:00Z"


def since(client: Client, mark: str, asked: str = "") -> Any:
    """What changed of the articles, as it is now."""
    cache.clear()
    response = client.get(f"/api/v1/articles/?updated_since={mark}{asked}")
    assert response.status_code == 200, response.content
    return response.json()


def test_a_program_that_goes_on_from_its_mark_gets_each_change_and_what_went(
    client: Client, publisher: User
) -> None:
    articles = [make_article(name, slug=name.lower()) for name in ("One", "Two", "Three")]
    for article in articles:
        publish(article, by=publisher)
    first = since(client, EVER, "&page_size=2&fields=slug")
    assert [row["slug"] for row in first["results"]] == ["one", "two"]
    rest = client.get(first["next"]).json()
    assert ([row["slug"] for row in rest["results"]], rest["next"]) == (["three"], None)
    nothing = since(client, rest["synced"])
    assert (nothing["results"], nothing["gone"], nothing["next"]) == ([], [], None)

    withdraw(articles[1], by=publisher, note="It was about another.")
    articles[0].headline = "One again"
    articles[0].save()
    publish(articles[0], by=publisher, note="Said anew.")
    after = since(client, rest["synced"])
    assert [row["headline"] for row in after["results"]] == ["One again"]
    [stone] = after["gone"]
    assert (stone["id"], stone["type"], stone["why"]) == (articles[1].pk, "article", "withdrawn")
    assert stone["url"].endswith("/articles/two/")
    assert "'Two'" not in str(after) and "another" not in str(after)


def test_what_matches_the_filters_no_more_is_to_be_dropped(client: Client, publisher: User) -> None:
    kept, other = make_topic("Kept"), make_topic("Other")
    article = make_article("One", topics=[kept])
    publish(article, by=publisher)
    mark = since(client, EVER, f"&topic={kept.slug}")["synced"]
    article.topics.set([other])
    publish(article, by=publisher, note="Filed elsewhere.")
    after = since(client, mark, f"&topic={kept.slug}")
    assert after["results"] == []
    assert [stone["why"] for stone in after["gone"]] == ["filtered"]
    # Nothing is on the topic any more: readers are told so, and whoever follows by it hears the same next time.
    assert client.get(f"/api/v1/articles/?topic={kept.slug}").status_code == 404
    assert since(client, after["synced"], f"&topic={kept.slug}")["gone"] == []


def test_what_was_never_public_is_nothing_that_one_could_follow_by(client: Client, publisher: User) -> None:
    publish(make_article("One"), by=publisher)
    waiting, gone = make_article("Two"), make_article("Three")
    publish(waiting, by=publisher, at=timezone.now() + timedelta(days=1))
    publish(gone, by=publisher)
    withdraw(gone, by=publisher, note="It was about another.")
    hidden, shown = make_topic("Hidden"), make_company("Shown")
    log.hidden("company", shown.pk)
    asked = {
        f"articles/?topic={hidden.slug}": 404,
        "articles/?topic=nothing": 404,
        f"questions/?article={waiting.slug}": 404,
        f"questions/?article={gone.slug}": 200,
        f"models/?company={shown.slug}": 200,
        f"articles/?mentions={shown.slug}": 200,
        f"articles/?mentions={shown.slug}&topic=nothing": 404,
    }
    for address, status in asked.items():
        assert client.get(f"/api/v1/{address}&updated_since={EVER}").status_code == status, address
        assert client.get(f"/api/v1/{address}").status_code == 404, address


@pytest.mark.parametrize("asked", ["cursor=x", "ordering=published", "count=true", "format=csv"])
def test_what_makes_no_sense_beside_a_mark_is_refused_and_named(client: Client, asked: str) -> None:
    response = client.get(f"/api/v1/articles/?updated_since={EVER}&{asked}")
    assert response.status_code == 409
    assert list(response.json()["errors"]) == [asked.split("=")[0]]


@pytest.mark.parametrize("accept", ["text/csv", "application/x-ndjson"])
def test_what_changed_comes_as_json_alone(client: Client, accept: str) -> None:
    response = client.get(f"/api/v1/articles/?updated_since={EVER}", headers={"accept": accept})
    assert (response.status_code, response["Content-Type"]) == (406, "application/problem+json")


@pytest.mark.parametrize(
    "mark",
    [
        *("yesterday", "2026-11-26", "2026-11-26T09:30:00", "m1.2", "0001-01-01T00:00:00Z"),
        *("20261126T093000Z", "2026-W48-4T10:00:00Z", "2026-11-26 09:30:00Z", "2100-01-01T00:00:00Z"),
    ],
)
def test_what_is_neither_mark_nor_time_is_refused(client: Client, mark: str) -> None:
    response = client.get(f"/api/v1/articles/?updated_since={mark}")
    assert response.status_code == 400
    assert "synced" in response.json()["errors"]["updated_since"][0]


def test_every_list_but_the_log_itself_can_be_followed(client: Client) -> None:
    for name in LISTS:
        followed = issubclass(RESOURCES[name], Followed)
        status = client.get(f"/api/v1/{name}/?updated_since={EVER}").status_code
        assert (followed, status) == ((True, 200) if name != "changes" else (False, 400)), name
