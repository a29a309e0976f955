"""Pages of facts, and of models side by side."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from changes import addresses
from companies.jsonld import json_ld, listing, trail
from companies.models import AIModel, Record, ascii_slug
from facts import comparing
from facts.charts import over_time
from facts.describing import described
from facts.models import Fact, Source
from facts.rivals import mark_for_readers
from facts.watching import standings
from prepared.paging import Page

PER_PAGE = 50
TITLE = "Figures"
DESCRIPTION = "What we hold to be known, who says so, and of when."
COMPARE = "Compare models"
COMPARED = "AI models side by side: licence, size, price and scores, each figure with its source."
NUMBERS = ("No", "One", "Two", "Three", "Four")
SLOTS = ("First", "Second", "Third", "Fourth")


def _told(now: datetime) -> Any:
    """Public facts with their story. `named`: whether their subject is public, so that it may be named."""
    subject = Record.objects.public(now).filter(pk=OuterRef("subject_id"))
    found: Any = Fact.objects.public(now).with_story().annotate(named=Exists(subject))
    return found


def listed(now: datetime) -> Any:
    """Public facts that stand, of subjects that are public."""
    return _told(now).current_to_readers(now).filter(named=True)


def facts(request: HttpRequest) -> HttpResponse:
    """All public facts that stand, by subject."""
    now = timezone.now()
    found = listed(now)
    page = Page(request, PER_PAGE)
    ordered = found.order_by("subject__name", "metric__name", "-as_of_earliest", "-pk")
    context = {
        "title": TITLE,
        "description": DESCRIPTION,
        "linked_data": listing(TITLE, request.path, DESCRIPTION),
        "page": page,
        "facts": mark_for_readers(page.take(list(ordered[page.window])), now),
    }
    return render(request, "facts/facts.html", context)


def fact(request: HttpRequest, pk: int) -> HttpResponse:
    """One fact: its source, how it stands, and every value that we have held in its series."""
    now = timezone.now()
    found = get_object_or_404(_told(now), pk=pk)
    series = _told(now).of_series(found)
    gave_way = Fact.objects.public(now).filter(supersedes=OuterRef("pk")).values("superseded_because")[:1]
    held = list(series.annotate(gave_way=Subquery(gave_way)).order_by("-as_of_earliest", "-pk"))
    mark_for_readers([found, *held], now)
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


def source(request: HttpRequest, pk: int) -> HttpResponse:
    """One source, and every public figure that rests on it."""
    now = timezone.now()
    found = get_object_or_404(Source.objects.public(now), pk=pk)
    rest_on_it = _told(now).filter(source=found, named=True)
    way = [(TITLE, reverse("facts:facts"))]
    context = {
        "title": str(found),
        "linked_data": json_ld(trail([*way, (str(found), found.get_absolute_url())])),
        "way": way,
        "source": found,
        "facts": mark_for_readers(rest_on_it.order_by("subject__name", "metric__name", "-pk"), now),
    }
    return render(request, "facts/source.html", context)


def compare(request: HttpRequest) -> HttpResponse:
    """Two to four models side by side, in the order of the address; fewer get the form alone.

    400 for more, or for another parameter; 404 for a model that there is not or that is private; a former
    slug leads to the address with the new one.
    """
    now = timezone.now()
    asked = list(dict.fromkeys(slug for slug in request.GET.getlist("model") if slug))
    wrong = [name for name in request.GET if name != "model"]
    if wrong:
        return _comparison(request, [], now, f"There is no “{wrong[0][:60]}” to compare by.", status=400)
    if len(asked) > comparing.MOST:
        refusal = f"No more than four models fit side by side; this address names {len(asked)}."
        return _comparison(request, [], now, refusal, status=400)
    public = AIModel.objects.public(now)
    sound = [slug for slug in asked if ascii_slug.regex.match(slug)]  # type: ignore[union-attr]
    found = {model.slug: model for model in public.filter(slug__in=sound).prefetch_related("claims")}
    missing = [slug for slug in asked if slug not in found]
    if missing:
        holder = addresses.holder("model", missing[0]) if missing[0] in sound else None
        moved = public.filter(pk=holder).first() if holder else None
        if moved is None:
            known = [found[slug] for slug in asked if slug in found]
            refusal = f"There is no model “{missing[0][:60]}” here."
            return _comparison(request, known, now, refusal, status=404)
        slugs = [moved.slug if slug == missing[0] else slug for slug in asked]
        return redirect(_comparing(slugs), permanent=True)
    return _comparison(request, [found[slug] for slug in asked], now)


def _comparing(slugs: list[str]) -> str:
    """The address of a comparison."""
    return "/compare/" + (f"?{urlencode({'model': slugs}, doseq=True)}" if slugs else "")


def _comparison(
    request: HttpRequest, models: list[AIModel], now: datetime, refusal: str = "", *, status: int = 200
) -> HttpResponse:
    """The page of a comparison: the form, and the table where there is something to compare."""
    columns = [] if refusal else comparing.columns(models, now)
    slugs = [model.slug for model in models]
    names = [model.name for model in models]
    enough = len(columns) > 1
    title = f"{', '.join(names[:-1])} and {names[-1]} compared" if enough else COMPARE
    address = _comparing(slugs if enough else [])
    context = {
        "title": title,
        "heading": f"{NUMBERS[len(columns)]} models, side by side" if enough else COMPARE,
        "description": COMPARED,
        "canonical": settings.SITE_URL + address,
        "linked_data": listing(title, address, COMPARED),
        "refusal": refusal,
        "columns": columns,
        "groups": comparing.compared(columns, now) if enough else [],
        "slots": list(zip(SLOTS, slugs + [""] * len(SLOTS), strict=False)),
        "choices": list(AIModel.objects.public(now).order_by("name", "pk").values_list("slug", "name")),
    }
    return render(request, "facts/compare.html", context, status=status)
