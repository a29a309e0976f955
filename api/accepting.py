"""What a request accepts (RFC 9110, 12.5.1), of what an address offers: which media type it wants most."""

import re
from functools import lru_cache

from django.http.request import MediaType

JSON, NDJSON, CSV, MARKDOWN = "application/json", "application/x-ndjson", "text/csv", "text/markdown"
#: What a list comes in, and what one object does that has a page by the same name.
OF_LISTS, OF_TWINS = (JSON, NDJSON, CSV), (JSON, MARKDOWN)
#: What the schema comes in.
OF_SCHEMA = ("application/vnd.oai.openapi", "application/yaml", "application/vnd.oai.openapi+json", JSON)
#: One object of the API that has a page of its own by the same name.
TWIN = re.compile(r"/api/v1((?:/articles|/companies|/products|/families|/models|/markets)/[a-z0-9-]+/)\Z")
#: Nobody needs more; so no header costs more to read than this.
LONGEST, MOST = 4_096, 64


def page_of(path: str, query: str) -> str:
    """The address of the page that tells an object of the API, or nothing; it knows no parameters."""
    found = TWIN.match(path)
    return found[1] if found and not query else ""


@lru_cache(maxsize=1024)
def ranked(accept: str, offers: tuple[str, ...]) -> tuple[str, ...]:
    """Those of some media types that a header accepts, most wanted first.

    By quality, then by how exactly they are named, then in the header's order, then in that of the offers.
    `q=0` refuses. Parameters but the quality are not looked at: what we send has none to choose by.
    """
    ranges = [
        (MediaType(word.partition(";")[0].strip()), MediaType(word).quality, place)
        for place, word in enumerate(accept[:LONGEST].split(",")[:MOST])
        if word.strip()
    ] or [(MediaType("*/*"), 1.0, 0)]
    found = []
    for number, offer in enumerate(offers):
        fitting = [
            (-kind.specificity, place, -quality) for kind, quality, place in ranges if kind.match(offer)
        ]
        if fitting:
            exactly, place, quality = min(fitting)
            if quality:
                found.append((quality, exactly, place, number, offer))
    return tuple(offer for *_, offer in sorted(found))
