"""Pages of records: what they show, and that they never name what is private."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from changes import addresses
from companies.models import Ownership, Record
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
from tests.project.test_pages import queries

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


def test_comparisons_and_siblings_never_name_what_is_private(client: Client) -> None:
    lab = make_company("Umbra Labs", **out())
    family = make_family("Penumbra", developer=lab, **out())
    shown = [make_model(f"Penumbra {n}", developer=lab, family=family, **out()) for n in (1, 2)]
    hidden = make_model("Canary 3", developer=lab, family=family, predecessor=shown[0])
    products = [make_product(name, owner=lab, **out()) for name in ("Umbra Chat", "Umbra Talk")]
    for subject in (*shown, hidden, *products, make_product("Canary Chat", owner=lab)):
        make_fact(subject, **out())
    for record in (lab, family, *shown):
        html = page(client, record.get_absolute_url())
        assert "side-by-side" in html and "Canary" not in html


def test_a_family_tells_who_followed_whom_also_from_another_family(client: Client) -> None:
    lab = make_company("Umbra Labs", **out())
    family = make_family("Penumbra", developer=lab, **out())
    before = make_model("Antumbra 9", developer=lab, **out())
    hidden = make_model("Canary 1", developer=lab)
    for name, predecessor in (("Penumbra 1", before), ("Penumbra 2", hidden)):
        make_model(name, developer=lab, family=family, predecessor=predecessor, **out())
    html = page(client, family.get_absolute_url())
    assert "Antumbra 9" in html and "Canary" not in html


def test_a_model_offers_to_be_compared_with_the_closest_first(client: Client) -> None:
    lab = make_company("Umbra Labs", **out())
    family = make_family("Penumbra", developer=lab, **out())
    before = make_model("Antumbra 1", gives=["text"], **out())
    model = make_model(
        "Penumbra 1", developer=lab, family=family, predecessor=before, gives=["text"], **out()
    )
    make_model("Penumbra Mini", developer=lab, family=family, **out())
    make_model("Elsewhere 1", gives=["text"], **out())
    make_model("Pictures 1", gives=["image"], **out())
    html = page(client, model.get_absolute_url())
    names = ("Antumbra 1", "Penumbra Mini", "Elsewhere 1")
    places = [html.index(name, html.index('id="near"')) for name in names]
    assert places == sorted(places)
    assert f"/compare/?model={model.slug}&amp;model={before.slug}" in html
    assert "Pictures 1" not in html


def test_claimed_and_measured_stand_side_by_side_with_the_reason(client: Client) -> None:
    model = make_model("Lumen 2", **out())
    make_fact(model, nature="claimed", value=90, unit="count", metric="bench", **out())
    make_fact(model, nature="measured", value=80, unit="count", metric="bench", **out())
    html = page(client, model.get_absolute_url())
    assert html.index("Measured by others.") < html.index("Of the same time, but claimed.")


def test_empty_records_say_that_they_are_empty(client: Client) -> None:
    lab = make_company("Umbra Labs", **out())
    html = page(client, lab.get_absolute_url())
    for words in (
        "Neither owners, holdings nor products of it are recorded.",
        "No model of its own is recorded.",
        "No figure of it is published yet.",
        "No story names it yet.",
        "No question about it is answered yet.",
        "Not yet",
    ):
        assert words in html
    for make in (make_product, make_family, make_model, make_market):
        assert "No figure of it is published yet." in page(client, make(**out()).get_absolute_url())


def test_fifty_models_and_two_hundred_figures_take_as_many_queries_as_a_few(client: Client) -> None:
    lab = make_company("Umbra Labs", **out())
    family = make_family("Penumbra", developer=lab, **out())
    product = make_product(owner=lab, **out())
    models = [make_model("Penumbra 0", developer=lab, family=family, released="2020-01", **out())]
    pages: list[Record] = [lab, family, product, models[0]]

    def grow(more_models: int, more_facts: int) -> None:
        for n in range(more_models):
            models.append(
                make_model(
                    f"Penumbra {n} {'of a long name ' * 6}",
                    developer=lab,
                    family=family,
                    predecessor=models[-1],
                    released=f"202{n % 6}-0{n % 9 + 1}",
                    **out(),
                )
            )
        for n in range(more_facts):
            for subject in (lab, product, models[n % len(models)]):
                make_fact(subject, metric=f"metric-{n % 20}", as_of=str(1990 + n % 40), value=n, **out())

    grow(2, 4)
    few = [queries(client, record.get_absolute_url()) for record in pages]
    grow(48, 200)
    assert [queries(client, record.get_absolute_url()) for record in pages] == few


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


def test_a_page_says_when_it_was_checked_and_against_what(client: Client) -> None:
    where = {"checked_on": "2026-11-14", "checked_against": "https://www.umbra.example/about"}
    for record in (make_company("Seen", **where, **out()), make_market("Shades", **where, **out())):
        text = page(client, record.get_absolute_url())
        assert "14 Nov 2026" in text and 'href="https://www.umbra.example/about"' in text
    unseen = make_company("Unseen", checked_against=where["checked_against"], **out())
    text = page(client, unseen.get_absolute_url())
    assert "Not yet" in text and "umbra.example" not in text


def test_programs_are_told_a_models_version_and_licence(client: Client) -> None:
    known = {"version": "2", "licence": "MIT", "weights": "https://weights.example/"}
    html = page(client, make_model("Lumen 2", **known, **out()).get_absolute_url())
    for words in (
        '"softwareVersion": "2"',
        '"license": "https://spdx.org/licenses/MIT"',
        '"downloadUrl": "https://weights.example/"',
    ):
        assert words in html
    html = page(client, make_model("Lumen 3", licence="proprietary", **out()).get_absolute_url())
    assert "spdx.org" not in html
