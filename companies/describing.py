"""What the page of a record says of it to programs that read schema.org."""

import re
from typing import Any

from companies.jsonld import Thing, address, thing
from companies.licences import spdx_page
from companies.models import Record

#: A day, a month or a year, as ISO 8601 writes it and EDTF too.
DAY = re.compile(r"[0-9]{4}(-(0[1-9]|1[0-2])(-[0-9]{2})?)?")


def described(record: Any, whose: Record | None) -> Thing:
    """A page about a record; `whose` is the public company that it belongs to."""
    about = DESCRIBED[record.kind](record, whose)
    return thing("WebPage", name=record.name, url=address(record.get_absolute_url()), mainEntity=about)


def _company(company: Any, whose: Record | None) -> Thing:
    wikidata = f"https://www.wikidata.org/wiki/{company.wikidata}" if company.wikidata else ""
    traded = [
        f"{listing.exchange}:{listing.ticker}" for listing in company.listings.all() if not listing.until
    ]
    return thing(
        "Corporation" if traded else "Organization",
        name=company.name,
        alternateName=company.native_name,
        description=company.description,
        url=company.website,
        sameAs=wikidata,
        foundingDate=company.founded if DAY.fullmatch(company.founded or "") else "",
        address=thing("PostalAddress", addressLocality=company.seat, addressCountry=company.country)
        if company.country
        else None,
        logo=address(company.logo_address) if company.logo else "",
        tickerSymbol=traded[0] if len(traded) == 1 else traded,
    )


def _software(record: Any, whose: Record | None) -> Thing:
    """A product, a family or a model: software, with what is known of it.

    No offer and no rating, although Google shows software as a rich result only with both: what a million tokens
    cost is no price of the software, and nobody has rated it.
    """
    maker = thing("Organization", name=whose.name, url=address(whose.get_absolute_url())) if whose else None
    return thing(
        "SoftwareApplication",
        name=record.name,
        alternateName=record.native_name,
        description=record.description,
        url=getattr(record, "website", "") or address(record.get_absolute_url()),
        applicationCategory=getattr(record, "what", "") or "AI model",
        softwareVersion=getattr(record, "version", ""),
        creator=maker,
    )


def _model(model: Any, whose: Record | None) -> Thing:
    """A model: also its licence, when it was released where one date says so, and where it can be had."""
    return _software(model, whose) | thing(
        "SoftwareApplication",
        license=spdx_page(model.licence),
        downloadUrl=model.weights,
        # A day alone: programs hold datePublished to be a moment with its offset.
        publication=thing("PublicationEvent", startDate=model.released)
        if DAY.fullmatch(model.released or "")
        else None,
    )


def _market(market: Any, whose: Record | None) -> Thing:
    return thing(
        "DefinedTerm", name=market.name, alternateName=market.native_name, description=market.description
    )


DESCRIBED = {
    Record.Kind.COMPANY: _company,
    Record.Kind.PRODUCT: _software,
    Record.Kind.FAMILY: _software,
    Record.Kind.MODEL: _model,
    Record.Kind.MARKET: _market,
}
