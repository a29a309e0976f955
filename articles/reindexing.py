"""Rebuilding the mentions of records over the editions, in the background, when names change.

A batch is one transaction and notes how far it came, so a rebuild that was broken off is carried on where it
stopped, and two workers who carry on with the same one never do a batch twice. Frozen rows stay: what an edition
used when it was published makes records public, what is found later only links.
"""

from collections import defaultdict
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q, QuerySet
from django.tasks import task
from django.utils import timezone

from articles.indexing import index
from articles.models import Edition, EditionRecord, Reindexing
from changes import log
from companies.mentions import Matcher
from companies.models import Record
from companies.naming import matcher
from search import documents

BATCH = 100


def want(record: Record | None = None) -> Reindexing:
    """Have the mentions of a record rebuilt, or those of all, once the transaction around this is committed."""
    waiting = Reindexing.objects.filter(record=record, finished_at=None, done=0).first()
    transaction.on_commit(_carry_on_in_background)
    return waiting or Reindexing.objects.create(record=record)


def _carry_on_in_background() -> None:
    """Of many that were wanted in one transaction, the first to get here does all."""
    if Reindexing.objects.filter(finished_at=None).exists():
        carry_on_task.enqueue()


@task
def carry_on_task() -> None:
    """Carry on with whatever is unfinished."""
    carry_on()


def carry_on(say: Callable[[Reindexing], None] = lambda rebuild: None) -> None:
    """Finish every rebuild that is wanted, the oldest first, telling `say` after each batch."""
    while rebuild := Reindexing.objects.filter(finished_at=None).order_by("pk").first():
        while rebuild.finished_at is None:
            rebuild = _batch(rebuild.pk)
            say(rebuild)


@transaction.atomic
def _batch(pk: int) -> Reindexing:
    """Do the next batch of a rebuild and note it; returns the rebuild as it stands then."""
    rebuild = Reindexing.objects.select_for_update(of=("self",)).select_related("record").get(pk=pk)
    if rebuild.finished_at is not None:
        return rebuild
    left = _affected(rebuild.record).filter(pk__gt=rebuild.after).order_by("pk")
    if rebuild.total is None:
        rebuild.total = left.count()
    editions = list(left[:BATCH])
    if editions:
        reindex(editions, matcher())
        rebuild.after = editions[-1].pk
        rebuild.done += len(editions)
    if len(editions) < BATCH:
        rebuild.finished_at = timezone.now()
    if rebuild.finished_at and rebuild.record and not rebuild.done:
        rebuild.delete()  # a name that stands nowhere is nothing to be told of
    else:
        rebuild.save()
    return rebuild


def _affected(record: Record | None) -> "QuerySet[Edition]":
    """The editions that are or will be seen; for a record those that name it, or could by its names of today."""
    seen: QuerySet[Edition] = Edition.objects.unfinished()
    if record is None:
        return seen
    names = [record.name, record.native_name, *record.aliases.values_list("text", flat=True)]
    condition = Q(pk__in=EditionRecord.objects.filter(record=record).values("edition_id"))
    for name in filter(None, names):
        condition |= Q(pk__in=documents.holding("article", name))
    return seen.filter(condition)


def reindex(editions: list[Edition], names: Matcher) -> None:
    """Lay editions out anew and note the records that they name; the log is told where readers see it.

    A write for each edition that changed, and three queries for all of them.
    """
    held: dict[int, dict[int, EditionRecord]] = defaultdict(dict)
    for row in EditionRecord.objects.filter(edition__in=editions):
        held[row.edition_id][row.record_id] = row
    gone: list[int] = []
    new: list[EditionRecord] = []
    for edition in editions:
        before = edition.layout, edition.contents
        _, records = index(edition, names)
        if (edition.layout, edition.contents) != before:
            Edition.objects.filter(pk=edition.pk).update(layout=edition.layout, contents=edition.contents)
            log.touched("article", edition.article_id)
        rows = held[edition.pk]
        gone += [row.pk for pk, row in rows.items() if not row.frozen and pk not in records]
        new += [_found_later(edition, pk, n) for n, pk in enumerate(records) if pk not in rows]
    EditionRecord.objects.filter(pk__in=gone).delete()
    EditionRecord.objects.bulk_create(new)
    transaction.on_commit(log.forget_version)


def _found_later(edition: Edition, record: int, position: int) -> EditionRecord:
    return EditionRecord(
        edition=edition,
        record_id=record,
        position=position,
        frozen=False,
        dated=edition.dated,
        visible_from=edition.visible_from,
        visible_until=edition.visible_until,
    )
