"""Parts of what is told of records: dates, names, sources, claims, ties, and the public records that they point at."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone

from api.references import Reference
from api.resources import Row
from companies.models import SOURCED, AIModel, Ownership, Record
from companies.references import reference_to
from companies.releases import Told
from companies.sourcing import given
from companies.ties import OWNED, OWNER

#: What the API calls a value where that is not its column.
CALLED = {
    Record.Kind.COMPANY: {"sort": "kind"},
    Record.Kind.PRODUCT: {"owner": "company"},
    Record.Kind.FAMILY: {"developer": "company"},
    Record.Kind.MODEL: {"developer": "company"},
    Record.Kind.MARKET: {},
}


def dated(row: Any, name: str) -> Row:
    """A fuzzy date of a row: its EDTF, both ends, and words."""
    return {
        name: getattr(row, name),
        f"{name}_earliest": getattr(row, f"{name}_earliest"),
        f"{name}_latest": getattr(row, f"{name}_latest"),
        f"{name}_words": getattr(row, f"{name}_in_words"),
    }


def names(record: Any) -> list[Row]:
    """The other names of a record whose aliases are fetched."""
    return [
        {"text": alias.text, "kind": alias.kind, "language": alias.language} for alias in record.aliases.all()
    ]


def sources(record: Any, told: Mapping[str, Any]) -> list[Row]:
    """By what source the values of a record stand that are told and not empty: what is private has none here."""
    called = {column: CALLED[record.kind].get(column, column) for column in SOURCED[record.kind]}
    shown = [column for column, name in called.items() if told.get(name)]
    return [
        {
            "value": called[source.column],
            "title": source.title,
            "url": source.url,
            "checked_on": source.checked_on,
            "said_on": source.said_on,
            "of_this_value": source.of_this_value,
        }
        for source in given(record, shown).values()
        if source
    ]


def listings(company: Any) -> list[Row]:
    """Where a company is listed; they are fetched."""
    return [
        {"exchange": one.exchange, "ticker": one.ticker, **dated(one, "since"), **dated(one, "until")}
        for one in company.listings.all()
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
