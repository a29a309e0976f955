"""Cards by their addresses: drawn when first asked for, then kept among the media.

An address carries a mark of all that is drawn. So a card never changes, nobody can make up addresses that cost a
drawing, and each card is drawn once. What is kept may be thrown away at any time.
"""

import hashlib
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response

from cards.canvas import HEIGHT, WIDTH
from cards.layouts import RECIPE, Card, drawn

#: Browsers keep a card for a year; what stands between asks again, so that it goes with what was withdrawn.
CACHED = "public, max-age=31536000, s-maxage=60, immutable"


def social(kind: str, pk: int, card: Card) -> dict[str, Any]:
    """What other sites show of a page: the address of its card, its size, and what it says. Nothing is drawn yet."""
    return {"url": address(kind, pk, card), "width": WIDTH, "height": HEIGHT, "alt": card.alt}


def address(kind: str, pk: int, card: Card) -> str:
    """Where readers get a card while what it tells of is public and still so."""
    return f"/cards/{kind}/{pk}-{_mark(card)}.png"


def served(request: HttpRequest, kind: str, pk: int, card: Card) -> HttpResponseBase:
    """A card at its address, drawn where it is not kept. Raises Http404 where the address has another mark."""
    if request.path_info != address(kind, pk, card):
        raise Http404
    etag = f'"{_mark(card)}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        response = HttpResponse(_kept(kind, pk, card), content_type="image/png")
    for name, value in (("Cache-Control", CACHED), ("ETag", etag), ("X-Content-Type-Options", "nosniff")):
        response.headers[name] = value
    return response


def _kept(kind: str, pk: int, card: Card) -> bytes:
    folder, own = f"cards/{kind}/{pk}", f"{_mark(card)}.png"
    name = f"{folder}/{own}"
    try:
        with default_storage.open(name) as kept_before:
            return kept_before.read()
    except FileNotFoundError:
        made = drawn(card)
    kept = default_storage.save(name, ContentFile(made))
    if kept != name:  # somebody else drew it at the same time
        default_storage.delete(kept)
    for other in default_storage.listdir(folder)[1]:
        if other != own:  # of what the page said before: its address leads nowhere any more
            default_storage.delete(f"{folder}/{other}")
    return made


def _mark(card: Card) -> str:
    told = f"{RECIPE} {settings.SITE_NAME} {card!r}"
    return hashlib.blake2b(told.encode(), digest_size=10).hexdigest()
