"""The demonstration's records, first private and then public, and what is claimed of their releases."""

from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile

from companies import releases, sourcing
from companies.indexing import saved
from companies.models import AIModel, Alias, Company, Listing, Market, ModelFamily, Ownership, Product, Record
from newsroom.demo import contents, logos
from newsroom.demo.contents import Table
from newsroom.demo.loading.cast import Cast, valid

#: In the order in which they refer to one another.
RECORDS: dict[str, type[Record]] = {
    "company": Company,
    "family": ModelFamily,
    "product": Product,
    "model": AIModel,
    "market": Market,
}
REFERENCES = {"owner": "company", "developer": "company", "family": "family", "predecessor": "model"}

#: Release claims that are younger are made after the records are public, so that the log tells of them.
NEWS = timedelta(days=14)


def add_records(cast: Cast) -> int:
    """Records and their other names, all private yet."""
    given = contents.tables("records")
    for kind, record_class in RECORDS.items():
        for row in given[kind]:
            cast.records[f"{kind}/{row['slug']}"] = _record(cast, record_class, dict(row))
    for row in given["ownership"]:
        ends = {end: cast.records[f"company/{row.pop(end)}"] for end in ("owner", "owned")}
        valid(Ownership(**row, **ends))
    for row in given["source"]:
        _cite_values(cast, row)
    return len(cast.records)


def _record(cast: Cast, record_class: type[Record], row: Table) -> Record:
    aliases, listings, families = (row.pop(name, []) for name in ("aliases", "listings", "powered_by"))
    row.pop("private", None)
    if "logo" in row:
        row["logo"] = ContentFile(logos.logo(row["logo"]), name="logo.png")
    if "checked" in row:
        row["checked_on"] = contents.day(row.pop("checked"), cast.today)
        row["checked_against"] = row.get("weights") or row.get("website", "")
    for name, kind in REFERENCES.items():
        if name in row:
            row[name] = cast.records[f"{kind}/{row[name]}"]
    record: Any = valid(record_class(**row))
    if families:
        record.powered_by.set([cast.records[f"family/{slug}"] for slug in families])
    for alias in aliases:
        valid(Alias(record=record, **alias))
    for listing in listings:
        valid(Listing(company=record, **listing))
    return record


def _cite_values(cast: Cast, row: Table) -> None:
    """Name the source of some values of a record."""
    record, of, before = cast.records[row.pop("record")], row.pop("of"), row.pop("before", False)
    row["checked_on"] = contents.day(row.pop("checked"), cast.today)
    for column in of:
        sourcing.cite(record, column, of_this=not before, **row)


def publish_records(cast: Cast) -> int:
    """Make the records public that are not private, and let the search and the log know of all."""
    private = {
        f"{kind}/{row['slug']}"
        for kind in RECORDS
        for row in contents.tables("records")[kind]
        if row.get("private")
    }
    public = [record.pk for key, record in cast.records.items() if key not in private]
    Record.objects.filter(pk__in=public).update(published_from=cast.now)
    for record in Record.objects.order_by("id"):
        saved(record)
    return len(public)


def make_old_claims(cast: Cast) -> int:
    return _claims(cast, news=False)


def make_new_claims(cast: Cast) -> int:
    return _claims(cast, news=True)


def _claims(cast: Cast, *, news: bool) -> int:
    said = 0
    for row in contents.tables("releases")["claim"]:
        claimed_on = contents.day(row["claimed_on"], cast.today)
        if (cast.today - claimed_on <= NEWS) is news:
            row |= {"claimed_on": claimed_on, "window": contents.edtf(row.get("window", ""), cast.today)}
            releases.claim(cast.records[f"model/{row.pop('model')}"], **row)
            said += 1
    return said
