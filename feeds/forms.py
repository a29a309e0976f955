"""A feed written in its three forms."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed

from feeds.entries import Entry, Feed
from feeds.texts import in_xml, whole

#: The forms of a feed by the endings of their addresses, each with its type.
TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "json": "application/feed+json",
}


class _Whole(SyndicationFeed):
    """Says of an empty feed that it never changed, not that it changed just now: it may be kept."""

    def latest_post_date(self) -> datetime:
        """When the newest of its entries changed."""
        return super().latest_post_date() if self.items else datetime(1970, 1, 1, tzinfo=UTC)


class _RSS(_Whole, Rss201rev2Feed):
    """RSS with the whole text beside the summary, every author, and the hub."""

    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
        }

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if settings.WEBSUB_HUB:
            handler.addQuickElement("atom:link", None, {"rel": "hub", "href": settings.WEBSUB_HUB})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for person in item["people"]:
            handler.addQuickElement("dc:creator", in_xml(person.name))
        handler.addQuickElement("content:encoded", item["html"])


class _Atom(_Whole, Atom1Feed):
    """Atom with the whole text beside the summary, every author, and the hub."""

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if settings.WEBSUB_HUB:
            handler.addQuickElement("link", None, {"rel": "hub", "href": settings.WEBSUB_HUB})

    def add_item_elements(self, handler: Any, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        for person in item["people"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", in_xml(person.name))
            if person.path:
                handler.addQuickElement("uri", whole(person.path))
            handler.endElement("author")
        handler.addQuickElement("content", item["html"], {"type": "html"})


def as_rss(feed: Feed) -> str:
    """The feed as RSS 2.0."""
    return _as_xml(_RSS, feed, "rss")


def as_atom(feed: Feed) -> str:
    """The feed as Atom."""
    return _as_xml(_Atom, feed, "atom")


def _as_xml(form: type[SyndicationFeed], feed: Feed, ending: str) -> str:
    written = form(
        title=in_xml(feed.title),
        link=whole(feed.page),
        description=in_xml(feed.about),
        subtitle=in_xml(feed.about),
        language=settings.LANGUAGE,
        author_name=settings.SITE_NAME if ending == "atom" else None,
        feed_url=whole(f"{feed.path}.{ending}"),
        feed_copyright=settings.SITE_LICENCE,
    )
    for entry in feed.entries:
        written.add_item(
            title=in_xml(entry.title),
            link=whole(entry.path),
            description=in_xml(entry.summary),
            pubdate=entry.published,
            updateddate=entry.modified,
            unique_id=whole(entry.key),
            unique_id_is_permalink=False,
            categories=[in_xml(tag) for tag in entry.tags],
            people=entry.people,
            html=in_xml(entry.html),
        )
    return written.writeString("utf-8")


def as_json(feed: Feed) -> dict[str, Any]:
    """The feed as JSON Feed 1.1."""
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.about,
        "home_page_url": whole(feed.page),
        "feed_url": whole(f"{feed.path}.json"),
        "language": settings.LANGUAGE,
        "authors": [{"name": settings.SITE_NAME, "url": whole("/")}],
        "hubs": [{"type": "WebSub", "url": settings.WEBSUB_HUB}] if settings.WEBSUB_HUB else [],
        "items": [_in_json(entry) for entry in feed.entries],
    }
    return {name: value for name, value in told.items() if value or name == "items"}


def _in_json(entry: Entry) -> dict[str, Any]:
    told = {
        "id": whole(entry.key),
        "url": whole(entry.path),
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "image": whole(entry.image) if entry.image else "",
        "date_published": entry.published.isoformat(),
        "date_modified": entry.modified.isoformat(),
        "authors": [_author(person.name, person.path) for person in entry.people],
        "tags": list(entry.tags),
    }
    return {name: value for name, value in told.items() if value or name == "content_html"}


def _author(name: str, path: str) -> dict[str, str]:
    return {"name": name, "url": whole(path)} if path else {"name": name}
