"""What a row of Epoch's table says, in our terms. Reads only; nothing here knows the database.

| column of the table | where it goes |
|---|---|
| Model | the model's name |
| Organization | its developer, the first named; companies for the others too |
| Country (of organization) | the companies' country, where the table names one for all of them |
| Publication date | a release claim: released, or announced where the model is not to be had |
| Domain | what the model takes and gives |
| Parameters, Training compute (FLOP), Training dataset size (datapoints) | facts; the last in tokens, for language |
| … notes | the fact's quotation |
| Confidence | the facts' nature: measured where it is Confident, else estimated |
| Model accessibility | openness |
| Link, else Reference | the claim's source, and that of the model's values |
| Last modified | when a changed claim was made |

The other columns have no place in the records.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Context, Decimal
from typing import NamedTuple
from urllib.parse import urlsplit

from companies import dates
from companies.exchange.files import CSV, FileRefused, Table
from companies.models import AIModel
from facts.amounts import LARGEST
from facts.models import Metric

LARGEST_FILE = 30_000_000

NEEDED = ("model", "organization", "publication date")
USED = (
    *NEEDED,
    *("country (of organization)", "domain", "model accessibility", "confidence", "link", "reference"),
    "last modified",
)


class Figure(NamedTuple):
    """A column that becomes a fact: its notes, and the metric's code, name and unit."""

    notes: str
    code: str
    name: str
    unit: Metric.Unit


SIZE = "training dataset size (datapoints)"
#: Columns under the names that they had in other years.
RENAMED = {
    "training dataset size": SIZE,
    "training dataset size (gradients)": SIZE,
    "training dataset size (total)": SIZE,
    "dataset size notes": "training dataset size notes",
    "country (from organization)": "country (of organization)",
    "accessibility": "model accessibility",
}
FIGURES = {
    "parameters": Figure("parameters notes", "parameters", "Parameters", Metric.Unit.PARAMETERS),
    "training compute (flop)": Figure(
        "training compute notes", "training-compute", "Training computation", Metric.Unit.FLOP
    ),
    SIZE: Figure("training dataset size notes", "training-tokens", "Training tokens", Metric.Unit.TOKENS),
}

_O = AIModel.Openness
OPENNESS = {
    "open weights (unrestricted)": _O.OPEN_WEIGHTS,
    "open weights (restricted use)": _O.OPEN_WEIGHTS_LIMITED,
    "open weights (non-commercial)": _O.OPEN_WEIGHTS_LIMITED,
    "api access": _O.API,
    "hosted access (no api)": _O.CLOSED,
    "unreleased": _O.CLOSED,
}
UNRELEASED = "unreleased"

#: What a domain says of what goes in and comes out. Those that leave it open say nothing.
MODALITIES = {
    "language": (("text",), ("text",)),
    "vision": (("image",), ()),
    "image generation": (("text",), ("image",)),
    "video generation": (("text",), ("video",)),
    "audio generation": (("text",), ("audio",)),
}

COUNTRIES = {
    "australia": "AU",
    "austria": "AT",
    "belgium": "BE",
    "brazil": "BR",
    "canada": "CA",
    "china": "CN",
    "czechia": "CZ",
    "denmark": "DK",
    "finland": "FI",
    "france": "FR",
    "germany": "DE",
    "hong kong": "HK",
    "india": "IN",
    "israel": "IL",
    "italy": "IT",
    "japan": "JP",
    "korea (republic of)": "KR",
    "netherlands": "NL",
    "norway": "NO",
    "poland": "PL",
    "russia": "RU",
    "saudi arabia": "SA",
    "singapore": "SG",
    "south korea": "KR",
    "spain": "ES",
    "sweden": "SE",
    "switzerland": "CH",
    "taiwan": "TW",
    "united arab emirates": "AE",
    "united kingdom": "GB",
    "united kingdom of great britain and northern ireland": "GB",
    "united states": "US",
    "united states of america": "US",
}

_NUMBER = r"([0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?)"
_AMOUNT = re.compile(rf"{_NUMBER}(?:\s*(?:-|–|—|to)\s*{_NUMBER})?", re.ASCII)
#: A database may keep fifteen digits of a number; no figure of the table is known so well.
_KNOWN_DIGITS = Context(prec=12)


class RowRefused(ValueError):
    """A row cannot be taken in; the message is one sentence with the column."""


class Amount(NamedTuple):
    """A figure of a row: value, end of a range, and the table's notes on it."""

    value: Decimal
    high: Decimal | None
    notes: str


@dataclass
class Row:
    """A row in our terms. notes: what of it was not understood and is not kept."""

    name: str
    organisations: list[str]
    country: str
    window: dates.FuzzyDate | None
    status: str
    openness: str
    takes: list[str]
    gives: list[str]
    figures: dict[str, Amount]
    confident: bool
    source: str
    modified: date | None
    notes: list[str] = field(default_factory=list)


class EpochFile(CSV):
    """The table as it is downloaded: larger than what an editor fills in."""

    most_rows = 20_000


def read_table(data: bytes) -> Table:
    """The rows of a downloaded file. Raises FileRefused."""
    if len(data) > LARGEST_FILE:
        raise FileRefused(f"The file is larger than {LARGEST_FILE // 1_000_000} MB.")
    table = EpochFile().create_dataset(data)
    for place, name in enumerate(table.headers):
        if RENAMED.get(name, name) not in table.headers:
            table.headers[place] = RENAMED[name]
    for name in NEEDED:
        if name not in table.headers:
            raise FileRefused(f"This is not Epoch’s table: the column “{name}” is missing.")
    return table


def unused(table: Table) -> list[str]:
    """Columns that have no place in the records."""
    known = {*USED, *FIGURES, *(figure.notes for figure in FIGURES.values())}
    return [name for name in table.headers if name not in known]


def read_row(cells: dict[str, str]) -> Row:
    """A row in our terms. Raises RowRefused."""
    cells = {name: cell.strip() for name, cell in cells.items()}
    name, organisations = " ".join(cells["model"].split()), _listed(cells["organization"])
    if not name:
        raise RowRefused("Model: a row needs a name.")
    if not organisations:
        raise RowRefused("Organization: a model needs its developer.")
    notes: list[str] = []
    access = cells.get("model accessibility", "").lower()
    if access and access not in OPENNESS:
        notes.append(f"accessibility “{access}” is not known")
    window = _date(cells["publication date"])
    takes, gives = _modalities(cells.get("domain", ""))
    released = access in OPENNESS and access != UNRELEASED
    return Row(
        name=name,
        organisations=organisations,
        country=_country(cells.get("country (of organization)", ""), notes),
        window=window,
        status=AIModel.Status.RELEASED if released else AIModel.Status.ANNOUNCED,
        openness=OPENNESS.get(access, ""),
        takes=takes,
        gives=gives,
        figures=_figures(cells, notes),
        confident=cells.get("confidence", "").lower() == "confident",
        source=_address(cells.get("link", "")) or _address(cells.get("reference", "")),
        modified=_day(cells.get("last modified", "")),
        notes=notes,
    )


def _listed(cell: str) -> list[str]:
    found = (" ".join(part.split()) for part in cell.split(","))
    return list(dict.fromkeys(filter(None, found)))


def _country(cell: str, notes: list[str]) -> str:
    """The one country of a row: of several, the table does not say which is whose."""
    named = _listed(cell)
    if len(named) != 1:
        return ""
    code = COUNTRIES.get(named[0].lower(), "")
    if not code:
        notes.append(f"country “{named[0]}” is not known")
    return code


def _date(cell: str) -> dates.FuzzyDate | None:
    if not cell:
        return None
    try:
        return dates.parse(cell)
    except dates.DateNotUnderstood as reason:
        raise RowRefused(f"Publication date: {reason}") from reason


def _day(cell: str) -> date | None:
    """The day of a time stamp; it is a detail that no row fails by."""
    try:
        found = date.fromisoformat(cell[:10])
    except ValueError:
        return None
    return found if 1970 <= found.year <= 2100 else None


def _modalities(cell: str) -> tuple[list[str], list[str]]:
    said = [MODALITIES[word] for word in map(str.lower, _listed(cell)) if word in MODALITIES]
    takes = dict.fromkeys(kind for goes_in, _ in said for kind in goes_in)
    gives = dict.fromkeys(kind for _, comes_out in said for kind in comes_out)
    return list(takes), list(gives)


def _figures(cells: dict[str, str], notes: list[str]) -> dict[str, Amount]:
    found = {}
    for name, figure in FIGURES.items():
        if not cells.get(name):
            continue
        if name == SIZE and "language" not in map(str.lower, _listed(cells.get("domain", ""))):
            notes.append("the size of the training data is not in tokens")
            continue
        found[name] = _amount(name, cells[name])._replace(notes=cells.get(figure.notes, ""))
    return found


def _amount(name: str, cell: str) -> Amount:
    written = _AMOUNT.fullmatch(cell.replace(",", ""))
    ends = [_KNOWN_DIGITS.create_decimal(end) for end in written.groups() if end] if written else []
    if not ends or ends != sorted(set(ends)) or ends[0] < 1 or ends[-1] >= LARGEST:
        raise RowRefused(
            f"{name.capitalize()}: “{cell:.60}” is not a number or a range that can be recorded."
        )
    # Above it, twelve digits have no decimals left.
    value, *high = (end if end >= 10**12 else end.quantize(Decimal("1e-6")) for end in ends)
    return Amount(value, high[0] if high else None, "")


def _address(cell: str) -> str:
    """The first address of a cell that may hold several, or nothing."""
    first = cell.split()[0] if cell else ""
    try:
        right = urlsplit(first).scheme in ("http", "https") and len(first) <= 200
    except ValueError:
        right = False
    return first if right else ""
