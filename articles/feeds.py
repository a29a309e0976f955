"""Feeds of the newest articles: RSS 2.0, Atom and JSON Feed 1.1, with the frozen text."""

import re
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from articles import bodies
from articles.models import Edition
from articles.stories import stories

LENGTH = 30
DATA = re.compile(r"</?data\b[^>]*>")
WITHIN = re.compile(r'(<(?:a|img)\b[^>]*?\b(?:href|src)=")/')


def newest() -> list[dict[str, Any]]:
    """The newest live articles with all that a feed says of them. Three queries."""
    rows = stories(Edition.objects.live().newest()[:LENGTH], "article_id", "body", "first_published")
    for row in rows:
        row["url"] = f"{settings.SITE_URL}/articles/{row['slug']}/"
        row["key"] = f"{settings.SITE_URL}/articles/#{row['article_id']}"
        row["html"] = for_readers(row["body"])
        row["authors"], row["topics"] = _plain(row["authors"]), _plain(row["topics"])
        row["modified"] = max(row["dated"], row["first_published"])
    return rows


def _plain(people: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Authors or topics with names that XML can hold: unlike a headline, they were not cleaned by publishing."""
    return [person | {"name": bodies.plain(person["name"])} for person in people]


def for_readers(body: str) -> str:
    """The frozen body without the marks of citations, its links and pictures with the site's address."""
    return WITHIN.sub(rf"\1{settings.SITE_URL}/", DATA.sub("", body))


class Steady(SyndicationFeed):
    """Says of an empty feed that it never changed, not that it changed just now: it may be kept."""

    def latest_post_date(self) -> datetime:
        """When the newest of its articles changed."""
        return super().latest_post_date() if self.items else datetime(1970, 1, 1, tzinfo=UTC)


class WholeRSS(Steady, Rss201rev2Feed):
    """RSS with the whole text beside the summary."""

    def rss_attributes(self) -> dict[str, str]:
        """Declare the namespace of the whole text."""
        return super().rss_attributes() | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Add the whole text."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["html"])


class WholeAtom(Steady, Atom1Feed):
    """Atom with the whole text beside the summary."""

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        """Add the whole text."""
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["html"], {"type": "html"})


class LatestRSS(Feed):
    """The newest articles as RSS."""

    feed_type = WholeRSS
    title = settings.SITE_NAME
    link = f"{settings.SITE_URL}/"
    feed_url = f"{settings.SITE_URL}/feeds/latest.rss"
    description = "The newest articles."
    item_guid_is_permalink = False

    def items(self) -> list[dict[str, Any]]:
        """Live editions, newest first."""
        return newest()

    def item_title(self, item: dict[str, Any]) -> str:
        """The headline."""
        return str(item["headline"])

    def item_link(self, item: dict[str, Any]) -> str:
        """Where it is read."""
        return str(item["url"])

    def item_description(self, item: dict[str, Any]) -> str:
        """The standfirst."""
        return str(item["standfirst"])

    def item_author_name(self, item: dict[str, Any]) -> str:
        """The byline."""
        return " and ".join(author["name"] for author in item["authors"])

    def item_categories(self, item: dict[str, Any]) -> list[str]:
        """Its topics."""
        return [topic["name"] for topic in item["topics"]]

    def item_pubdate(self, item: dict[str, Any]) -> datetime:
        """When it was first published."""
        return item["first_published"]

    def item_updateddate(self, item: dict[str, Any]) -> datetime:
        """The date that readers see."""
        return item["modified"]

    def item_guid(self, item: dict[str, Any]) -> str:
        """An id that stays when the address changes."""
        return str(item["key"])

    def item_extra_kwargs(self, item: dict[str, Any]) -> dict[str, Any]:
        """The whole text."""
        return {"html": item["html"]}


class LatestAtom(LatestRSS):
    """The newest articles as Atom."""

    feed_type = WholeAtom  # type: ignore[assignment]
    feed_url = f"{settings.SITE_URL}/feeds/latest.atom"
    subtitle = LatestRSS.description


def latest_json(request: HttpRequest) -> JsonResponse:
    """The newest articles as JSON Feed 1.1."""
    items = [
        {
            "id": story["key"],
            "url": story["url"],
            "title": story["headline"],
            "summary": story["standfirst"],
            "content_html": story["html"],
            "date_published": story["first_published"].isoformat(),
            "date_modified": story["modified"].isoformat(),
            "authors": [{"name": author["name"]} for author in story["authors"]],
            "tags": [topic["name"] for topic in story["topics"]],
        }
        for story in newest()
    ]
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": settings.SITE_NAME,
        "language": "en",
        "home_page_url": f"{settings.SITE_URL}/",
        "feed_url": settings.SITE_URL + reverse("articles:json-feed"),
        "items": items,
    }
    return JsonResponse(feed, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False})
