"""Writing the log of public changes, and the content version that is read from it."""

import time
from collections.abc import Callable, Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Max, Min, Q
from django.utils import timezone

from changes.models import Change
from prepared import Prepared


def record(
    kind: Change.Kind,
    *,
    about: str,
    about_id: int,
    address: str = "",
    title: str = "",
    note: str = "",
    silent: bool = False,
    at: datetime | None = None,
) -> Change:
    """Write one public change, in the transaction of the verb that makes it.

    at: when readers see it; a time before now counts as now, so that a back-dated edition takes effect
    when it is published and the content version never misses it.
    """
    now = timezone.now()
    written = Change.objects.create(
        kind=kind,
        about=about,
        about_id=about_id,
        address=address,
        title=title[:300],
        note=note,
        silent=silent,
        effective_at=max(at or now, now),
    )
    for listener in _listeners:
        listener(written)
    return written


_listeners: list[Callable[[Change], None]] = []


def when_recorded(listener: Callable[[Change], None]) -> None:
    """Have something called with each row that is written, in its transaction; apps above do, when they are ready."""
    _listeners.append(listener)


def touched(about: str, about_id: int, *, address: str = "", title: str = "") -> Change:
    """A silent change: something that the public sees was edited, and it is no news."""
    return record(
        Change.Kind.EDITED, about=about, about_id=about_id, address=address, title=title, silent=True
    )


def touched_by(change: Change, things: Iterable[tuple[str, int]]) -> None:
    """Silent changes of further objects, each a kind and an id, by and with a change."""
    Change.objects.bulk_create(
        Change(
            kind=Change.Kind.EDITED, about=about, about_id=pk, silent=True, effective_at=change.effective_at
        )
        for about, pk in dict.fromkeys(things)
    )


def hidden(about: str, about_id: int, *, address: str = "", merged: bool = False) -> None:
    """A silent change: readers saw something until now, and it is taken from them without a word.

    merged: it turned out to be one with another.
    """
    kind = Change.Kind.MERGED if merged else Change.Kind.HIDDEN
    record(kind, about=about, about_id=about_id, address=address, silent=True)


def appears(about: str, about_id: int, *, at: datetime | None) -> None:
    """A silent change at the time from which something is public by hand, where that is still to come.

    It takes the place of one that was planned before.
    """
    move_waiting(about, about_id, kinds=[Change.Kind.EDITED], at=None)
    if at and at > timezone.now():
        record(Change.Kind.EDITED, about=about, about_id=about_id, silent=True, at=at)


def move_waiting(about: str, about_id: int, *, kinds: list[Change.Kind], at: datetime | None) -> None:
    """Move the rows of these kinds whose time is still to come, or drop them where `at` is None.

    A row says that this happened: until it was committed, the time may have come, and somebody have seen it so.
    """
    waiting = Change.objects.filter(
        about=about, about_id=about_id, kind__in=kinds, effective_at__gt=timezone.now()
    )
    moved = waiting.delete()[0] if at is None else waiting.update(effective_at=at)
    if moved:
        record(Change.Kind.MOVED, about=about, about_id=about_id, silent=True)


def hand_over(about: str, about_id: int, *, to: int) -> None:
    """Have what was told of an object lead to another of its kind: the two turned out to be one.

    What was said, where and when stays as it was; only whether readers may see it is asked of the other.
    """
    Change.objects.filter(about=about, about_id=about_id).update(about_id=to)


Visible = Callable[[list[int], datetime], set[int]]

_doors: dict[str, Visible] = {}


def news_of(about: str, visible: Visible) -> None:
    """Name the function that says which objects of a kind the public may see at a time."""
    _doors[about] = visible


def visible(things: Collection[tuple[str, int]], at: datetime) -> set[tuple[str, int]]:
    """Those of some objects, each a kind and an id, that the public may see. A query for each kind."""
    return {
        (about, pk)
        for about, door in _doors.items()
        if (ids := [pk for kind, pk in things if kind == about])
        for pk in door(ids, at)
    }


def news(*, limit: int = 50, at: datetime | None = None) -> list[Change]:
    """The newest public changes that readers are told of, newest first.

    Rows about what is no longer public are left out, for their titles are its words; a withdrawal, which
    carries none, stays, and what was told before it does not come back with a later publication. One query,
    and one for each kind of object.
    """
    at = at or timezone.now()
    rows = list(Change.objects.filter(silent=False, effective_at__lte=at)[: limit * 3])
    seen = visible([(row.about, row.about_id) for row in rows], at)
    told, withdrawn = [], set()
    for row in rows:
        this = (row.about, row.about_id)
        if row.kind == Change.Kind.WITHDRAWN:
            withdrawn.add(this)
            told.append(row)
        elif this not in withdrawn and this in seen:
            told.append(row)
    return told[:limit]


def told_of(about: str, about_id: int, at: datetime) -> list[dict[str, Any]]:
    """What readers were told of one object that they see: kind, at and note, newest first. One query.

    Not what was told before it was withdrawn: that does not come back with a later publication.
    """
    told = []
    for row in _told_of(about, about_id, at):
        if row["kind"] == Change.Kind.WITHDRAWN:
            break
        told.append({"kind": row["kind"], "at": row["effective_at"], "note": row["note"]})
    return told


_told_of = Prepared(
    lambda about, about_id, at: Change.objects.filter(
        about=about, about_id=about_id, effective_at__lte=at, silent=False
    ).values("kind", "effective_at", "note")[:500],
    *(str, int, datetime),
)


class Version(NamedTuple):
    """The content version: `key` differs whenever something public differs; it holds until `until`.

    since: the time of what made it differ last. settled: nothing that is dated before that can still come, as from
    a transaction that commits late.
    """

    key: str
    until: datetime
    since: datetime
    settled: bool


#: So long does no transaction take that writes rows.
SETTLING = timedelta(minutes=10)


def version(at: datetime | None = None) -> Version:
    """The content version at a time. One query.

    It is the day's date, and the number and the newest id of the rows effective since the start of the day
    before: the number, because a transaction that commits late still changes it; the id, because a row that
    fell due while the transaction that cancels it was under way leaves the number to the next row; the date,
    because reviews and forecasts fall due at midnight.
    """
    at = timezone.localtime(at)
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    past = Q(effective_at__lte=at)
    found = Change.objects.filter(effective_at__gte=midnight - timedelta(days=1)).aggregate(
        past=Count("id", filter=past),
        newest=Max("id", filter=past),
        since=Max("effective_at", filter=past),
        next=Min("effective_at", filter=Q(effective_at__gt=at)),
    )
    tomorrow = midnight + timedelta(days=1)
    key = f"{at:%Y%m%d}.{found['past']}.{found['newest'] or 0}"
    since = max(found["since"] or midnight, midnight)
    return Version(key, min(found["next"] or tomorrow, tomorrow), since, at - since >= SETTLING)


_known: tuple[float, Version] | None = None


def current_version() -> Version:
    """The content version now, read at most once a second in each worker, and at once when one falls due."""
    global _known
    now = time.monotonic()
    if _known is None or now - _known[0] >= 1 or timezone.now() >= _known[1].until:
        _known = (now, version())
    return _known[1]


def forget_version() -> None:
    """Read the content version afresh next time: after our own change, and between tests."""
    global _known
    _known = None
