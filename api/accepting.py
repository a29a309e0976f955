"""What a request accepts (RFC 9110, 12.5.1): which of some media types it wants most."""

from functools import lru_cache

from django.http.request import MediaType

#: All that answers of the API come in, the usual first.
JSON, NDJSON, CSV, MARKDOWN = "application/json", "application/x-ndjson", "text/csv", "text/markdown"
FORMATS = (JSON, NDJSON, CSV, MARKDOWN)
#: Nobody needs more; so no header costs more to read than this.
LONGEST, MOST = 4_096, 64


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
