"""Whether what a reader sends comes from a page of ours, told without a cookie."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest


def sent_from_here(request: HttpRequest) -> bool:
    """Whether a form was sent from a page of this site, by what the browser says and pages cannot change.

    Every browser says it in Origin or Sec-Fetch-Site, old ones in Referer. Whoever says nothing is no browser that a
    stranger's page could have driven, and is refused all the same: nothing of ours sends so.
    """
    told = request.headers
    fetched = told.get("Sec-Fetch-Site", "")
    origin = told.get("Origin") or _origin(told.get("Referer", ""))
    if fetched not in {"", "same-origin"}:
        return False
    # A browser that is told to send no referrers says "null", and where it comes from all the same.
    if fetched and origin in {"", "null"}:
        return True
    return origin in {f"{request.scheme}://{request.get_host()}", settings.SITE_URL}


def sent_by_another_page(request: HttpRequest) -> bool:
    """Whether a browser says that a page which is not of this site sent it. Programs say nothing of the kind."""
    says_so = "Origin" in request.headers or "Sec-Fetch-Site" in request.headers
    return says_so and not sent_from_here(request)


def _origin(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
