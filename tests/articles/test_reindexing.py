"""Names that come later are found in what was published, in the background; nothing becomes public by it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import reindexing
from articles.models import Edition, Reindexing
from articles.publishing import publish, schedule
from articles.reindexing import carry_on, want
from changes import log
from companies import indexing
from companies.models import Alias, Record
from tests.factories import make_article, make_company

pytestmark = pytest.mark.django_db

Committed = Callable[..., AbstractContextManager[list[Any]]]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reindexing, "BATCH", 2)


def published(*bodies: str) -> list[Edition]:
    return [publish(make_article(body=f"<p>{body}</p>"), by=None) for body in bodies]


def test_an_alias_that_comes_later_links_and_never_makes_public(
    django_capture_on_commit_callbacks: Committed, client: Client
) -> None:
    company = make_company("Umbra Labs")
    (edition,) = published("Somebody at Dusk-Works said so.")
    Alias.objects.create(record=company, text="Dusk Works")
    with django_capture_on_commit_callbacks(execute=True):
        indexing.saved(company)
    assert not Edition.objects.naming(company).exists()  # a dash is no space
    Alias.objects.create(record=company, text="Dusk-Works")
    with django_capture_on_commit_callbacks(execute=True):
        indexing.saved(company)
    assert list(Edition.objects.naming(company)) == [edition]
    assert not Record.objects.public().filter(pk=company.pk).exists()
    address = edition.get_absolute_url()
    assert company.slug not in client.get(address).content.decode()
    Record.objects.filter(pk=company.pk).update(published_from=timezone.now())
    log.touched("company", company.pk)
    log.forget_version()
    assert f'<a href="{company.get_absolute_url()}">Dusk-Works</a>' in client.get(address).content.decode()


def test_a_name_that_is_taken_away_is_linked_no_more(
    django_capture_on_commit_callbacks: Committed,
) -> None:
    (edition,) = published("Somebody at Dusk said so.")
    company = make_company("Umbra Labs")
    alias = Alias.objects.create(record=company, text="Dusk")
    with django_capture_on_commit_callbacks(execute=True):
        indexing.saved(company)
    assert Edition.objects.naming(company).exists()
    alias.delete()
    with django_capture_on_commit_callbacks(execute=True):
        indexing.saved(company)
    assert not Edition.objects.naming(company).exists()
    edition.refresh_from_db()
    assert company.pk not in [piece[1] for piece in edition.layout["body"] if isinstance(piece, list)]


def test_what_an_edition_used_when_it_was_published_stays_noted(
    django_capture_on_commit_callbacks: Committed,
) -> None:
    company = make_company("Dusk")
    (edition,) = published("Somebody at Dusk said so.")
    Record.objects.filter(pk=company.pk).update(name="Dawn")
    company.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        indexing.saved(company)
    assert edition.record_rows.get().frozen
    assert Record.objects.public().filter(pk=company.pk).exists()


def test_only_editions_that_a_name_concerns_are_gone_through(
    django_capture_on_commit_callbacks: Committed,
) -> None:
    published("Somebody at DuskWorks said so.", "Nobody.", "Dusk works late.", "At dusk 9 works of art went.")
    company = make_company("Dusk Works 9")
    Alias.objects.create(record=company, text="Dusk Works")
    with django_capture_on_commit_callbacks(execute=True):
        indexing.saved(company)
    rebuild = Reindexing.objects.get()
    assert (rebuild.done, rebuild.total) == (3, 3)
    assert Edition.objects.naming(company).count() == 2


def test_editions_that_wait_are_gone_through_and_those_that_are_over_are_not(
    django_capture_on_commit_callbacks: Committed, publisher: User
) -> None:
    article = make_article(body="<p>Dusk.</p>")
    old = publish(article, by=None)
    new = publish(article, by=None, note="Again.")
    waiting = schedule(article, by=publisher, at=timezone.now() + timedelta(days=1), note="Later.")
    company = make_company("Dusk")
    with django_capture_on_commit_callbacks(execute=True):
        want()
    named = set(company.edition_rows.values_list("edition", flat=True))
    assert named == {new.pk, waiting.pk}
    assert old.pk not in named


def test_a_rebuild_that_was_broken_off_is_carried_on(monkeypatch: pytest.MonkeyPatch) -> None:
    published(*["Dusk."] * 5)
    company = make_company("Dusk")
    Reindexing.objects.create()

    def die(rebuild: Reindexing) -> None:
        raise SystemExit

    with pytest.raises(SystemExit):
        carry_on(die)
    assert Reindexing.objects.values_list("done", "total", "finished_at").get() == (2, 5, None)
    assert Edition.objects.naming(company).count() == 2
    told: list[int] = []
    carry_on(lambda rebuild: told.append(rebuild.done))
    assert told == [4, 5]
    assert Edition.objects.naming(company).count() == 5
    assert Reindexing.objects.get().finished_at is not None


def test_the_command_tells_how_far_it_is_and_can_be_run_again(capsys: pytest.CaptureFixture[str]) -> None:
    published("Dusk.", "Dawn.", "Noon.")
    make_company("Dusk")
    call_command("rebuild_mentions")
    assert capsys.readouterr().out.splitlines() == [
        "Mentions of all records: 2 of 3",
        "Mentions of all records: 3 of 3",
    ]
    call_command("rebuild_mentions")
    assert Reindexing.objects.count() == 2


def test_an_alias_added_in_the_admin_is_found(
    django_capture_on_commit_callbacks: Committed, client: Client, editor: User
) -> None:
    published("Somebody at Dusk said so.")
    company = make_company("Umbra Labs")
    client.force_login(editor)
    form = {
        "name": company.name,
        "slug": company.slug,
        "sort": company.sort,
        **{
            f"{rows}-{count}_FORMS": 0
            for rows in ("owners", "holdings", "listings", "sources", "facts")
            for count in ("TOTAL", "INITIAL")
        },
        "aliases-TOTAL_FORMS": 1,
        "aliases-INITIAL_FORMS": 0,
        "aliases-0-text": "Dusk",
        "aliases-0-kind": "brand",
    }
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(reverse("admin:companies_company_change", args=[company.pk]), form)
    assert answer.status_code == 302
    assert Edition.objects.naming(company).exists()
