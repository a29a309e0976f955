"""Rebuilding the mentions of records over the editions, in the background, when names change.

A batch is one transaction and notes how far it came, so a rebuild that was broken off is carried on where it
stopped, and two workers who carry on with the same one never do an edition twice. Frozen rows stay: what an edition
used when it was published makes records public, what is found later only links.
"""

from collections import defaultdict
from collections.abc import Callable
from itertools import batched

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
        # Whom it concerns is asked once for all batches, for it means reading every text.
        left = list(_left(rebuild).values_list("pk", flat=True))
        for batch in batched(left, BATCH) if left else [()]:
            rebuild = _batch(rebuild.pk, batch, total=len(left), last=batch[-1:] == tuple(left[-1:]))
            say(rebuild)


@transaction.atomic
def _batch(pk: int, ids: tuple[int, ...], *, total: int, last: bool) -> Reindexing:
    """Do a batch of a rebuild, what nobody did of it, and note that; returns the rebuild as it stands then.

    last: no more are known, so it is finished, unless others came meanwhile.
    """
    rebuild = Reindexing.objects.select_for_update(of=("self",)).select_related("record").get(pk=pk)
    if rebuild.finished_at is not None:
        return rebuild
    if rebuild.total is None:
        rebuild.total = total
    editions = list(Edition.objects.filter(pk__in=ids, pk__gt=rebuild.after).order_by("pk"))
    if editions:
        if reindex(editions, matcher()):
            log.touched("mentions", rebuild.pk)
            transaction.on_commit(log.forget_version)
        rebuild.after = editions[-1].pk
        rebuild.done += len(editions)
    if last and not _left(rebuild).exists():
        rebuild.finished_at = timezone.now()
    if rebuild.finished_at and rebuild.record and not rebuild.done:
        rebuild.delete()  # a name that stands nowhere is nothing to be told of
    else:
        rebuild.save()
    return rebuild


def _left(rebuild: Reindexing) -> "QuerySet[Edition]":
    """The editions after the one that was done last."""
    return _affected(rebuild.record).filter(pk__gt=rebuild.after).order_by("pk")


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


def reindex(editions: list[Edition], names: Matcher) -> bool:
    """Lay editions out anew and note the records that they name; returns whether readers see it.

    A write for each edition that changed, and at most four queries for all of them.
    """
    seen = False
    held: dict[int, dict[int, EditionRecord]] = defaultdict(dict)
    for row in EditionRecord.objects.filter(edition__in=editions):
        held[row.edition_id][row.record_id] = row
    gone: list[int] = []
    new: list[EditionRecord] = []
    other: list[EditionRecord] = []
    for edition in editions:
        before = edition.layout, edition.contents
        _, records = index(edition, names)
        if (edition.layout, edition.contents) != before:
            Edition.objects.filter(pk=edition.pk).update(layout=edition.layout, contents=edition.contents)
            seen = True
        rows = held[edition.pk]
        gone += [row.pk for pk, row in rows.items() if not row.frozen and pk not in records]
        new += [
            _found_later(edition, pk, n, times)
            for n, (pk, times) in enumerate(records.items())
            if pk not in rows
        ]
        for pk, row in rows.items():
            if pk in records and row.times != records[pk]:
                row.times = records[pk]
                other.append(row)
    EditionRecord.objects.filter(pk__in=gone).delete()
    EditionRecord.objects.bulk_create(new)
    EditionRecord.objects.bulk_update(other, ["times"])
    return seen or bool(other)


def _found_later(edition: Edition, record: int, position: int, times: int) -> EditionRecord:
    return EditionRecord(
        edition=edition,
        record_id=record,
        position=position,
        times=times,
        frozen=False,
        dated=edition.dated,
        visible_from=edition.visible_from,
        visible_until=edition.visible_until,
    )
