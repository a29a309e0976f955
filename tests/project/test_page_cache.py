"""The page cache: never older than the last public change, and cheap."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from aiwatch.build import build
from articles.models import Article
from articles.publishing import publish, schedule, withdraw
from changes import log
from changes.models import Change
from companies.indexing import saved
from tests.factories import make_article, make_company, make_fact

pytestmark = pytest.mark.django_db

EVERYWHERE = ("/", "/sitemaps/articles-1.xml", "/feeds/latest.rss", "/feeds/latest.json", "/api/v1/articles/")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def test_a_kept_page_asks_the_database_nothing(client: Client, publisher: User) -> None:
    article = make_article()
    publish(article, by=publisher)
    first = client.get(article.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        second = client.get(article.get_absolute_url())
    assert len(queries) == 0
    assert second.content == first.content
    assert second["ETag"] == first["ETag"]


def test_a_reader_who_has_the_page_gets_304(client: Client, publisher: User) -> None:
    article = make_article()
    publish(article, by=publisher)
    etag = client.get(article.get_absolute_url())["ETag"]
    again = client.get(article.get_absolute_url(), headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.django_db(transaction=True)
def test_a_page_is_never_older_than_the_last_change(client: Client) -> None:
    article = make_article("Before")
    publish(article, by=None)
    assert b"Before" in client.get(article.get_absolute_url()).content
    Article.objects.filter(pk=article.pk).update(headline="Afterwards")
    publish(article, by=None, major=False)
    assert b"Afterwards" in client.get(article.get_absolute_url()).content
    withdraw(article, by=None, note="Gone.")
    assert client.get(article.get_absolute_url()).status_code == 410


def test_a_scheduled_edition_appears_everywhere_at_its_time_and_goes_at_its_end(
    client: Client, publisher: User, clock: time_machine.Traveller
) -> None:
    article = make_article("Timed eclipse", slug="timed-eclipse")
    now = timezone.now()
    schedule(article, by=publisher, at=now + timedelta(hours=1), expires_at=now + timedelta(hours=3))
    log.forget_version()
    before = {address: client.get(address) for address in EVERYWHERE}
    assert not [address for address, page in before.items() if b"imed-eclipse" in page.content]
    assert client.get("/articles/timed-eclipse/").status_code == 404

    clock.move_to(now + timedelta(hours=1))
    during = {address: client.get(address) for address in EVERYWHERE}
    assert not [address for address, page in during.items() if b"timed-eclipse" not in page.content]
    assert not [address for address in EVERYWHERE if during[address]["ETag"] == before[address]["ETag"]]
    assert client.get("/articles/timed-eclipse/").status_code == 200

    clock.move_to(now + timedelta(hours=3))
    after = {address: client.get(address) for address in EVERYWHERE}
    assert not [address for address, page in after.items() if b"timed-eclipse" in page.content]
    assert client.get("/articles/timed-eclipse/").status_code == 410


def kept() -> int:
    """How many pages are kept."""
    store: Any = cache._cache
    return len(store) if isinstance(store, dict) else int(store.get_client().dbsize())


def test_a_query_that_a_page_does_not_know_is_no_page_of_its_own(client: Client, publisher: User) -> None:
    for n in range(21):
        publish(make_article(f"Story {n}"), by=publisher)
    first = client.get("/articles/")
    client.get("/articles/?page=2")
    before = kept()
    for query in (
        "x=1",
        "x=2&y=3",
        "utm_source=mail",
        "q=1",
        "page=2&x=1",
        "x=1&page=2&page",
        "&".join("x" * 9_999),
    ):
        page = client.get(f"/articles/?{query}")
        assert (page.content == first.content) == ("page=2" not in query)
    assert kept() == before


def test_a_day_that_a_fact_is_asked_for_is_a_page_of_its_own_and_nothing_else_is(client: Client) -> None:
    fact = make_fact(make_company(published_from=timezone.now()), published_from=timezone.now())
    today, past = client.get(fact.get_absolute_url()), "as_known_on=2020-01-01"
    then = client.get(f"{fact.get_absolute_url()}?{past}")
    assert "On 1 January 2020" in then.text and then.text != today.text
    before = kept()
    for query in ("x=1", "utm_source=mail", "page=2", "q=1", f"x=1&{past}", f"{past}&x=2"):
        page = client.get(f"{fact.get_absolute_url()}?{query}")
        assert page.content == (then if past in query else today).content
    assert client.get(f"{fact.get_absolute_url()}?as_known_on=x").status_code == 400
    assert client.get("/facts/?x=1").status_code == 400
    assert kept() == before


def test_what_is_not_there_or_asked_for_oddly_fills_no_memory(client: Client, publisher: User) -> None:
    publish(make_article(), by=publisher)
    client.get("/api/v1/articles/", headers={"accept": "*/*"})
    client.get("/articles/")
    before = kept()
    for n in range(3):
        assert client.get(f"/nothing/{n}/").status_code == 404
        assert client.get(f"/api/v1/articles/nothing-{n}/").status_code == 404
        odd = f"application/json;v={n}, */*;q=0.{n}1, x/{n}"
        assert client.get("/api/v1/articles/", headers={"accept": odd}).status_code == 200
        assert client.get("/articles/", headers={"accept-encoding": f"x{n}"}).status_code == 200
        assert client.get(f"/api/v1/articles/?x={n}").status_code == 400
    assert kept() == before


def test_nothing_that_is_not_in_the_key_changes_a_page(client: Client, publisher: User) -> None:
    article = make_article()
    publish(article, by=publisher)
    for address in (
        article.get_absolute_url(),
        "/",
        "/articles/",
        "/sitemaps/articles-1.xml",
        "/api/v1/articles/",
    ):
        poisoned = client.get(
            address,
            headers={
                **{
                    "x-forwarded-host": "evil.example",
                    "x-forwarded-scheme": "evil",
                    "forwarded": "host=evil",
                },
                **{"x-original-url": "/evil", "x-forwarded-prefix": "/evil", "accept-language": "evil"},
                **{
                    "cookie": "evil=evil",
                    "origin": "https://evil.example",
                    "referer": "https://evil.example",
                },
            },
        )
        assert b"evil" not in poisoned.content
        assert client.get(address).content == poisoned.content
        assert client.head(address)["ETag"] == poisoned["ETag"]
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def test_asking_for_the_head_first_keeps_the_whole_page(client: Client, publisher: User) -> None:
    article = make_article("Whole words")
    publish(article, by=publisher)
    head = client.head(article.get_absolute_url())
    page = client.get(article.get_absolute_url())
    assert (head.content, head["Content-Length"]) == (b"", str(len(page.content)))
    assert "Whole words" in page.text


def test_another_build_of_the_program_shows_no_page_of_the_one_before(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    page = tmp_path / "templates" / "page.html"
    page.write_text("old")
    before = build(tmp_path, "AIWatch")
    assert build(tmp_path, "AIWatch") == before
    assert build(tmp_path, "Another") != before
    page.write_text("new")
    assert build(tmp_path, "AIWatch") != before


@pytest.mark.django_db(transaction=True)
def test_an_edited_public_record_is_shown_at_once(client: Client) -> None:
    company = make_company("Old Name", published_from=timezone.now())
    saved(company)
    assert b"Old Name" in client.get(company.get_absolute_url()).content
    company.name = "New Name"
    company.save()
    saved(company)
    assert b"New Name" in client.get(company.get_absolute_url()).content


def test_signed_in_and_admin_answers_are_nobody_elses(client: Client, publisher: User) -> None:
    client.force_login(publisher)
    assert client.get("/")["Cache-Control"] == "private, no-store"
    assert "no-store" in client.get("/admin/login/")["Cache-Control"]


def test_a_version_does_not_come_back_when_a_row_is_cancelled_just_as_it_falls_due() -> None:
    now = timezone.now()
    due = now + timedelta(minutes=5)
    log.record(Change.Kind.PUBLISHED, about="article", about_id=1, at=due)
    before = log.version(due)
    log.move_waiting("article", 1, kinds=[Change.Kind.PUBLISHED], at=None)  # in a transaction that took long
    log.record(Change.Kind.PUBLISHED, about="article", about_id=2)
    assert log.version(due).key != before.key


def test_the_version_changes_with_a_late_commit_at_a_change_to_come_and_at_midnight() -> None:
    now = timezone.now()
    first = log.version(now)
    log.record(Change.Kind.UPDATED, about="article", about_id=1)
    late = Change.objects.latest("pk")
    Change.objects.filter(pk=late.pk).update(effective_at=now - timedelta(seconds=5))
    assert log.version(now).key != first.key
    due = now + timedelta(minutes=5)
    log.record(Change.Kind.UPDATED, about="article", about_id=1, at=due)
    assert log.version(now).until <= due
    assert log.version(due).key != log.version(now).key
    assert log.version(now + timedelta(days=1)).key != log.version(now).key
