"""Indexing all that can be found anew, a batch a transaction."""

from collections.abc import Iterator
from itertools import batched

from django.db import connection, transaction

from search.documents import keep
from search.doors import Door, doors
from search.models import Document

BATCH = 500


def rebuild() -> Iterator[tuple[str, int]]:
    """Index anew what each app has indexed, and forget what it has not; yields each kind and how many were indexed.

    What is indexed by others meanwhile stays.
    """
    for kind, door in doors.items():
        before = set(Document.objects.filter(kind=kind).values_list("object_id", flat=True))
        kept = {pk for pks in _batches(door, kind) for pk in pks}
        for gone in batched(sorted(before - kept), BATCH):
            Document.objects.filter(kind=kind, object_id__in=gone).delete()
        yield kind, len(kept)
    with connection.cursor() as cursor:
        # How common a term is, PostgreSQL tells by this.
        cursor.execute("ANALYZE search_document")


def _batches(door: Door, kind: str) -> Iterator[list[int]]:
    after = 0
    while True:
        with transaction.atomic():
            held = door.held(kind).filter(pk__gt=after).order_by("pk")
            ids = list(held.values_list("pk", flat=True)[:BATCH])
            if not ids:
                return
            # Whoever alters one of them waits for this, or this for them: else the older of two texts could stay.
            list(
                Document.objects.select_for_update()
                .filter(kind=kind, object_id__in=ids)
                .order_by("pk")
                .values("pk")
            )
            if rows := list(held.filter(pk__in=ids)):
                keep([door.entry(row) for row in rows], anew=True)
        after = ids[-1]
        yield [row.pk for row in rows]
