"""Cells of CSV files that no spreadsheet runs as a formula."""

import re

#: What spreadsheets take for the beginning of a formula, in half and full width.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_NEGATIVE = re.compile(r"-[0-9]+(\.[0-9]+)?")


def harmless(cell: str) -> str:
    """A cell as it may stand in a CSV file: an apostrophe keeps spreadsheets from running it. `plain` undoes it."""
    return f"'{cell}" if _FORMULA.match(cell) and not _NEGATIVE.fullmatch(cell) else cell


def plain(cell: str) -> str:
    """What a cell of a CSV file says, without the apostrophe of `harmless`."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
