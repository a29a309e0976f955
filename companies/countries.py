"""Countries by their ISO 3166-1 codes, as the time zone database lists them."""

from functools import cache
from importlib.resources import files

from django.core.exceptions import ValidationError
from django.utils.translation import gettext

#: Where readers know a country by another name than the table's.
USUAL = {
    "AE": "United Arab Emirates",
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "CZ": "Czechia",
    "GB": "United Kingdom",
    "KP": "North Korea",
    "KR": "South Korea",
    "MM": "Myanmar",
    "SZ": "Eswatini",
}


@cache
def names() -> dict[str, str]:
    """What each country is called, by its two letters."""
    table = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return dict(rows) | USUAL


def country_code(code: str) -> None:
    """Raise ValidationError for what is no country's code."""
    if code not in names():
        raise ValidationError(
            f"“{code[:10]}” is no country of ISO 3166-1: write its two capitals, for example CN or US."
        )


def common_name(code: str) -> str:
    """What a country is called in the interface’s language; empty for none."""
    name = names().get(code, code)
    return gettext(name) if name else ""
