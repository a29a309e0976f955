"""References to records: from whatever the API tells of to a company, product, family, model or market."""

from api.references import Reference, address, page
from companies.models import record as records

#: The list of the API that has each kind.
LISTS = {
    "company": "companies",
    "product": "products",
    "family": "families",
    "model": "models",
    "market": "markets",
}
RECORDS = tuple(LISTS.values())
#: What a kind may be called: as an object has it, and as its list is called.
KINDS = {name: kind for kind, many in LISTS.items() for name in (kind, many)}


def reference_to(pk: int, kind: str, slug: str, name: str) -> Reference:
    """A record in short. It is for the caller to know that the public sees it."""
    return {
        "id": pk,
        "type": kind,
        "slug": slug,
        "name": name,
        "url": page(records.address(kind, slug)),
        "self": address(LISTS[kind], slug),
    }
