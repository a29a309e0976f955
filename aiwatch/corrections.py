"""The page of corrections, one correction's own, and their feeds."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed

from articles.feeds import LENGTH, Steady
from changes.corrections import NAMED_ON_ITS_PAGE, with_things
from changes.models import Correction
from companies.jsonld import correction_comment, json_ld, listing, trail
from prepared.paging import Page

PER_PAGE = 50
TITLE = "Corrections"
DESCRIPTION = (
    "What we had wrong, and what is right. Every correction stands here and on each page that it touches."
)


def corrections(request: HttpRequest) -> HttpResponse:
    """All corrections, newest first."""
    now = timezone.now()
    page = Page(request, PER_PAGE)
    found = page.take(list(_public(now)[page.window]))
    context = {
        "title": TITLE,
        "description": DESCRIPTION,
        "linked_data": listing(TITLE, request.path, DESCRIPTION),
        "page": page,
        "corrections": with_things(found, now),
    }
    return render(request, "corrections/corrections.html", context)


def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """One correction with all that it touches."""
    now = timezone.now()
    found = get_object_or_404(_public(now), pk=pk)
    [told] = with_things([found], now, most=NAMED_ON_ITS_PAGE)
    title = f"Correction of {timezone.localtime(told['at']):%-d %B %Y}"
    way = [(TITLE, reverse("corrections"))]
    context = {
        "title": title,
        "description": told["wrong"],
        "linked_data": json_ld(correction_comment(told), trail([*way, (title, told["url"])])),
        "way": way,
        "correction": told,
    }
    return render(request, "corrections/correction.html", context)


def _public(at: datetime) -> Any:
    return Correction.objects.public(at).newest().select_related("change")


def _newest() -> list[dict[str, Any]]:
    """The newest corrections with all that a feed says of them."""
    now = timezone.now()
    rows = with_things(_public(now)[:LENGTH], now)
    for row in rows:
        named = [thing.title for thing in row["touches"]]
        row["title"] = f"Correction: {named[0]}" if named else "Correction"
    return rows


class _RSS(Steady, Rss201rev2Feed):
    """RSS."""


class _Atom(Steady, Atom1Feed):
    """Atom."""


class CorrectionsRSS(Feed):
    """The newest corrections as RSS."""

    feed_type = _RSS
    title = f"{settings.SITE_NAME}: corrections"
    link = f"{settings.SITE_URL}/corrections/"
    feed_url = f"{settings.SITE_URL}/feeds/corrections.rss"
    description = DESCRIPTION

    def items(self) -> list[dict[str, Any]]:
        """Newest first."""
        return _newest()

    def item_title(self, item: dict[str, Any]) -> str:
        """What it touches first."""
        return str(item["title"])

    def item_description(self, item: dict[str, Any]) -> str:
        """What was wrong, what is right."""
        return f"{item['wrong']} {item['right']}"

    def item_link(self, item: dict[str, Any]) -> str:
        """Its own page."""
        return settings.SITE_URL + str(item["url"])

    def item_pubdate(self, item: dict[str, Any]) -> datetime:
        """When readers were told."""
        return item["at"]

    def item_updateddate(self, item: dict[str, Any]) -> datetime:
        """The same: it never changes."""
        return item["at"]


class CorrectionsAtom(CorrectionsRSS):
    """The newest corrections as Atom."""

    feed_type = _Atom  # type: ignore[assignment]  # as Django means it
    feed_url = f"{settings.SITE_URL}/feeds/corrections.atom"
    subtitle = DESCRIPTION


def corrections_json(request: HttpRequest) -> JsonResponse:
    """The newest corrections as JSON Feed 1.1."""
    items = [
        {
            "id": settings.SITE_URL + row["url"],
            "url": settings.SITE_URL + row["url"],
            "title": row["title"],
            "content_text": f"{row['wrong']} {row['right']}",
            "date_published": row["at"].isoformat(),
        }
        for row in _newest()
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": CorrectionsRSS.title,
        "language": "en",
        "home_page_url": CorrectionsRSS.link,
        "feed_url": f"{settings.SITE_URL}/feeds/corrections.json",
        "items": items,
    }
    return JsonResponse(feed, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False})
