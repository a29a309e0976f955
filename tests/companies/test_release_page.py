"""The release tracker: its page, its list of filters, the company's record, and its twin in the API."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from companies.models import AIModel
from companies.releases import claim
from tests.factories import make_company, make_model, someday

pytestmark = pytest.mark.django_db


def out() -> dict[str, Any]:
    """What makes a record public."""
    return {"published_from": timezone.now() - timedelta(days=1)}


def window(first: int, last: int) -> str:
    """EDTF for the days from so many days after today to so many."""
    today = timezone.localdate()
    return f"{today + timedelta(days=first)}/{today + timedelta(days=last)}"


def say(model: AIModel, status: str, when: str, *, ago: int = 30, **values: Any) -> AIModel:
    """A claim made some days ago."""
    claim(model, status=status, window=when, claimed_on=timezone.localdate() - timedelta(days=ago), **values)
    return model


def shown(client: Client, query: str = "", status: int = 200) -> Any:
    """The page as a tree."""
    response = client.get(f"/releases/{query}")
    assert response.status_code == status
    return html.fromstring(response.content.decode())


def sections(page: Any) -> dict[str, list[str]]:
    """The names of the models under each heading of the calendar."""
    return {
        part.xpath("string(.//h2)"): [
            re.sub(r"\s+", " ", name).strip() for name in part.xpath(".//article//h3/a/text()")
        ]
        for part in page.xpath('//section[contains(@class, "cal-part")]')
    }


def names(page: Any) -> set[str]:
    """The models in the calendar."""
    return {name for found in sections(page).values() for name in found}


def test_each_model_stands_where_its_window_closes_and_overdue_is_never_moved(client: Client) -> None:
    lab = make_company("Umbra Labs", **out())
    say(make_model("Late", developer=lab, **out()), "announced", window(-20, -12))
    say(make_model("Soon", developer=lab, **out()), "announced", window(-1, 0))
    say(make_model("Afar", developer=lab, **out()), "announced", "../2099")
    say(make_model("Open", developer=lab, **out()), "announced", f"{timezone.localdate()}/..")
    say(make_model("Words", developer=lab, **out()), "announced", "", words="when it is ready")
    make_model("Rumour", developer=lab, status="rumoured", **out())
    found = sections(shown(client))
    assert found["Overdue"] == ["Late"]
    assert found["This quarter"] == ["Soon"]
    assert found["Later, or vaguer"] == ["Afar", "Open"]
    assert found["No date"] == ["Rumour", "Words"]
    page = shown(client)
    assert "Overdue, 12 days" in page.text_content()
    assert "“when it is ready”" in page.text_content()


def test_it_groups_by_month_too(client: Client) -> None:
    say(make_model("Soon", **out()), "announced", window(0, 0))
    assert "This month" in sections(shown(client, "?by=month"))


def test_a_model_shows_its_slips_and_the_ladder_of_its_claims_with_their_sources(client: Client) -> None:
    model = make_model("Lumen 2", **out())
    say(model, "announced", window(-20, -10), ago=60, source="https://first.example/a", claimed_by="Umbra")
    say(model, "announced", window(-2, 15), ago=30, source="https://second.example/b")
    say(model, "announced", window(20, 40), ago=2)
    (article,) = shown(client).xpath("//main//article")
    assert "Slipped twice, 50 days" in article.text_content()
    ladder = article.xpath(".//details//li")
    assert [item.xpath("string(.//a/@href)") for item in ladder] == [
        "",
        "https://second.example/b",
        "https://first.example/a",
    ]
    assert "Slipped 25 days" in ladder[0].text_content()
    assert "No address of a source" in ladder[0].text_content()
    (drawing,) = article.xpath(".//svg")
    assert [bar.get("class") for bar in drawing.xpath("./rect")] == ["b-was", "b-was", "b-win"]
    assert drawing.xpath("string(./title)").startswith("Window, ")


def test_the_table_has_the_rows_of_the_calendar(client: Client) -> None:
    for name in ("One", "Two"):
        say(make_model(name, **out()), "announced", window(1, 2))
    page = shown(client)
    assert set(page.xpath("//table//th/a/text()")) == names(page) == {"One", "Two"}


def test_filters_narrow_and_their_address_fills_the_form(client: Client) -> None:
    lab = make_company("Umbra Labs", slug="umbra-labs", **out())
    mine = make_model("Mine", developer=lab, takes=["text"], gives=["video"], openness="api", **out())
    other = make_model("Other", openness="closed", gives=["text"], **out())
    say(mine, "announced", window(-9, -5), ago=60)
    say(mine, "announced", window(5, 9))
    say(other, "preview", window(-9, -5))
    say(make_model("Done", **out()), "released", window(-9, -9))
    expected = {
        "company=umbra-labs": {"Mine"},
        "modality=video": {"Mine"},
        "modality=text": {"Mine", "Other"},
        "openness=closed": {"Other"},
        "status=expected": {"Mine"},
        "status=overdue": {"Other"},
        "status=slipped": {"Mine"},
        "status=released": {"Done"},
        "status=preview": {"Other"},
        "status=slipped&company=umbra-labs&by=month": {"Mine"},
        "company=&status=": {"Mine", "Other", "Done"},
    }
    for query, found in expected.items():
        page = shown(client, f"?{query}")
        assert names(page) == found, query
        chosen = {
            select.get("name"): select.xpath("string(./option[@selected]/@value)")
            for select in page.xpath("//main//select")
        }
        asked = dict(pair.split("=") for pair in query.split("&"))
        assert {name: chosen[name] for name in asked} == asked
    assert "No model matches" in shown(client, "?status=withdrawn").text_content()


def test_a_year_shows_what_has_a_window_in_it(client: Client) -> None:
    say(make_model("Long ago", **out()), "released", "2023-05-02", ago=1)
    say(make_model("Decade", **out()), "announced", "../2099", ago=0)
    say(make_model("Late", **out()), "announced", window(-500, -400), ago=600)
    year = timezone.localdate().year
    assert names(shown(client, "?year=2023")) == {"Long ago"}
    assert names(shown(client, f"?year={year}")) == {"Decade", "Late"}
    assert names(shown(client, f"?year={year + 3}")) == {"Decade"}
    assert names(shown(client)) == {"Decade", "Late"}


def test_windows_at_the_ends_of_the_calendar_do_no_harm(client: Client) -> None:
    for name, when in (("Last", "../9999"), ("First", "1000/9999-12-31"), ("Day", "9999-12-31")):
        say(make_model(name, **out()), "announced", when)
    assert sections(shown(client)) == {"Later, or vaguer": ["Day", "First", "Last"]}
    assert len(shown(client).xpath('//select[@name="year"]/option')) < 200
    assert client.get("/releases.ics").status_code == client.get("/api/v1/releases/").status_code == 200


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?company=nobody", "There is no company “nobody” to choose."),
        ("?year=1492", "There is no year “1492” to choose."),
        ("?year=0x7e0", "There is no year “0x7e0” to choose."),
        ("?status=late", "There is no state “late” to choose."),
        ("?modality=smell&openness=ajar", "There is no openness “ajar” to choose."),
        ("?by=day", "There is no grouping “day” to choose."),
        ("?colour=red", "There is no filter “colour” here."),
        ("?by=month&by=month", "Give “by” once."),
        ("?company=%00%FF", "There is no company “\ufffd\ufffd” to choose."),
    ],
)
def test_a_filter_that_there_is_not_is_named_and_never_ignored(
    client: Client, query: str, sentence: str
) -> None:
    say(make_model("Some", **out()), "announced", window(1, 2))
    response = client.get(f"/releases/{query}")
    assert response.status_code == 400
    assert sentence in response.content.decode()
    assert "<article" not in response.content.decode()


def test_private_models_and_developers_never_show(client: Client) -> None:
    canary = make_company("Canary Labs", slug="canary-labs")
    say(make_model("Canary 1", developer=canary), "announced", window(1, 2), claimed_by="Canary boss")
    say(make_model("Lumen", developer=canary, **out()), "announced", window(1, 2))
    for address in ("/releases/", "/releases.ics", "/api/v1/releases/", "/"):
        text = client.get(address).content.decode()
        assert "Lumen" in text
        assert "anary" not in text, address
    assert client.get("/releases/?company=canary-labs").status_code == 400
    assert client.get("/releases.ics?company=canary-labs").status_code == 400
    assert client.get("/api/v1/releases/?company=canary-labs").status_code == 404


def queries(client: Client, address: str) -> int:
    """How many queries an address takes that is not kept, without those for the content version."""
    cache.clear()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return sum('AS "past"' not in query["sql"] for query in captured)


def test_of_too_many_those_are_shown_that_are_nearest_to_today(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("companies.tracker.CLOSED", 1)
    monkeypatch.setattr("companies.tracker.TO_COME", 2)
    for name, first, last in (
        *(("Long ago", -9, -8), ("Lately", -3, -2)),
        *(("Soon", 1, 2), ("Later", 3, 4), ("Far", 5, 6)),
    ):
        model = make_model(name, developer=make_company(**out()), **out())
        say(model, "announced", window(first, last), ago=99)
    text = client.get("/releases/").text
    assert [name in text for name in ("Long ago", "Lately", "Soon", "Later", "Far")] == [
        False,
        *[True] * 3,
        False,
    ]
    assert "These are the 3 models nearest to today" in text


def test_it_asks_as_much_for_many_models_as_for_one(client: Client) -> None:
    addresses = ("/releases/", "/releases.ics", "/api/v1/releases/")
    say(make_model(developer=make_company(**out()), **out()), "announced", window(1, 2))
    few = {address: queries(client, address) for address in addresses}
    for _ in range(5):
        model = make_model(developer=make_company(**out()), **out())
        say(say(model, "announced", window(1, 2)), "announced", window(2, 9), ago=3)
    # what can be chosen: companies, years; models that closed, models to come, claims, developers
    assert few["/releases/"] == 6
    assert {address: queries(client, address) for address in addresses} == few


def test_a_company_shows_what_it_promised_and_what_came(client: Client) -> None:
    lab = make_company("Umbra Labs", slug="umbra-labs", **out())
    assert "Promised and delivered" not in client.get(lab.get_absolute_url()).content.decode()
    for first, then in (("2026-02", "2026-02-20"), ("2026-02", "2026-03-10")):
        model = make_model(developer=lab, **out())
        claim(model, status="announced", window=first, claimed_on=someday(2026, 1, 1))
        claim(model, status="released", window=then, claimed_on=someday(2026, 3, 11))
    cache.clear()
    text = " ".join(
        html.fromstring(client.get(lab.get_absolute_url()).content.decode()).text_content().split()
    )
    assert "2 of 2" in text and "1 in time, 1 late" in text
    assert "1 day late" in text and "8 days early" in text and "10 days late" in text


def test_the_front_page_leads_to_the_tracker(client: Client) -> None:
    say(make_model("Lumen 2", **out()), "announced", window(-9, -5))
    page: Any = html.fromstring(client.get("/").content.decode())
    (due,) = page.xpath('//section[@aria-labelledby="due"]')
    assert due.xpath('.//a[@href="/releases/"]')
    assert "Overdue, 5 days" in due.text_content()


def test_programs_get_the_claims_the_slips_and_the_window(client: Client) -> None:
    lab = make_company("Umbra Labs", slug="umbra-labs", **out())
    model = make_model("Lumen 2", developer=lab, **out())
    claim(model, status="announced", window="2026-01", claimed_on=someday(2025, 12, 1), words="in January")
    claim(model, status="announced", window="../2026-02-20", claimed_on=someday(2026, 1, 20))
    address = f"/api/v1/releases/{model.slug}/"
    found = client.get(address).json()
    assert found == client.get("/api/v1/releases/").json()["results"][0]
    assert found["company"]["slug"] == "umbra-labs"
    assert (found["status"], found["standing"]) == ("announced", "overdue")
    window = [found[name] for name in ("window", "window_earliest", "window_latest", "window_words")]
    assert window == ["../2026-02-20", None, "2026-02-20", "by 20 February 2026"]
    assert found["overdue_days"] == (timezone.localdate() - someday(2026, 2, 20)).days
    assert found["slips"] == {"times": 1, "days": 20}
    assert [item["slip_days"] for item in found["claims"]] == [None, 20]
    assert found["claims"][0]["quotation"] == "in January"


def test_programs_narrow_by_what_the_page_narrows_by_and_by_days(client: Client) -> None:
    claim(
        make_model("February", **out()), status="announced", window="2026-02", claimed_on=someday(2026, 1, 1)
    )
    claim(
        make_model("From May", **out()), status="preview", window="2026-05/..", claimed_on=someday(2026, 1, 1)
    )
    claim(make_model("Worded", **out()), status="announced", window="", claimed_on=someday(2026, 1, 1))
    expected = {
        "window_after=2026-02-28": {"February", "From May"},
        "window_after=2026-03-01": {"From May"},
        "window_before=2026-04-30": {"February"},
        "window_before=2026-01-31": set(),
        "window_after=2026-02-10&window_before=2026-02-12": {"February"},
        "status=preview": {"From May"},
        "status=expected": {"From May", "Worded"},
        "status=overdue": {"February"},
    }
    for query, found in expected.items():
        results = client.get(f"/api/v1/releases/?{query}").json()["results"]
        assert {row["name"] for row in results} == found, query
    for wrong in ("status=late", "window_after=soon", "colour=red"):
        assert client.get(f"/api/v1/releases/?{wrong}").status_code == 400
