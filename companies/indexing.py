"""Records in the search, under all their names, and what follows when those change."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet

from changes import addresses, log
from companies.models import Record, address
from companies.references import KINDS
from search import documents
from search.documents import Entry, Hit

Follow = Callable[[Record], object]

_followers: list[Follow] = []


def when_names_change(follow: Follow) -> None:
    """Name what apps further up the arrows do when the names of a record are others than before."""
    _followers.append(follow)


def names_changed(record: Record) -> None:
    """Have everything follow that rests on a record's names, or on when they mean it."""
    for follow in _followers:
        follow(record)


def put_in_search(record: Record) -> bool:
    """Index a record under its names and aliases; returns whether they are others than before."""
    return documents.put(entry(record))


def held(kind: str) -> "QuerySet[Record]":
    """All records of a kind, to be indexed."""
    return Record.objects.filter(kind=kind).prefetch_related("aliases")


def entry(record: Record) -> Entry:
    """How a record is indexed. One query where its aliases were not fetched."""
    names = [record.name, record.native_name, *(alias.text for alias in record.aliases.all())]
    return Entry(record.kind, record.pk, [*filter(None, names)], record.description)


def told(records: "QuerySet[Record]") -> list[Hit]:
    """Records as the search shows them."""
    return [
        Hit(row["kind"], row["id"], row["name"], address(row["kind"], row["slug"]), row["description"])
        for row in records.values("id", "kind", "name", "slug", "description")
    ]


def called(text: str, at: datetime, kind: str = "") -> tuple[str, str] | None:
    """The address and name of the public record, of a kind, that has an address or a name; None where there is none.

    text: an address may have the kind before it, as in company/openai.
    """
    before, _, slug = text.rpartition("/")
    if before in KINDS and kind in {"", KINDS[before]}:
        text, kind = slug, KINDS[before]
    named = Q(slug=text) | Q(name__iexact=text) | Q(native_name__iexact=text) | Q(aliases__text__iexact=text)
    found = Record.objects.public(at).filter(named).order_by("pk")
    if kind:
        found = found.filter(kind=kind)
    return found.values_list("slug", "name").first()


def around(slug: str) -> "QuerySet[Any, Any]":
    """Ids of the records with an address, and of those that belong to one: its products, families and models."""
    mine = Record.objects.filter(slug=slug)
    return Record.objects.filter(
        Q(pk__in=mine)
        | Q(product__owner__in=mine)
        | Q(modelfamily__developer__in=mine)
        | Q(aimodel__developer__in=mine)
        | Q(aimodel__family__in=mine)
    ).values("pk")


def refuse_taken(kind: str, slug: str, pk: int | None) -> None:
    """Raise ValidationError for a slug that another record of the kind has, or ever had in public."""
    taken = Record.objects.filter(kind=kind, slug=slug).exclude(pk=pk or 0).exists()
    if taken or not addresses.is_free(kind, slug, pk):
        raise ValidationError("This slug is or was the address of another record. Choose another.")


@transaction.atomic
def saved(record: Record, *, slug_before: str = "") -> None:
    """What follows from saving a record: its address is held, the search and the log know of it.

    slug_before: the slug it had until now; an address that was ever public keeps leading to the record.
    Raises changes.addresses.AddressTaken where the new slug is or was the address of another record.
    """
    public = Record.objects.public().filter(pk=record.pk).exists()
    if not addresses.is_free(record.kind, record.slug, record.pk):
        raise addresses.AddressTaken(
            f"The slug “{record.slug}” is or was the address of another {record.get_kind_display().lower()}."
        )
    renamed = slug_before and slug_before != record.slug
    if renamed and Record.objects.once_public().filter(pk=record.pk).exists():
        addresses.claim(record.kind, slug_before, record.pk)
    if put_in_search(record):
        names_changed(record)
    log.appears(record.kind, record.pk, at=record.published_from)
    if public:
        log.touched(record.kind, record.pk, address=record.get_absolute_url(), title=record.name)
        transaction.on_commit(log.forget_version)
