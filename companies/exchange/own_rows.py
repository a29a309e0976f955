"""Columns whose values are rows of the record's own: a file says which there are, and the rest go."""

from typing import Any

from django.core.exceptions import ValidationError

from companies.exchange.source_cells import save_sources
from companies.models import Alias, Company, Listing, Record


def save_aliases(record: Record, wanted: list[Alias]) -> None:
    """Make a record's aliases those that are wanted; one that is there already keeps its row."""
    held = {alias.text: alias for alias in record.aliases.all()}
    record.aliases.exclude(text__in=[alias.text for alias in wanted]).delete()
    for new in wanted:
        alias = held.get(new.text, new)
        if alias is not new and (alias.kind, alias.language) == (new.kind, new.language):
            continue
        alias.record, alias.kind, alias.language = record, new.kind, new.language
        _save_row("aliases", alias)


def save_listings(company: Company, wanted: list[Listing]) -> None:
    """Make a company's listings those that are wanted; one with the same ticker and beginning keeps its row."""
    held = {(row.exchange, row.ticker, row.since): row for row in company.listings.all()}
    kept = [held.pop((new.exchange, new.ticker, new.since), new) for new in wanted]
    company.listings.filter(pk__in=[row.pk for row in held.values()]).delete()
    ended_first = sorted(zip(kept, wanted, strict=True), key=lambda pair: not pair[1].until)
    for row, new in ended_first:
        if row is new or row.until != new.until:
            row.company, row.until = company, new.until
            _save_row("listings", row)


def _save_row(column: str, row: Alias | Listing) -> None:
    """Save what belongs to a record. Raises ValidationError that names the column and what is refused in it."""
    try:
        row.full_clean()
    except ValidationError as reason:
        raise ValidationError({column: [f"“{row}”: {said}" for said in reason.messages]}) from reason
    row.save()


#: The columns whose values are rows of the record's own, and how they are saved.
SAVED_BY: dict[str, Any] = {"aliases": save_aliases, "listings": save_listings, "sources": save_sources}
