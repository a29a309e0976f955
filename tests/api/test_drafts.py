"""Working copies that programs write: as the admin would, or not at all."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Edition
from articles.publishing import publish
from articles.revisions import content_of
from changes import log
from tests.api.programs import Program
from tests.factories import make_article, make_author, make_image, make_topic

pytestmark = pytest.mark.django_db

DRAFT = {"headline": "The moon is late", "slug": "the-moon-is-late"}


def whole() -> dict[str, Any]:
    """All that can be given of a draft."""
    return DRAFT | {
        "kind": "analysis",
        "standfirst": "By a minute.",
        "body": '<p onclick="x()">It <b>is</b> <strong>late</strong>.</p><script>alert(1)</script>',
        "faq": [{"question": "How late?", "answer": "<p>A minute.</p>"}],
        "authors": [make_author("Zoe").pk, make_author("Ada").pk],
        "topics": [make_topic().pk],
        "dated": "2026-02-01",
        "lead_image": make_image(alt="A moon").pk,
        "closing": "Read more here.",
        "closing_topic": make_topic("Moons").pk,
        "backstory": "We waited for it.",
        "search_title": "Moon late",
        "search_description": "Late.",
    }


def test_a_draft_is_written_and_read_as_it_was_given_but_for_what_no_body_holds(contributor: User) -> None:
    program, given = Program(contributor, "drafts"), whole()
    response = program.post("drafts/", given)
    told = response.json()
    assert response.status_code == 201, told
    kept = {"body": "<p>It is <strong>late</strong>.</p>", "lead_image_alt": "A moon", "state": "draft"}
    assert {name: told[name] for name in {*given, *kept}} == given | kept
    again = program.get(response.headers["Location"])
    assert (again.json(), again.headers["ETag"]) == (told, response.headers["ETag"])


def test_a_draft_of_a_program_is_what_the_admin_would_have_made(contributor: User) -> None:
    Program(contributor).post("drafts/", DRAFT | {"body": "<p>It <b>is</b> late.</p>"})
    client = Client()
    client.force_login(contributor)
    rows = {f"{name}-{count}_FORMS": 0 for name in ("bylines", "faq") for count in ("TOTAL", "INITIAL")}
    form = DRAFT | {"slug": "other", "kind": "news", "body": "<p>It <b>is</b> late.</p>"} | rows
    assert client.post("/admin/articles/article/add/", form).status_code == 302
    program, admin = Article.objects.order_by("pk")
    assert content_of(program) == content_of(admin) | {"slug": DRAFT["slug"]}
    for name in ("state", "version", "created_by", "imported_as"):
        assert getattr(program, name) == getattr(admin, name)
    (revision,) = program.revisions.all()
    assert (revision.by, revision.content) == (contributor, content_of(program))
    assert revision.why == "By the API, with the token “Test”."


def test_a_change_leaves_what_it_does_not_name(editor: User) -> None:
    program = Program(editor)
    address = program.post("drafts/", whole()).headers["Location"]
    before = program.get(address).json()
    after = program.change(address, {"standfirst": "By two."}).json()
    differs = {name for name in after if after[name] != before[name]}
    assert differs == {"standfirst", "updated_at", "version"}
    assert program.change(address, {"authors": [], "faq": [], "lead_image": None}).json()["authors"] == []
    assert Article.objects.get().revisions.count() == 3


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"headline": ""}, "headline"),
        ({"headline": "\u200b"}, "headline"),
        ({"headline": "x" * 201}, "headline"),
        ({"headline": 5}, "headline"),
        ({"headline": None}, "headline"),
        ({"headline": "\ud800"}, "headline"),
        ({"slug": "No Slug"}, "slug"),
        ({"slug": "taken"}, "slug"),
        ({"kind": "essay"}, "kind"),
        ({"body": "\x00"}, "body"),
        ({"authors": ["1"]}, "authors"),
        ({"authors": [True]}, "authors"),
        ({"authors": [10**30]}, "authors"),
        ({"authors": [999]}, "authors"),
        ({"authors": {}}, "authors"),
        ({"topics": [[]]}, "topics"),
        ({"lead_image": "1_000"}, "lead_image"),
        ({"lead_image": 10**30}, "lead_image"),
        ({"dated": "2026-2-1"}, "dated"),
        ({"dated": "２０２６-02-01"}, "dated"),
        ({"dated": "2026-W01-1"}, "dated"),
        ({"faq": [{"question": "Why?", "answer": "<p> </p>"}]}, "faq.0.answer"),
        ({"faq": [{"question": "Why?", "answer": "x", "by": 1}]}, "faq.0.by"),
        ({"faq": "Why?"}, "faq"),
        ({"state": "published"}, "state"),
        ({"created_by": 1}, "created_by"),
        ({"id": 1}, "id"),
        ({"version": 9}, "version"),
        ({"is_live": True}, "is_live"),
        ({"imported_as": "x"}, "imported_as"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_half_done(given: Any, named: str, editor: User) -> None:
    make_article(slug="taken")
    response = Program(editor).post("drafts/", DRAFT | given)
    assert response.status_code == 400
    assert list(response.json()["errors"]) == [named]
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"5", b'"x"', b"{", b"[" * 100_000, b"\xff", b'{"headline": NaN}']
)
def test_what_is_no_object_is_refused(body: bytes, editor: User) -> None:
    response = Program(editor).ask("POST", "drafts/", body)
    assert response.status_code == 400
    assert response.json()["detail"]


def test_another_media_type_and_a_body_too_large_are_refused(editor: User) -> None:
    program = Program(editor)
    told = {"authorization": f"Bearer {program.text}"}
    form = program.client.post("/api/v1/staff/drafts/", {"headline": "x"}, headers=told)
    assert form.status_code == 415
    assert program.post("drafts/", {"body": "x" * 6_000_001}).status_code == 413
    assert program.ask("PUT", "drafts/1/", {}).status_code == 405


def test_a_change_says_what_it_was_decided_on(editor: User) -> None:
    article, program = make_article(), Program(editor)
    address = f"drafts/{article.pk}/"
    first = program.get(address).headers["ETag"]
    without = program.ask("PATCH", address, {"standfirst": "x"})
    assert (without.status_code, "If-Match" in without.json()["detail"]) == (428, True)
    assert program.ask("PATCH", address, {"standfirst": "x"}, if_match=f'W/"a", {first}').status_code == 200
    stale = program.ask("PATCH", address, {"standfirst": "y"}, if_match=first)
    assert stale.status_code == 412
    assert stale.json()["current"] == program.get(address).json()
    assert stale.headers["ETag"] == program.tag(address) != first
    assert (
        program.ask("PATCH", address, {"standfirst": "y"}, if_match=f"W/{program.tag(address)}").status_code
        == 412
    )
    assert program.ask("PATCH", address, {"standfirst": "y"}, if_match="no tag").status_code == 400
    assert program.ask("PATCH", address, {"standfirst": "z"}, if_match="*").status_code == 200


def test_who_saves_in_the_admin_afterwards_is_shown_what_the_program_wrote(editor: User) -> None:
    article, client = make_article(by=editor), Client()
    client.force_login(editor)
    assert Program(editor).change(f"drafts/{article.pk}/", {"standfirst": "From afar."}).status_code == 200
    rows = {f"{name}-{count}_FORMS": 0 for name in ("bylines", "faq") for count in ("TOTAL", "INITIAL")}
    form = {"headline": "x", "slug": article.slug, "kind": "news", "based_on": article.version} | rows
    page = client.post(f"/admin/articles/article/{article.pk}/change/", form)
    assert page.status_code == 409 and "From afar." in page.content.decode()


def test_it_is_handed_on_published_and_withdrawn_by_those_who_may(
    contributor: User, editor: User, publisher: User
) -> None:
    address = Program(contributor).post("drafts/", whole()).headers["Location"]
    other = Program(contributor).do(address, "moves", {"move": "approve"})
    assert (other.status_code, other.json()["detail"]) == (
        403,
        "An article that is draft is approved by an editor or a publisher alone.",
    )
    sent = Program(contributor).do(address, "moves", {"move": "submit", "reviewer": editor.pk})
    assert (sent.json()["state"], sent.json()["reviewer"]) == ("in review", editor.pk)
    refused = Program(contributor).change(address, {"standfirst": "x"})
    assert (refused.status_code, refused.json()["detail"]) == (
        403,
        "An article that is in review is changed by an editor or a publisher alone.",
    )
    bare = Program(editor).do(address, "moves", {"move": "send back"})
    assert (bare.status_code, list(bare.json()["errors"])) == (400, ["comment"])
    turn = Program(editor).do(address, "moves", {"move": "reopen"})
    assert (turn.status_code, turn.json()["detail"]) == (
        409,
        "An article that is in review cannot be reopened.",
    )
    assert Program(editor).do(address, "moves", {"move": "approve"}).json()["state"] == "ready"
    assert Program(editor).do(address, "publish", {}).status_code == 403
    assert Program(publisher, "drafts").do(address, "publish", {}).status_code == 403
    told = Program(publisher, "publish").do(address, "publish", {})
    assert (told.status_code, told.json()["live"]) == (200, True), told.json()
    article = Article.objects.get()
    assert Client().get(article.get_absolute_url()).status_code == 200
    again = Program(publisher).do(address, "publish", {})
    assert (again.status_code, list(again.json()["errors"])) == (400, ["change"])
    later = timezone.now() + timedelta(days=1)
    change = {"change": "major", "note": "More.", "at": later.isoformat()}
    assert Program(publisher).do(address, "publish", change).json()["waits_for"]
    gone = Program(publisher, "publish").do(address, "withdraw", {"note": "It was wrong."})
    assert (gone.json()["live"], gone.json()["waits_for"]) == (False, None)
    log.forget_version()
    assert Client().get(article.get_absolute_url()).status_code == 410


def test_what_the_checklist_requires_stops_a_program_too_and_is_listed(publisher: User) -> None:
    program, address = Program(publisher), f"drafts/{make_article(body='').pk}/"
    empty = program.do(address, "publish", {})
    assert (empty.status_code, empty.json()["detail"]) == (422, "The body is empty.")
    program.change(address, {"body": "<p>The body.</p>", "standfirst": ""})
    response = program.do(address, "publish", {})
    assert response.status_code == 422
    found = response.json()["findings"]
    assert found and all(one["sentence"] and one["field"] for one in found)
    assert not Edition.objects.exists()
    assert program.do(address, "publish", {"all_the_same": "It is a test."}).status_code == 200


def test_a_correction_goes_out_with_the_edition(publisher: User) -> None:
    article = make_article()
    publish(article, by=publisher)
    program, address = Program(publisher), f"drafts/{article.pk}/"
    said = {"wrong": "It said that the moon is early.", "right": "It is late."}
    minor = program.do(address, "publish", {"change": "minor", "correction": said})
    assert minor.status_code == 422
    assert program.do(address, "publish", {"change": "major", "correction": said}).status_code == 200
    assert "It is late." in Client().get("/corrections/").content.decode()


@pytest.mark.parametrize(
    "given", ["2026-01-01T00:00:00", "1969-01-01T00:00:00Z", "2020-01-01T00:00:00Z", 5, "now"]
)
def test_a_time_has_its_distance_from_utc_and_is_to_come(given: Any, publisher: User) -> None:
    response = Program(publisher).do(f"drafts/{make_article().pk}/", "publish", {"at": given})
    assert (response.status_code, list(response.json()["errors"])) == (400, ["at"])


@pytest.mark.parametrize(
    ("scope", "looks", "writes", "publishes"),
    [
        ("read", 200, 403, 403),
        ("drafts", 200, 201, 403),
        ("records", 403, 403, 403),
        ("facts", 403, 403, 403),
        ("publish", 200, 403, 200),
    ],
)
def test_a_token_is_good_for_its_scope_alone(
    scope: str, looks: int, writes: int, publishes: int, publisher: User
) -> None:
    program, address = Program(publisher, scope), f"drafts/{make_article().pk}/"
    assert program.get("drafts/").status_code == looks
    assert program.get(address).status_code == looks
    assert program.post("drafts/", DRAFT).status_code == writes
    assert program.ask("PATCH", address, {}, if_match="*").status_code == (200 if writes == 201 else writes)
    assert program.ask("POST", f"{address}publish/", {}, if_match="*").status_code == publishes


def test_the_list_asks_no_more_of_the_database_when_it_is_longer(editor: User) -> None:
    program = Program(editor)
    program.get("drafts/")  # its use is noted
    counts = []
    for _ in range(2):
        for _ in range(3):
            make_article(by=editor, authors=[make_author(), make_author()])
        log.forget_version()
        with CaptureQueriesContext(connection) as asked:
            assert program.get("drafts/?page_size=50").status_code == 200
        counts.append(len(asked))
    # The token, its owner, two for rights, articles, bylines, topics, FAQ, what was altered last, the version.
    assert counts == [10, 10]
    assert program.get("drafts/?state=archived").json()["results"] == []
    assert program.get("drafts/?state=x").status_code == 400
    assert program.get("drafts/?colour=x").status_code == 400
