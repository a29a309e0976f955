"""What all that the staff read with a token shares: the root, the lists, tags, parameters, and who is told what."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aiwatch.staff_api import LISTS
from articles.models import Article
from articles.publishing import publish
from changes import log
from changes.models import Edit
from facts.models import Metric, Scope
from tests.api.programs import STAFF, Program
from tests.factories import (
    make_article,
    make_author,
    make_company,
    make_fact,
    make_image,
    make_model,
    make_topic,
)

pytestmark = pytest.mark.django_db


def one_of_each(by: User) -> None:
    """Something in every list."""
    model, topic = make_model(), make_topic()
    make_article(by=by, authors=[make_author()], topics=[topic])
    make_fact(model, scope="China")
    make_image()
    program = Program(by)
    for kind in ("products", "families", "markets"):
        name = f"New in {kind}"
        owner = {"products": "owner", "families": "developer"}.get(kind)
        given = {"name": name, "slug": kind} | ({owner: model.developer_id} if owner else {})
        assert program.post(f"{kind}/", given).status_code == 201
    claim = {"model": model.pk, "status": "announced", "claimed_on": "2026-01-02"}
    assert program.post("claims/", claim).status_code == 201


def test_the_root_leads_to_every_list_and_asks_for_a_token(publisher: User, client: Client) -> None:
    one_of_each(publisher)
    assert client.get(STAFF).status_code == 401
    program = Program(publisher, "read")
    root = program.get(STAFF)
    told = root.json()
    assert list(told) == [*LISTS]
    assert program.get(STAFF, if_none_match=root.headers["ETag"]).status_code == 304
    for name, address in told.items():
        (first, *_) = program.get(address).json()["results"]
        alone = program.get(first["self"])
        assert (alone.status_code, alone.json()) == (200, first), name
        client.force_login(publisher)
        if name != "reviewers":  # whose pages in the admin are the administrators’
            assert client.get(first["admin_url"]).status_code == 200, name
        assert first.get("url", "http").startswith("http"), name


def test_what_drafts_and_facts_lead_to_is_found_also_where_nobody_sees_it(
    editor: User, contributor: User
) -> None:
    author, topic, image = make_author("Zoe"), make_topic("Moons"), make_image(alt="A moon")
    metric = Metric.objects.create(code="lamps", name="Lamps", unit="count", dimensions="colour, size")
    drafts, facts = Program(editor, "drafts"), Program(editor, "facts")
    [found] = drafts.get("authors/?q=zo").json()["results"]
    assert (found["id"], found["slug"]) == (author.pk, author.slug)
    [found] = drafts.get(f"topics/?slug={topic.slug}").json()["results"]
    assert (found["id"], found["name"]) == (topic.pk, "Moons")
    [found] = drafts.get("images/").json()["results"]
    assert (found["id"], found["alt"], found["src"]) == (image.pk, "A moon", image.address)
    [found] = facts.get("metrics/?code=lamps").json()["results"]
    assert (found["id"], found["dimensions"]) == (metric.pk, ["colour", "size"])
    scope = Scope.objects.create(name="Antarctica")
    [found] = facts.get("scopes/?q=arctic").json()["results"]
    assert (found["id"], found["name"]) == (scope.pk, "Antarctica")
    [found] = Program(contributor, "drafts").get("reviewers/").json()["results"]
    assert (found["id"], found["username"]) == (editor.pk, "editor")
    company, fact = make_company("Penumbra Labs"), make_fact()
    assert facts.get("companies/?q=penumbra").json()["results"][0]["id"] == company.pk
    assert drafts.get(f"facts/{fact.pk}/").json()["shown"] == fact.shown
    for one, other in (("metrics", "authors"), ("scopes", "reviewers")):
        assert drafts.get(f"{one}/").status_code == facts.get(f"{other}/").status_code == 403
    assert drafts.post("authors/", {"name": "x"}).status_code == 405
    for name in ("authors", "topics", "images", "metrics", "scopes"):
        counts = []
        for number in range(2):
            make_author(f"A {number}")
            make_topic(f"T {number}")
            make_image()
            Metric.objects.create(code=f"{name}-{number}", name=f"M {number}", unit="count")
            Scope.objects.create(name=f"{name} {number}")
            log.forget_version()
            with CaptureQueriesContext(connection) as asked:
                assert len(Program(editor).get(f"{name}/").json()["results"]) > number
            counts.append(len(asked))
        assert counts[0] == counts[1], name


@pytest.mark.parametrize(
    "address",
    [
        *("/api/v1/", "/api/v1/docs/", "/api/v1/docs/articles/", "/api/v1/schema/", STAFF),
        *(f"{STAFF}drafts/{{}}/", f"{STAFF}drafts/", f"{STAFF}authors/"),
    ],
)
def test_parameters_that_there_are_not_are_refused_and_named(address: str, editor: User) -> None:
    program, address = Program(editor), address.format(make_article().pk)
    assert program.get(address).status_code == 200
    for asked in ("colour=red", "fields=id", "expand=x", "lang=de"):
        refused = program.get(f"{address}?{asked}")
        assert refused.status_code == 400, asked
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert refused.json()["errors"] == {asked.split("=")[0]: ["There is no such parameter."]}


def test_what_changes_something_takes_no_parameters_either(editor: User) -> None:
    program, address = Program(editor), f"drafts/{make_article().pk}/"
    assert program.ask("PATCH", f"{address}?colour=red", {}, if_match="*").status_code == 400
    assert program.post("drafts/?colour=red", {"headline": "x", "slug": "x"}).status_code == 400
    assert program.get("/api/v1/schema/?format=json").status_code == 200


def test_what_is_held_already_is_not_sent_again(editor: User, client: Client) -> None:
    article, fact = make_article(by=editor), make_fact()
    program = Program(editor)
    for address in (f"drafts/{article.pk}/", f"facts/{fact.pk}/", "drafts/", "images/"):
        told = program.get(address)
        assert told.headers["Cache-Control"] == "private, no-cache", address
        assert "Authorization" in told.headers["Vary"]
        assert "Last-Modified" in told.headers
        held = program.get(address, if_none_match=f'"x", {told.headers["ETag"]}')
        assert (held.status_code, held.content) == (304, b"")
        assert held.headers["ETag"] == told.headers["ETag"]
        assert held.headers["Cache-Control"] == "private, no-cache"
        assert program.get(address, if_none_match='"x"').status_code == 200
        assert client.get(STAFF + address, headers={"if-none-match": told.headers["ETag"]}).status_code == 401
    before = program.get(f"drafts/{article.pk}/").headers["ETag"]
    program.change(f"drafts/{article.pk}/", {"standfirst": "Other."})
    assert program.get(f"drafts/{article.pk}/", if_none_match=before).status_code == 200


def test_what_alters_nothing_is_no_save(editor: User) -> None:
    program = Program(editor)
    topics = [make_topic("Moons").pk, make_topic("Ants").pk]
    draft = {
        "headline": "Late",
        "slug": "late",
        "body": "<p>x</p>",
        "topics": topics,
        "authors": [make_author().pk],
        "faq": [{"question": "Why?", "answer": "<p>So.</p>"}],
    }
    company = {"name": "Tenebra", "slug": "tenebra", "founded": "early 2015", "aliases": [{"text": "T-Bra"}]}
    for kind, given, other in (
        ("drafts", draft, {"topics": topics[:1]}),
        ("companies", company, {"aliases": []}),
    ):
        made = program.post(f"{kind}/", given)
        address, tag, edits = made.headers["Location"], made.headers["ETag"], Edit.objects.count()
        for same in ({}, given, {name: value[::-1] for name, value in given.items() if name == "topics"}):
            again = program.ask("PATCH", address, same, if_match=tag)
            assert (again.status_code, again.headers["ETag"]) == (200, tag), (kind, same)
            assert Edit.objects.count() == edits
        assert program.ask("PATCH", address, other, if_match=tag).headers["ETag"] != tag
    assert Article.objects.get().revisions.count() == 2


def test_a_part_of_an_object_is_given_whole_also_in_a_change(editor: User) -> None:
    program = Program(editor)
    address = program.post("companies/", {"name": "Tenebra", "slug": "tenebra"}).headers["Location"]
    refused = program.change(address, {"aliases": [{"kind": "brand"}]})
    assert refused.json()["errors"] == {"aliases.0.text": ["This has to be given."]}
    assert program.change(address, {"aliases": [{"text": "T-Bra"}]}).json()["aliases"] == [
        {"text": "T-Bra", "kind": "official", "language": ""}
    ]


def test_a_draft_that_nobody_saw_is_deleted_by_those_who_may(editor: User, publisher: User) -> None:
    draft, seen = make_article(), make_article()
    publish(seen, by=publisher)
    program, address = Program(publisher, "drafts"), f"drafts/{draft.pk}/"
    other = Program(editor)
    refused = other.ask("DELETE", address, if_match=other.tag(address))
    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        "An article that is draft is deleted by a publisher alone.",
    )
    assert program.ask("DELETE", address).status_code == 428
    assert program.ask("DELETE", address, if_match='"x"').status_code == 412
    assert Program(publisher, "read").ask("DELETE", address, if_match="*").status_code == 403
    held = program.ask("DELETE", f"drafts/{seen.pk}/", if_match="*")
    assert held.status_code == 409 and "withdraw it" in held.json()["detail"]
    gone = program.ask("DELETE", address, if_match=program.tag(address))
    assert (gone.status_code, gone.content) == (204, b"")
    assert program.get(address).status_code == 404
    assert [*Article.objects.all()] == [seen]


def test_what_was_said_of_a_release_is_only_added_to(editor: User) -> None:
    program, given = (
        Program(editor),
        {"model": make_model().pk, "status": "announced", "claimed_on": "2026-01-02"},
    )
    address = program.post("claims/", given).headers["Location"]
    for method in ("PATCH", "PUT", "DELETE"):
        refused = program.ask(method, address, {}, if_match="*")
        assert refused.status_code == 405 and "PATCH" not in refused.headers["Allow"]
        assert refused.json()["detail"].startswith("What was said of a release is never changed or deleted.")


@pytest.mark.parametrize("day", ["1899-12-31", "2200-01-01", "0001-01-01", "9999-12-31"])
def test_days_that_no_newsroom_means_are_refused(day: str, editor: User) -> None:
    for kind, given, name in (
        ("drafts", {"headline": "x", "slug": "x"}, "dated"),
        ("sources", {"title": "x"}, "published"),
        ("sources", {"title": "x"}, "accessed"),
    ):
        refused: Any = Program(editor).post(f"{kind}/", given | {name: day})
        assert refused.json()["errors"] == {name: ["Give a day from 1900 to 2199."]}
