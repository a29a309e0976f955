"""What may be meant by an address at which there is nothing."""

import re
from datetime import datetime
from difflib import get_close_matches
from itertools import islice
from typing import NamedTuple

from django.utils.translation import gettext, gettext_lazy

from articles.models import Edition
from companies.models import Record, address

#: The first parts of readers' addresses, and how they are called.
PARTS = {
    "articles": gettext_lazy("Stories"),
    "authors": gettext_lazy("Stories"),
    "topics": gettext_lazy("Stories"),
    "changes": gettext_lazy("Changes"),
    "companies": gettext_lazy("Companies"),
    "compare": gettext_lazy("Compare"),
    "corrections": gettext_lazy("Corrections"),
    "facts": gettext_lazy("Figures"),
    "families": gettext_lazy("Model families"),
    "markets": gettext_lazy("Markets"),
    "models": gettext_lazy("Models"),
    "products": gettext_lazy("Products"),
    "questions": gettext_lazy("Questions"),
    "releases": gettext_lazy("Releases"),
    "search": gettext_lazy("Search"),
    "sources": gettext_lazy("Sources"),
}
#: How alike what was typed must be to what there is, and how many letters have to be right at its beginning.
ALIKE, BEGINNING = 0.75, 2
#: Names that are compared, and places that are offered.
COMPARED, OFFERED = 500, 3


class Place(NamedTuple):
    """A page that readers see."""

    name: str
    url: str
    what: str


class Nearby(NamedTuple):
    """What may be meant, the likeliest first, and the words of the address, to be searched for."""

    places: list[Place]
    words: str


def nearby(path: str, *, at: datetime) -> Nearby:
    """What readers may have meant by an address. Two queries, and none for what resembles no address of ours."""
    first, _, rest = path.lower().strip("/").partition("/")
    part = next(iter(get_close_matches(first, PARTS, n=1, cutoff=ALIKE)), "")
    slug = rest.split("/")[0] if part else first
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,99}", slug):
        slug = ""
    places = [*_stories(slug, at), *_records(slug, at)] if slug and (part or not rest) else []
    if part and (part != first or not places):
        places.append(Place(str(PARTS[part]), f"/{_list(part)}/", gettext("all")))
    return Nearby(places[: OFFERED + 1], slug.replace("-", " "))


def _list(part: str) -> str:
    return "articles" if part in {"authors", "topics"} else part


def _stories(slug: str, at: datetime) -> list[Place]:
    """The live article of this very slug: it was asked for below the wrong part."""
    live = Edition.objects.live(at).filter(slug=slug).values_list("headline", flat=True)
    return [Place(headline, f"/articles/{slug}/", gettext("story")) for headline in live[:1]]


def _records(slug: str, at: datetime) -> list[Place]:
    """Public records with a slug like this."""
    rows = Record.objects.public(at).filter(slug__startswith=slug[:BEGINNING]).order_by("slug")
    known: dict[str, list[Place]] = {}
    for kind, found, name in islice(rows.values_list("kind", "slug", "name"), COMPARED):
        known.setdefault(found, []).append(Place(name, address(kind, found), Record.Kind(kind).noun))
    return [
        place for like in get_close_matches(slug, known, n=OFFERED, cutoff=ALIKE) for place in known[like]
    ]
