"""Pages of sources: what was read, and what rests on it."""

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from companies.jsonld import Step, address, json_ld, listing, thing, trail
from facts.describing import work
from facts.models import Fact, Source
from facts.rivals import mark_for_readers
from facts.views.ledger import TITLE as FIGURES
from prepared.paging import Page

PER_PAGE = 50
TITLE = gettext_lazy("Sources")
DESCRIPTION = gettext_lazy("Every report, filing and statement that a figure here rests on.")


def sources(request: HttpRequest) -> HttpResponse:
    """All sources that a public fact rests on, by publisher, with how many do."""
    now = timezone.now()
    resting = Fact.objects.listed(now).filter(source=OuterRef("pk")).order_by().values("source")
    counted = Coalesce(Subquery(resting.annotate(many=Count("pk")).values("many")), 0)
    found = Source.objects.public(now).annotate(figures=counted).order_by("publisher", "title", "pk")
    page = Page(request, PER_PAGE)
    way: list[Step] = [(FIGURES, reverse("facts:facts"))]
    context = {
        "title": TITLE,
        "description": DESCRIPTION,
        "linked_data": [
            *listing(TITLE, request.path, DESCRIPTION),
            *json_ld(trail([*way, (TITLE, request.path)])),
        ],
        "way": way,
        "page": page,
        "sources": page.take(list(found[page.window])),
    }
    return render(request, "facts/sources.html", context)


def source(request: HttpRequest, pk: int) -> HttpResponse:
    """One source, and every public figure that rests on it: those that stand before those that fell."""
    now = timezone.now()
    found = get_object_or_404(Source.objects.public(now), pk=pk)
    page = Page(request, PER_PAGE)
    resting = Fact.objects.listed(now).filter(source=found)
    ordered = resting.order_by(
        *("successor_told", F("withdrawn_at").asc(nulls_first=True)),
        *("subject__name", "metric__name", "-as_of_earliest", "-pk"),
    )
    way: list[Step] = [(FIGURES, reverse("facts:facts")), (TITLE, reverse("facts:sources"))]
    about = thing("WebPage", name=str(found), url=address(found.get_absolute_url()), mainEntity=work(found))
    context = {
        "title": str(found),
        "linked_data": json_ld(about, trail([*way, (str(found), found.get_absolute_url())])),
        "way": way,
        "source": found,
        "page": page,
        "facts": mark_for_readers(page.take(list(ordered[page.window])), now),
    }
    return render(request, "facts/source.html", context)
