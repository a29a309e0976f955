"""Records for those who keep a copy: what their lists show, and what readers ever saw."""

from datetime import datetime

from changes import following
from changes.followed import corrected
from companies.models import Record, address


def follow() -> None:
    """Have each kind of record be followed."""
    corrected(Record.Kind.values)
    for kind in Record.Kind.values:
        following.followed(kind, seen=_seen, once=_once)


def _seen(ids: list[int], at: datetime) -> set[int]:
    return set(Record.objects.public(at).filter(pk__in=ids).values_list("pk", flat=True))


def _once(ids: list[int], at: datetime) -> dict[int, str]:
    rows = Record.objects.surely_once_public(at).filter(pk__in=ids).values_list("pk", "kind", "slug")
    return {pk: address(kind, slug) for pk, kind, slug in rows}
