"""The calendar feed, read back with the library that calendars are read with."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from changes import log
from companies.models import AIModel
from companies.releases import claim
from tests.factories import make_company, make_model, someday

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_2026() -> Iterator[None]:
    """The year in which all of it is told."""
    with time_machine.travel(datetime(2026, 4, 1, 12, tzinfo=UTC)):
        yield
        log.forget_version()


def out() -> dict[str, Any]:
    """What makes a record public."""
    return {"published_from": timezone.now() - timedelta(days=1)}


def said(name: str, status: str, window: str, **values: Any) -> AIModel:
    """A public model with one claim."""
    model = make_model(name, **out())
    claim(model, status=status, window=window, claimed_on=someday(2026, 1, 1), **values)
    return model


def events(client: Client, query: str = "") -> dict[str, Any]:
    """The events by their summary."""
    response = client.get(f"/releases.ics{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["SUMMARY"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_a_window_is_an_all_day_event_that_ends_on_the_day_after_its_last(client: Client) -> None:
    model = said("Lumen 2", "announced", "2026-02", source="https://umbra.example/news", claimed_by="Umbra")
    event = events(client)["Lumen 2: announced"]
    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (date(2026, 2, 1), date(2026, 3, 1))
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert (event["STATUS"], event["TRANSP"], event["SEQUENCE"]) == ("TENTATIVE", "TRANSPARENT", 1)
    assert event["URL"] == f"http://127.0.0.1:8000{model.get_absolute_url()}"
    assert "https://umbra.example/news" in event["DESCRIPTION"]


def test_a_release_is_confirmed_under_the_same_uid_with_a_higher_sequence(client: Client) -> None:
    model = said("Lumen 2", "announced", "2026-02")
    before = events(client)["Lumen 2: announced"]
    claim(model, status="released", window="2026-03-10", claimed_on=someday(2026, 3, 10))
    cache.clear()
    after = events(client)["Lumen 2: released"]
    assert after["UID"] == before["UID"] == f"release-{model.pk}@127.0.0.1"
    assert after["SEQUENCE"] == before["SEQUENCE"] + 1
    assert (after["STATUS"], after.decoded("DTSTART")) == ("CONFIRMED", date(2026, 3, 10))
    assert "Slipped 10 days" in after["DESCRIPTION"]


def test_vague_windows_have_the_day_that_was_named_or_no_event(client: Client) -> None:
    said("By", "announced", "../2030")
    said("Since", "announced", "2026-05/..")
    said("Words", "announced", "", words="when it is ready")
    said("Gone", "withdrawn", "2026-02")
    make_model("Silent", **out())
    make_model("Older", status="released", released="2025-05-07", **out())
    found = events(client)
    assert set(found) == {"By: due by this day", "Older: released"}
    by = found["By: due by this day"]
    assert (by.decoded("DTSTART"), by.decoded("DTEND")) == (date(2030, 12, 31), date(2031, 1, 1))
    assert found["Older: released"]["SEQUENCE"] == 0


def test_it_begins_with_the_year_before_this_one(client: Client) -> None:
    for day in ("2024-12-31", "2025-01-01", "2026-03-31"):
        make_model(f"Of {day}", status="released", released=day, **out())
    said("Long overdue", "announced", "2024-12")
    assert set(events(client)) == {"Of 2025-01-01: released", "Of 2026-03-31: released"}


def test_it_can_be_narrowed_and_says_what_it_does_not_know(client: Client) -> None:
    lab = make_company("Umbra Labs", slug="umbra-labs", **out())
    mine = make_model("Mine", developer=lab, **out())
    claim(mine, status="announced", window="2026-02", claimed_on=someday())
    said("Other", "announced", "2026-02")
    assert set(events(client, "?company=umbra-labs")) == {"Mine: announced"}
    for query, sentence in (
        ("?company=nobody", "There is no company “nobody” to choose."),
        ("?by=month", "There is no filter “by” here."),
    ):
        refused = client.get(f"/releases.ics{query}")
        assert (refused.status_code, refused.content.decode()) == (400, sentence)


def test_it_changes_with_a_claim_and_never_by_itself(client: Client) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        said("Lumen 2", "announced", "2026-02")
        log.forget_version()
        first = client.get("/releases.ics").content
        clock.shift(timedelta(days=40))
        cache.clear()
        log.forget_version()
        assert client.get("/releases.ics").content == first


def test_its_lines_are_short_and_its_text_is_escaped(client: Client) -> None:
    said(
        "Lumen, 2; 千问" + " very" * 20,
        "announced",
        "2026-02",
        words="spring, or; so\\",
        claimed_by="千" * 100,
    )
    content = client.get("/releases.ics").content
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert any(name.startswith("Lumen, 2; 千问 very") for name in events(client))
