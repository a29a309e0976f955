"""Which interests readers of a text are told of, and whose declaration is missing.

The house's interests concern every text that names the company; an author's those in whose byline they stand. A text
names a company by its own name, by that of a product, family or model of it, or by a company that it controls.
Asked when a page is made, so that what is declared today stands on what was published last year.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from articles.models import Author, Declaration, Edition, EditionAuthor, EditionRecord, Interest
from companies.models import Ownership, Record
from prepared import Prepared

#: A declaration holds so long.
YEAR = timedelta(days=365)

CONTROLS = [tie for tie in Ownership.Type if tie.controls]

_COLUMNS = ("pk", "company_id", "line", "since", "until")

_concerning = Prepared(
    lambda pk: (
        Interest.objects.filter(
            Q(author=None) | Q(author__in=EditionAuthor.objects.filter(edition=pk).values("author"))
        )
        .order_by("author_id", "pk")
        .values(*_COLUMNS)
    ),
    int,
)


def told(edition: Edition, at: datetime) -> list[str]:
    """The disclosure lines under an edition, the house's first. One query; three where there may be any.

    What was held at any time since the article first appeared is told of.
    """
    rows = _concerning(edition.pk)
    if not rows:
        return []
    return _lines(edition, rows, EditionRecord.objects.filter(edition=edition.pk).values("record"), at)


def would_be_told(
    edition: Edition, authors: Collection[int], records: Collection[int], at: datetime
) -> list[str]:
    """The same of an edition that is only drawn up, with these authors, which names these records."""
    found = Interest.objects.filter(Q(author=None) | Q(author__in=authors)).order_by("author_id", "pk")
    return _lines(edition, found.values(*_COLUMNS), records, at)


def _lines(edition: Edition, rows: Iterable[dict[str, Any]], named: Any, at: datetime) -> list[str]:
    begun = timezone.localdate(edition.first_published)
    held = [row for row in rows if _held(row, begun, timezone.localdate(at))]
    concerned = companies_named(named, {row["company_id"] for row in held}, at) if held else set()
    return list(dict.fromkeys(_said(row, at) for row in held if row["company_id"] in concerned))


def _held(row: dict[str, Any], begun: date, today: date) -> bool:
    return (row["since"] is None or row["since"] <= today) and (row["until"] is None or row["until"] >= begun)


def _said(row: dict[str, Any], at: datetime) -> str:
    """The line, and that it is over where it is."""
    ended = row["until"] and row["until"] < timezone.localdate(at)
    if not ended:
        return str(row["line"])
    said = {"line": row["line"], "day": date_format(row["until"], gettext("j F Y"))}
    return gettext("%(line)s This ended on %(day)s.") % said


def companies_named(records: Any, among: Collection[int], at: datetime) -> set[int]:
    """Which of some companies a text names by naming these records, itself or through what belongs to it.

    Two queries.
    """
    owners = _owners(at)
    found = set()
    for row in Record.objects.filter(pk__in=records).values_list(
        "pk", "product__owner", "modelfamily__developer", "aimodel__developer"
    ):
        found |= _with_owners([pk for pk in row if pk], owners)
    return found & set(among)


def _owners(at: datetime) -> dict[int, list[int]]:
    """Who controls each company on a day: an end that is not known is open."""
    today = timezone.localdate(at)
    ties = Ownership.objects.filter(
        Q(since_earliest__isnull=True) | Q(since_earliest__lte=today),
        Q(until_latest__isnull=True) | Q(until_latest__gte=today),
        type__in=CONTROLS,
    )
    owners = defaultdict(list)
    for owned, owner in ties.values_list("owned_id", "owner_id"):
        owners[owned].append(owner)
    return owners


def _with_owners(companies: Iterable[int], owners: dict[int, list[int]]) -> set[int]:
    found: set[int] = set()
    waiting = list(companies)
    while waiting:
        if (company := waiting.pop()) not in found:
            found.add(company)
            waiting += owners.get(company, [])
    return found


def was_told(interest: Interest, at: datetime | None = None) -> bool:
    """Whether readers ever saw its line: an edition that names the company was live since it was declared."""
    at = at or timezone.now()
    rows = EditionRecord.objects.begun(at).filter(visible_until__gt=interest.declared_at)
    if interest.author_id:
        rows = rows.filter(edition__bylines__author=interest.author_id)
    begun = interest.since is None or interest.since <= timezone.localdate(at)
    return begun and bool(companies_named(rows.values("record"), {interest.company_id}, at))


def with_declaration(authors: "QuerySet[Author]") -> "QuerySet[Author]":
    """Authors with the time of their newest declaration, `declared`."""
    newest = Declaration.objects.filter(author=OuterRef("pk")).order_by("-at").values("at")[:1]
    return authors.annotate(declared=Subquery(newest))


def undeclared(authors: "QuerySet[Author]", at: datetime) -> "QuerySet[Author]":
    """Those whose declaration is missing, or will be over a year old at a time."""
    return authors.filter(~Exists(Declaration.objects.filter(author=OuterRef("pk"), at__gt=at - YEAR)))
