"""One lock for a rule that looks at many rows of a table."""

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction


def lock(model: type[models.Model]) -> None:
    """Wait until nobody else holds the lock of a table, and hold it until the transaction around this ends.

    The table's row among the content types stands for it: rows that are not there yet cannot be locked. On
    SQLite one transaction writes at a time, and beginning one is the lock. Outside of a transaction this only
    waits.
    """
    with transaction.atomic():
        content_type = ContentType.objects.get_for_model(model)
        ContentType.objects.select_for_update(no_key=True).get(pk=content_type.pk)
