"""Tables as CSV and JSON files: read whole or refused in one sentence, and written so that no cell is a formula."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from import_export.formats import base_formats
from tablib import Dataset

from api.cells import harmless, plain

LARGEST_FILE = 2_000_000
MOST_ROWS = 1_000
LONGEST_CELL = 20_000
SEPARATOR = "|"
#: In the place of a value that a row of a JSON file does not give, which is left as it is.
ABSENT = None

_SURROGATE = re.compile(r"[\ud800-\udfff]")

Row = tuple[int, Sequence[str | None]]


class FileRefused(ValueError):
    """The file is not read at all; the message is one sentence that says why and where."""


class Table(Dataset):
    """Rows under headers. numbers: how each row is counted in the file it came from."""

    numbers: list[int]
    _data: list[Any]

    def reorder(self, places: Sequence[int]) -> None:
        """Put the rows into another order; each keeps its number."""
        self._data = [self._data[place] for place in places]
        self.numbers = [self.numbers[place] for place in places]


class CSV(base_formats.CSV):
    """Comma-separated text; semicolons and tabs are read as well. Rows count as in a spreadsheet."""

    CONTENT_TYPE = "text/csv; charset=utf-8"
    most_rows = MOST_ROWS

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> Table:
        """The table of a file. Raises FileRefused."""
        rows = _csv_rows(_decoded(in_stream))
        _, headers = next(rows, (1, ()))
        return _table([header or "" for header in headers], rows, self.most_rows)

    def export_data(self, dataset: Dataset, **kwargs: Any) -> str:
        """The file, marked as UTF-8: without the mark, Excel takes Chinese names for something else."""
        out = io.StringIO(newline="")
        writer = csv.writer(out)
        writer.writerow(dataset.headers)
        writer.writerows([harmless(str(cell)) for cell in row] for row in dataset)
        return f"\ufeff{out.getvalue()}"


class JSON(base_formats.JSON):
    """A list of objects, counted from 1. A name that an object does not have is left as it is; null empties."""

    def create_dataset(self, in_stream: bytes, **kwargs: Any) -> Table:
        """The table of a file. Raises FileRefused."""
        try:
            found = json.loads(
                _decoded(in_stream),
                object_pairs_hook=_named_once,
                parse_float=str,
                parse_int=str,
                parse_constant=str,
            )
        except json.JSONDecodeError as reason:
            raise FileRefused(f"This is not JSON: line {reason.lineno} cannot be read.") from reason
        except RecursionError as reason:
            raise FileRefused("The file is nested too deeply.") from reason
        if not isinstance(found, list):
            raise FileRefused("A JSON file holds a list of objects, one for each row.")
        for number, row in enumerate(found, 1):
            if not isinstance(row, dict):
                raise FileRefused(f"Row {number} is not an object.")
        headers = list(dict.fromkeys(name for row in found for name in row))
        return _table(headers, _json_rows(headers, found), MOST_ROWS)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileRefused("Row 1 begins as UTF-16. Save the file as UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        line = data.count(b"\n", 0, reason.start) + 1
        raise FileRefused(f"Row {line} is not UTF-8. Save the file as UTF-8.") from reason
    if (at := text.find("\0")) >= 0:
        line = text.count("\n", 0, at) + 1
        raise FileRefused(f"Row {line} has a NUL character: this is no text file in UTF-8.")
    return text


def _csv_rows(text: str) -> Iterator[Row]:
    """The rows that are not empty, the header first."""
    header = text.lstrip("\r\n").split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=header.count), strict=True)
    number = 0
    try:
        for number, row in enumerate(reader, 1):
            if any(row):
                yield number, [plain(cell) for cell in row]
    except csv.Error as reason:
        if "limit" in str(reason):
            raise FileRefused(
                f"A cell of row {number + 1} has more than {LONGEST_CELL:,} characters."
            ) from reason
        raise FileRefused(
            f"Row {number + 1} cannot be read: a quotation mark is open or stands within a cell."
        ) from reason


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise FileRefused(f"The name “{twice:.60}” stands twice in one object.")
    return found


def _json_rows(headers: list[str], found: list[dict[str, Any]]) -> Iterator[Row]:
    for number, row in enumerate(found, 1):
        yield number, [_cell(row[name], number, name) if name in row else ABSENT for name in headers]


def _cell(value: Any, number: int, name: str) -> str:
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = f" {SEPARATOR} ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is not None and not isinstance(value, str):
        raise FileRefused(f"Row {number}: “{name:.60}” should be text, a number or a list of texts.")
    return value or ""


def _table(headers: Sequence[str], rows: Iterator[Row], most: int) -> Table:
    names = [header.strip().lower() for header in headers]
    for number, name in enumerate(names, 1):
        if not name:
            raise FileRefused(f"Row 1: column {number} has no name.")
        if names.index(name) < number - 1:
            raise FileRefused(f"Row 1: the column “{name:.60}” stands twice.")
    table = Table(headers=names)
    table.numbers = []
    for number, row in rows:
        _check(number, row, names)
        table.append(row)
        table.numbers.append(number)
        if len(table.numbers) > most:
            raise FileRefused(
                f"Row {number} is one too many: import at most {most:,} rows at a time, in several files."
            )
    if not table.numbers:
        raise FileRefused("There are no rows in this file.")
    return table


def _check(number: int, row: Sequence[str | None], names: list[str]) -> None:
    if len(row) != len(names):
        raise FileRefused(f"Row {number} has {len(row)} cells, and there are {len(names)} columns.")
    for name, cell in zip(names, row, strict=True):
        if cell and len(cell) > LONGEST_CELL:
            raise FileRefused(f"Row {number}: “{name:.60}” has more than {LONGEST_CELL:,} characters.")
        if cell and ("\0" in cell or _SURROGATE.search(cell)):
            raise FileRefused(f"Row {number}: “{name:.60}” has a character that is none.")
