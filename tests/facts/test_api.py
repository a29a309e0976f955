"""Facts, metrics and sources for programs: what each tells, what it is narrowed by, and what it leads to."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.choosing import ALWAYS
from api.resources import RESOURCES
from articles.models import Article, Topic
from articles.publishing import publish
from companies.models import Record
from facts.models import Fact, Metric, Scope, Source
from facts.supersession import supersede
from facts.watching import standings
from facts.withdrawal import withdraw
from tests.factories import (
    make_article,
    make_company,
    make_fact,
    make_family,
    make_market,
    make_model,
    make_product,
    make_topic,
)

pytestmark = pytest.mark.django_db


def out() -> dict[str, Any]:
    """Public from now."""
    return {"published_from": timezone.now()}


def results(client: Client, address: str) -> list[dict[str, Any]]:
    """What a list of the API holds."""
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == 200, response.json()
    found: list[dict[str, Any]] = response.json()["results"]
    return found


@pytest.fixture
def facts() -> dict[str, Fact]:
    """A figure in each state, of a company and of what is its own."""
    company = make_company("Umbra Labs", slug="umbra-labs", **out())
    chat = make_product("Umbra Chat", owner=company, slug="umbra-chat", **out())
    family = make_family("Shade", developer=company, **out())
    model = make_model("Shade 2", developer=company, family=family, slug="shade-2", **out())
    other = make_company("Penumbra", slug="penumbra", **out())
    yesterday = timezone.localdate() - timedelta(days=1)
    older = make_fact(chat, as_of="2024-01", value="1.5", **out())
    body = f'<p><data value="fact:{older.pk}">1.5</data> people.</p>'
    market = make_market("Machines", **out())
    for record, slug in ((family, "shade"), (market, "machines")):
        Record.objects.filter(pk=record.pk).update(slug=slug)
    topic = make_topic("Counting")
    Topic.objects.update(slug="counting")
    publish(make_article(slug="who-counts", body=body, topics=[topic]), by=None)
    found = {
        "older": older,
        "newer": make_fact(chat, as_of="2025-01", value=2_000_000, **out()),
        "review": make_fact(company, review_after=yesterday, value=3_000_000, **out()),
        "due": make_fact(family, nature="forecast", as_of="2020", value=4_000_000, **out()),
        "gone": make_fact(model, as_of="2023", value=5_000_000, **out()),
        "old": make_fact(other, as_of="2022", value=6_000_000, **out()),
        "rented": make_fact(market, as_of="2024", value=8_000_000, **out()),
        "undated": make_fact(other, metric="size", as_of="", value=9_000_000, **out()),
    }
    withdraw(found["gone"], because="A slip.")
    found["new"] = supersede(found["old"], by=None, because="better source", value=7_000_000)
    return found


STALE = {
    "older": "newer",
    "review": "review",
    "due": "due",
    "gone": "withdrawn",
    "old": "superseded",
}
FRESH = {"newer", "undated", "new", "rented"}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("company=umbra-labs", {"older", "newer", "review", "due", "gone"}),
        ("subject=umbra-chat", {"older", "newer"}),
        ("subject=product/umbra-chat", {"older", "newer"}),
        ("subject=products/umbra-chat&subject_kind=product", {"older", "newer"}),
        ("product=umbra-chat", {"older", "newer"}),
        ("model=shade-2", {"gone"}),
        ("family=shade", {"due", "gone"}),
        ("market=machines", {"rented"}),
        ("topic=counting", {"older"}),
        ("subject_kind=family", {"due"}),
        ("nature=forecast", {"due"}),
        ("stale=true", STALE.keys()),
        ("current=false", STALE.keys()),
        ("stale=false", FRESH),
        ("current=true", FRESH),
        ("state=superseded", {"old"}),
        ("state=current&stale=true", {"older", "review", "due"}),
        ("as_of=2025", {"newer"}),
        ("as_of=2022/2023-06", {"gone", "old", "new"}),
        ("as_of=../2021", {"due"}),
        ("value_max=1.5", {"older"}),
        ("value_min=6000000&value_max=7000000", {"old", "new"}),
        ("recorded_before=2020-01-01", set()),
        ("recorded_after=2020-01-01T00:00:00Z&nature=forecast", {"due"}),
        ("review_before=2099-01-01", {"review"}),
        ("cited_by=who-counts", {"older"}),
        ("metric=size", {"undated"}),
    ],
)
def test_facts_are_narrowed(client: Client, facts: dict[str, Fact], query: str, names: set[str]) -> None:
    assert {row["id"] for row in results(client, f"facts/?{query}")} == {facts[name].pk for name in names}


def test_facts_are_found_by_their_ids_and_by_the_id_of_an_article(
    client: Client, facts: dict[str, Fact]
) -> None:
    two, article = (facts["old"].pk, facts["due"].pk), Article.objects.get().pk
    assert {row["id"] for row in results(client, f"facts/?id={two[0]},{two[1]}")} == set(two)
    assert [row["id"] for row in results(client, f"facts/?cited_by={article}")] == [facts["older"].pk]


@pytest.mark.parametrize(
    "wrong",
    [
        *("id=1_0", "id=１２", "id=1,,2", "id=99999999999999999999", "id=0", "source=1_0", "source=-1"),
        *(
            "as_of_after=02/03/2026",
            "as_of_after=２０２６-01-01",
            "as_of_before=2026",
            "as_of_before=1492-01-01",
        ),
        *(
            "value_min=1_000",
            "value_max=１",
            "value_min=NaN",
            "value_min=1e400",
            "value_min=-1",
            "value_min=.5",
        ),
        *(
            "stale=maybe",
            "current=1",
            "stale=True",
            "as_of=soon",
            "as_of=2026-13",
            "as_of=1066",
            "as_of=2026/2999",
        ),
        *("unit=dollars", "subject=people/altman"),
        *("recorded_after=1900-01-01", "recorded_before=x", "nature=x", "subject_kind=x", "state=stale"),
        *("ordering=name", "colour=red", "review_before=x", "cited_by=%00"),
    ],
)
def test_what_is_written_wrong_is_refused_by_the_parameters_name(client: Client, wrong: str) -> None:
    response = client.get(f"/api/v1/facts/?{wrong}")
    assert (response.status_code, list(response.json()["errors"])) == (400, [wrong.split("=")[0]])


def test_a_time_that_begins_after_it_ends_contradicts_itself(client: Client) -> None:
    response = client.get("/api/v1/facts/?as_of=2027/2026")
    assert (response.status_code, list(response.json()["errors"])) == (409, ["as_of"])


def test_how_a_figure_stands_is_told_with_what_took_over(client: Client, facts: dict[str, Fact]) -> None:
    rows = {row["id"]: row for row in results(client, "facts/")}
    told = {name: rows[fact.pk] for name, fact in facts.items()}
    assert {name: row["standing"] for name, row in told.items()} == STALE | dict.fromkeys(FRESH, "current")
    assert {name for name, row in told.items() if row["current"]} == FRESH
    older, newer, old, new = (told[name] for name in ("older", "newer", "old", "new"))
    assert (older["now"], older["now_fact"], older["now_as_of"]) == ("2 million", newer["id"], "2025-01")
    assert (older["value"], newer["value"], older["state"]) == ("1.5", "2000000", "current")
    assert (old["links"]["superseded_by"], new["links"]["supersedes"]) == (new["self"], old["self"])
    assert older["subject"] == {
        "id": facts["older"].subject_id,
        "type": "product",
        "slug": "umbra-chat",
        "name": "Umbra Chat",
        "url": "http://127.0.0.1:8000/products/umbra-chat/",
        "self": "http://127.0.0.1:8000/api/v1/products/umbra-chat/",
    }
    assert (
        client.get(older["links"]["articles"].split("8000")[1]).json()["results"][0]["slug"] == "who-counts"
    )
    assert [row["id"] for row in results(client, older["links"]["facts"].split("/v1/")[1])] == [
        newer["id"],
        older["id"],
    ]


@pytest.mark.parametrize("name", ["facts", "metrics", "sources"])
def test_each_tells_what_its_shape_says_and_answers_at_its_own_address(
    client: Client, facts: dict[str, Fact], name: str
) -> None:
    resource = RESOURCES[name]
    row = results(client, f"{name}/")[0]
    assert list(row) == resource.field_names()
    whole = client.get(row["self"].split("8000")[1]).json()
    assert list(whole) == resource.field_names(whole=True) and whole.items() >= row.items()
    assert client.get(row["url"].split("8000")[1]).status_code == 200
    for address in row["links"].values():
        assert client.get(address.split("8000")[1]).status_code == 200, address


@pytest.mark.parametrize("name", ["subject", "metric", "source"])
def test_a_reference_is_the_short_form_of_what_stands_at_its_address(
    client: Client, facts: dict[str, Fact], name: str
) -> None:
    short = results(client, "facts/")[0][name]
    (row,) = results(client, f"facts/?expand={name}&page_size=1")
    assert row[name] == client.get(short["self"].split("8000")[1]).json() or name == "subject"
    assert row[name].keys() > short.keys() - {"slug"}
    assert {key: row[name][key] for key in ("id", "type", "self", "url")}.items() <= short.items()


@pytest.mark.parametrize("order", ["id", "value", "as_of"])
def test_every_order_is_walked_to_its_end_with_what_is_not_known_last(
    client: Client, facts: dict[str, Fact], order: str
) -> None:
    columns = {"id": "pk", "value": "value", "as_of": "as_of_earliest"}
    for sign in ("", "-"):
        ids, address = [], f"facts/?ordering={sign}{order}&page_size=2"
        while address:
            page = client.get(f"/api/v1/{address}").json()
            ids += [row["id"] for row in page["results"]]
            address = page["next"] and page["next"].split("/v1/")[1]
        known = {fact.pk: fact for fact in Fact.objects.all()}
        assert sorted(ids) == sorted(known)
        values = [getattr(known[pk], columns[order]) for pk in ids]
        dated = [value for value in values if value is not None]
        assert values == sorted(dated, reverse=bool(sign)) + [None] * (len(values) - len(dated))


def test_records_and_articles_hold_facts_where_they_are_expanded(
    client: Client, facts: dict[str, Fact]
) -> None:
    for fact in range(25):
        make_fact(facts["old"].subject, as_of=str(1990 + fact), metric="many", **out())
    rows = {row["slug"]: row for row in results(client, "companies/?expand=facts")}
    assert [row["id"] for row in rows["umbra-labs"]["facts"]] == [facts["review"].pk]
    assert len(rows["penumbra"]["facts"]) == 20
    assert rows["penumbra"]["facts"][0]["id"] == facts["new"].pk
    assert set(results(client, "companies/?fields=name,facts&expand=facts")[0]) == {"name", "facts", *ALWAYS}
    (model,) = results(client, "models/?expand=company,facts")
    assert (model["company"]["country"], model["facts"]) == ("", [])
    (product,) = results(client, "products/?expand=facts.metric")
    assert {row["metric"]["unit"] for row in product["facts"]} == {"people"}
    (article,) = results(client, "articles/?expand=facts")
    assert article["facts"] == results(client, f"facts/?id={facts['older'].pk}")
    whole = client.get("/api/v1/articles/who-counts/?expand=facts.source").json()
    (figure,) = whole["facts"]
    assert (figure["words"], figure["fact"]["id"]) == ("1.5", facts["older"].pk)
    assert figure["fact"]["source"]["title"] == facts["older"].source.title


def test_articles_that_cite_what_gave_way_are_found(client: Client, facts: dict[str, Fact]) -> None:
    publish(
        make_article(
            slug="still-right", body=f'<p><data value="fact:{facts["new"].pk}">7</data> million.</p>'
        ),
        by=None,
    )
    assert [row["slug"] for row in results(client, "articles/?stale=true")] == ["who-counts"]
    assert [row["slug"] for row in results(client, "articles/?stale=false")] == ["still-right"]


def test_records_with_a_figure_that_gave_way_to_a_newer_one_are_found(
    client: Client, facts: dict[str, Fact]
) -> None:
    for query, slugs in (
        ("products/?stale=true", ["umbra-chat"]),
        ("companies/?stale=true", ["umbra-labs"]),
        ("companies/?stale=false", ["penumbra"]),
        ("families/?stale=true", ["shade"]),
        ("models/?stale=true", []),
        ("models/?stale=false", ["shade-2"]),
    ):
        assert [row["slug"] for row in results(client, query)] == slugs, query


def test_articles_are_found_by_a_company_that_they_name_or_whose_figures_they_cite(
    client: Client, facts: dict[str, Fact]
) -> None:
    publish(make_article("Penumbra", slug="names", body="<p>Penumbra.</p>"), by=None)
    for query, slugs in (
        ("company=umbra-labs", ["who-counts"]),
        ("company=penumbra", ["names"]),
        ("company=penumbra&mentions=companies/penumbra", ["names"]),
        ("company=umbra-labs&topic=counting", ["who-counts"]),
        ("mentions=product/umbra-chat", ["who-counts"]),
        ("mentions=umbra-chat&mentions_kind=product", ["who-counts"]),
    ):
        assert [row["slug"] for row in results(client, f"articles/?{query}")] == slugs, query


def test_metrics_and_sources_are_narrowed(client: Client, facts: dict[str, Fact]) -> None:
    Source.objects.filter(pk=facts["old"].source_id).update(
        publisher="Filings", published="2026-02-03", language="zh"
    )
    for query in ("publisher=filings", "language=ZH", "published_after=2026-02-03", "q=filings"):
        assert [row["id"] for row in results(client, f"sources/?{query}")] == [facts["old"].source_id], query
    assert results(client, "sources/?published_before=2026-02-02") == []
    assert [row["slug"] for row in results(client, "metrics/?subject=penumbra")] == ["mau", "size"]
    assert [row["slug"] for row in results(client, "metrics/?subject=umbra-chat&unit=people")] == ["mau"]


def test_a_private_owner_is_not_told_by_what_is_its_own(client: Client) -> None:
    company = make_company("Canary Labs", slug="canary")
    make_fact(make_product("Umbra Chat", owner=company, **out()), **out())
    assert client.get("/api/v1/facts/?company=canary").status_code == 404
    assert "anary" not in client.get("/api/v1/facts/?expand=subject,metric,source").text


def test_a_private_successor_makes_nothing_stale(client: Client) -> None:
    fact = make_fact(make_company(**out()))
    supersede(fact, by=None, because="our error", value=777_000)
    Fact.objects.filter(pk=fact.pk).update(published_from=timezone.now())
    assert results(client, "facts/?stale=true") == []
    (row,) = results(client, "facts/?current=true")
    assert (row["standing"], row["superseded_by"]) == ("current", None)


def test_whatever_is_expanded_costs_the_same_for_one_as_for_many(client: Client) -> None:
    def grow(many: int) -> None:
        for _ in range(many):
            company = make_company(**out())
            fact = make_fact(company, as_of="2024", **out())
            make_fact(make_model(developer=company, **out()), **out())
            body = f'<p><data value="fact:{fact.pk}">163 million</data> people.</p>'
            publish(make_article(body=body), by=None)

    def asked(size: int) -> list[int]:
        counts = []
        for address in (
            "facts/?expand=subject,metric,source",
            "companies/?expand=facts.source",
            "models/?expand=company.facts,facts.subject",
            "articles/?expand=facts.subject,facts.metric",
        ):
            with CaptureQueriesContext(connection) as queries:
                assert results(client, f"{address}&page_size={size}")
            counts.append(sum('AS "past"' not in query["sql"] for query in queries))
        return counts

    grow(1)
    few = asked(50)
    grow(4)
    assert asked(51) == few


def test_what_is_stale_in_sql_is_what_stands_no_more() -> None:
    """Whatever a series holds: seven sorts of time, forecasts, scopes, reviews, and what became of each."""
    now, chance = timezone.now(), Random(1)  # noqa: S311  # no secret
    first = make_fact(make_company(**out()), as_of="2020", **out())
    Scope.objects.create(name="China")
    times = ["", "2019", "2020", "2021-03", "../2020", "2022/..", "2090"]
    Metric.objects.update(by_length=False)
    plain = {field.attname: getattr(first, field.attname) for field in Fact._meta.concrete_fields} | {
        "id": None
    }
    for _ in range(60):
        subject = make_company(**out())
        for _ in range(chance.randint(1, 4)):
            values = {
                "subject_id": subject.pk,
                "as_of": chance.choice(times),
                "nature": chance.choice(["measured", "claimed", "forecast"]),
                "scope_id": chance.choice([None, None, "China"]),
                "review_after": chance.choice([None, None, date(2020, 1, 1), date(2090, 1, 1)]),
            }
            became = chance.choice(["", "", "withdrawn", "superseded", "superseded in private", "private"])
            gone = {"withdrawn_at": now, "withdrawn_because": "A slip."} if became == "withdrawn" else {}
            private = {"published_from": None}
            (fact,) = Fact.objects.bulk_create(
                [Fact(**plain | values | gone | (private if became == "private" else {}))]
            )
            if became.startswith("superseded"):
                after = {"supersedes_id": fact.pk, "superseded_because": "better source"}
                hidden = private if "private" in became else {}
                Fact.objects.bulk_create([Fact(**plain | values | after | hidden)])
    now = timezone.now()
    public = Fact.objects.public(now)
    told = standings(set(public.values_list("pk", flat=True)), at=now)
    stale = {pk for pk, standing in told.items() if standing.state != "current"}
    assert {standing.state for standing in told.values()} == {*STALE.values(), "current"}
    assert set(public.stale(now).values_list("pk", flat=True)) == stale
    assert set(public.not_stale(now).values_list("pk", flat=True)) == told.keys() - stale
