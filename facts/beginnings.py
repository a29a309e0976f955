"""When what figures speak of begins, as a column to order by: those of no known day stand last either way."""

from typing import Any

from django.db.models import DateField, Func


class _Beginning(Func):
    """The earliest day, or another in its place. It stands in the SQL itself, as in the index that it is read by."""

    arity = 1
    output_field: Any = DateField()


class BegunOrOpen(_Beginning):
    """For the earliest first."""

    template = "COALESCE(%(expressions)s, '9999-12-31')"


class BegunOrNever(_Beginning):
    """For the latest first."""

    template = "COALESCE(%(expressions)s, '0001-01-01')"
