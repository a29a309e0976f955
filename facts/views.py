"""Pages of facts."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from companies.jsonld import json_ld, listing, trail
from companies.models import Record
from facts.charts import over_time
from facts.describing import described
from facts.models import Fact
from facts.watching import standings
from prepared.paging import Page

PER_PAGE = 50
TITLE = "Figures"
DESCRIPTION = "What we hold to be known, who says so, and of when."


def _told(now: datetime) -> Any:
    """Public facts with their story. `named`: whether their subject is public, so that it may be named."""
    subject = Record.objects.public(now).filter(pk=OuterRef("subject_id"))
    found: Any = Fact.objects.public(now).with_story().annotate(named=Exists(subject))
    return found


def listed(now: datetime) -> Any:
    """Public facts that stand, of subjects that are public."""
    return _told(now).current().filter(named=True)


def facts(request: HttpRequest) -> HttpResponse:
    """All public facts that stand, by subject."""
    found = listed(timezone.now())
    page = Page(request, PER_PAGE)
    ordered = found.order_by("subject__name", "metric__name", "-as_of_earliest", "-pk")
    context = {
        "title": TITLE,
        "description": DESCRIPTION,
        "linked_data": listing(TITLE, request.path, DESCRIPTION),
        "page": page,
        "facts": page.take(list(ordered[page.window])),
    }
    return render(request, "facts/facts.html", context)


def fact(request: HttpRequest, pk: int) -> HttpResponse:
    """One fact: its source, how it stands, and every value that we have held in its series."""
    now = timezone.now()
    found = get_object_or_404(_told(now), pk=pk)
    series = _told(now).filter(
        subject=found.subject_id, metric=found.metric_id, unit=found.unit, scope=found.scope
    )
    gave_way = Fact.objects.public(now).filter(supersedes=OuterRef("pk")).values("superseded_because")[:1]
    held = list(series.annotate(gave_way=Subquery(gave_way)).order_by("-as_of_earliest", "-pk"))
    of = f"{found.subject}: {found.metric.name.lower()}" if found.named else found.metric.name
    title = f"{of}, {found.shown}"
    way = [(TITLE, reverse("facts:facts"))]
    if found.named:
        way.append((found.subject.name, found.subject.get_absolute_url()))
    context = {
        "title": title,
        "linked_data": json_ld(described(found, title), trail([*way, (title, found.get_absolute_url())])),
        "way": way,
        "of": of,
        "fact": found,
        "standing": standings([found.pk], at=now)[found.pk],
        "series": held,
        "chart": over_time(fact for fact in held if fact.gave_way is None),
    }
    return render(request, "facts/fact.html", context)
