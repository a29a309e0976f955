"""Locks: one for a rule that looks at many rows of a table, and one that keeps records from being merged."""

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction

from companies.models import Record


def lock(model: type[models.Model]) -> None:
    """Wait until nobody else holds the lock of a table, and hold it until the transaction around this ends.

    The table's row among the content types stands for it: rows that are not there yet cannot be locked. On
    SQLite one transaction writes at a time, and beginning one is the lock. Outside of a transaction this only
    waits.
    """
    with transaction.atomic():
        content_type = ContentType.objects.get_for_model(model)
        ContentType.objects.select_for_update(no_key=True).get(pk=content_type.pk)


def are_there(records: Collection[int]) -> bool:
    """Whether all of these records are there; nobody can merge one away until the transaction around this ends.

    Waits for a merge that is under way. On PostgreSQL it is the lock that a foreign key would take only when the
    transaction is committed, too late to choose another record; many may hold it at once.
    """
    if not records:
        return True
    sql, params = Record.objects.filter(pk__in=records).order_by("pk").values("pk").query.sql_with_params()
    if connection.features.has_select_for_update:
        sql += " FOR KEY SHARE"
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return len(cursor.fetchall()) == len(set(records))
