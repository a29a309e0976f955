"""Feeds of the newest answers, of all or about one record or topic: RSS 2.0, Atom and JSON Feed 1.1, with the text."""

from datetime import datetime
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from articles import bodies
from articles.feeds import LENGTH, WholeAtom, WholeRSS, for_readers
from articles.models import Topic
from companies.models import Record
from companies.urls import PLURALS
from questions.models import Question

SUMMARY = 200
KINDS = {many: kind for kind, many in PLURALS.items()}


class Answers(NamedTuple):
    """What a feed tells: its address, its title, the page with the same answers, and its entries."""

    address: str
    title: str
    page: str
    entries: list[dict[str, Any]]


def answers(request: HttpRequest, many: str = "", slug: str = "") -> Answers:
    """The newest public answers: all, or those about a record or on a topic.

    many: a kind of records as addresses name it, or "topics". Raises Http404 for what is not public.
    """
    now = timezone.now()
    questions = Question.objects.public(now)
    page, what = reverse("questions:questions"), ""
    if many == "topics":
        topic = get_object_or_404(Topic.objects.public(now), slug=slug)
        questions, page, what = questions.of_topic(topic, now), f"{page}?topic={slug}", f" on {topic.name}"
    elif many:
        if many not in KINDS:
            raise Http404
        record = get_object_or_404(Record.objects.public(now), kind=KINDS[many], slug=slug)
        questions, page = questions.about(record), f"{page}?record={record.kind}/{slug}"
        what = f" about {record.name}"
    newest = questions.select_related("answer").newest()[:LENGTH]
    title = f"{settings.SITE_NAME}: answers to readers{bodies.plain(what)}"
    entries = [_entry(question) for question in newest]
    return Answers(settings.SITE_URL + request.path, title, settings.SITE_URL + page, entries)


def feed_address(record: Record | None, topic: Topic | None) -> str:
    """Where the feed is that comes nearest to a list of questions, without its ending."""
    if record:
        return f"/feeds/questions/{PLURALS[Record.Kind(record.kind)]}/{record.slug}"
    return f"/feeds/questions/topics/{topic.slug}" if topic else "/feeds/questions"


def _entry(question: Question) -> dict[str, Any]:
    """An answer with all that a feed says of it; its key stays when the question is worded anew."""
    given = question.answer
    published = max(given.answered_at, given.published_from or given.answered_at)
    return {
        "key": f"{settings.SITE_URL}/questions/#{question.pk}",
        "url": settings.SITE_URL + question.get_absolute_url(),
        "title": bodies.plain(question.text),
        "summary": Truncator(bodies.text_of(given.text)).chars(SUMMARY),
        "html": for_readers(given.text),
        "published": published,
        "modified": max(given.updated_at or published, published),
    }


class AnswersRSS(Feed):
    """The newest answers as RSS."""

    feed_type = WholeRSS
    item_guid_is_permalink = False
    item_author_name = settings.SITE_NAME

    def get_object(self, request: HttpRequest, many: str = "", slug: str = "") -> Answers:
        """What the feed tells. Raises Http404."""
        return answers(request, many, slug)

    def feed_url(self, told: Answers) -> str:
        """Where it is read."""
        return told.address

    def title(self, told: Answers) -> str:
        """Of whom the answers are."""
        return told.title

    def link(self, told: Answers) -> str:
        """The page with the same answers."""
        return told.page

    def description(self, told: Answers) -> str:
        """What readers asked and we answered."""
        return "What readers asked and we answered, newest first."

    def items(self, told: Answers) -> list[dict[str, Any]]:
        """Newest first."""
        return told.entries

    def item_title(self, item: dict[str, Any]) -> str:
        """The question."""
        return str(item["title"])

    def item_link(self, item: dict[str, Any]) -> str:
        """Its own page."""
        return str(item["url"])

    def item_description(self, item: dict[str, Any]) -> str:
        """How the answer begins."""
        return str(item["summary"])

    def item_pubdate(self, item: dict[str, Any]) -> datetime:
        """When it was answered in public."""
        return item["published"]

    def item_updateddate(self, item: dict[str, Any]) -> datetime:
        """When readers were told of a change last."""
        return item["modified"]

    def item_guid(self, item: dict[str, Any]) -> str:
        """An id that stays when the address changes."""
        return str(item["key"])

    def item_extra_kwargs(self, item: dict[str, Any]) -> dict[str, Any]:
        """The whole answer."""
        return {"html": item["html"]}


class AnswersAtom(AnswersRSS):
    """The newest answers as Atom."""

    feed_type = WholeAtom  # type: ignore[assignment]  # as Django means it
    subtitle = AnswersRSS.description


def answers_json(request: HttpRequest, many: str = "", slug: str = "") -> JsonResponse:
    """The newest answers as JSON Feed 1.1."""
    told = answers(request, many, slug)
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": told.title,
        "home_page_url": told.page,
        "feed_url": told.address,
        "authors": [{"name": settings.SITE_NAME}],
        "items": [
            {
                "id": entry["key"],
                "url": entry["url"],
                "title": entry["title"],
                "summary": entry["summary"],
                "content_html": entry["html"],
                "date_published": entry["published"].isoformat(),
                "date_modified": entry["modified"].isoformat(),
            }
            for entry in told.entries
        ],
    }
    return JsonResponse(feed, content_type="application/feed+json", json_dumps_params={"ensure_ascii": False})
