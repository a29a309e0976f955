"""Pages of the archive by month, and pages that stand."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

from articles import archive, standing
from articles.describing import STORIES
from articles.models import StandingPage
from articles.picturing import with_pictures
from articles.stories import stories
from companies.jsonld import Step, address, json_ld, listing, moment, newsroom, thing, trail
from prepared.paging import Page

PER_PAGE = 30


def months(request: HttpRequest) -> HttpResponse:
    """All months that have articles, by year."""
    title, description = gettext("Archive"), gettext("Every story by the month of its date.")
    context = {
        "title": title,
        "description": description,
        "linked_data": listing(title, request.path, description),
        "years": archive.years(timezone.now()),
    }
    return render(request, "articles/archive.html", context)


def month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """The articles of a month, newest first; 404 for a month that has none."""
    if int(year) not in archive.YEARS:
        raise Http404("There is no archive of that year.")
    now, first = timezone.now(), date(int(year), int(month), 1)
    page = Page(request, PER_PAGE)
    found = page.take(with_pictures(stories(archive.of_month(first, now)[page.window])))
    if not found:
        raise Http404("No story is dated in that month.")
    before, after = archive.beside(first, now)
    title = date_format(first, gettext("F Y"))
    description = gettext("Every story of %(month)s, newest first.") % {"month": title}
    way: list[Step] = [STORIES, (gettext("Archive"), "/articles/archive/")]
    context = {
        "title": title,
        "description": description,
        "linked_data": [
            *listing(title, request.path, description),
            *json_ld(trail([*way, (title, request.path)])),
        ],
        "way": way,
        "page": page,
        "stories": found,
        "before": before,
        "after": after,
    }
    return render(request, "articles/month.html", context)


def standing_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A page that stands, with when it was changed last and what readers were told of it."""
    page = get_object_or_404(StandingPage, slug=slug)
    kind = "AboutPage" if slug == StandingPage.Slug.ABOUT else "WebPage"
    told = thing(
        kind,
        name=page.title,
        url=address(request.path),
        dateModified=moment(page.changed_at),
        publisher=newsroom(),
    )
    context = {
        "title": page.title,
        "linked_data": json_ld(told),
        "standing": page,
        "body": standing.shown(page),
        "changed": page.versions.exclude(note="").values("at", "note")[:50],
    }
    return render(request, "articles/standing.html", context)
