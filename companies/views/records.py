"""Pages of records: an index and a page for each kind."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString

from changes import addresses
from companies.beside import beside
from companies.jsonld import json_ld
from companies.models import AIModel, Company, Market, ModelFamily, Product, Record
from companies.releases import history, promised_and_delivered
from companies.ties import ties
from prepared.paging import Page

PER_PAGE = 50
CLASSES: dict[str, Any] = {
    Record.Kind.COMPANY: Company,
    Record.Kind.PRODUCT: Product,
    Record.Kind.FAMILY: ModelFamily,
    Record.Kind.MODEL: AIModel,
    Record.Kind.MARKET: Market,
}
#: The column that names whose a record is.
OWNERS = {
    Record.Kind.PRODUCT: "owner_id",
    Record.Kind.FAMILY: "developer_id",
    Record.Kind.MODEL: "developer_id",
}


def index(request: HttpRequest, kind: str, many: str) -> HttpResponse:
    """All public records of a kind, by name, with the companies they belong to where those are public."""
    now = timezone.now()
    records = CLASSES[kind].objects.public(now).order_by("name", "pk")
    if kind == Record.Kind.MODEL:
        records = records.prefetch_related("claims")
    page = Page(request, PER_PAGE)
    context = {
        "title": "Model families" if kind == Record.Kind.FAMILY else many.capitalize(),
        "kind": kind,
        "many": many,
        "page": page,
        "rows": _with_owners(kind, page.take(list(records[page.window])), now),
    }
    return render(request, "companies/index.html", context)


def _with_owners(kind: str, records: Iterable[Any], now: datetime) -> list[dict[str, Any]]:
    """Each record with the public company it belongs to, or None. One query."""
    found = list(records)
    column = OWNERS.get(Record.Kind(kind))
    if column is None:
        return [{"record": record} for record in found]
    owners = Record.objects.public(now).in_bulk({getattr(record, column) for record in found})
    return [{"record": record, "owner": owners.get(getattr(record, column))} for record in found]


def record(request: HttpRequest, kind: str, slug: str) -> HttpResponse:
    """One record with all that is public of it."""
    now = timezone.now()
    found = CLASSES[kind].objects.public(now).with_slug(slug).first()
    if found is None:
        return _moved(kind, slug, now)
    context = {
        "title": f"{found.name} {found.native_name}".strip(),
        "description": found.description,
        "record": found,
        "aliases": found.aliases.all(),
        **RELATED[kind](found, now),
        **beside(found, now),
    }
    return render(request, f"companies/{kind}.html", context)


def _moved(kind: str, slug: str, now: datetime) -> HttpResponse:
    """301 from a former slug, where the record is public."""
    pk = addresses.holder(kind, slug)
    found = Record.objects.public(now).filter(pk=pk).first() if pk else None
    if found is None:
        raise Http404
    return redirect(found, permanent=True)


def _of_company(company: Company, now: datetime) -> dict[str, Any]:
    models = company.models.public(now).order_by(F("released_earliest").desc(nulls_first=True), "name")
    return {
        "linked_data": _organisation(company),
        "products": company.products.public(now),
        "families": company.families.public(now),
        "models": models.prefetch_related("claims"),
        "ties": ties(company, now),
        "track_record": promised_and_delivered(company, now),
    }


def _organisation(company: Company) -> SafeString:
    """schema.org's Organization for a company."""
    wikidata = f"https://www.wikidata.org/wiki/{company.wikidata}" if company.wikidata else ""
    return json_ld(
        **{"@type": "Organization"},
        name=company.name,
        alternateName=company.native_name,
        description=company.description,
        url=company.website,
        sameAs=wikidata,
    )


def _of_product(product: Product, now: datetime) -> dict[str, Any]:
    return {
        "owner": Record.objects.public(now).filter(pk=product.owner_id).first(),
        "families": product.powered_by.public(now),
    }


def _of_family(family: ModelFamily, now: datetime) -> dict[str, Any]:
    models = family.models.public(now).order_by(F("released_earliest").desc(nulls_first=True), "name")
    return {
        "developer": Record.objects.public(now).filter(pk=family.developer_id).first(),
        "models": models.prefetch_related("claims"),
        "products": Product.objects.public(now).filter(powered_by=family),
    }


def _of_model(model: AIModel, now: datetime) -> dict[str, Any]:
    near = {model.developer_id, model.family_id, model.predecessor_id} - {None}
    public = Record.objects.public(now).in_bulk(near)
    return {
        "developer": public.get(model.developer_id),
        "family": public.get(model.family_id),
        "predecessor": public.get(model.predecessor_id),
        "successors": model.successors.public(now),
        "told": list(reversed(history(model.claims.all()))),
    }


def _of_market(market: Market, now: datetime) -> dict[str, Any]:
    return {}


RELATED: dict[str, Any] = {
    Record.Kind.COMPANY: _of_company,
    Record.Kind.PRODUCT: _of_product,
    Record.Kind.FAMILY: _of_family,
    Record.Kind.MODEL: _of_model,
    Record.Kind.MARKET: _of_market,
}
