"""How lists of the API are asked, and what the schema says of it."""

import re
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.publishing import publish
from questions.answering.giving import answer
from questions.models import Question
from tests.factories import make_article, make_company, make_topic

pytestmark = pytest.mark.django_db

LISTS = (
    *("articles", "companies", "products", "families", "models", "markets", "releases"),
    *("facts", "metrics", "sources", "questions", "corrections"),
)


@pytest.fixture
def schema(client: Client) -> dict[str, Any]:
    """The schema as programs get it."""
    found: dict[str, Any] = yaml.safe_load(client.get("/api/v1/schema/").content)
    return found


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "asked",
    [
        "page=0",
        "page=-1",
        "page=last",
        "page=1.0",
        "page=",
        "page=10001",
        "page_size=0",
        "page_size=101",
        "page=1&page=1",
    ],
)
def test_a_page_that_is_no_number_in_bounds_is_refused(client: Client, name: str, asked: str) -> None:
    response = client.get(f"/api/v1/{name}/?{asked}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert list(response.json()["errors"]) == [asked.split("=")[0]]


@pytest.mark.parametrize(
    "asked", ["articles/?published_after=", "articles/?topic=", "companies/?kind=%20", "models/?status="]
)
def test_a_parameter_without_a_value_is_refused_and_not_ignored(client: Client, asked: str) -> None:
    response = client.get(f"/api/v1/{asked}")
    assert response.status_code == 400
    assert "Give this parameter a value, or leave it out." in response.json()["detail"]


@pytest.mark.parametrize("state", ["answered", "open"])
def test_a_list_of_questions_asks_as_much_for_many_as_for_one(
    client: Client, publisher: User, state: str
) -> None:
    counts = []
    for name in ("One", "Two", "Three"):
        article = make_article(name, topics=[make_topic(name)], slug=name.lower())
        publish(article, by=publisher)
        asked = Question.objects.create(text=f"{name}?", slug=name.lower(), article=article, state=state)
        asked.records.add(make_company(name, published_from=timezone.now()))
        answer(asked, text="<p>Yes.</p>", by=publisher, published_from=timezone.now())
        Question.objects.update(state=state)
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            rows = client.get(f"/api/v1/questions/?state={state}").json()["results"]
        assert all(row["topics"] and row["records"] for row in rows)
        counts.append((len(rows), sum('AS "past"' not in query["sql"] for query in captured)))
    assert [count for count, _ in counts] == [1, 2, 3]
    assert len({queries for _, queries in counts}) == 1, counts


def test_a_page_after_the_last_is_not_there(client: Client) -> None:
    assert client.get("/api/v1/articles/?page=1&page_size=100").status_code == 200
    assert client.get("/api/v1/articles/?page=2").status_code == 404


def test_the_schema_sums_up_every_operation_and_names_its_problems(schema: dict[str, Any]) -> None:
    for path, operations in schema["paths"].items():
        operation = operations["get"]
        assert operation["summary"], path
        answers = set(operation["responses"])
        if "{" in path:
            assert answers == {"200", "404"}, path
        elif path != "/api/v1/":
            assert answers == {"200", "400", "404"}, path


def test_the_schema_bounds_what_lists_refuse(schema: dict[str, Any]) -> None:
    parameters = {
        one["name"]: one["schema"] for one in schema["paths"]["/api/v1/articles/"]["get"]["parameters"]
    }
    assert (parameters["page"]["minimum"], parameters["page"]["maximum"]) == (1, 10_000)
    assert (parameters["page_size"]["minimum"], parameters["page_size"]["maximum"]) == (1, 100)
    words = re.compile(parameters["topic"]["pattern"])
    assert words.search("ai cloud") and words.search("云")
    assert not any(words.search(wrong) for wrong in ("", " \t", "a\0b"))
    years = re.compile(parameters["published_after"]["pattern"])
    assert years.search("1970-01-01T00:00:00Z") and not years.search("0001-01-01T00:00:00Z")
    page = schema["components"]["schemas"]["PaginatedArticleList"]
    assert page["properties"]["next"]["type"] == ["string", "null"]
