"""What changed of some kind of object since a mark: read from the log, and never stored.

A row of the log is due when its time has come. Rows are walked in the order of their times; a row that was committed
after somebody had passed its place has them go back to it (changes/horizon.py). So an object may be given twice, and
none is missed. What follows from a row about another object (an article that cites a figure) is asked of the apps
above, which name it when they are ready.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from changes import horizon
from changes.marks import Mark
from changes.models import Change

#: So many rows are looked at for each object that is asked for, where many are about one.
EXAMINED = 5
#: So many objects are looked up at a time that rows about others reach.
MANY = 2000

_OUTCOMES = {
    str(kind): str(kind) for kind in (Change.Kind.WITHDRAWN, Change.Kind.EXPIRED, Change.Kind.MERGED)
}
#: Rows that are only written of what readers saw.
_WAS_SEEN = (Change.Kind.HIDDEN, Change.Kind.MERGED)
#: Rows that say nothing of whether readers see the object.
_NEUTRAL = (Change.Kind.EDITED, Change.Kind.MOVED, Change.Kind.CORRECTED)


class Moved(NamedTuple):
    """An object that changed, and when it did so last, as far as was looked."""

    about: str
    about_id: int
    at: datetime


class Followed(NamedTuple):
    """What changed, the oldest first; the mark to go on from; and whether more is known already."""

    changed: list[Moved]
    mark: Mark
    more: bool


class Gone(NamedTuple):
    """An object that readers saw and do not see any more. why: withdrawn, expired, merged or hidden."""

    about: str
    about_id: int
    at: datetime
    why: str
    address: str


Targets = Callable[[list[int], datetime], "QuerySet[Any, Any]"]
Widen = Callable[[list[int]], dict[int, int]]
Once = Callable[[list[int], datetime], dict[int, str]]
Seen = Callable[[list[int], datetime], Collection[int]]


class _Reach(NamedTuple):
    source: str
    kind: str
    targets: Targets
    widen: Widen | None


class _Door(NamedTuple):
    seen: Seen
    once: Once


class _Row(NamedTuple):
    """A row of the log that is the newest about its object."""

    at: datetime
    pk: int
    about: str
    about_id: int


_reaches: list[_Reach] = []
_doors: dict[str, _Door] = {}


def reaches(sources: Iterable[str], kind: str, targets: Targets, *, widen: Widen | None = None) -> None:
    """Name what else changes for those who follow a kind of object, when one of the sources changes.

    targets(ids, at): a queryset of `came_from`, one of the ids, and `target`, an id of the kind.
    widen(ids): further objects of the source's kind for which the same is asked, each with the id it comes from.
    """
    _reaches.extend(_Reach(source, kind, targets, widen) for source in sources)


def followed(kind: str, *, seen: Seen, once: Once) -> None:
    """Name what the list of a kind shows of some ids at a time, and the addresses of those that readers ever saw."""
    _doors[kind] = _Door(seen, once)


def since(kinds: Collection[str], mark: Mark, *, limit: int, at: datetime | None = None) -> Followed:
    """The objects of some kinds that changed after a mark, at most `limit`, each once.

    Two queries, one for each kind from whose rows something follows, and one or two for each way in which it does:
    however many rows and objects there are.
    """
    at = at or timezone.now()
    seen = horizon.now()  # before the rows, so that what is committed in between counts as not seen
    ways = [reach for reach in _reaches if reach.kind in kinds]
    sources = {*kinds, *(reach.source for reach in ways)}
    mark = _back_to_what_came_late(sources, mark, seen)
    rows, end, more = _newest_rows(sources, mark, at, limit)
    walk = _Walk(kinds, ways, mark, limit, at)
    stopped = walk.over(rows)
    if stopped:
        return Followed(walk.changed(), stopped._replace(seen=seen), True)
    return Followed(walk.changed(), Mark(*end, None, seen), more)


def gone(things: Collection[Moved], at: datetime | None = None) -> list[Gone]:
    """Those of some objects that readers saw and do not see. Two queries for each kind, and one for the reasons."""
    at = at or timezone.now()
    lost: list[Gone] = []
    for kind in sorted({thing.about for thing in things}):
        mine = {thing.about_id: thing for thing in things if thing.about == kind}
        door = _doors[kind]
        hidden = sorted(mine.keys() - set(door.seen(list(mine), at)))
        if hidden:
            once = door.once(hidden, at)
            rows = _outcomes(kind, hidden, at)
            for pk in hidden:
                row = rows.get(pk)
                if pk in once or (row and row.kind in _WAS_SEEN):
                    why = _OUTCOMES.get(row.kind, "hidden") if row else "hidden"
                    address = once.get(pk) or (row.address if row else "")
                    lost.append(Gone(kind, pk, mine[pk].at, why, address))
    return sorted(lost, key=lambda one: (one.at, one.about_id))


def _outcomes(kind: str, ids: list[int], at: datetime) -> dict[int, Change]:
    """The newest row that says of each whether readers see it."""
    rows = Change.objects.filter(about=kind, about_id=OuterRef("about_id"), effective_at__lte=at)
    rows = rows.exclude(kind__in=_NEUTRAL).order_by("-effective_at", "-id")
    newest = Change.objects.filter(about=kind, about_id__in=ids, pk=Subquery(rows.values("pk")[:1]))
    return {row.about_id: row for row in newest}


def _back_to_what_came_late(sources: Collection[str], mark: Mark, seen: horizon.Horizon) -> Mark:
    """The mark, or one before the first row that lies before it and was committed after it was made."""
    if mark.seen is None:
        return mark
    if mark.seen.next > seen.next:  # of another database, or of this one before it was restored
        return Mark.of(mark.at)
    passed = Q(effective_at__lt=mark.at) | Q(effective_at=mark.at, id__lte=mark.row)
    late = Change.objects.filter(passed, mark.seen.until(seen), about__in=sources).order_by()
    # The first is not asked of the database, which would walk the log by time from its beginning to find it.
    first = min(late.values_list("effective_at", "id"), default=None)
    return Mark(first[0], first[1] - 1) if first else mark


def _newest_rows(
    sources: Collection[str], mark: Mark, at: datetime, limit: int
) -> tuple[list[_Row], tuple[datetime, int], bool]:
    """The next rows that are the newest about their object, how far was looked, and whether there may be more."""
    most = limit * EXAMINED
    found: list[tuple[_Row, bool]] = []
    ends: list[tuple[datetime, int]] = []
    for source in sorted(sources):
        rows = list(_rows(source, mark, at)[:most])
        found += [(_Row(*row[:4]), row[4]) for row in rows]
        if len(rows) == most:
            ends.append(rows[-1][:2])
    until = min(ends, default=None)
    looked_at = sorted(row for row in found if until is None or row[0][:2] <= until)
    end = looked_at[-1][0][:2] if looked_at else (mark.at, mark.row)
    newest = [row for row, newer in looked_at if not newer]
    if len(newest) > limit:
        return newest[:limit], newest[limit - 1][:2], True
    return newest, end, until is not None


def _rows(source: str, mark: Mark, at: datetime) -> "QuerySet[Change, Any]":
    """Due rows after a mark in the order of the index `change_followed`, each with whether a newer one is due."""
    newer = Change.objects.filter(
        Q(effective_at__gt=OuterRef("effective_at"))
        | Q(effective_at=OuterRef("effective_at"), id__gt=OuterRef("id")),
        about=source,
        about_id=OuterRef("about_id"),
        effective_at__gte=OuterRef("effective_at"),
        effective_at__lte=at,
    )
    begin = Q(id__gte=mark.row) if mark.after else Q(id__gt=mark.row)
    return (
        Change.objects.filter(
            Q(effective_at__gt=mark.at) | Q(effective_at=mark.at) & begin,
            about=source,
            effective_at__gte=mark.at,
            effective_at__lte=at,
        )
        .order_by("effective_at", "id")
        .values_list("effective_at", "id", "about", "about_id", Exists(newer))
    )


class _TooMany(Exception):
    """The rows reach more than is looked up at a time."""


class _Walk:
    """Objects collected from rows, until there are enough."""

    def __init__(
        self, kinds: Collection[str], ways: list[_Reach], mark: Mark, limit: int, at: datetime
    ) -> None:
        self.kinds, self.ways, self.mark, self.limit, self.at = kinds, ways, mark, limit, at
        self.found: dict[tuple[int, str], datetime] = {}
        self.came_to = mark

    def changed(self) -> list[Moved]:
        """What was collected, the oldest first."""
        told = [Moved(kind, pk, at) for (pk, kind), at in self.found.items()]
        return sorted(told, key=lambda one: (one.at, one.about_id, one.about))

    def over(self, rows: list[_Row]) -> Mark | None:
        """Collect what rows reach. Returns a mark where it stopped before their end, None at the end."""
        try:
            reached = self._reached(rows)
        except _TooMany:
            return self._over_one(rows[0], last=len(rows) == 1)
        for row in rows:
            if stopped := self._take(row, reached[row]):
                return stopped
        return None

    def _over_one(self, row: _Row, *, last: bool) -> Mark | None:
        """Collect what the first row reaches, of very many as much as fits."""
        after = self._after(row)
        most = self.limit + len(self.kinds) + 1
        reached = self._reached([row], begin=after[0] if after else 0, most=most)
        return self._take(row, reached[row]) or (None if last else self.came_to)

    def _after(self, row: _Row) -> tuple[int, str] | None:
        here = (row.at, row.pk) == (self.mark.at, self.mark.row)
        return self.mark.after if here else None

    def _take(self, row: _Row, targets: set[tuple[int, str]]) -> Mark | None:
        """Collect what one row reaches. Returns a mark where there are enough."""
        after = self._after(row)
        for target in sorted(targets):
            if after and target <= after:
                continue
            if target not in self.found and len(self.found) >= self.limit:
                return Mark(row.at, row.pk, after) if after else self.came_to
            self.found[target] = row.at
            after = target
        self.came_to = Mark(row.at, row.pk)
        return None

    def _reached(
        self, rows: list[_Row], *, begin: int = 0, most: int | None = None
    ) -> dict[_Row, set[tuple[int, str]]]:
        """What each row reaches, itself among it.

        begin, most: only ids from this one on, and not more than so many in each way. Raises _TooMany where that
        is not given and needed.
        """
        reached = {row: {(row.about_id, row.about)} if row.about in self.kinds else set() for row in rows}
        by_id = {(row.about, row.about_id): row for row in rows}
        for way in self.ways:
            ids = [row.about_id for row in rows if row.about == way.source]
            if not ids:
                continue
            back = way.widen(ids) if way.widen else dict(zip(ids, ids, strict=True))
            pairs = way.targets(list(back), self.at).filter(target__gte=begin).order_by("target")
            found = list(pairs.values_list("came_from", "target").distinct()[: most or MANY + 1])
            if most is None and len(found) > MANY:
                raise _TooMany
            for source, target in found:
                reached[by_id[way.source, back[source]]].add((target, way.kind))
        return reached
