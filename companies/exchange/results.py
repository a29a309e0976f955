"""What an import did or would do, row by row, for the page that shows it."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from import_export import results
from import_export.resources import Diff


@dataclass(frozen=True)
class Change:
    """One column of a row, before and after."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Refusal:
    """Why a row is refused; column is empty where the row as a whole is."""

    column: str
    sentence: str


@dataclass(frozen=True)
class Outcome:
    """One row: what becomes of it (new, changed, unchanged, refused), and what changes or why not."""

    number: int
    name: str
    state: str
    changes: list[Change]
    refusals: list[Refusal]


class Changes(Diff):
    """What differs between a record before and after its row."""

    def __init__(self, resource: Any, instance: Any, new: bool) -> None:
        super().__init__(resource, instance, new)
        self.columns = resource.get_diff_headers()

    def as_html(self) -> list[Change]:
        """Columns that differ. Called so by the library, which keeps what comes out; ours is no HTML."""
        rows = zip(self.columns, self.left, self.right, strict=True)
        return [
            Change(name, "" if self.new else before, after) for name, before, after in rows if before != after
        ]


STATES = {
    results.RowResult.IMPORT_TYPE_NEW: "new",
    results.RowResult.IMPORT_TYPE_UPDATE: "changed",
    results.RowResult.IMPORT_TYPE_SKIP: "unchanged",
}


class Result(results.Result):
    """The result of a file. numbers and names: of each row, in the order in which they were done.

    notes: what is done besides, a sentence each; unknown: columns that are not imported.
    """

    def __init__(self) -> None:
        super().__init__()
        self.numbers: list[int] = []
        self.names: list[str] = []
        self.unknown: list[str] = []
        self.notes: list[str] = []

    @property
    def refused(self) -> bool:
        """Whether nothing of the file is imported."""
        return bool(self.has_errors() or self.has_validation_errors())

    @property
    def outcomes(self) -> list[Outcome]:
        """Each row, in the order of the file."""
        rows = zip(self.numbers, self.names, self.rows, strict=False)
        return sorted((_outcome(*row) for row in rows), key=lambda outcome: outcome.number)

    @property
    def counts(self) -> dict[str, int]:
        """How many rows are new, changed, unchanged, refused."""
        states = [outcome.state for outcome in self.outcomes]
        return {state: states.count(state) for state in ("new", "changed", "unchanged", "refused")}


def _outcome(number: int, name: str, row: Any) -> Outcome:
    refusals = [Refusal("", str(error.error)) for error in row.errors]
    if row.validation_error:
        refusals += _refusals(row.validation_error)
    state = "refused" if refusals else STATES[row.import_type]
    changes = row.diff if state in ("new", "changed") else []
    return Outcome(number, name, state, changes or [], refusals)


def _refusals(error: Any) -> list[Refusal]:
    """Each sentence once: a rule of a column may be one of the table too."""
    found = error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}
    whole = found.pop(NON_FIELD_ERRORS, [])
    said = [Refusal(column, sentence) for column, sentences in found.items() for sentence in sentences]
    known = {refusal.sentence for refusal in said}
    return said + [Refusal("", sentence) for sentence in whole if sentence not in known]
