"""Naming the source of a value, and telling what each value of a record stands by.

A source keeps the value that it was given for. Whether it is the source of what the record says today is found by
comparing the two, so that no form, import, claim or merge has to remember to mark it
(docs/decisions/a-source-keeps-its-value.md).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext

from companies.models import SOURCED, AIModel, ReleaseClaim, ValueSource
from companies.releases import history

#: Columns that hold other records: their text for comparing is made of ids, which outlive a new name.
POINTING = frozenset({"owner", "developer", "family", "predecessor", "powered_by"})
#: Columns that are sets of rows.
SETS = frozenset({"aliases", "listings", "powered_by"})
_SEPARATOR = ","


def text_of(record: Any, column: str) -> str:
    """A value as text, to be compared; empty where there is none. One query for a set that is not prefetched."""
    if column in SETS:
        return text_of_rows(getattr(record, column).all() if record.pk else (), column)
    value = record._meta.get_field(column).value_from_object(record)
    if isinstance(value, list):
        return ", ".join(value)
    return "" if value is None else str(value)


def text_of_rows(rows: Iterable[Any], column: str) -> str:
    """A set of rows as text, to be compared; empty where there are none."""
    return _SEPARATOR.join(sorted(_row_text(row, column) for row in rows))


def _row_text(row: Any, column: str) -> str:
    if column == "powered_by":
        return str(row.pk)
    return f"{row} {row.since} {row.until}".strip() if column == "listings" else str(row)


def stands(source: ValueSource, record: Any) -> bool:
    """Whether a source was given for what the record says today; record: of its own kind, with all columns."""
    return source.value == text_of(record, source.column)


@transaction.atomic
def cite(
    record: Any, column: str, *, title: str = "", url: str = "", checked_on: date, of_this: bool = True
) -> ValueSource:
    """Name the source of a record's value as it stands now, in the place of the one before.

    of_this: False for a source of an earlier value, as a file may say. The log is told by whoever saves the record.
    Raises ValidationError.
    """
    source = ValueSource.objects.filter(record_id=record.pk, column=column).first()
    source = source or ValueSource(record_id=record.pk, column=column)
    source.record, source.title, source.url, source.checked_on = record, title, url, checked_on
    source.full_clean()
    take(source, record, of_this=of_this)
    source.save()
    return source


def take(source: ValueSource, record: Any, *, of_this: bool = True) -> None:
    """Have a source, without saving it, stand for what the record says now. Raises ValidationError for nothing."""
    text = text_of(record, source.column)
    if not text:
        raise ValidationError(
            {
                "column": f"Nothing is recorded as “{SOURCED[record.kind][source.column]}”: give the value first."
            }
        )
    source.value = text if of_this else ""


def retitle(source: ValueSource, title: str) -> None:
    """Give a source another title: it stays of the value that it was given for. Raises ValidationError."""
    source.title = title
    source.full_clean()
    source.save(update_fields=["title"])


def of_earlier_values(record: Any) -> list[str]:
    """The labels of what a record says whose source was given for another value, in the order of pages."""
    held = {source.column: source for source in record.sources.all()}
    return [
        str(label)
        for column, label in SOURCED[record.kind].items()
        if column in held and (text := text_of(record, column)) and text != held[column].value
    ]


def renumber(gone: int, kept: int) -> None:
    """Have sources of columns that point at a record stand as before, now that they point at another in its place."""
    for source in ValueSource.objects.filter(column__in=POINTING, value__contains=str(gone)):
        held = source.value.split(_SEPARATOR)
        if str(gone) in held:
            source.value = _SEPARATOR.join(sorted({str(kept) if pk == str(gone) else pk for pk in held}))
            source.save(update_fields=["value"])


class Given(NamedTuple):
    """By what a value stands. said_on: the day of the release claim that it is; else checked_on is set."""

    column: str
    title: str
    url: str
    checked_on: date | None
    said_on: date | None
    of_this_value: bool


def given(record: Any, columns: Iterable[str] | None = None) -> dict[str, Given | None]:
    """By what each value of a record stands that is not empty, in the order of pages; None: no source is named.

    Of a model's status and release the latest claim is the source where no other is named. One query, one for a
    model's claims and one for each set of rows, where they are not prefetched.
    """
    texts = {
        column: text_of(record, column) for column in (SOURCED[record.kind] if columns is None else columns)
    }
    claims = record.claims.all() if isinstance(record, AIModel) else ()
    return stood_by(record, texts, record.sources.all(), claims)


def stood_by(
    record: Any, texts: Mapping[str, str], sources: Iterable[ValueSource], claims: Iterable[ReleaseClaim]
) -> dict[str, Given | None]:
    """By what values stand that are not empty, from their texts and from what is known of the record. No query."""
    held = {source.column: source for source in sources}
    claimed = _claimed(record, claims)
    found: dict[str, Given | None] = {}
    for column, text in texts.items():
        if text:
            source = held.get(column)
            own = _as_given(source, source.value == text) if source else None
            found[column] = own if own and own.of_this_value else claimed.get(column) or own
    return found


def _as_given(source: ValueSource, of_this_value: bool) -> Given:
    return Given(source.column, source.title, source.url, source.checked_on, None, of_this_value)


def _claimed(record: Any, claims: Iterable[ReleaseClaim]) -> dict[str, Given]:
    """What a model shows because somebody claimed it: its status by the latest claim, and its release if it is out."""
    told = history(claims)
    latest = told[-1].claim if told else None
    if latest is None or latest.status != record.status:
        return {}
    out = latest.status == AIModel.Status.RELEASED and latest.window == record.released
    title = (
        gettext("What %(who)s said") % {"who": latest.claimed_by}
        if latest.claimed_by
        else gettext("What was said")
    )
    said = Given("status", title, latest.source, None, latest.claimed_on, True)
    return {"status": said} | ({"released": said._replace(column="released")} if out else {})


@dataclass
class Note:
    """One source on a page: its number there, and the labels of the values that it is of, now or before."""

    number: int
    source: Given
    values: list[str] = field(default_factory=list)
    before: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its title, else the host of its address without “www.”."""
        return self.source.title or (urlsplit(self.source.url).hostname or "").removeprefix("www.")


@dataclass
class Notes:
    """What the page of a record says of its sources.

    numbers: of the notes by column; outdated: columns whose note is of an earlier value; without: the labels of
    values that have no source of their own.
    """

    notes: list[Note] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    outdated: set[str] = field(default_factory=set)
    without: list[str] = field(default_factory=list)

    def at(self, columns: Iterable[str]) -> list[tuple[int, bool]]:
        """The numbers of the notes to some columns, each once, and whether one is of an earlier value."""
        noted = [column for column in columns if column in self.numbers]
        return sorted({(self.numbers[column], column in self.outdated) for column in noted})


def notes(record: Any, *, hidden: Collection[str] = ()) -> Notes:
    """The sources of all that a record's page shows of it, values of one source together.

    hidden: columns that readers are not shown. Queries as for `given`.
    """
    told = Notes()
    numbered: dict[Given, Note] = {}
    for column, source in given(record).items():
        label = str(SOURCED[record.kind][column])
        if column in hidden:
            continue
        if source is None:
            told.without.append(label)
            continue
        same = source._replace(column="", of_this_value=True)
        note = numbered.setdefault(same, Note(len(numbered) + 1, source))
        told.numbers[column] = note.number
        (note.values if source.of_this_value else note.before).append(label)
        if not source.of_this_value:
            told.outdated.add(column)
    told.notes = list(numbered.values())
    return told
