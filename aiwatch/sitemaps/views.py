"""The index of the sitemaps, each of them, and the news of two days."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from aiwatch.sitemaps.kinds import KINDS, Entry, entries, parts
from aiwatch.sitemaps.lists import lists, newest
from articles.models import Edition

#: What Google reads of a news sitemap.
NEWS = 1000
XML = "application/xml"


def index(request: HttpRequest) -> HttpResponse:
    """All sitemaps that hold something, but for that of the news, which names the same addresses again."""
    found = {"sitemaps": list(_all(timezone.now()))}
    return render(request, "sitemaps/index.xml", found, content_type=XML)


def _all(now: datetime) -> Iterator[Entry]:
    for name, kind in KINDS.items():
        for part, changed in parts(kind, now):
            yield Entry(reverse("sitemap-part", args=[name, part]), changed)
    yield Entry(reverse("sitemap-part", args=["lists", 1]), newest(now))


def sitemap(request: HttpRequest, name: str, part: str) -> HttpResponse:
    """One sitemap. Raises Http404 where it would hold nothing, unless it is the first of its kind."""
    now, number = timezone.now(), int(part)
    if name == "lists":
        found = lists(now) if number == 1 else []
    elif name in KINDS:
        found = entries(KINDS[name], number, now)
    else:
        raise Http404
    if not found and number != 1:
        raise Http404
    return render(request, "sitemaps/sitemap.xml", {"entries": found}, content_type=XML)


def news(request: HttpRequest) -> HttpResponse:
    """What was first published today or yesterday: news sitemaps take two days, and pages are kept for one."""
    now = timezone.localtime()
    yesterday = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=1)
    told = Edition.objects.live(now).filter(first_published__gte=yesterday).newest()
    editions = told.only("slug", "headline", "first_published")[:NEWS]
    return render(request, "sitemaps/news.xml", {"editions": editions}, content_type=XML)
