"""Records, claims, facts and sources that programs write: by the rules of their forms, with what follows of them."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changes import history, log
from changes.looking_back import moments
from changes.models import Change
from companies.models import Company, Product
from facts.models import Fact, Source
from tests.api.programs import Program
from tests.factories import make_company, make_fact, make_family, make_market, make_model, make_product

pytestmark = pytest.mark.django_db

NOW = "2026-01-01T00:00:00Z"


def new() -> dict[str, dict[str, Any]]:
    """Something of each kind that can be made, with more than it needs."""
    developer, model, fact = make_company(), make_model(), make_fact()
    name = {
        "name": "Tenebra",
        "slug": "tenebra",
        "aliases": [{"text": "暗", "kind": "brand", "language": "zh"}],
    }
    return {
        "companies": name
        | {"sort": "lab", "country": "CN", "founded": "2015-03", "website": "https://t.example/"},
        "products": name | {"owner": developer.pk, "powered_by": [make_family().pk], "what": "lamp"},
        "families": name | {"developer": developer.pk, "what": "models"},
        "models": name
        | {"developer": developer.pk, "takes": ["text"], "openness": "api", "released": "2026-02"},
        "markets": name | {"country": "CN"},
        "claims": {
            "model": model.pk,
            "status": "announced",
            "window": "2027-01",
            "claimed_by": "Umbra",
            "claimed_on": "2026-01-02",
        },
        "facts": {
            "subject": make_product().pk,
            "metric": fact.metric.pk,
            "value": "5000000",
            "as_of": "2025-12",
            "nature": "claimed",
            "source": fact.source.pk,
            "quotation": "Five million.",
        },
        "sources": {
            "title": "A report",
            "publisher": "Dusk",
            "address": "https://d.example/",
            "published": "2026-01-02",
        },
    }


@pytest.mark.parametrize(
    "kind", ["companies", "products", "families", "models", "markets", "facts", "sources", "claims"]
)
def test_what_is_given_of_each_kind_is_what_is_kept(kind: str, editor: User, contributor: User) -> None:
    given, program = new()[kind], Program(editor)
    response = program.post(f"{kind}/", given)
    told = response.json()
    assert response.status_code == 201, told
    assert {name: told[name] for name in given} == given
    address = response.headers["Location"]
    assert program.get(address).json() == told
    assert Program(contributor, "read").get(address).json() == told
    writer = Program(contributor, "records", "facts")
    assert writer.post(f"{kind}/", given).status_code == 403
    assert program.post(f"{kind}/", given | {"id": 5, "recorded_by": 1}).status_code == 400
    if kind == "claims":
        assert program.ask("PATCH", address, {}, if_match="*").status_code == 405
        return
    text = "quotation" if kind == "facts" else "publisher" if kind == "sources" else "description"
    changed = program.change(address, {text: "Other words."})
    assert (changed.status_code, changed.json()[text]) == (200, "Other words."), changed.json()
    assert writer.ask("PATCH", address, {text: "x"}, if_match="*").status_code == 403
    assert program.ask("PATCH", address, {text: "x"}).status_code == 428


def test_a_record_is_saved_with_all_that_follows_as_in_the_admin(editor: User) -> None:
    program = Program(editor)
    address = program.post("companies/", new()["companies"] | {"published_from": NOW}).headers["Location"]
    log.forget_version()
    assert Client().get("/companies/tenebra/").status_code == 200
    edits = history.of(Company.objects.get(slug="tenebra"))
    assert {edit.by for edit in edits} == {editor}
    assert ["", "Tenebra"] in [edit.columns.get("Name") for edit in edits]
    told = [said for moment in moments(Company.objects.get(slug="tenebra"))[0] for said in moment["notes"]]
    assert told == ["By the API, with the token “Test”."]
    program.change(address, {"slug": "tenebra-labs", "aliases": []})
    log.forget_version()
    assert Client().get("/companies/tenebra/").headers["Location"] == "/companies/tenebra-labs/"
    taken = program.post("companies/", {"name": "Other", "slug": "tenebra"})
    assert list(taken.json()["errors"]) == ["slug"]
    before = Change.objects.count()
    program.change(address, {"published_from": None})
    assert Change.objects.count() > before
    log.forget_version()
    assert Client().get("/companies/tenebra-labs/").status_code == 404


def test_publishing_by_hand_needs_its_scope(editor: User) -> None:
    program, given = Program(editor, "records", "facts"), new()
    for kind in ("companies", "facts"):
        refused = program.post(f"{kind}/", given[kind] | {"published_from": NOW})
        assert (refused.status_code, "publish" in refused.json()["detail"]) == (403, True)
        address = program.post(f"{kind}/", given[kind]).headers["Location"]
        assert program.change(address, {"published_from": NOW}).status_code == 403
    assert not Company.objects.filter(published_from__isnull=False).exists()


@pytest.mark.parametrize(
    ("kind", "given", "named"),
    [
        ("companies", {"name": "Оpen AI"}, "name"),
        ("companies", {"country": "XX"}, "country"),
        ("companies", {"founded": "someday"}, "founded"),
        ("companies", {"founded": 2015}, "founded"),
        ("companies", {"website": "no address"}, "website"),
        ("companies", {"aliases": [{"text": "a"}, {"text": "a"}]}, "aliases"),
        ("companies", {"aliases": [{"text": "Oреn"}]}, "aliases.0"),
        ("companies", {"kind": "market"}, "kind"),
        ("companies", {"cased": "yes"}, "cased"),
        ("companies", {"published_from": "0001-01-01T00:00:00+14:00"}, "published_from"),
        ("products", {"owner": 999_999}, "owner"),
        ("products", {"powered_by": [999_999]}, "powered_by"),
        ("models", {"takes": ["smell"]}, "takes.0"),
        ("models", {"announced": "2027", "released": "2026"}, "released"),
        ("claims", {"claimed_on": "2099-01-01"}, "claimed_on"),
        ("facts", {"value": "1_000"}, "value"),
        ("facts", {"value": "１２"}, None),
        ("facts", {"value": 5}, "value"),
        ("facts", {"value": "-5"}, "value"),
        ("facts", {"value": "$5 million"}, "unit"),
        ("facts", {"high": "4"}, "high"),
        ("facts", {"as_of": "2099"}, "as_of"),
        ("facts", {"scope": "Mars"}, "scope"),
        ("facts", {"scope": 1}, "scope"),
        ("facts", {"dimensions": "effort=high"}, "dimensions"),
        ("sources", {"address": "ftp://x.example/"}, "address"),
        ("sources", {"published": "2026-13-01"}, "published"),
    ],
)
def test_what_is_wrong_is_named(kind: str, given: Any, named: str | None, editor: User) -> None:
    response = Program(editor).post(f"{kind}/", new()[kind] | given)
    if named is None:
        assert response.status_code in {201, 400}
        return
    assert response.status_code == 400, response.json()
    assert list(response.json()["errors"]) == [named]


def test_what_the_ledger_says_already_is_shown_first(editor: User) -> None:
    program, given = Program(editor), new()["facts"]
    first = program.post("facts/", given).json()
    second = program.post("facts/", given | {"value": "over 6 million"})
    assert second.status_code == 409
    (already,) = second.json()["already"]
    assert (already["id"], already["self"], already["contradicts"]) == (first["id"], first["self"], True)
    third = program.post("facts/", given | {"value": "over 6 million", "all_the_same": True})
    assert (third.status_code, third.json()["value"], third.json()["qualifier"]) == (201, "6000000", "over")


def test_a_fact_that_something_relies_on_is_superseded_or_withdrawn(editor: User, publisher: User) -> None:
    fact = make_fact(published_from=timezone.now())
    program, address = Program(editor, "facts"), f"facts/{fact.pk}/"
    held = program.change(address, {"quotation": "x"})
    assert (held.status_code, "supersede" in held.json()["detail"]) == (409, True)
    better = {"because": "better source", "value": "172 million"}
    assert program.do(address, "supersede", better).status_code == 403
    done = Program(publisher).do(address, "supersede", better)
    assert (done.status_code, done.json()["supersedes"], done.json()["public"]) == (201, fact.pk, True)
    assert Program(publisher).do(address, "supersede", better).status_code == 409
    again = done.headers["Location"]
    for name, said in (("because", "so"), ("as_of", "soon"), ("as_of", "2026-02-30"), ("as_of", "2026/2025")):
        wrong = Program(publisher).do(again, "supersede", better | {name: said})
        assert (wrong.status_code, list(wrong.json()["errors"])) == (400, [name]), said
    assert Program(publisher).do(again, "withdraw", {"because": "It was a guess."}).json()["stands"] is False


def test_a_part_of_an_amount_goes_with_the_value_that_there_is(editor: User) -> None:
    program = Program(editor)
    address = program.post("facts/", new()["facts"]).headers["Location"]
    about = program.change(address, {"qualifier": "about"}).json()
    assert (about["value"], about["qualifier"], about["unit"]) == ("5000000", "about", "people")
    ranged = program.change(address, {"value": "6–7 million"}).json()
    assert (ranged["value"], ranged["high"], ranged["qualifier"]) == ("6000000", "7000000", "exactly")


def test_another_address_of_a_source_is_asked_afresh(editor: User) -> None:
    source = Source.objects.create(title="x", url="https://a.example/", asked_at=timezone.now(), answer="no")
    Program(editor).change(f"sources/{source.pk}/", {"address": "https://b.example/"})
    assert Source.objects.get().asked_at is None


def test_no_list_asks_more_of_the_database_when_it_is_longer(editor: User) -> None:
    program = Program(editor)
    program.get("sources/")
    counts: list[dict[str, int]] = []
    for _ in range(2):
        for made in (make_product(), make_model(), make_market()):
            made.aliases.create(text="Other")
            make_fact(made, scope="China")
        counts.append({})
        for kind in new():
            log.forget_version()
            with CaptureQueriesContext(connection) as asked:
                assert program.get(f"{kind}/?page_size=100").status_code == 200
            counts[-1][kind] = len(asked)
    assert counts[0] == counts[1]
    assert Fact.objects.count() == len(program.get("facts/?page_size=100").json()["results"])
    assert Product.objects.count() == len(program.get("products/?page_size=100").json()["results"])
