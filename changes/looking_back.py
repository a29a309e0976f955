"""An object's history as its page shows it: moment by moment, and what differs between two of them."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, TypedDict

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models

from changes import history
from changes.models import Edit

#: A page of the history, in rows.
SHOWN = 100
#: What one form alters is written within this.
TOGETHER = timedelta(seconds=2)


class Moment(TypedDict):
    """What one person altered at one time; `id` tells two moments apart."""

    id: int
    at: datetime
    by: str
    edits: list[Edit]
    notes: list[str]


def moments(obj: models.Model, *, before: int | None = None) -> tuple[list[Moment], int | None]:
    """The newest moments first, from before a row on, and where the next page begins. Two queries."""
    rows = history.of(obj)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    edits = list(rows[: SHOWN + 1])
    further = edits[SHOWN - 1].pk if len(edits) > SHOWN else None
    found = list(_grouped(edits[:SHOWN]))
    # The notes of what is on this page; those before the first row of all stand on the last.
    since = found[-1]["at"] if found and further else None
    until = None if before is None or not found else found[0]["at"] + TOGETHER
    return _with_notes(found, _notes(obj, since, until)), further


def between(obj: models.Model, first: int, last: int) -> list[dict[str, Any]]:
    """What differs between the states after two moments: part, column, from what to what. One query."""
    first, last = sorted((first, last))
    folded: dict[tuple[str, str], list[str]] = {}
    for edit in history.of(obj).filter(pk__gt=first, pk__lte=last).order_by("pk"):
        for column, (was, now) in edit.columns.items():
            folded.setdefault((edit.part, column), [was, now])[1] = now
    return [
        {"part": part, "column": column, "was": was, "now": now}
        for (part, column), (was, now) in folded.items()
        if was != now
    ]


def _grouped(edits: Iterable[Edit]) -> Iterator[Moment]:
    """Rows of one person within a moment, together."""
    moment: Moment | None = None
    for edit in edits:
        by = edit.by.get_username() if edit.by else edit.by_name
        if moment and moment["by"] == by and moment["at"] - edit.at <= TOGETHER:
            moment["edits"].append(edit)
            continue
        if moment:
            yield moment
        moment = {"id": edit.pk, "at": edit.at, "by": by, "edits": [edit], "notes": []}
    if moment:
        yield moment


def _notes(obj: models.Model, since: datetime | None, until: datetime | None) -> list[LogEntry]:
    """What verbs said of themselves in the admin's log. What forms write there is told by the rows better."""
    kind = ContentType.objects.get_for_model(type(obj))
    rows = LogEntry.objects.filter(content_type=kind, object_id=str(obj.pk)).exclude(change_message="")
    rows = rows.exclude(change_message__startswith="[").select_related("user").order_by("-action_time", "-pk")
    if since:
        rows = rows.filter(action_time__gte=since)
    if until:
        rows = rows.filter(action_time__lt=until)
    return list(islice(rows, SHOWN))


def _with_notes(found: list[Moment], notes: list[LogEntry]) -> list[Moment]:
    """Each note in the moment it belongs to, or a moment of its own."""
    for note in notes:
        by = note.user.get_username()
        near = (
            moment
            for moment in found
            if moment["by"] == by and abs(moment["at"] - note.action_time) <= TOGETHER
        )
        if moment := next(near, None):
            moment["notes"].append(note.change_message)
        else:
            found.append(
                {"id": 0, "at": note.action_time, "by": by, "edits": [], "notes": [note.change_message]}
            )
    return sorted(found, key=lambda moment: moment["at"], reverse=True)
