"""The column that says by what source each value of a record stands.

`founded 2026-11-14 https://umbra.example/about The house’s history | seat 2026-11-14 - Annual report 2025`: the value,
the day of the check, the address or a hyphen, the title. `seat before 2026-11-14 …` is a source of an earlier value.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from companies import sourcing
from companies.exchange.cells import Column, Day, Text, aside, parts, written
from companies.exchange.files import SEPARATOR
from companies.models import Record, ValueSource

NO_ADDRESS = "-"
BEFORE = "before"
SUCH = "“founded 2026-11-14 https://example.org/about Title”"


@dataclass(frozen=True)
class Given:
    """A source as a file gives it. before: it is of an earlier value."""

    column: str
    checked_on: date
    url: str
    title: str
    before: bool

    def is_same_check(self, source: ValueSource) -> bool:
        """Whether a source in the database is this one: nobody has looked the value up since."""
        return (self.column, self.checked_on, self.url) == (source.column, source.checked_on, source.url)


class Sources(Text):
    """Sources in one cell."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[Given]:
        """Raises ValueError."""
        found = [self._read(part) for part in parts(value)]
        for given in found:
            if sum(given.column == other.column for other in found) > 1:
                raise ValueError(f"The source of “{given.column:.60}” stands twice.")
        return found

    @staticmethod
    def _read(part: str) -> Given:
        column, *rest = part.split(maxsplit=1)
        before, _, after = (rest[0] if rest else "").partition(" ")
        said = after if before == BEFORE else "".join(rest)
        day, url, title = (*said.split(maxsplit=2), "", "", "")[:3]
        if not day or not url:
            raise ValueError(f"“{part:.60}” is no source such as {SUCH}.")
        checked_on = Day().clean(day)
        if checked_on is None:
            raise ValueError(f"“{part:.60}” is no source such as {SUCH}.")
        return Given(column, checked_on, "" if url == NO_ADDRESS else url, title, before == BEFORE)

    def render(self, value: Iterable[Given], obj: Any = None, **kwargs: Any) -> str:
        """In the order of the alphabet, so that two files compare."""
        return f" {SEPARATOR} ".join(sorted(map(self._one, value)))

    @staticmethod
    def _one(given: Given) -> str:
        before = f" {BEFORE}" if given.before else ""
        said = f"{given.column}{before} {given.checked_on} {given.url or NO_ADDRESS} {given.title}"
        return written(said.strip())


class SourcesColumn(Column):
    """The column: a source that is there already stays of the value that it was given for."""

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        """Read the cell and keep it. Raises ValueError."""
        held = list(instance.sources.all()) if instance.pk else []
        aside(instance)[self.attribute] = [_as_held(given, held, instance) for given in self.clean(row)]

    def get_value(self, instance: Any) -> list[Given]:
        """What is kept aside, else what is in the database."""
        if self.attribute in aside(instance):
            found: list[Given] = aside(instance)[self.attribute]
            return found
        return [_given(source, instance) for source in instance.sources.all()] if instance.pk else []


def _given(source: ValueSource, record: Any) -> Given:
    before = not sourcing.stands(source, record)
    return Given(source.column, source.checked_on, source.url, source.title, before)


def _as_held(given: Given, held: list[ValueSource], record: Any) -> Given:
    """A source of the file with what is known of it here."""
    same = next((source for source in held if given.is_same_check(source)), None)
    return replace(given, before=not sourcing.stands(same, record)) if same else given


def save_sources(record: Record, wanted: list[Given]) -> None:
    """Make a record's sources those that are wanted. Raises ValidationError that names the column."""
    held = {source.column: source for source in record.sources.all()}
    record.sources.exclude(column__in=[given.column for given in wanted]).delete()
    for given in wanted:
        source = held.get(given.column)
        try:
            if source and given.is_same_check(source):
                sourcing.retitle(source, given.title)
            else:
                told: dict[str, Any] = {
                    "title": given.title,
                    "url": given.url,
                    "checked_on": given.checked_on,
                }
                sourcing.cite(record, given.column, of_this=not given.before, **told)
        except ValidationError as reason:
            said = [f"“{given.column}”: {sentence}" for sentence in reason.messages]
            raise ValidationError({"sources": said}) from reason
