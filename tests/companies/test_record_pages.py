"""Pages of records: what they show, and that they never name what is private."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from changes import addresses
from companies.models import Ownership
from companies.releases import claim
from tests.factories import (
    make_company,
    make_fact,
    make_family,
    make_market,
    make_model,
    make_product,
    someday,
)

pytestmark = pytest.mark.django_db


def out() -> dict[str, object]:
    """What makes a record public."""
    return {"published_from": timezone.now() - timedelta(days=1)}


def page(client: Client, address: str) -> str:
    """The HTML at an address."""
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_model_never_names_its_private_developer_family_or_predecessor(client: Client) -> None:
    lab = make_company("Canary Labs")
    model = make_model(
        "Lumen 2",
        developer=lab,
        family=make_family("Canary Family", developer=lab),
        predecessor=make_model("Canary 1", developer=lab),
        **out(),
    )
    make_model("Canary 3", developer=lab, predecessor=model)
    for address in (model.get_absolute_url(), "/models/"):
        assert "Lumen 2" in page(client, address)
        assert "Canary" not in page(client, address)


def test_a_company_never_names_its_private_owners_holdings_products_or_models(client: Client) -> None:
    lab = make_company("Umbra Labs", **out())
    Ownership.objects.create(owner=make_company("Canary Group"), owned=lab, type="parent")
    Ownership.objects.create(owner=lab, owned=make_company("Canary Cloud"), type="minority")
    make_product("Canary Chat", owner=lab)
    make_family("Canary Family", developer=lab)
    make_model("Canary 1", developer=lab)
    make_fact(lab, source="Canary Report")
    assert "Canary" not in page(client, lab.get_absolute_url())


def test_a_product_and_a_family_never_name_their_private_company(client: Client) -> None:
    lab = make_company("Canary Labs")
    product = make_product("Umbra Chat", owner=lab, **out())
    family = make_family("Penumbra", developer=lab, **out())
    for address in (
        product.get_absolute_url(),
        family.get_absolute_url(),
        "/products/",
        "/families/",
    ):
        assert "Canary" not in page(client, address)


def test_the_figures_never_name_a_private_subject(client: Client) -> None:
    fact = make_fact(make_product("Canary Chat"), **out())
    assert "163 million" in page(client, fact.get_absolute_url())
    for address in (fact.get_absolute_url(), "/facts/"):
        assert "Canary" not in page(client, address)


def test_ownership_is_told_from_the_side_of_the_page(client: Client) -> None:
    group, lab = make_company("Group", **out()), make_company("Umbra Labs", **out())
    Ownership.objects.create(owner=group, owned=lab, type="parent", share=60)
    assert "Subsidiary" in page(client, group.get_absolute_url())
    assert "Parent company" in page(client, lab.get_absolute_url())
    assert "60%" in page(client, lab.get_absolute_url())


def test_a_model_tells_each_claim_and_how_far_it_slipped(client: Client) -> None:
    model = make_model("Lumen 2", **out())
    claim(model, status="announced", window="2026-01", claimed_on=someday(2025, 12, 1))
    claim(model, status="announced", window="2026-02", claimed_on=someday(2026, 1, 20))
    html = page(client, model.get_absolute_url())
    assert "Slipped 28 days" in html
    assert html.index("February 2026") < html.index("January 2026")


def test_native_names_say_their_language(client: Client) -> None:
    lab = make_company("ByteDance", native_name="字节跳动", native_language="zh-Hans", **out())
    assert 'lang="zh-Hans">字节跳动' in page(client, lab.get_absolute_url())


def test_a_former_slug_leads_to_the_public_record(client: Client) -> None:
    lab = make_company("Umbra Labs", **out())
    addresses.claim("company", "umbra-of-old", lab.pk)
    response = client.get("/companies/umbra-of-old/")
    assert (response.status_code, response["Location"]) == (301, lab.get_absolute_url())
    hidden = make_company("Canary")
    addresses.claim("company", "canary-of-old", hidden.pk)
    assert client.get("/companies/canary-of-old/").status_code == 404


def test_indexes_are_cut_into_pages_of_fifty(client: Client) -> None:
    for number in range(51):
        make_market(f"Market {number:02}", **out())
    first, second = page(client, "/markets/"), page(client, "/markets/?page=2")
    assert "Market 49" in first and "Market 50" not in first
    assert "Market 50" in second
    assert "/markets/?page=2" in second


def test_a_website_is_named_by_its_host(client: Client) -> None:
    company = make_company(website="https://www.umbra.example:8000/about/us", **out())
    link = '<a href="https://www.umbra.example:8000/about/us">umbra<wbr>.example</a>'
    assert link in page(client, company.get_absolute_url())


def test_what_is_not_known_is_said_and_never_left_empty(client: Client) -> None:
    make_company(**out())
    make_product(owner=make_company("Hidden Labs"), **out())
    make_family(developer=make_company("Hidden House"), **out())
    make_market(**out())
    for kind in ("companies", "products", "families", "markets"):
        cells = html.fromstring(page(client, f"/{kind}/")).xpath("//tbody//td")
        assert cells
        assert all(cell.text_content().strip() for cell in cells), kind
