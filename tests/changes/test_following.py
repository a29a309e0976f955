"""Following the log: what changed since a mark, and that nothing is missed whoever commits when."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils import timezone

from changes import following, log
from changes.following import since
from changes.marks import WIDENED, Mark
from changes.models import Change

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
BEGINNING = Mark.read("1970-01-01T00:00:00Z")


def ids(found: following.Followed) -> list[int]:
    return [one.about_id for one in found.changed]


def everything(kinds: set[str], mark: Mark, *, limit: int = 100, at: datetime | None = None) -> list[int]:
    """All pages after a mark, as a client fetches them, by way of the mark's text."""
    told: list[int] = []
    for _ in range(1000):
        found = since(kinds, Mark.read(str(mark)), limit=limit, at=at)
        assert len(found.changed) <= limit
        told += ids(found)
        mark = found.mark
        if not found.more:
            return told
    raise AssertionError("It never ends.")


def test_what_changed_comes_once_the_oldest_first_and_the_mark_goes_on_from_there() -> None:
    for pk in (1, 2, 3, 1):
        log.touched("article", pk)
    log.touched("company", 9)
    first = since({"article"}, BEGINNING, limit=2)
    assert (ids(first), first.more) == ([2, 3], True)
    second = since({"article"}, first.mark, limit=2)
    assert (ids(second), second.more) == ([1], False)
    assert since({"article"}, second.mark, limit=2)[::2] == ([], False)
    log.touched("article", 2)
    assert ids(since({"article"}, second.mark, limit=2)) == [2]


def test_what_is_to_come_is_told_when_its_time_has_come_also_where_that_was_moved() -> None:
    now = timezone.now()
    log.record(Change.Kind.PUBLISHED, about="article", about_id=1, at=now + 10 * MINUTE)
    mark = since({"article"}, BEGINNING, limit=9).mark
    log.move_waiting("article", 1, kinds=[Change.Kind.PUBLISHED], at=now + 5 * MINUTE)
    moved = since({"article"}, mark, limit=9, at=now + MINUTE)
    assert ids(moved) == [1]  # whoever saw it by the time that it had is told that it has another
    assert ids(since({"article"}, moved.mark, limit=9, at=now + 4 * MINUTE)) == []
    due = since({"article"}, moved.mark, limit=9, at=now + 6 * MINUTE)
    assert ids(due) == [1]
    assert ids(since({"article"}, due.mark, limit=9, at=now + 20 * MINUTE)) == []


def test_a_plain_time_is_taken_earlier_and_a_mark_is_not() -> None:
    log.touched("article", 1)
    row = Change.objects.get()
    assert ids(since({"article"}, Mark.read((row.effective_at + WIDENED).isoformat()), limit=9)) == [1]
    assert (
        ids(since({"article"}, Mark.read((row.effective_at + WIDENED + MINUTE).isoformat()), limit=9)) == []
    )


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2026-11-26", "2026-11-26T09:30:00", "1969-12-31T23:59:59Z", "2101-01-01T00:00:00Z",
     "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "m", "m1.2", "m1.2..", "m9999999999999999.1..1",
     "m1.2.3.4", "m-1.2..3", "m1.2..٣", "m1.2..3" + "-4" * 4000, "m1.2..3\n"],
)  # fmt: skip
def test_what_is_neither_mark_nor_time_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="as 2026-11-26T09:30:00Z"):
        Mark.read(text)


def test_a_mark_survives_being_written() -> None:
    for text in ("m1764149445123456.17..99", "m1.0.12article.5-2-3", "m0.0..0"):
        assert str(Mark.read(text)) == text
    assert Mark.read("2026-11-26T10:30:00+01:00").at == datetime(2026, 11, 26, 9, 30, tzinfo=UTC) - WIDENED


@contextmanager
def held_open(write: object) -> Iterator[None]:
    """A transaction of somebody else that has written and commits when the block ends."""
    written, commit = Event(), Event()

    def other() -> None:
        try:
            with transaction.atomic():
                write()  # type: ignore[operator]
                written.set()
                commit.wait(10)
        finally:
            connection.close()

    thread = Thread(target=other)
    thread.start()
    assert written.wait(10)
    try:
        yield
    finally:
        commit.set()
        thread.join()


@pytest.mark.django_db(transaction=True)
def test_what_is_committed_late_is_told_to_whoever_looked_meanwhile() -> None:
    log.touched("article", 1)
    with held_open(lambda: [log.touched("article", pk) for pk in (2, 3)]):
        if connection.vendor == "postgresql":
            log.touched("article", 4)  # passes the one that is open
        before = since({"article"}, BEGINNING, limit=9)
        assert 2 not in ids(before)
        assert ids(since({"article"}, before.mark, limit=9)) == []
    late = everything({"article"}, before.mark, limit=1)
    assert {2, 3} <= set(late)
    after = since({"article"}, before.mark, limit=9)
    assert ids(since({"article"}, after.mark, limit=9)) == []
