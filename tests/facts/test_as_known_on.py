"""What we held to be true on a past day: on a fact's page, in the ledger and in the API."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from facts import knowing
from facts.holding import hold
from facts.models import Fact
from facts.supersession import supersede
from facts.withdrawal import withdraw
from tests.factories import make_fact, make_product


def on(month: int, day: int = 1, hour: int = 12) -> datetime:
    """A moment of 2026."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


@pytest.fixture
def told(db: None) -> dict[str, Fact]:
    """One value held from February that another replaced in June, and one of a later time withdrawn in May."""
    product = make_product("Umbra Chat", published_from=on(1))
    with time_machine.travel(on(2), tick=False) as clock:
        first = make_fact(product, published_from=on(2))
        gone = make_fact(product, as_of="2025-12", value=99_000_000, published_from=on(2))
        clock.move_to(on(5))
        withdraw(gone, because="Its panel was too small.")
        clock.move_to(on(6))
        second = supersede(first, by=None, because="revised by its source", value=171_000_000)
    return {"first": first, "second": second, "gone": gone}


def known(client: Client, fact: Fact, day: str) -> str:
    """What the page of a fact says in words of a day."""
    page = html.fromstring(client.get(f"/facts/{fact.pk}/?as_known_on={day}").text)
    return " ".join(page.xpath('string(//section[@aria-labelledby="known"]/p[@class="dek"])').split())


def test_a_facts_page_names_what_was_held_then_and_what_is_held_now(
    client: Client, told: dict[str, Fact]
) -> None:
    then = "On 1 March 2026 we held 163 million. Today we hold 171 million: it was revised by its source."
    for name in ("first", "second"):
        assert known(client, told[name], "2026-03-01") == then
        assert "no value of it yet. Today we hold 171 million" in known(client, told[name], "2026-01-31")
        assert "we held the same as today: 171 million" in known(client, told[name], "2026-06-01")
    gone = known(client, told["gone"], "2026-03-01")
    assert gone == "On 1 March 2026 we held 99 million. It gave way on 1 May 2026: Its panel was too small."
    assert "no value of it, nor do we today" in known(client, told["gone"], "2026-07-01")


def test_the_page_shows_both_times_of_every_value_and_why_it_gave_way(
    client: Client, told: dict[str, Fact]
) -> None:
    page = html.fromstring(client.get(f"/facts/{told['second'].pk}/").text)
    rows = [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./*")]
        for row in page.xpath('//section[@aria-labelledby="values"]//tbody/tr')
    ]
    assert [row[1:2] + row[4:] for row in rows] == [
        ["171 million (this figure)", "1 June 2026", "Today", "Stands"],
        ["163 million", "1 February 2026", "1 June 2026", "Revised by its source"],
        ["99 million", "1 February 2026", "1 May 2026", "WithdrawnIts panel was too small."],
    ]


@pytest.mark.parametrize(
    "wrong",
    ["x", "2026-02-30", "2026-3-1", "20260301", "٢٠٢٦-03-01", "9999-12-31", "0001-01-01", "1969-12-31"],
)
def test_a_day_that_is_none_gets_one_sentence_that_names_it(
    client: Client, told: dict[str, Fact], wrong: str
) -> None:
    for address in (f"/facts/{told['first'].pk}/", "/facts/", "/api/v1/facts/"):
        response = client.get(address, {"as_known_on": wrong})
        to_come = wrong == "9999-12-31" and address.startswith("/api/")  # written right, and no day that was
        assert response.status_code == (409 if to_come else 400), address
        assert response.text.count("“As known on” takes a day") >= 1, address
    assert client.get(f"/facts/{told['first'].pk}/?as_known_on=").status_code == 200


def test_the_ledger_of_a_day_shows_what_stood_then_and_what_became_of_it(
    client: Client, told: dict[str, Fact]
) -> None:
    march = client.get("/facts/?as_known_on=2026-03-01").text
    assert "163 million" in march and "99 million" in march and "Revised by its source" in march
    assert "<s>" not in march
    june = str(html.fromstring(client.get("/facts/?as_known_on=2026-07-01").text).xpath("string(//tbody)"))
    assert "171 million" in june and "163 million" not in june and "99 million" not in june
    since = client.get("/facts/?as_known_on=2026-03-01&state=withdrawn").text
    assert "99 million" in since and "163 million" not in since
    assert "We held no such figure on 1 January 2026." in client.get("/facts/?as_known_on=2026-01-01").text


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        ("2026-03-01", {"first", "gone"}),
        ("2026-06-01", {"second"}),
        ("2026-06-01T11:59:59Z", {"first"}),
        ("2026-06-01T12:00:00Z", {"second"}),
        ("2026-06-01T14:00:00%2B03:00", {"first"}),
        ("2026-06-01T12:30", {"first"}),
        ("2026-01-01", set()),
    ],
)
def test_the_api_takes_a_day_or_a_moment(
    client: Client, told: dict[str, Fact], asked: str, held: set[str]
) -> None:
    found = client.get(f"/api/v1/facts/?as_known_on={asked}").json()["results"]
    assert {row["id"] for row in found} == {told[name].pk for name in held}


def test_the_api_refuses_a_moment_to_come(client: Client, told: dict[str, Fact]) -> None:
    with time_machine.travel(on(7), tick=False):
        response = client.get("/api/v1/facts/?as_known_on=2026-07-01T12:00:01Z")
        assert response.json()["errors"] == {
            "as_known_on": ["“As known on” takes no moment that is still to come."]
        }


@pytest.mark.django_db
def test_a_private_successor_is_not_told_by_what_is_missing(client: Client) -> None:
    """held_on() alone would leave the first value out, and so tell of the second."""
    with time_machine.travel(on(2), tick=False) as clock:
        fact = make_fact(make_product(published_from=on(1)))
        clock.move_to(on(3))
        successor = supersede(fact, by=None, because="our error", value=777_777_777)
        hold([fact.pk])
        Fact.objects.filter(pk=fact.pk).update(published_from=on(3))
    assert Fact.objects.public().get() == fact and successor.held_from
    day = "2026-04-01"
    assert "we held the same as today: 163 million" in known(client, fact, day)
    (row,) = client.get(f"/api/v1/facts/?as_known_on={day}").json()["results"]
    assert (row["id"], row["state"], row["superseded_by"], row["held_until"]) == (
        fact.pk,
        "current",
        None,
        None,
    )
    for address in (f"/facts/?as_known_on={day}", f"/facts/{fact.pk}/", "/facts.csv"):
        response = client.get(address)
        text = response.getvalue().decode()
        assert "163 million" in text and "our error" not in text.lower()
        assert "777,777" not in text and "777777" not in text


@pytest.mark.django_db
def test_a_successor_of_another_period_still_belongs_to_the_history(client: Client) -> None:
    fact = make_fact(make_product(published_from=on(1)), as_of="2025-01", published_from=on(2))
    successor = supersede(fact, by=None, because="our error", as_of="2025", value=5_000_000)
    assert fact.length != successor.length
    for one in (fact, successor):
        html_of_it = client.get(f"/facts/{one.pk}/").text
        assert "163 million" in html_of_it and "5 million" in html_of_it
    assert "Today we hold 5 million: it was our error." in known(
        client, fact, f"{timezone.localdate() - timedelta(1)}"
    )


@given(st.text(max_size=40) | st.datetimes().map(str) | st.dates().map(str))
def test_whatever_is_asked_is_a_past_moment_or_is_refused_in_one_sentence(text: str) -> None:
    now = timezone.now()
    try:
        found = knowing.moment(text)
    except knowing.DayRefused as reason:
        assert str(reason).startswith("“As known on” takes ") and str(reason).endswith(".")
    else:
        assert found <= now or found == knowing.end_of(timezone.localdate(now))
