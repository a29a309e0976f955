"""Models side by side."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html

from changes import addresses
from companies.models import AIModel
from companies.releases import claim
from facts.models import Metric
from tests.factories import make_company, make_fact, make_family, make_model, someday

pytestmark = pytest.mark.django_db


def out() -> dict[str, Any]:
    """What makes a record or fact public."""
    return {"published_from": timezone.now() - timedelta(days=1)}


def compare(client: Client, *models: AIModel, status: int = 200) -> Any:
    """The page that compares them."""
    response = client.get("/compare/", {"model": [model.slug for model in models]})
    assert response.status_code == status
    return html.fromstring(response.content.decode())


def row(page: Any, name: str) -> list[str]:
    """The words of a row: its heading, then each cell."""
    (found,) = [
        line for line in page.xpath("//tbody/tr[td]") if line.xpath("string(th/text())").strip() == name
    ]
    return [" ".join(cell.text_content().split()) for cell in found.xpath("th | td")]


def parameters(model: AIModel, value: int, **values: Any) -> Any:
    """A public figure of its size."""
    Metric.objects.get_or_create(code="parameters", defaults={"name": "Parameters", "unit": "parameters"})
    return make_fact(model, metric="parameters", value=value, unit="parameters", **out() | values)


def context(model: AIModel, value: int, **values: Any) -> Any:
    """A public figure of its context window, of which more is better."""
    better = {"name": "Context", "unit": "tokens", "higher_is_better": True}
    Metric.objects.get_or_create(code="context", defaults=better)
    return make_fact(model, metric="context", value=value, unit="tokens", **out() | values)


def test_records_stand_side_by_side_in_the_order_of_the_address(client: Client) -> None:
    lab = make_company("Umbra Labs", **out())
    family = make_family("Penumbra", developer=lab, **out())
    one = make_model("Lumen 1", developer=lab, family=family, licence="MIT", openness="open-source", **out())
    two = make_model("Lumen 2", developer=lab, family=family, takes=["text", "image"], **out())
    claim(one, status="released", window="2026-02-10", claimed_on=someday())
    claim(two, status="announced", window="2026-01", claimed_on=someday(2026, 1, 1))
    claim(two, status="announced", window="2026-03", claimed_on=someday(2026, 1, 2))
    page = compare(client, two, one)
    assert page.xpath("//thead//a/text()") == ["Lumen 2", "Lumen 1"]
    assert row(page, "Developer") == ["Developer", "Umbra Labs", "Umbra Labs"]
    assert row(page, "Released")[1:] == ["March 2026", "10 February 2026"]
    assert row(page, "Slipped")[1:] == ["Once, 59 days", "No"]
    assert row(page, "Licence")[1:] == ["Unknown", "MIT"]
    assert row(page, "Openness")[1:] == ["Unknown", "Open source"]
    assert row(page, "Input")[1:] == ["Text, image", "Unknown"]
    assert page.xpath('//td/span[@class="ln ln-forecast"]/text()') == ["March 2026"]


def test_differences_are_said_and_not_only_coloured(client: Client) -> None:
    one = make_model("One", licence="MIT", openness="api", gives=["text"], **out())
    two = make_model("Two", licence="Apache-2.0", openness="api", **out())
    page = compare(client, one, two)
    assert row(page, "Licence")[0] == "Licence ≠, not the same"
    assert row(page, "Openness")[0] == "Openness"
    assert row(page, "Output") == ["Output", "Text", "Unknown"]


def test_figures_carry_their_line_their_day_and_lead_to_their_source(client: Client) -> None:
    one, two = make_model("One", **out()), make_model("Two", **out())
    fact = parameters(one, 397_000_000_000, nature="claimed", as_of="2026-02")
    parameters(two, 685_000_000_000, nature="estimated")
    page = compare(client, one, two)
    assert row(page, "Parameters") == [
        "Parameters ≠, not the same",
        "397 billion parameters Claimed, February 2026. Shadow Count",
        "685 billion parameters Estimated, January 2026. Shadow Count",
    ]
    (link,) = page.xpath(f'//td//a[@href="{fact.get_absolute_url()}"]')
    assert "ln-claimed" in link.get("class")


def test_a_claim_and_a_measurement_stand_together_and_older_figures_do_not(client: Client) -> None:
    one, two = make_model("One", **out()), make_model("Two", **out())
    context(one, 1_000_000, nature="claimed", as_of="2026-01")
    context(one, 410_000, nature="measured", as_of="2026-02")
    context(one, 200_000, nature="measured", as_of="2025-02")
    (_, cell, other) = row(compare(client, one, two), "Context")
    assert "1 million tokens Claimed" in cell and "410,000 tokens Measured" in cell
    assert "200,000" not in cell
    assert other == "Unknown"


def test_only_figures_taken_the_same_way_are_ranked(client: Client) -> None:
    one, two = make_model("One", **out()), make_model("Two", **out())
    context(one, 410_000)
    context(two, 128_000)
    cells = row(compare(client, one, two), "Context")
    assert "Highest" in cells[1] and "Highest" not in cells[2]
    three = make_model("Three", **out())
    context(three, 900_000, nature="claimed")
    cache.clear()
    assert "Highest" not in "".join(row(compare(client, one, three), "Context"))


def test_what_stands_twice_or_is_left_empty_leaves_the_address(client: Client) -> None:
    one, two = make_model("One", **out()), make_model("Two", **out())
    for more in (two.slug, ""):
        answer = client.get("/compare/", {"model": [two.slug, one.slug, more]})
        assert answer["Location"] == f"/compare/?model={two.slug}&model={one.slug}"
    page = compare(client, two, one)
    assert page.xpath("//thead//a/text()") == ["Two", "One"]
    assert page.xpath('//link[@rel="canonical"]/@href') == [
        f"http://127.0.0.1:8000/compare/?model={two.slug}&model={one.slug}"
    ]


def test_without_two_models_there_is_the_form_and_a_hint(client: Client) -> None:
    one = make_model("One", **out())
    page = compare(client)
    assert "Choose two models" in page.text_content()
    assert len(page.xpath("//main//select")) == 4
    assert page.xpath(f'//select[@id="m1"]/option[@value="{one.slug}"]')
    page = compare(client, one)
    assert "Choose another model to set beside One" in page.text_content()
    assert page.xpath('string(//select[@id="m1"]/option[@selected]/@value)') == one.slug
    assert client.get("/compare/?model=&model=")["Location"] == "/compare/"


def test_too_many_unknown_and_private_models_are_named(client: Client) -> None:
    models = [make_model(f"Model {n}", **out()) for n in range(5)]
    assert "this address names 5" in compare(client, *models, status=400).text_content()
    hidden = make_model("Canary")
    page = compare(client, models[0], hidden, status=404)
    assert f"There is no model “{hidden.slug}” here." in page.text_content()
    assert "Canary" not in page.text_content()
    never = client.get("/compare/?model=there-never-was")
    assert never.status_code == 404 and "there-never-was" in never.content.decode()
    assert client.get("/compare/?model=%00").status_code == 404
    assert "no “colour” to compare by" in client.get("/compare/?colour=red").content.decode()


def test_private_developers_families_and_figures_never_show(client: Client) -> None:
    canary = make_company("Canary Labs")
    family = make_family("Canary Family", developer=canary)
    one = make_model("One", developer=canary, family=family, **out())
    two = make_model("Two", developer=canary, **out())
    make_fact(one, metric="canary", source="Canary Report")
    page = compare(client, one, two)
    assert "anary" not in html.tostring(page).decode()
    assert row(page, "Developer")[1:] == ["Unknown", "Unknown"]


def test_a_former_slug_leads_to_the_new_address(client: Client) -> None:
    one, two = make_model("One", **out()), make_model("Two", **out())
    addresses.claim("model", "one-of-old", one.pk)
    response = client.get(f"/compare/?model=one-of-old&model={two.slug}")
    assert (response.status_code, response["Location"]) == (
        301,
        f"/compare/?model={one.slug}&model={two.slug}",
    )


def test_it_asks_as_much_for_four_as_for_two(client: Client) -> None:
    models = [
        make_model(f"Model {n}", developer=make_company(**out()), family=make_family(**out()), **out())
        for n in range(4)
    ]
    for model in models:
        claim(model, status="announced", window="2026-02", claimed_on=someday())
        parameters(model, 7)
        context(model, 9)
    counts = []
    for chosen in (models[:2], models):
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            compare(client, *chosen)
        counts.append(sum('AS "past"' not in query["sql"] for query in captured))
    # models, claims, developers and families, figures, what was settled between them, what can be chosen
    assert counts == [6, 6]
