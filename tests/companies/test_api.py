"""Records for programs: every kind has a list and one alone, from the same public rows as the pages."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from changes.corrections import Said, Thing, correct
from companies import sourcing
from companies.models import Alias
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
    assert found(client, f"products/?company={lab.slug}") == []
    assert found(client, f"products/?family={other.slug}") == []
    type(lab).objects.update(**out())
    assert answer(client, f"products/{product.slug}/")["company"]["slug"] == lab.slug
    for asked in (f"products/?company={lab.slug}", f"products/?family={family.slug}"):
        assert found(client, asked) == [product.slug], asked
    assert found(client, f"families/?company={lab.slug}") == [family.slug]


def test_markets_are_narrowed_by_country_and_models_name_what_they_follow(client: Client) -> None:
    market = make_market(country="CN", **out())
    assert [found(client, f"markets/?country={code}") for code in ("cn", "FR")] == [[market.slug], []]
    first = make_model(**out())
    second = make_model("Penumbra 3", developer=first.developer, predecessor=first, **out())
    assert answer(client, f"models/{second.slug}/")["predecessor"]["slug"] == first.slug
    assert [one["slug"] for one in answer(client, f"models/{first.slug}/")["successors"]] == [second.slug]


@pytest.mark.parametrize("many", MAKE)
def test_a_list_of_records_costs_no_query_each(client: Client, many: str) -> None:
    lab, made = make_company("Corona", **out()), []
    family = make_family("Halo", developer=lab, **out())

    def grow(*names: str) -> None:
        belongs = {"products": "owner", "families": "developer", "models": "developer"}
        whose = {belongs[many]: lab} if many in belongs else {}
        for name in names:
            made.append(MAKE[many](name, description="What it is.", **whose, **out()))
            Alias.objects.create(record=made[-1], text=f"{name} too")
            sourcing.cite(made[-1], "description", title="Register", checked_on=date(2026, 3, 1))
            if many == "products":
                made[-1].powered_by.add(family)

    grow("Arc")
    few = queries(client, f"/api/v1/{many}/")
    grow("Bow", "Crest", "Dusk")
    assert queries(client, f"/api/v1/{many}/") == few
