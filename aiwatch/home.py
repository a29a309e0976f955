"""The front page, and the page of changes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Edition
from articles.picturing import with_pictures
from articles.stories import stories
from changes import log
from changes.feeds import ABOUT_CHANGES
from companies import tracker
from companies.jsonld import address, json_ld, listing, newsroom, thing
from feeds.entries import Named
from questions.models import Question

STORIES = 12
EXPECTED = 6


def home(request: HttpRequest) -> HttpResponse:
    """The newest articles, what changed, releases to come, answered questions."""
    now = timezone.now()
    newest = with_pictures(stories(Edition.objects.live(now).newest()[:STORIES]))
    description = "Companies, models, releases and figures of the AI industry, each with its source."
    ourselves = thing("WebSite", name=settings.SITE_NAME, url=address("/"), description=description)
    context = {
        "description": description,
        "linked_data": json_ld(ourselves, newsroom()),
        "lead": newest[:1],
        "under": newest[1:3],
        "more": newest[3:],
        "news": log.news(limit=6, at=now),
        "expected": tracker.expected(now, limit=EXPECTED),
        "questions": Question.objects.public(now).select_related("answer").newest()[:4],
        "wanted": Question.objects.awaited(now).most_wanted()[:3],
    }
    return render(request, "home.html", context)


def changes(request: HttpRequest) -> HttpResponse:
    """The newest public changes."""
    title = "What changed"
    description = ABOUT_CHANGES
    context = {
        "title": title,
        "description": description,
        "linked_data": listing(title, request.path, description),
        "feed": Named("Changes", "/feeds/changes"),
        "news": log.news(limit=100),
    }
    return render(request, "changes.html", context)
