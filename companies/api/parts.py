"""Parts of what is told of records: dates, names, sources, claims, ties, and the public records that they point at."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from api.references import Reference
from api.resources import Row
from companies.models import (
    SOURCED,
    AIModel,
    Alias,
    Listing,
    ModelFamily,
    Ownership,
    Record,
    ReleaseClaim,
    ValueSource,
)
from companies.references import reference_to
from companies.releases import Told
from companies.sourcing import SETS, stood_by, text_of, text_of_rows
from companies.ties import OWNED, OWNER
from prepared import PreparedAmong, columns, objects

#: What the API calls a value where that is not its column.
CALLED = {
    Record.Kind.COMPANY: {"sort": "kind"},
    Record.Kind.PRODUCT: {"owner": "company"},
    Record.Kind.FAMILY: {"developer": "company"},
    Record.Kind.MODEL: {"developer": "company"},
    Record.Kind.MARKET: {},
}
#: What a release claim may be the source of.
CLAIMED = {"status", "released"}
#: The rows that records hold, and the column that names the record.
HELD: dict[str, tuple[Any, str]] = {
    "aliases": (Alias, "record_id"),
    "sources": (ValueSource, "record_id"),
    "listings": (Listing, "company_id"),
    "claims": (ReleaseClaim, "model_id"),
    "powered_by": (ModelFamily, "powers"),
}


def held(name: str, records: Sequence[int]) -> dict[int, list[Any]]:
    """Rows that some records hold, by record, in their usual order. One query."""
    model, column = HELD[name]
    found: dict[int, list[Any]] = defaultdict(list)
    rows = _held(name)(records)
    for row, one in zip(rows, objects(model, rows), strict=True):
        found[row[column]].append(one)
    return found


@cache
def _held(name: str) -> PreparedAmong:
    model, column = HELD[name]
    if model is ModelFamily:
        powering = ModelFamily.objects.annotate(powers=F("products"))
        return PreparedAmong(
            lambda ids: powering.filter(powers__in=ids).values(column, *columns(model)),
        )
    return PreparedAmong(
        lambda ids: model._default_manager.filter(**{f"{column}__in": ids}).values(*columns(model))
    )


def dated(row: Any, name: str) -> Row:
    """A fuzzy date of a row: its EDTF, both ends, and words."""
    return {
        name: getattr(row, name),
        f"{name}_earliest": getattr(row, f"{name}_earliest"),
        f"{name}_latest": getattr(row, f"{name}_latest"),
        f"{name}_words": getattr(row, f"{name}_in_words"),
    }


def names(aliases: Iterable[Alias]) -> list[Row]:
    """The other names of a record."""
    return [{"text": alias.text, "kind": alias.kind, "language": alias.language} for alias in aliases]


def sources(record: Any, told: Mapping[str, Any], rows: Mapping[str, list[Any]]) -> list[Row]:
    """By what source the values of a record stand that are told and not empty: what is private has none here.

    rows: all that it holds, by name.
    """
    if not rows["sources"] and not rows.get("claims"):
        return []
    called = {column: CALLED[record.kind].get(column, column) for column in SOURCED[record.kind]}
    asked = {source.column for source in rows["sources"]} | CLAIMED
    texts = {
        column: text_of_rows(rows[column], column) if column in SETS else text_of(record, column)
        for column, name in called.items()
        if column in asked and told.get(name)
    }
    return [
        {
            "value": called[source.column],
            "title": source.title,
            "url": source.url,
            "checked_on": source.checked_on,
            "said_on": source.said_on,
            "of_this_value": source.of_this_value,
        }
        for source in stood_by(record, texts, rows["sources"], rows.get("claims", ())).values()
        if source
    ]


def listings(rows: Iterable[Listing]) -> list[Row]:
    """Where a company is listed."""
    return [
        {"exchange": one.exchange, "ticker": one.ticker, **dated(one, "since"), **dated(one, "until")}
        for one in rows
    ]


def claims(told: Iterable[Told]) -> list[Row]:
    """What was said of a release."""
    return [
        {
            "status": claim.status,
            **dated(claim, "window"),
            "quotation": claim.window_words,
            "claimed_by": claim.claimed_by,
            "claimed_on": claim.claimed_on,
            "source": claim.source,
            "slip_days": slip_days,
        }
        for claim, slip_days in told
    ]


def public_ones(ids: Collection[int], at: datetime) -> dict[int, Reference]:
    """References to those of some records that the public sees. One query, none for none."""
    if not ids:
        return {}
    rows = Record.objects.public(at).filter(pk__in=ids).order_by("name", "pk")
    return {pk: reference_to(pk, *row) for pk, *row in rows.values_list("pk", "kind", "slug", "name")}


def followers(models: Collection[int], at: datetime) -> dict[int, list[Reference]]:
    """References to the public models that follow some. One query."""
    found: dict[int, list[Reference]] = defaultdict(list)
    rows = AIModel.objects.public(at).filter(predecessor__in=models).order_by("name", "pk")
    for before, pk, *row in rows.values_list("predecessor_id", "pk", "kind", "slug", "name"):
        found[before].append(reference_to(pk, *row))
    return found


def ties(company: int, at: datetime) -> dict[str, list[Row]]:
    """The owners and the holdings of a company, as far as they are public. Two queries."""
    rows = list(Ownership.objects.filter(Q(owner=company) | Q(owned=company)))
    public = public_ones({pk for tie in rows for pk in (tie.owner_id, tie.owned_id)} - {company}, at)
    today = timezone.localdate(at)
    found: dict[str, list[Row]] = {"owners": [], "holdings": []}
    for tie in rows:
        held = tie.owner_id == company
        other = public.get(tie.owned_id if held else tie.owner_id)
        if other:
            found["holdings" if held else "owners"].append(
                {
                    "company": other,
                    "type": tie.type,
                    "relation": (OWNED if held else OWNER)[Ownership.Type(tie.type)],
                    "share": None if tie.share is None else f"{tie.share.normalize():f}",
                    **dated(tie, "since"),
                    **dated(tie, "until"),
                    "ended": tie.until_latest is not None and tie.until_latest < today,
                    "source": tie.source,
                }
            )
    for side in found.values():
        side.sort(key=lambda tie: (tie["company"]["name"], tie["company"]["id"]))
    return found
