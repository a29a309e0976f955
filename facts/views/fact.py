"""The page of one fact, and the files by which it is cited."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from cards import keeping
from changes.corrections import shown_on
from companies.jsonld import Step, json_ld, trail
from facts import carding, feeds
from facts.charts import over_time
from facts.citing import Citation, cite
from facts.describing import described
from facts.knowing import DayRefused, Known, day, end_of, known
from facts.models import Fact
from facts.rivals import mark_for_readers
from facts.series import key
from facts.views.ledger import TITLE
from facts.watching import standings


def fact(request: HttpRequest, pk: int) -> HttpResponse:
    """One fact: its source, how it stands, every value that we have held of it, and what was known on a day.

    400 where `as_known_on` is no day of the past.
    """
    now = timezone.now()
    found = get_object_or_404(Fact.objects.told(now), pk=pk)
    history = list(Fact.objects.told(now).of_history(found).order_by("-as_of_earliest", "-pk"))
    mark_for_readers([found, *history], now)
    asked, refusal = request.GET.get("as_known_on", ""), ""
    try:
        past = _known(found, history, asked, now) if asked else None
    except DayRefused as reason:
        past, refusal = None, str(reason)
    of = carding.of(found)
    title = f"{of}, {found.shown}"
    way: list[Step] = [(TITLE, reverse("facts:facts"))]
    if found.named:
        way.append((found.subject.name, found.subject.get_absolute_url()))
    context = {
        "title": title,
        "linked_data": json_ld(described(found, title), trail([*way, (title, found.get_absolute_url())])),
        "social": keeping.social(carding.KIND, found.pk, carding.card(found)),
        "way": way,
        "of": of,
        "fact": found,
        "standing": standings([found.pk], at=now)[found.pk],
        "history": history,
        "chart": over_time(_drawn(found, history, past)),
        "past": past,
        "asked": asked,
        "refusal": refusal,
        "today": timezone.localdate(now),
        "corrections": shown_on("fact", found.pk, now),
        "citation": cite(found, on=timezone.localdate(now)),
        "feed": feeds.named(found),
    }
    return render(request, "facts/fact.html", context, status=400 if refusal else 200)


def card(request: HttpRequest, pk: str) -> HttpResponseBase:
    """The card of a fact, while it is public and stands as it is drawn."""
    now = timezone.now()
    [found] = mark_for_readers([get_object_or_404(Fact.objects.told(now), pk=pk)], now)
    return keeping.served(request, carding.KIND, found.pk, carding.card(found))


def _known(fact: Fact, history: list[Fact], asked: str, now: datetime) -> Known:
    on = day(asked)
    then: Any = (
        Fact.objects.public(now).held_to_readers(end_of(on), at=now).filter(pk__in=[f.pk for f in history])
    )
    return known(fact, history, set(then.values_list("pk", flat=True)), on)


def _drawn(fact: Fact, history: list[Fact], past: Known | None) -> list[Fact]:
    """The figures of a fact's series that stand, or that stood on the day that was asked for."""
    standing = (
        [line.then for line in past.lines] if past else [one for one in history if one.state == "current"]
    )
    return [one for one in standing if one and key(one) == key(fact)]


def bibtex(request: HttpRequest, pk: int) -> HttpResponse:
    """One fact as an entry for BibTeX."""
    return HttpResponse(_citation(pk).bibtex, content_type="application/x-bibtex; charset=utf-8")


def csl(request: HttpRequest, pk: int) -> HttpResponse:
    """One fact as an item of CSL-JSON, for citation managers."""
    return HttpResponse(_citation(pk).csl, content_type="application/vnd.citationstyles.csl+json")


def _citation(pk: int) -> Citation:
    now = timezone.now()
    [found] = mark_for_readers([get_object_or_404(Fact.objects.told(now), pk=pk)], now)
    return cite(found, on=timezone.localdate(now))
