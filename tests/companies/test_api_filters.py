"""How lists of records and releases are narrowed: every filter finds what it should, and nothing that is private."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aiwatch.api import LISTS
from changes import addresses
from companies import indexing
from companies.models import Alias, Listing, Record
from companies.releases import claim
from tests.companies.test_api import answer
from tests.factories import make_company, make_family, make_market, make_model, make_product

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> None:
    """Of each kind one that filters look for, one that they do not, and one like the first that is private."""
    out = {"published_from": timezone.now() - timedelta(days=1)}
    made: list[Any] = []
    for prefix, shown in (("", out), ("Canary ", {})):
        native = "本影" if shown else "本影鸟"
        lab = make_company(
            f"{prefix}Umbra Labs",
            slug="umbra" if shown else "canary",
            native_name=native,
            sort="lab",
            country="CN",
            founded="2015",
            wikidata="Q1",
            **shown,
        )
        Listing.objects.create(company=lab, exchange="XHKG", ticker="9988" if shown else "9989")
        Listing.objects.create(company=lab, exchange="XNYS", ticker="UMB" if shown else "UMC", until="2024")
        Alias.objects.create(record=lab, text="Umbra Group" if shown else "Umbra Canary Group")
        family = make_family(f"{prefix}Penumbra", developer=lab, **shown)
        product = make_product(f"{prefix}Umbra Chat", owner=lab, **shown)
        product.powered_by.add(family)
        before = make_model(f"{prefix}Penumbra 1", developer=lab, family=family, **shown)
        after = make_model(
            f"{prefix}Penumbra 2",
            developer=lab,
            family=family,
            takes=["text", "image"],
            gives=["video"],
            openness="open-weights",
            licence="Apache-2.0",
            announced="2026-01",
            predecessor=before,
            **shown,
        )
        claim(after, status="released", window="2026-02-10/2026-02-20", claimed_on=date(2026, 2, 20))
        claim(before, status="announced", window="2026-01", claimed_on=date(2025, 6, 1))
        claim(before, status="announced", window="../2099-06", claimed_on=date(2025, 7, 1))
        made += [lab, family, product, before, after, make_market(f"{prefix}Shade", country="CN", **shown)]
    made += [make_company("Corona", country="FR", founded="1911-05", **out), make_market("Glare", **out)]
    made.append(make_family("Halo", developer=made[-2], **out))
    made.append(make_product("Corona Chat", owner=made[-3], **out))
    for record in made:
        indexing.put_in_search(record)


FOUND = {
    "companies": {
        "kind=lab": {"Umbra Labs"},
        "kind=other": {"Corona"},
        "country=cn": {"Umbra Labs"},
        "founded_after=2015-12": {"Umbra Labs"},
        "founded_after=2016": set(),
        "founded_before=1911": {"Corona"},
        "founded_after=1900&founded_before=2015-01-01": {"Corona", "Umbra Labs"},
        "wikidata=Q1": {"Umbra Labs"},
        "exchange=XHKG": {"Umbra Labs"},
        "ticker=9988": {"Umbra Labs"},
        "exchange=XHKG&ticker=9988": {"Umbra Labs"},
        "exchange=XHKG&ticker=UMB": set(),
        "name=umbra labs": {"Umbra Labs"},
        "name=本影": {"Umbra Labs"},
        "name=umbra": set(),
        "alias=umbra group": {"Umbra Labs"},
        "alias=umbra": set(),
        "q=影 本": {"Umbra Labs"},
        "q=group": {"Umbra Labs"},
        "q=%E2%80%A6": set(),
    },
    "products": {
        "company=umbra": {"Umbra Chat"},
        "q=CHAT": {"Umbra Chat", "Corona Chat"},
    },
    "families": {"company=umbra": {"Penumbra"}, "q=pen": {"Penumbra"}},
    "models": {
        "company=umbra": {"Penumbra 1", "Penumbra 2"},
        "modality=text": {"Penumbra 2"},
        "takes=video": set(),
        "takes=image": {"Penumbra 2"},
        "gives=video": {"Penumbra 2"},
        "openness=open-weights": {"Penumbra 2"},
        "licence=apache-2.0": {"Penumbra 2"},
        "status=announced": {"Penumbra 1"},
        "announced_after=2026-01-31": {"Penumbra 2"},
        "announced_before=2025-12-31": set(),
        "released_after=2026-02-20": {"Penumbra 2"},
        "released_after=2026-02-21": set(),
        "released_before=2026-02-10": {"Penumbra 2"},
        "released_before=2026-02-09": set(),
        "release_window=2026-02": {"Penumbra 1", "Penumbra 2"},
        "release_window=2026-33": {"Penumbra 1", "Penumbra 2"},
        "release_window=2026-02-15/2026-02-24": {"Penumbra 1", "Penumbra 2"},
        "release_window=2025-06": set(),
        "release_window=../2026-02-09": {"Penumbra 1"},
        "release_window=2099-07/..": set(),
    },
    "markets": {"country=CN": {"Shade"}, "country=FR": set(), "q=glare": {"Glare"}},
    "releases": {
        "company=umbra": {"Penumbra 1", "Penumbra 2"},
        "modality=video": {"Penumbra 2"},
        "openness=open-weights": {"Penumbra 2"},
        "status=expected": {"Penumbra 1"},
        "status=overdue": set(),
        "status=slipped": {"Penumbra 1"},
        "released_after=2026-02-20": {"Penumbra 2"},
        "released_before=2026-02-09": set(),
        "slipped=true": {"Penumbra 1"},
        "slipped=false": {"Penumbra 2"},
        "window_after=2026-02-21": {"Penumbra 1"},
        "window_before=2025-12-31": {"Penumbra 1"},
        "release_window=2026-02-20": {"Penumbra 1", "Penumbra 2"},
        "release_window=../2025-12": {"Penumbra 1"},
        "q=penumbra 2": {"Penumbra 2"},
    },
}


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize("many", FOUND)
def test_each_filter_finds_what_it_should_and_counts_nothing_that_is_private(
    client: Client, many: str
) -> None:
    for asked, names in FOUND[many].items():
        told = answer(client, f"{many}/?{asked}&count=true")
        assert {one["name"] for one in told["results"]} == names, asked
        assert told["count"] == len(names), asked
    one = answer(client, f"{many}/")["results"][0]
    assert [found["slug"] for found in answer(client, f"{many}/?id={one['id']}")["results"]] == [one["slug"]]
    canary = Record.objects.filter(name__startswith="Canary").first()
    assert canary and answer(client, f"{many}/?id={canary.pk}&count=true")["count"] == 0


@pytest.mark.usefixtures("world")
def test_models_of_a_family_and_products_that_it_powers_are_found(client: Client) -> None:
    family, canary = Record.objects.filter(kind="family", name__endswith="Penumbra").order_by("-name")
    for many, names in (("models", 2), ("releases", 2), ("products", 1)):
        assert len(answer(client, f"{many}/?family={family.slug}")["results"]) == names
        assert list(answer(client, f"{many}/?family={canary.slug}")["errors"]) == ["family"]


def test_every_filter_is_asked_for_here() -> None:
    own = {"id", "family", "stale"}
    shared = {"name", "alias", "q"}
    for many, asked in FOUND.items():
        used = {part.partition("=")[0] for query in asked for part in query.split("&")}
        assert set(LISTS[many].filterset_class.base_filters) - own - shared <= used, many
    everywhere = {part.partition("=")[0] for query in FOUND["companies"] for part in query.split("&")}
    assert shared <= everywhere


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            "models/?modality=smell",
            "Give one of: text, image, audio, video, code, action.",
        ),
        ("models/?status=late", "Give one of: rumoured, announced, preview, released, withdrawn."),
        (
            "companies/?kind=model",
            "Give one of: lab, platform, cloud, chip maker, university, publisher, other.",
        ),
        (
            "companies/?country=ZZ",
            "“ZZ” is no country of ISO 3166-1: write its two capitals, for example CN or US.",
        ),
        ("markets/?country=China", "“CHINA” is no country of ISO 3166-1"),
        ("companies/?wikidata=55", "Give Q and a number, as in Q55606242."),
        ("companies/?exchange=Hong Kong", "Give four capitals or digits, as in XHKG."),
        ("companies/?founded_after=long ago", "date"),
        ("models/?released_after=1492-10-12", "Give a day from 1970 to 2099, as in 2026-02-28."),
        ("models/?announced_before=02/10/2026", "Give a day from 1970 to 2099, as in 2026-02-28."),
        ("models/?release_window=early 2026", "Give it as EDTF: 2026-01/2026-04."),
        ("models/?release_window=2026-13", "“2026-13” has no month"),
        ("models/?release_window=2026-03/2026-01", "The date begins after it ends."),
        ("releases/?slipped=perhaps", "Give true or false."),
        ("releases/?id=0", "Give a whole number from 1"),
        ("models/?ordering=size", "Give one of: name, -name, "),
        ("models/?mentioned_in=x", "There is no such parameter."),
        ("models/?release_window=1492", "Give years from 1900 to 2199."),
        ("companies/?founded_after=2200", "Give years from 1000 to 2199."),
    ],
)
def test_what_there_is_not_is_refused_in_a_sentence_that_says_what_there_is(
    client: Client, asked: str, sentence: str
) -> None:
    told = answer(client, asked)
    name = asked.partition("?")[2].partition("=")[0]
    assert told["status"] == (409 if "begins after" in sentence else 400)
    assert list(told["errors"]) == [name]
    assert sentence in " ".join(told["errors"][name])


@pytest.mark.usefixtures("world")
@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("models/?company=umbre", "There is no company “umbre”. Did you mean “umbra”?"),
        ("products/?company=Umbra", "There is no company “Umbra”. Did you mean “umbra”?"),
        ("releases/?company=canary", "There is no company “canary”."),
        ("models/?company=canari", "There is no company “canari”."),
        ("families/?company=本影", "There is no company “本影”."),
        (f"models/?company={'u' * 300}", f"There is no company “{'u' * 60}”."),
        ("facts/?subject=umbra-chta", "There is no record “umbra-chta”."),
        ("facts/?subject=models/umbra", "There is no model “umbra”."),
        ("articles/?mentions=umbra&mentions_kind=model", "There is no model “umbra”."),
        (
            "articles/?mentions=companies/umbre",
            "There is no company “umbre”. Did you mean “umbra”?",
        ),
        ("articles/?topic=moons", "There is no topic “moons”."),
        ("facts/?metric=mau", "There is no metric “mau”."),
        ("questions/?article=one", "There is no article “one”."),
    ],
)
def test_a_slug_that_nothing_public_has_is_refused_with_the_one_that_may_be_meant(
    client: Client, asked: str, sentence: str
) -> None:
    told = answer(client, asked)
    assert told["status"] == 404, "what the schema allows is not a 400"
    assert told["errors"] == {asked.partition("?")[2].partition("=")[0]: [sentence]}


@pytest.mark.usefixtures("world")
def test_several_slugs_are_refused_together_and_beside_other_faults(client: Client) -> None:
    two = answer(client, "models/?company=nobody&family=nothing")
    assert (two["status"], set(two["errors"])) == (404, {"company", "family"})
    beside = answer(client, "models/?company=nobody&status=late")
    assert (beside["status"], set(beside["errors"])) == (400, {"company", "status"})
    against = answer(client, "facts/?subject=company/umbra&subject_kind=model")
    assert (against["status"], set(against["errors"])) == (409, {"subject"})
    alone = answer(client, "articles/?mentions_kind=model")
    assert (alone["status"], set(alone["errors"])) == (409, {"mentions_kind"})


@pytest.mark.usefixtures("world")
def test_a_slug_that_a_record_had_finds_what_it_has_today(client: Client) -> None:
    lab, gone = Record.objects.get(slug="umbra"), make_company("Umbra AI", published_from=timezone.now())
    addresses.claim("company", "umbra-of-old", lab.pk)
    addresses.claim("company", gone.slug, gone.pk)
    addresses.hand_over("company", gone.pk, to=lab.pk)
    type(gone).objects.filter(pk=gone.pk).update(published_from=None)
    for slug in ("umbra", "umbra-of-old", gone.slug):
        told = answer(client, f"models/?company={slug}")
        assert [one["name"] for one in told["results"]] == ["Penumbra 1", "Penumbra 2"], slug


def test_records_stand_in_the_orders_that_are_asked_for_those_without_a_day_last(client: Client) -> None:
    out = {"published_from": timezone.now()}
    lab = make_company(**out)
    for name, when in (("March", "2026-03"), ("Unknown", ""), ("May", "2026-05"), ("Until", "../2026")):
        make_model(name, developer=lab, released=when, status="released", **out)
    expected = {
        "name": ["March", "May", "Unknown", "Until"],
        "-name": ["Until", "Unknown", "May", "March"],
        "released": ["March", "May", "Unknown", "Until"],
        "-released": ["May", "March", "Until", "Unknown"],
    }
    for order, names in expected.items():
        walked: list[str] = []
        address = f"models/?page_size=1&ordering={order}"
        while address:
            told = answer(client, address)
            walked += [one["name"] for one in told["results"]]
            address = (told["next"] or "").partition("/api/v1/")[2]
        assert walked == names, order
