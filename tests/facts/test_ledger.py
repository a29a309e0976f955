"""The ledger: what is found in it, on its page, in the API and as a file."""

import csv
import io
import json
import re
from datetime import datetime
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from changes import log
from companies.models import Alias
from facts import exporting
from facts.models import Fact, Metric, Source
from facts.supersession import supersede
from facts.withdrawal import withdraw, withdraw_source
from tests.factories import make_company, make_fact, make_market, make_product

pytestmark = pytest.mark.django_db


def out() -> dict[str, Any]:
    """Public from now."""
    return {"published_from": timezone.now()}


def parsed(text: str) -> Any:
    """A page as a tree."""
    return html.fromstring(text)


@pytest.fixture
def facts() -> dict[str, Fact]:
    """One fact of each kind that the ledger is narrowed by."""
    chat = make_product("Umbra Chat", native_name="本影", **out())
    Alias.objects.create(record=chat, text="Shade Messenger")
    market = make_market("Shade rental", **out())
    Metric.objects.create(code="size", name="Market size", unit="money")
    found = {
        "users": make_fact(chat, source="A count", quotation="Many came.", **out()),
        "forecast": make_fact(
            market, nature="forecast", as_of="2030", metric="size", unit="USD", value=5_000_000, **out()
        ),
        "scoped": make_fact(chat, scope="Antarctica", as_of="2024", disputed=True, nature="claimed", **out()),
        "gone": make_fact(chat, as_of="2023", value=9_000_000, **out()),
        "old": make_fact(chat, as_of="2022", value=1_000_000, **out()),
    }
    withdraw(found["gone"], because="A slip.")
    found["new"] = supersede(found["old"], by=None, because="better source", value=2_000_000)
    return found


EVERY = {"users", "forecast", "scoped", "gone", "old", "new"}
STANDING = EVERY - {"gone", "old"}
BOTH = [
    ("q=umbra", {"users", "scoped", "new"}),
    ("q=messenger+shade", {"users", "scoped", "new"}),
    ("q=本影", {"users", "scoped", "new"}),
    ("q=many+came", {"users"}),
    ("q=antarctica", {"scoped"}),
    ("q=count+umbra", {"users", "scoped", "new"}),
    ("q=100%25", set()),
    ("metric=mau", {"users", "scoped", "new"}),
    ("nature=forecast", {"forecast"}),
    ("subject_kind=market", {"forecast"}),
    ("source_name=a+count", {"users"}),
    ("state=disputed", {"scoped"}),
]


def on_page(client: Client, query: str) -> set[int]:
    """The ids of the facts that the page lists."""
    page = parsed(client.get(f"/facts/?{query}").text)
    return {int(link.split("/")[2]) for link in page.xpath('//td[@class="n v"]/a/@href')}


def in_api(client: Client, query: str) -> set[int]:
    """The ids of the facts that the API lists."""
    return {row["id"] for row in client.get(f"/api/v1/facts/?{query}").json()["results"]}


@pytest.mark.parametrize(("query", "names"), BOTH, ids=[query for query, _ in BOTH])
def test_page_and_api_find_the_same(
    client: Client, facts: dict[str, Fact], query: str, names: set[str]
) -> None:
    expected = {facts[name].pk for name in names}
    assert on_page(client, query) == expected
    assert in_api(client, query if "state" in query else f"{query}&state=current") == expected


def test_the_page_shows_what_stands_unless_another_state_is_chosen(
    client: Client, facts: dict[str, Fact]
) -> None:
    for query, names in (
        ("", STANDING),
        ("state=superseded", {"old"}),
        ("state=withdrawn", {"gone"}),
        ("state=all", EVERY),
        ("from_year=2025", {"users", "forecast"}),
        ("to_year=2024", {"scoped", "new"}),
        ("from_year=2023&to_year=2026&state=all", {"users", "scoped", "gone"}),
    ):
        assert on_page(client, query) == {facts[name].pk for name in names}, query


def test_the_api_lists_every_state_with_both_times_and_what_took_over(
    client: Client, facts: dict[str, Fact]
) -> None:
    rows = {row["id"]: row for row in client.get("/api/v1/facts/").json()["results"]}
    assert rows.keys() == {fact.pk for fact in facts.values()}
    old, new, gone = (rows[facts[name].pk] for name in ("old", "new", "gone"))
    assert (old["state"], old["superseded_by"], old["because"]) == ("superseded", new["id"], "better source")
    assert old["held_until"] == new["held_from"] and new["supersedes"] == old["id"]
    assert (gone["state"], gone["because"], gone["held_until"]) == ("withdrawn", "A slip.", gone["withdrawn"])
    users = rows[facts["users"].pk]
    assert (users["value"], users["shown"], users["length"]) == ("163000000", "163 million", "P1M")
    assert (users["as_of_earliest"], users["as_of_latest"]) == ("2026-01-01", "2026-01-31")
    assert rows[facts["forecast"].pk]["observation_status"] == "F"
    assert client.get(f"/api/v1/facts/{old['id']}/").json() == old | {"corrections": []}


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("unit=USD", {"forecast"}),
        ("scope=Antarctica", {"scoped"}),
        ("state=current", STANDING),
        ("as_of_after=2029-01-01", {"forecast"}),
        ("as_of_before=2022-06-01", {"old", "new"}),
    ],
)
def test_the_api_narrows_also_by_unit_scope_and_days(
    client: Client, facts: dict[str, Fact], query: str, names: set[str]
) -> None:
    assert in_api(client, query) == {facts[name].pk for name in names}


def test_a_scope_of_which_readers_see_no_figure_is_refused_and_the_nearest_named(
    client: Client, facts: dict[str, Fact]
) -> None:
    make_fact(scope="Mare Imbrium")  # nobody sees it
    for given, near in (("antartica", " Did you mean “Antarctica”?"), ("Mare Imbrium", "")):
        refused = client.get(f"/api/v1/facts/?scope={given}")
        assert refused.status_code == 404
        assert refused.json()["errors"] == {"scope": [f"There is no scope “{given}”.{near}"]}


def test_the_api_narrows_by_subject_and_source(client: Client, facts: dict[str, Fact]) -> None:
    users = facts["users"]
    assert in_api(client, f"source={users.source_id}") == {users.pk}
    assert in_api(client, f"subject={facts['forecast'].subject.slug}") == {facts["forecast"].pk}
    assert [row["slug"] for row in client.get("/api/v1/metrics/").json()["results"]] == ["size", "mau"]
    assert client.get("/api/v1/metrics/mau/").json()["unit"] == "people"
    assert client.get("/api/v1/sources/?q=a+count").json()["results"][0]["id"] == users.source_id


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("metric=nothing", "There is no metric “nothing” to choose."),
        ("state=x", "There is no state “x” to choose."),
        ("from_year=x", "“From year” takes a year from 1900 to 2100."),
        ("to_year=99999", "“To year” takes a year from 1900 to 2100."),
        ("from_year=2027&to_year=2026", "“From year” cannot come after “To year”."),
        ("q=" + "x" * 101, "“Search” takes at most 100 letters."),
        ("colour=red", "There is no filter “colour” here."),
        ("after=x", "“after” takes the number of a figure."),
        ("q=a&q=b", "Give “q” once."),
    ],
)
def test_what_cannot_be_asked_for_is_refused_in_one_sentence(client: Client, query: str, said: str) -> None:
    response = client.get(f"/facts/?{query}")
    assert response.status_code == 400
    assert parsed(response.text).xpath('//div[@role="alert"]/p[@class="dek"]/text()') == [said]


@pytest.mark.parametrize(
    "wrong", ["source=x", "source=1.5", "source=0", "nature=x", "state=all", "colour=red"]
)
def test_the_api_names_the_parameter_that_it_refuses(client: Client, wrong: str) -> None:
    response = client.get(f"/api/v1/facts/?{wrong}")
    assert (response.status_code, list(response.json()["errors"])) == (400, [wrong.split("=")[0]])


def test_pages_of_a_narrowed_ledger_keep_what_was_asked_for(client: Client) -> None:
    chat = make_product("Umbra Chat", **out())
    for year in range(1930, 1981):
        make_fact(chat, as_of=str(year), **out())
    make_fact(make_market(**out()), **out())
    first = parsed(client.get("/facts/?q=umbra&state=&metric=").text)
    (more,) = first.xpath('//a[@rel="next"]/@href')
    assert re.fullmatch(r"\?q=umbra&after=[0-9]+", more)
    second = client.get(f"/facts/{more}")
    page = parsed(second.text)
    assert len(page.xpath("//tbody/tr")) == 1
    assert page.xpath('//nav[@aria-label="Pages"]/a/@href') == ["/facts/?q=umbra"]
    assert page.xpath('//link[@rel="canonical"]/@href')[0].endswith(f"/facts/{more}")
    assert "noindex" in second.text and "noindex" not in client.get("/facts/").text


def test_nothing_found_says_what_might_help(client: Client, facts: dict[str, Fact]) -> None:
    text = client.get("/facts/?q=nowhere").text
    assert "No figure that stands matches." in text and "All figures that stand" in text


def test_a_private_subject_is_never_found_nor_named(client: Client) -> None:
    fact = make_fact(make_company("Canary Labs"), metric="canary", **out())
    for address in ("/facts/", "/api/v1/facts/", "/facts.csv", "/api/v1/metrics/", "/sources/"):
        assert "anary" not in client.get(address).getvalue().decode(), address
    assert in_api(client, "q=canary") == set()
    row = client.get(f"/api/v1/facts/{fact.pk}/").json()
    assert row["subject"] is None and "Canary" not in json.dumps(row)


def lines(client: Client) -> list[dict[str, str]]:
    """The file of the ledger, a dictionary for each fact."""
    content = client.get("/facts.csv").getvalue().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content)))


def test_the_file_holds_every_fact_with_both_times(client: Client, facts: dict[str, Fact]) -> None:
    rows = {int(row["id"]): row for row in lines(client)}
    assert rows.keys() == {fact.pk for fact in facts.values()}
    old, new = rows[facts["old"].pk], rows[facts["new"].pk]
    assert (old["state"], old["because"], old["superseded_by"]) == ("superseded", "better source", new["id"])
    assert datetime.fromisoformat(old["held_until"]) == datetime.fromisoformat(new["held_from"])
    assert (new["value"], new["as_of_earliest"], new["held_until"]) == ("2000000", "2022-01-01", "")
    assert list(old) == list(exporting.COLUMNS)


def test_every_column_of_the_file_is_explained() -> None:
    explained = re.findall(r"`(\w+)`", (settings.BASE_DIR / "docs" / "ledger.md").read_text())
    assert set(exporting.COLUMNS) <= set(explained)


def test_no_cell_of_the_file_is_a_formula(client: Client) -> None:
    name, words = '=HYPERLINK("https://evil.example")', "+1 and\r\n@more"
    make_fact(make_company(name, **out()), source="-2+3", quotation=words, **out())
    (row,) = lines(client)
    assert (row["subject_name"], row["source_title"]) == (f"'{name}", "'-2+3")
    assert row["quotation"] == f"'{words}"


def test_the_file_is_read_in_pieces_and_asked_for_again_only_when_something_changed(client: Client) -> None:
    make_fact(make_company(**out()), **out())
    response = client.get("/facts.csv")
    assert response.streaming
    again = client.get("/facts.csv", headers={"if-none-match": response["ETag"]})
    assert again.status_code == 304
    facts = Fact.objects.listed()
    with CaptureQueriesContext(connection) as queries:
        assert len(list(exporting.pieces(facts, timezone.now()))) == 2
    assert len(queries) == 3  # the facts, and what contradicts what of them


def test_a_source_shows_what_stands_on_it_before_what_fell(client: Client) -> None:
    chat = make_product("Umbra Chat", **out())
    day = timezone.now()
    source = Source.objects.create(
        title="A report", url="https://a.example/r", failing_since=day, dead_since=day
    )
    for year in (2021, 2022, 2023):
        Fact.objects.filter(pk=make_fact(chat, as_of=str(year), **out()).pk).update(source=source)
    withdraw(Fact.objects.get(as_of="2022"), because="A slip.")
    supersede(
        Fact.objects.get(as_of="2023"), by=None, because="better source", value=8, source=make_fact().source
    )
    page = parsed(client.get(source.get_absolute_url()).text)
    assert [row.xpath("string(td[2])") for row in page.xpath("//tbody/tr")] == ["2021", "2022", "2023"]
    assert "No answer since" in page.text_content()
    withdraw_source(source, because="Its publisher took it back.")
    log.forget_version()
    text = client.get(source.get_absolute_url()).text
    assert "Its publisher took it back." in text and '"creativeWorkStatus": "Withdrawn"' in text
    assert client.get("/api/v1/sources/?withdrawn=true&count=true").json()["count"] == 1
    assert client.get("/api/v1/sources/?withdrawn=false&dead=true&count=true").json()["count"] == 0


def test_lists_of_the_api_ask_as_much_for_little_as_for_much(client: Client) -> None:
    chat = make_product("Umbra Chat", **out())

    def grow(many: int) -> None:
        for year in range(many):
            fact = make_fact(chat, as_of=str(1950 + Fact.objects.count()), metric=f"m{year}", **out())
            supersede(fact, by=None, because="better source", value=year)

    def asked(size: int) -> list[int]:
        counts = []
        for address in ("facts/?q=umbra&", "metrics/?", "sources/?"):
            cache.clear()
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/api/v1/{address}page_size={size}").status_code == 200
            counts.append(sum('AS "past"' not in query["sql"] for query in queries))
        return counts

    grow(1)
    few = asked(50)
    grow(9)
    # Which; for facts also those of the same things, and what was settled between them.
    assert asked(51) == few == [2, 1, 1]


def test_programs_are_told_an_observation_in_todays_words(client: Client, facts: dict[str, Fact]) -> None:
    page = parsed(client.get(facts["users"].get_absolute_url()).text)
    about = json.loads(page.xpath('//script[@type="application/ld+json"]/text()')[0])
    observed = about["mainEntity"]
    assert about["citation"]["name"] == "A count"
    assert (observed["@type"], observed["value"], observed["unitCode"]) == ("Observation", 163_000_000, "IE")
    assert (observed["observationDate"], observed["observationPeriod"]) == ("2026-01", "P1M")
    assert observed["observationAbout"]["name"] == "Umbra Chat"
    assert not {"measuredValue", "observedNode", "measuredProperty"} & set(observed)
    page = parsed(client.get("/facts/").text)
    dataset = json.loads(page.xpath('//script[@type="application/ld+json"]/text()')[1])
    assert [one["contentUrl"].split("8000")[1] for one in dataset["distribution"]] == [
        "/facts.csv",
        "/api/v1/facts/",
        "/api/v1/facts/?format=ndjson",
    ]
    assert dataset["license"] and len(dataset["description"]) >= 50


def test_the_day_of_a_source_is_told_as_a_day(client: Client) -> None:
    fact = make_fact(make_product(**out()), **out())
    Source.objects.filter(pk=fact.source_id).update(published="2026-02-03")
    page = parsed(client.get(fact.source.get_absolute_url()).text)
    work = json.loads(page.xpath('//script[@type="application/ld+json"]/text()')[0])["mainEntity"]
    assert work["publication"] == {"@type": "PublicationEvent", "startDate": "2026-02-03"}
    assert "datePublished" not in work


def test_no_page_offers_its_twin_in_the_api_as_a_feed(client: Client, facts: dict[str, Fact]) -> None:
    page = parsed(client.get(facts["users"].get_absolute_url()).text)
    assert page.xpath('//link[@rel="describedby"]/@href') == [f"/api/v1/facts/{facts['users'].pk}/"]
    assert not page.xpath('//link[@rel="alternate" and @type="application/json"]')


def test_a_range_and_a_bound_are_told_as_such(client: Client) -> None:
    for values, told in (
        ({"high": 200_000_000}, {"minValue": 163_000_000, "maxValue": 200_000_000}),
        ({"qualifier": "over"}, {"minValue": 163_000_000}),
        ({"qualifier": "under"}, {"maxValue": 163_000_000}),
        ({"value": "1.5"}, {"value": 1.5}),
    ):
        fact = make_fact(make_product(**out()), **values, **out())
        page = parsed(client.get(fact.get_absolute_url()).text)
        observed = json.loads(page.xpath('//script[@type="application/ld+json"]/text()')[0])["mainEntity"]
        assert {
            name: observed.get(name) for name in ("value", "minValue", "maxValue") if name in observed
        } == told
