"""How lists of the API are asked and walked, and what the schema says of it."""

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as laws
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from aiwatch.api import LISTS
from api.resources import RESOURCES
from articles.publishing import publish, withdraw
from changes import log
from changes.corrections import Said, Thing, correct
from questions.answering.giving import answer
from questions.models import Answer, Question
from tests.factories import ask, make_article, make_company, make_model, make_topic

pytestmark = pytest.mark.django_db

Ask = Callable[[str], Any]
#: A cursor of the list of articles in its usual order.
FOREIGN = urlsafe_b64encode(b'["articles -published",0,"2026-01-01T00:00:00Z",1]').decode().rstrip("=")


@pytest.fixture
def schema(client: Client) -> dict[str, Any]:
    """The schema as programs get it."""
    found: dict[str, Any] = yaml.safe_load(client.get("/api/v1/schema/").content)
    return found


def shown(text: str, **values: Any) -> Question:
    """An open question."""
    return ask(text, **{"state": "open"} | values)


def walk(client: Client, address: str) -> Iterator[Any]:
    """The pages of a list, each once the one before was looked at."""
    for _ in range(50):
        cache.clear()
        page = client.get(_local(address)).json()
        yield page
        address = page["next"]
        if address is None:
            return
    pytest.fail("It leads on and on.")


def _local(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


def test_the_root_names_every_list(client: Client) -> None:
    assert set(LISTS) == set(RESOURCES)
    told = client.get("/api/v1/").json()
    assert list(told) == [*LISTS, "search", "schema", "docs"]
    for name in LISTS:
        page = client.get(_local(told[name]))
        assert (page.status_code, list(page.json())) == (200, ["next", "previous", "results"]), name
        assert page["Link"] == f'<{settings.SITE_URL}/api/v1/{name}/>; rel="first"'


@pytest.mark.parametrize("name", LISTS)
def test_every_list_refuses_and_names_what_it_does_not_know(client: Client, name: str) -> None:
    for asked in (
        *("page=2", "page_size=0", "page_size=101", "page_size=1.0", "page_size=", "page_size=1&page_size=1"),
        *("cursor=", "cursor=nothing", "cursor=WzFd", "cursor=%00", f"cursor={'A' * 2000}"),
        *(
            f"cursor={FOREIGN}x",
            "ordering=",
            "ordering=best",
            "count=yes",
            "count=",
            "fields=",
            "fields=id,id",
        ),
        *("fields=secret", "expand=secret", "expand=,", "format=xml", "id=x", "q=%00", "%00=1"),
    ):
        given = client.get(f"/api/v1/{name}/?{asked}")
        assert given.status_code == (404 if re.fullmatch(r"cursor=\w+", asked) else 400), asked
        assert given["Content-Type"] == "application/problem+json", asked
        [said] = given.json()["errors"]
        assert said == asked.split("=")[0].replace("%00", "\0") or asked == "%00=1", asked
    if name != "articles":
        assert client.get(f"/api/v1/{name}/?cursor={FOREIGN}").status_code == 404


@pytest.mark.parametrize(
    ("name", "place"),
    [
        *(
            ("articles -published", [moment, 7])
            for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00")
        ),
        *(("companies name", [text, 7]) for text in ("\ud800", "\x00", None, ["a"])),
        *(("companies name", place) for place in ([], ["a"], ["a", 7, 8], ["a", 2**70])),
    ],
)
def test_a_cursor_of_no_place_is_none(client: Client, name: str, place: list[Any]) -> None:
    text = urlsafe_b64encode(json.dumps([name, 0, *place]).encode()).decode().rstrip("=")
    refused = client.get(f"/api/v1/{name.split()[0]}/?cursor={text}")
    assert (refused.status_code, list(refused.json()["errors"])) == (404, ["cursor"])


def test_a_cursor_is_of_its_own_list(client: Client) -> None:
    for name in ("Umbra", "Penumbra", "Antumbra"):
        company = make_company(name, published_from=timezone.now())
        make_model(name, developer=company, published_from=timezone.now())
    cursor = client.get("/api/v1/companies/?page_size=1").json()["next"].split("cursor=")[1]
    assert client.get(f"/api/v1/companies/?cursor={cursor}").status_code == 200
    assert client.get(f"/api/v1/models/?ordering=name&cursor={cursor}").status_code == 404


def test_what_is_refused_is_said_so_that_one_can_mend_it(client: Client, publisher: User) -> None:
    article = make_article()
    publish(article, by=publisher)
    here = f"/api/v1/articles/{article.slug}/"
    for address, sentence in (
        ("/api/v1/articles/?topic=", "topic: Give this parameter a value, or leave it out."),
        ("/api/v1/articles/?kind=news&kind=news", "kind: Give this parameter once."),
        ("/api/v1/articles/?colour=red", "colour: There is no such parameter."),
        ("/api/v1/articles/?published_after=2026-11-31", "published_after: Give a day from 1970 to 2099"),
        ("/api/v1/articles/?published_after=2026-11-01T10:00:00", "published_after: Give a day from 1970"),
        ("/api/v1/articles/?fields=facts", "fields: There is no field facts."),
        ("/api/v1/topics/?fields=nam", "fields: There is no field nam. Choose among: id, type, slug,"),
        (
            "/api/v1/articles/?expand=owner",
            "expand: There is no owner to expand here. Choose among: authors, topics",
        ),
        ("/api/v1/questions/?expand=article.topics.articles", "expand: "),
        ("/api/v1/questions/?format=xml", "format: Give one of: json, ndjson, csv"),
        ("/api/v1/questions/?ordering=best", "ordering: Give one of: -answered, answered, -wanted"),
        (f"{here}?topic=x", "topic: There is no such parameter."),
        (f"{here}?fields=html&fields=html", "fields: Give this parameter once."),
        (f"{here}?fields=", "fields: Give this parameter a value, or leave it out."),
        (f"{here}?expand=topics.articles.authors", "expand: "),
        (f"{here}?page_size=1", "page_size: There is no such parameter."),
    ):
        given = client.get(address)
        assert given.status_code == 400, address
        assert given.json()["detail"].startswith(sentence), (address, given.json()["detail"])


@pytest.mark.parametrize("query", ["&".join(f"p{n}=1" for n in range(10_000)), "q=" + "a" * 100_000])
@pytest.mark.parametrize("path", ["articles/", "search/", "questions/1/"])
def test_very_many_parameters_and_very_long_ones_are_refused_for_no_query(
    client: Client, path: str, query: str
) -> None:
    with CaptureQueriesContext(connection) as captured:
        given = client.get(f"/api/v1/{path}?{query}")
    assert 400 <= given.status_code < 500 and given["Content-Type"] == "application/problem+json"
    assert len(captured) <= 2  # the content version's


def test_pages_lead_on_and_back_and_say_so_in_their_headers(client: Client) -> None:
    for number in range(5):
        shown(f"Number {number}?", asked_at=timezone.now() - timedelta(days=number))
    first, second, third = walk(
        client, "/api/v1/questions/?state=open&ordering=-asked&page_size=2&count=true"
    )
    assert [len(page["results"]) for page in (first, second, third)] == [2, 2, 1]
    assert (first["count"], first["previous"], third["next"]) == (5, None, None)
    given = client.get(_local(first["next"]))
    assert f'<{second["next"]}>; rel="next"' in given["Link"]
    assert f'<{second["previous"]}>; rel="prev"' in given["Link"]
    assert client.get(_local(second["previous"])).json()["results"] == first["results"]
    assert client.get(_local(third["previous"])).json()["results"] == second["results"]
    other = first["next"].replace("ordering=-asked", "ordering=asked")
    assert list(client.get(_local(other)).json()["errors"]) == ["cursor"]


class Walking(TestCase):
    """Whatever order a list is walked in, and whatever comes and goes meanwhile."""

    @laws(max_examples=15)
    @given(
        st.lists(st.tuples(st.integers(0, 2), st.integers(1, 2), st.booleans()), min_size=1, max_size=7),
        st.sampled_from(list(RESOURCES["questions"].orders)),
        st.lists(st.tuples(st.booleans(), st.integers(0, 6)), max_size=4),
    )
    def test_each_object_that_stays_is_met_once(
        self, rows: list[tuple[int, int, bool]], order: str, meanwhile: list[tuple[bool, int]]
    ) -> None:
        """Ties in every column, answered ones and open ones in one list."""
        now, made = timezone.now() - timedelta(days=9), []
        for day, wanted, answered in rows:
            at = now + timedelta(days=day)
            state = "answered" if answered else "open"
            made.append(Question.objects.create(text="Why?", state=state, times_asked=wanted, asked_at=at))
            if answered:
                Answer.objects.create(
                    question=made[-1], text="<p>So.</p>", answered_at=at, published_from=now
                )
        steps, gone, met = iter(meanwhile), set(), []
        for page in walk(self.client, f"/api/v1/questions/?state=all&ordering={order}&page_size=1"):
            met += [row["id"] for row in page["results"]]
            comes, number = next(steps, (None, 0))
            if comes:
                at = now + timedelta(days=number % 3)
                Question.objects.create(text="How?", state="open", times_asked=number + 1, asked_at=at)
            elif comes is not None:
                left = made[number % len(made)]
                Question.objects.filter(pk=left.pk).update(state="received")
                gone.add(left.pk)
        assert len(met) == len(set(met))
        assert {one.pk for one in made} - gone <= set(met)


@pytest.mark.parametrize("state", ["answered", "open", "all"])
def test_a_list_of_questions_asks_as_much_for_many_as_for_one_whatever_is_expanded(
    client: Client, publisher: User, state: str
) -> None:
    counts = []
    for name in ("One", "Two", "Three"):
        article = make_article(name, topics=[make_topic(name)], slug=name.lower())
        publish(article, by=publisher)
        asked = shown(f"{name}?", article=article)
        asked.records.add(make_company(name, published_from=timezone.now()))
        if state != "open":
            answer(asked, text="<p>Yes.</p>", by=publisher, published_from=timezone.now())
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            expand = "article.authors,topics,records"
            rows = client.get(f"/api/v1/questions/?state={state}&expand={expand}").json()["results"]
        assert all(row["topics"][0]["links"] and row["records"][0]["links"] for row in rows)
        assert all(row["article"]["authors"][0]["bio"] == "" for row in rows)
        counts.append((len(rows), sum('AS "past"' not in query["sql"] for query in captured)))
    assert [count for count, _ in counts] == [1, 2, 3]
    assert len({queries for _, queries in counts}) == 1, counts


def test_public_changes_are_those_of_the_news_page(client: Client, publisher: User) -> None:
    here, there = make_article("Shade"), make_article("Light")
    for article in (here, there):
        publish(article, by=publisher)
        publish(article, by=publisher, major=True, note="More of it.")
    withdraw(there, by=publisher, note="Taken back.")
    publish(there, by=publisher)
    secret = make_company("Umbra")
    said = Said("It was dark.", "It is light.")
    correct(said, touches=[Thing("company", secret.pk, secret.name, secret.get_absolute_url())], by=publisher)
    told = client.get("/api/v1/changes/?page_size=100").json()["results"]
    assert [one["id"] for one in told] == [row.pk for row in log.news()]
    assert "Umbra" not in str(told) and "dark" not in str(told)
    [back] = client.get("/api/v1/changes/?kind=withdrawn").json()["results"]
    assert (back["about"], back["about_id"], back["note"], back["object"]) == (
        *("article", there.pk, "Taken back.", None),
    )
    mine = client.get(f"/api/v1/changes/?about=article&about_id={here.pk}&count=true&expand=object").json()
    assert (mine["count"], mine["results"][0]["object"]["headline"]) == (2, "Shade")
    assert client.get(f"/api/v1/changes/{told[0]['id']}/").json() == told[0]
    for wrong in ("kind=edited", "about=animal", "about_id=0", "since=yesterday"):
        assert client.get(f"/api/v1/changes/?{wrong}").status_code == 400, wrong


def test_the_search_finds_what_the_page_finds_and_demands_words(client: Client, publisher: User) -> None:
    article = make_article("The shade of Umbra")
    publish(article, by=publisher)
    publish(make_article("A light on Umbra", slug="umbra"), by=publisher)
    make_article("Umbra, unpublished")
    shown("Who owns Umbra?")
    hits = client.get("/api/v1/search/?q=UMBRA").json()["results"]
    assert [hit["type"] for hit in hits] == ["article", "article", "question"]
    for hit in hits:
        told = client.get(_local(hit["self"])).json()
        assert {name: told[name] for name in ("id", "type", "url")} == {
            name: hit[name] for name in ("id", "type", "url")
        }
    only = client.get("/api/v1/search/?q=umbra&kind=question&page_size=1").json()["results"]
    assert [hit["name"] for hit in only] == ["Who owns Umbra?"]
    for wrong, named in (
        ("", "q"),
        ("q=", "q"),
        ("q=%20", "q"),
        ("q=a%00", "q"),
        (f"q={'a' * 201}", "q"),
        ("q=a&kind=animal", "kind"),
    ):
        given = client.get(f"/api/v1/search/?{wrong}")
        assert (given.status_code, list(given.json()["errors"])) == (400, [named]), wrong


def test_corrections_lead_to_what_they_touch_as_it_is_now(client: Client, publisher: User) -> None:
    article = make_article("Shade")
    publish(article, by=publisher)
    asked = shown("Who rents?")
    answer(asked, text="<p>You.</p>", by=None, published_from=timezone.now())
    things = [
        Thing("article", article.pk, "Shade as it was", "/articles/old/"),
        Thing("question", asked.pk, asked.text, asked.get_absolute_url()),
    ]
    correct(Said("It was March.", "It is May."), touches=things, by=publisher)
    [told] = client.get("/api/v1/corrections/?q=march&about=question").json()["results"]
    assert [(one["type"], one["name"]) for one in told["touches"]] == [
        ("article", "Shade as it was"),
        ("question", "Who rents?"),
    ]
    assert told["touches"][0]["self"].endswith(f"/api/v1/articles/{article.slug}/")
    [whole] = client.get("/api/v1/corrections/?expand=touches").json()["results"]
    assert (whole["touches"][0]["headline"], whole["touches"][1]["answer"]) == ("Shade", "<p>You.</p>")
    soon = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    for asking, many in (
        (f"corrected_before={soon}", 1),
        (f"corrected_after={soon}", 0),
        ("q=march+june", 0),
    ):
        assert client.get(f"/api/v1/corrections/?count=true&{asking}").json()["count"] == many, asking


def test_questions_are_narrowed_by_their_times_and_by_what_gave_way(client: Client) -> None:
    then = timezone.now() - timedelta(days=9)
    old, new = shown("Old?", asked_at=then), shown("New?")
    answer(new, text="<p>Yes.</p>", by=None, published_from=timezone.now())
    middle = (then + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%SZ")
    for asking, found in (
        (f"state=all&asked_before={middle}", [old.pk]),
        (f"state=all&asked_after={middle}", [new.pk]),
        (f"state=all&answered_after={middle}", [new.pk]),
        (f"answered_before={middle}", []),
        (f"state=all&id={old.pk},{new.pk}&ordering=asked", [old.pk, new.pk]),
        ("stale=true", []),
        ("stale=false", [new.pk]),
        ("state=all&stale=false&ordering=asked", [old.pk, new.pk]),
    ):
        rows = client.get(f"/api/v1/questions/?{asking}").json()["results"]
        assert [row["id"] for row in rows] == found, asking
    assert client.get("/api/v1/questions/?stale=perhaps").status_code == 400


def test_the_schema_sums_up_every_operation_and_names_its_problems(schema: dict[str, Any]) -> None:
    for path, operations in schema["paths"].items():
        if path.startswith("/api/v1/staff/"):
            continue
        for verb, operation in operations.items():
            assert operation["summary"], (verb, path)
            answers = set(operation["responses"])
            if verb == "post":
                assert {"400", "403", "413", "415", "429"} <= answers, path
            elif "{" in path:
                assert {"200", "400", "404"} <= answers, path
            elif path != "/api/v1/":
                assert {"200", "400"} <= answers, path


def test_the_schema_bounds_what_lists_refuse(schema: dict[str, Any]) -> None:
    parameters = {
        one["name"]: one["schema"] for one in schema["paths"]["/api/v1/articles/"]["get"]["parameters"]
    }
    assert (parameters["page_size"]["minimum"], parameters["page_size"]["maximum"]) == (1, 100)
    words = re.compile(parameters["topic"]["pattern"])
    assert words.search("ai cloud") and words.search("云")
    assert not any(words.search(wrong) for wrong in ("", " \t", "a\0b"))
    years = re.compile(parameters["published_after"]["pattern"])
    assert years.search("1970-01-01T00:00:00Z") and not years.search("0001-01-01T00:00:00Z")
    whole = schema["components"]["schemas"]["WholeArticle"]["properties"]
    assert list(whole)[-1] == "questions"
