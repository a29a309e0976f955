"""Pages of records: an index and a page for each kind, and the logos of companies."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, Prefetch, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cards import keeping
from changes import addresses
from changes.corrections import shown_on
from companies import carding
from companies.beside import beside
from companies.describing import described
from companies.jsonld import json_ld, listing, trail
from companies.lineage import in_order
from companies.models import AIModel, Company, Market, ModelFamily, Product, Record
from companies.pictures import served
from companies.releases import history, promised_and_delivered
from companies.siblings import siblings
from companies.sourcing import POINTING, notes
from companies.ties import tree
from companies.timeline import timeline
from prepared.paging import Page

PER_PAGE = 50
CLASSES: dict[str, Any] = {
    Record.Kind.COMPANY: Company,
    Record.Kind.PRODUCT: Product,
    Record.Kind.FAMILY: ModelFamily,
    Record.Kind.MODEL: AIModel,
    Record.Kind.MARKET: Market,
}
TITLES: dict[str, Any] = {
    Record.Kind.COMPANY: gettext_lazy("Companies"),
    Record.Kind.PRODUCT: gettext_lazy("Products"),
    Record.Kind.FAMILY: gettext_lazy("Model families"),
    Record.Kind.MODEL: gettext_lazy("Models"),
    Record.Kind.MARKET: gettext_lazy("Markets"),
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
    title = _title(kind)
    context = {
        "title": title,
        "linked_data": listing(title, request.path),
        "kind": kind,
        "many": many,
        "page": page,
        "rows": _with_owners(kind, page.take(list(records[page.window])), now),
    }
    return render(request, "companies/index.html", context)


def _title(kind: str) -> str:
    return str(TITLES[kind])


def _with_owners(kind: str, records: Iterable[Any], now: datetime) -> list[dict[str, Any]]:
    """Each record with the public company it belongs to, or None. One query."""
    found = list(records)
    column = OWNERS.get(Record.Kind(kind))
    if column is None:
        return [{"record": record} for record in found]
    owners = Record.objects.public(now).in_bulk({getattr(record, column) for record in found})
    return [{"record": record, "owner": owners.get(getattr(record, column))} for record in found]


def record(request: HttpRequest, kind: str, many: str, slug: str) -> HttpResponse:
    """One record with all that is public of it."""
    now = timezone.now()
    found = CLASSES[kind].objects.public(now).with_slug(slug).first()
    if found is None:
        return _moved(kind, slug, now)
    prefetch_related_objects([found], "aliases")
    related = RELATED[kind](found, now)
    way = _way(found, many, related)
    context = {
        "title": f"{found.name} {found.native_name}".strip(),
        "description": found.description,
        "linked_data": json_ld(
            described(found, related.get("owner") or related.get("developer")),
            trail([*way, (found.name, found.get_absolute_url())]),
        ),
        "way": way,
        "record": found,
        "aliases": found.aliases.all(),
        "corrections": shown_on(kind, found.pk, now),
        "social": keeping.social(kind, found.pk, carding.card(found)),
        "sources": notes(found, hidden=_hidden(found, related)),
        **related,
        **beside(found, now),
    }
    return render(request, f"companies/{kind}.html", context)


def _hidden(found: Any, related: dict[str, Any]) -> set[str]:
    """The columns whose record is private, so that their source is not shown either."""
    return {column for column in POINTING if hasattr(found, column) and not related.get(column)}


def logo(request: HttpRequest, pk: str, name: str) -> HttpResponseBase:
    """A company's logo, while the company is public."""
    found = get_object_or_404(Company.objects.public(), pk=pk)
    if found.logo_address != request.path_info:
        raise Http404
    response = served(str(found.logo.name))
    response.headers["Cache-Control"] = "public, max-age=60"
    return response


def card(request: HttpRequest, kind: str, pk: str) -> HttpResponseBase:
    """The card of a record, while it is public and stands as it is drawn. Two queries at most."""
    found = get_object_or_404(CLASSES[kind].objects.public(), pk=pk)
    return keeping.served(request, kind, found.pk, carding.card(found))


def _moved(kind: str, slug: str, now: datetime) -> HttpResponse:
    """301 from a former slug, where the record is public."""
    pk = addresses.holder(kind, slug)
    found = Record.objects.public(now).filter(pk=pk).first() if pk else None
    if found is None:
        raise Http404
    return redirect(found, permanent=True)


def _way(found: Any, many: str, related: dict[str, Any]) -> list[tuple[str, str]]:
    """The names and addresses of what a record lies under: its index, whose it is, its family."""
    over = [related.get(name) for name in ("owner", "developer", "family")]
    index = (_title(found.kind), reverse(f"companies:{many}"))
    return [index, *((record.name, record.get_absolute_url()) for record in over if record)]


def _of_company(company: Company, now: datetime) -> dict[str, Any]:
    newest_first = company.models.public(now).order_by(F("released_earliest").desc(nulls_first=True), "name")
    prefetch_related_objects([company], "listings")  # for the page and for what it says of itself
    models, families = list(newest_first.prefetch_related("claims")), list(company.families.public(now))
    return {
        "listings": company.listings.all(),
        "products": company.products.public(now),
        "families": families,
        "models": models,
        "timeline": timeline(models, families, today=timezone.localdate(now)),
        "tree": tree(company, now),
        "track_record": promised_and_delivered(company, now),
    }


def _of_product(product: Product, now: datetime) -> dict[str, Any]:
    prefetch_related_objects([product], "powered_by")  # all of them, for their source
    return {
        "owner": Record.objects.public(now).filter(pk=product.owner_id).first(),
        "powered_by": ModelFamily.objects.public(now).filter(products=product),
    }


def _of_family(family: ModelFamily, now: datetime) -> dict[str, Any]:
    before = Prefetch("predecessor", queryset=AIModel.objects.public(now))  # a private one is not named
    models = in_order(family.models.public(now).prefetch_related("claims", before))
    return {
        "developer": Record.objects.public(now).filter(pk=family.developer_id).first(),
        "models": models,
        "timeline": timeline(models, [family], today=timezone.localdate(now)),
        "products": Product.objects.public(now).filter(powered_by=family),
    }


def _of_model(model: AIModel, now: datetime) -> dict[str, Any]:
    near = {model.developer_id, model.family_id, model.predecessor_id} - {None}
    public = Record.objects.public(now).in_bulk(near)
    prefetch_related_objects([model], "claims")
    return {
        "developer": public.get(model.developer_id),
        "family": public.get(model.family_id),
        "predecessor": public.get(model.predecessor_id),
        "siblings": siblings(model, now),
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
