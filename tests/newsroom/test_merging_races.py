"""Publishing and merging at once: whichever is first, no edition points at what is gone, and the other is public."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, transaction

from articles import reindexing
from articles.models import Edition, EditionRecord
from articles.publishing import publish
from companies.indexing import saved
from companies.models import Company, Record
from newsroom.records.merging import merge
from tests.factories import make_article, make_company, make_fact

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor == 'sqlite'", reason="there one transaction writes at a time"),
]

TEXT = "<p>All of Umbra Works, says Umbra Works.</p>"
WAITS_FOR_US = (
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
)


def pair() -> tuple[Company, Company]:
    gone, kept = make_company("Umbra Works"), make_company("Umbra Group")
    saved(gone)
    saved(kept)
    return gone, kept


def in_a_thread[T](threads: ThreadPoolExecutor, act: Callable[[], T]) -> "Future[T]":
    """Run an act on a connection of its own."""

    def run() -> T:
        try:
            return act()
        finally:
            connection.close()

    return threads.submit(run)


def until_it_waits(other: "Future[Any]") -> None:
    """Go on once another's connection waits for a lock of ours, or is done without."""
    with connection.cursor() as cursor:
        while not other.done():
            cursor.execute(WAITS_FOR_US)
            if cursor.fetchone() != (0,):
                return


def assert_all_is_of(kept: Company, gone: int, edition: Edition) -> None:
    edition.refresh_from_db()
    assert not EditionRecord.objects.filter(record=gone).exists()
    assert edition.record_rows.get(record=kept.pk).frozen
    assert Record.objects.public().filter(pk=kept.pk).exists()
    assert [piece[:2] for piece in edition.layout["body"] if piece[0] == "r"] == [["r", kept.pk]]


@pytest.mark.parametrize("cites", [False, True], ids=["names it", "cites a figure of it"])
def test_who_publishes_while_a_merge_is_under_way_uses_the_record_that_is_kept(cites: bool) -> None:
    gone, kept = pair()
    pk = gone.pk
    figure = f'<p><data value="fact:{make_fact(gone).pk}">163 million</data></p>' if cites else ""
    article = make_article(body=TEXT + figure)
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            merge(gone, into=kept, by=None)
            publishing = in_a_thread(threads, lambda: publish(article, by=None))
            until_it_waits(publishing)
        edition = publishing.result()
    assert_all_is_of(kept, pk, edition)


def test_who_merges_while_an_edition_is_under_way_has_it_follow() -> None:
    gone, kept = pair()
    pk = gone.pk
    article = make_article(body=TEXT)
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            edition = publish(article, by=None)
            merging = in_a_thread(threads, lambda: merge(gone, into=kept, by=None))
            until_it_waits(merging)
        merging.result()
    reindexing.carry_on()
    assert_all_is_of(kept, pk, edition)


def test_many_who_do_both_at_once_leave_nothing_behind() -> None:
    gone, kept = pair()
    pk = gone.pk
    articles = [make_article(body=TEXT) for _ in range(6)]
    with ThreadPoolExecutor(4) as threads:
        first = [in_a_thread(threads, lambda a=article: publish(a, by=None)) for article in articles[:3]]
        merging = in_a_thread(threads, lambda: merge(gone, into=kept, by=None))
        editions = [in_a_thread(threads, lambda a=article: publish(a, by=None)) for article in articles[3:]]
        merging.result()
        made = [published.result() for published in first + editions]
    reindexing.carry_on()
    for edition in made:
        assert_all_is_of(kept, pk, edition)
