"""The page of corrections, and one correction's own."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy

from changes.corrections import NAMED_ON_ITS_PAGE, with_things
from changes.feeds import ABOUT_CORRECTIONS
from changes.models import Correction
from companies.jsonld import Step, correction_comment, json_ld, listing, trail
from feeds.entries import Named
from prepared.paging import Page

PER_PAGE = 50
TITLE = gettext_lazy("Corrections")


def corrections(request: HttpRequest) -> HttpResponse:
    """All corrections, newest first."""
    now = timezone.now()
    page = Page(request, PER_PAGE)
    found = page.take(list(_public(now)[page.window]))
    context = {
        "title": TITLE,
        "description": ABOUT_CORRECTIONS,
        "linked_data": listing(TITLE, request.path, ABOUT_CORRECTIONS),
        "feed": Named(str(TITLE), "/feeds/corrections"),
        "page": page,
        "corrections": with_things(found, now),
    }
    return render(request, "corrections/corrections.html", context)


def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """One correction with all that it touches."""
    now = timezone.now()
    found = get_object_or_404(_public(now), pk=pk)
    [told] = with_things([found], now, most=NAMED_ON_ITS_PAGE)
    title = gettext("Correction of %(day)s") % {
        "day": date_format(timezone.localtime(told["at"]), gettext("j F Y"))
    }
    way: list[Step] = [(TITLE, reverse("corrections"))]
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
