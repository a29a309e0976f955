"""Records for programs: every kind has a list and one alone, from the same public rows as the pages."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from aiwatch.api import LISTS
from changes import addresses
from changes.corrections import Said, Thing, correct
from companies import sourcing
from companies.models import AIModel, Alias, Company, Listing, Ownership
from companies.releases import claim
from tests.factories import make_company, make_family, make_market, make_model, make_product
from tests.project.test_pages import queries

pytestmark = pytest.mark.django_db

MAKE: dict[str, Callable[..., Any]] = {
    "companies": make_company,
    "products": make_product,
    "families": make_family,
    "models": make_model,
    "markets": make_market,
}


def out() -> dict[str, Any]:
    """What makes a record public."""
    return {"published_from": timezone.now() - timedelta(days=1)}


def answer(client: Client, address: str) -> Any:
    """What the API says now."""
    cache.clear()
    return client.get(f"/api/v1/{address}").json()


@pytest.mark.parametrize("many", MAKE)
def test_a_record_is_told_with_its_names_its_sources_and_our_corrections(
    client: Client, publisher: User, many: str
) -> None:
    record = MAKE[many](description="What it is.", **out())
    Alias.objects.create(record=record, text="本影", kind="official", language="zh-Hans")
    sourcing.cite(record, "aliases", title="Register", checked_on=date(2026, 3, 1))
    thing = Thing(record.kind, record.pk, record.name, record.get_absolute_url())
    correct(Said("We wrote March.", "It is May."), touches=[thing], by=publisher)
    alone = answer(client, f"{many}/{record.slug}/")
    [listed] = [one for one in answer(client, f"{many}/")["results"] if one["slug"] == record.slug]
    [correction] = alone["corrections"]
    assert {name: alone[name] for name in listed} == listed
    assert (correction["wrong"], correction["right"]) == ("We wrote March.", "It is May.")
    assert alone["url"].endswith(record.get_absolute_url())
    assert alone["aliases"] == [{"text": "本影", "kind": "official", "language": "zh-Hans"}]
    assert [(one["value"], one["title"]) for one in alone["sources"]] == [("aliases", "Register")]


def found(client: Client, address: str) -> list[str]:
    """The slugs of what a list holds, which says as many when it counts."""
    told = answer(client, f"{address}{'&' if '?' in address else '?'}count=true")
    assert told["count"] == len(told["results"])
    return [one["slug"] for one in told["results"]]


def test_whose_a_record_is_and_what_powers_it_is_told_only_where_that_is_public(client: Client) -> None:
    lab = make_company()
    family, other = make_family(developer=lab, **out()), make_family("Antumbra", developer=lab)
    product = make_product(owner=lab, **out())
    product.powered_by.set([family, other])
    sourcing.cite(product, "owner", title="Canary", checked_on=date(2026, 3, 1))
    told = answer(client, f"products/{product.slug}/")
    assert (told["company"], told["sources"]) == (None, [])
    assert [one["slug"] for one in told["powered_by"]] == [family.slug]
    assert answer(client, f"families/{family.slug}/")["company"] is None
    assert answer(client, f"products/?company={lab.slug}")["status"] == 404
    assert answer(client, f"products/?family={other.slug}")["status"] == 404
    type(lab).objects.update(**out())
    assert answer(client, f"products/{product.slug}/")["company"]["slug"] == lab.slug
    for asked in (f"products/?company={lab.slug}", f"products/?family={family.slug}"):
        assert found(client, asked) == [product.slug], asked
    assert found(client, f"families/?company={lab.slug}") == [family.slug]
    second = make_product("Penumbra Chat", owner=lab, **out())
    second.powered_by.set([family])
    for told in answer(client, "products/")["results"]:
        assert [one["slug"] for one in told["powered_by"]] == [family.slug]


def test_markets_are_narrowed_by_country_and_models_name_what_they_follow(client: Client) -> None:
    market = make_market(country="CN", **out())
    assert [found(client, f"markets/?country={code}") for code in ("cn", "FR")] == [[market.slug], []]
    first = make_model(**out())
    second = make_model("Penumbra 3", developer=first.developer, predecessor=first, **out())
    assert answer(client, f"models/{second.slug}/")["predecessor"]["slug"] == first.slug
    assert [one["slug"] for one in answer(client, f"models/{first.slug}/")["successors"]] == [second.slug]


@pytest.fixture
def near() -> dict[str, Any]:
    """Public records that point at one another, by list, those that others point at first."""
    lab, parent = make_company(**out()), make_company("Corona", **out())
    Ownership.objects.create(owner=parent, owned=lab, type="majority", share="51.50", since="2020")
    family = make_family(developer=lab, **out())
    product = make_product(owner=lab, **out())
    product.powered_by.add(family)
    before = make_model("Penumbra 1", developer=lab, family=family, **out())
    after = make_model("Penumbra 2", developer=lab, family=family, predecessor=before, **out())
    claim(
        after,
        status="announced",
        window="../2030",
        claimed_on=date(2026, 1, 2),
        words="by 2030, says the lab",
    )
    return {
        "companies": lab,
        "products": product,
        "families": family,
        "models": after,
        "markets": make_market(**out()),
        "releases": after,
    }


def test_what_is_told_is_what_the_shapes_say_in_a_list_and_alone(
    client: Client, near: dict[str, Any]
) -> None:
    for many, record in near.items():
        alone = answer(client, f"{many}/{record.slug}/")
        [listed] = answer(client, f"{many}/?id={record.pk}")["results"]
        assert list(listed) == LISTS[many].field_names(), many
        assert list(alone) == LISTS[many].field_names(whole=True), many
        assert alone["self"].endswith(f"/api/v1/{many}/{record.slug}/")
        for link in alone["links"].values():
            assert answer(client, link.partition("/api/v1/")[2])["results"] is not None, link
        for name in alone:
            only = answer(client, f"{many}/{record.slug}/?fields={name}")
            assert only.keys() == {"id", "type", "self", name}
            assert only[name] == alone[name], name


def test_the_whole_of_what_a_record_points_at_stands_there_when_it_is_asked_for(
    client: Client, near: dict[str, Any]
) -> None:
    lab, family, model = near["companies"], near["families"], near["models"]
    asked = "?expand=company,family.company,predecessor,successors"
    told = answer(client, f"models/{model.slug}/{asked}")
    assert (
        told["company"]
        == told["family"]["company"]
        == answer(client, f"companies/?id={lab.pk}")["results"][0]
    )
    assert told["predecessor"]["successors"][0]["slug"] == model.slug
    product = answer(client, f"products/{near['products'].slug}/?expand=powered_by.company")
    assert product["powered_by"][0]["company"]["founded"] == ""
    assert product["company"].keys() == {"id", "type", "slug", "name", "url", "self"}
    release = answer(client, f"releases/{model.slug}/?expand=model.family,company")
    assert release["model"]["family"]["id"] == family.pk
    assert release["company"]["id"] == lab.pk


def test_a_company_is_told_with_whose_it_is_while_both_are_public(
    client: Client, near: dict[str, Any]
) -> None:
    lab = near["companies"]
    [tie] = answer(client, f"companies/{lab.slug}/")["owners"]
    assert (tie["company"]["name"], tie["type"], tie["relation"]) == ("Corona", "majority", "Majority owner")
    assert (tie["share"], tie["since"], tie["since_latest"], tie["ended"]) == (
        "51.5",
        "2020",
        "2020-12-31",
        False,
    )
    held = answer(client, f"companies/{tie['company']['slug']}/")["holdings"]
    assert [(one["company"]["id"], one["relation"]) for one in held] == [(lab.pk, "Majority holding")]
    Company.objects.filter(name="Corona").update(published_from=None)
    assert answer(client, f"companies/{lab.slug}/")["owners"] == []


def test_what_was_said_of_a_release_is_told_with_the_model_as_with_the_release(
    client: Client, near: dict[str, Any]
) -> None:
    model = near["models"]
    [said] = answer(client, f"models/{model.slug}/")["claims"]
    assert [said] == answer(client, f"releases/{model.slug}/")["claims"]
    window = [said[f"window{part}"] for part in ("", "_earliest", "_latest", "_words")]
    assert window == ["../2030", None, "2030-12-31", "by 2030"]
    assert (said["quotation"], said["slip_days"]) == ("by 2030, says the lab", None)


def test_a_slug_that_it_had_leads_to_it_with_all_that_was_asked(client: Client, near: dict[str, Any]) -> None:
    model = near["models"]
    addresses.claim("model", "penumbra-was", model.pk)
    for many in ("models", "releases"):
        response = client.get(f"/api/v1/{many}/penumbra-was/?fields=name&expand=company")
        assert response.status_code == 301
        assert response["Location"].endswith(f"/api/v1/{many}/{model.slug}/?fields=name&expand=company")
    assert client.get("/api/v1/models/penumbra-was/?colour=red").status_code == 400
    AIModel.objects.filter(pk=model.pk).update(published_from=None)
    assert client.get("/api/v1/models/penumbra-was/").status_code == 404


#: All that can be expanded, two steps deep.
DEEP = {
    "products": "company,powered_by.company",
    "families": "company",
    "models": "company,family.company,predecessor.successors,successors.predecessor",
    "releases": "model.predecessor,company",
}


@pytest.mark.parametrize("many", [*MAKE, "releases"])
def test_a_list_of_records_costs_no_query_each(client: Client, many: str) -> None:
    made: list[Any] = []

    def grow(*names: str) -> None:
        for name in names:
            lab = make_company(f"{name} lab", **out())
            family = make_family(f"{name} family", developer=lab, **out())
            whose = {"products": {"owner": lab}, "families": {"developer": lab}}.get(many, {})
            if many in {"models", "releases"}:
                before = make_model(f"{name} before", developer=lab, **out())
                whose = {"developer": lab, "family": family, "predecessor": before}
            make = MAKE.get(many, make_model)
            made.append(make(name, description="What it is.", **whose, **out()))
            Alias.objects.create(record=made[-1], text=f"{name} too")
            sourcing.cite(made[-1], "description", title="Register", checked_on=date(2026, 3, 1))
            if many == "products":
                made[-1].powered_by.add(family)
            if many == "companies":
                Listing.objects.create(company=made[-1], exchange="XHKG", ticker=name.upper())
            if many in {"models", "releases"}:
                claim(made[-1], status="announced", window="2026", claimed_on=date(2026, 1, 1))

    alone = ["slug", *{"aliases", "sources", "company", "powered_by"} & {*LISTS[many].field_names()}]
    asked = [f"expand={DEEP[many]}" if many in DEEP else "page_size=9", *(f"fields={one}" for one in alone)]
    grow("Arc")
    few = {one: queries(client, f"/api/v1/{many}/?{one}") for one in asked}
    grow("Bow", "Crest", "Dusk")
    assert {one: queries(client, f"/api/v1/{many}/?{one}") for one in asked} == few
