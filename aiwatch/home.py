"""The front page, and the page of changes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext

from articles.front import front, order
from changes import log
from changes.feeds import ABOUT_CHANGES
from companies import tracker
from companies.jsonld import address, json_ld, listing, newsroom, thing
from facts.moving import moved
from feeds.entries import Named
from questions.models import Question

EXPECTED = 6
MOVED = 3


def home(request: HttpRequest) -> HttpResponse:
    """What editors chose, the latest, what changed and moved, releases to come, questions."""
    now = timezone.now()
    shown = front(order(), now)
    description = gettext("Companies, models, releases and figures of the AI industry, each with its source.")
    ourselves = thing("WebSite", name=settings.SITE_NAME, url=address("/"), description=description)
    context = {
        "description": description,
        "linked_data": json_ld(ourselves, newsroom()),
        "lead": shown.places[:1],
        "under": shown.places[1:3],
        "grid": shown.places[3:],
        "latest": shown.latest,
        "news": log.news(limit=6, at=now),
        "moved": moved(now, limit=MOVED),
        "expected": tracker.expected(now, limit=EXPECTED),
        "questions": Question.objects.public(now).select_related("answer").newest()[:4],
        "wanted": Question.objects.awaited(now).most_wanted()[:3],
    }
    return render(request, "home.html", context)


def changes(request: HttpRequest) -> HttpResponse:
    """The newest public changes."""
    title = gettext("What changed")
    description = ABOUT_CHANGES
    context = {
        "title": title,
        "description": description,
        "linked_data": listing(title, request.path, description),
        "feed": Named(gettext("Changes"), "/feeds/changes"),
        "news": log.news(limit=100),
    }
    return render(request, "changes.html", context)
