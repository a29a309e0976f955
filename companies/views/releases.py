"""The release tracker: its page and its calendar feed."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from companies import tracker
from companies.forms import CalendarForm, FilterForm
from companies.jsonld import listing

TITLE = gettext_lazy("Releases")
DESCRIPTION = gettext_lazy(
    "Which AI models are due, when their makers last said so, and how often that has changed."
)


def releases(request: HttpRequest) -> HttpResponse:
    """What is due, what is out and what slipped, as a calendar with its table; 400 for a filter that there is not."""
    now = timezone.now()
    form = CalendarForm(request.GET, at=now)
    context = {
        "title": TITLE,
        "description": DESCRIPTION,
        "linked_data": listing(TITLE, request.path, DESCRIPTION),
        "form": form,
    }
    if not form.is_valid():
        return render(request, "companies/releases.html", context, status=400)
    models, more = tracker.nearest(form.shown(), form.today)
    rows = tracker.rows(models, now)
    context |= {
        "more": more,
        "axis": form.axis,
        "rows": rows,
        "parts": tracker.parts(rows, form.axis, months=form.months),
        "narrowing": urlencode(form.asked),
    }
    return render(request, "companies/releases.html", context)


def feed(request: HttpRequest) -> HttpResponse:
    """The windows and releases of these models for calendars, from last year on; 400 in a sentence for a filter that
    there is not.
    """
    now = timezone.now()
    form = FilterForm(request.GET, at=now)
    if not form.is_valid():
        return HttpResponse("\n".join(form.wrong), status=400, content_type="text/plain; charset=utf-8")
    from companies import ical  # what makes calendars takes 9 MB

    models = tracker.not_long_over(form.narrowed(), timezone.localdate(now))
    found = ical.feed(
        tracker.rows(models, now), name=gettext("%(site)s releases") % {"site": settings.SITE_NAME}
    )
    return HttpResponse(found, content_type="text/calendar; charset=utf-8")
