"""Models side by side."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy

from changes import addresses
from companies.jsonld import listing
from companies.models import AIModel, ascii_slug
from facts import comparing
from readers.words import named

COMPARE = gettext_lazy("Compare models")
COMPARED = gettext_lazy(
    "AI models side by side: licence, size, price and scores, each figure with its source."
)
HEADINGS = {
    2: gettext_lazy("Two models, side by side"),
    3: gettext_lazy("Three models, side by side"),
    4: gettext_lazy("Four models, side by side"),
}
#: So many models can be chosen from; each one's own page leads here too.
OFFERED = 150
SLOTS = (gettext_lazy("First"), gettext_lazy("Second"), gettext_lazy("Third"), gettext_lazy("Fourth"))


def compare(request: HttpRequest) -> HttpResponse:
    """Two to four models side by side, in the order of the address; fewer get the form alone.

    400 for more, or for another parameter; 404 for a model that there is not or that is private; a former
    slug leads to the address with the new one, and what is empty or stands twice to the address without it.
    """
    now = timezone.now()
    asked = list(dict.fromkeys(slug for slug in request.GET.getlist("model") if slug))
    wrong = [name for name in request.GET if name != "model"]
    if wrong:
        refusal = gettext("There is no “%(name)s” to compare by.") % {"name": wrong[0][:60]}
        return _comparison(request, [], now, refusal, status=400)
    if len(asked) > comparing.MOST:
        refusal = gettext("No more than four models fit side by side; this address names %(number)s.")
        refusal %= {"number": len(asked)}
        return _comparison(request, [], now, refusal, status=400)
    if len(asked) < len(request.GET.getlist("model")):
        return redirect(_comparing(asked))
    public = AIModel.objects.public(now)
    sound = [slug for slug in asked if ascii_slug.regex.match(slug)]  # type: ignore[union-attr]
    found = {model.slug: model for model in public.filter(slug__in=sound).prefetch_related("claims")}
    missing = [slug for slug in asked if slug not in found]
    if missing:
        holder = addresses.holder("model", missing[0]) if missing[0] in sound else None
        moved = public.filter(pk=holder).first() if holder else None
        if moved is None:
            known = [found[slug] for slug in asked if slug in found]
            refusal = gettext("There is no model “%(name)s” here.") % {"name": missing[0][:60]}
            return _comparison(request, known, now, refusal, status=404)
        slugs = [moved.slug if slug == missing[0] else slug for slug in asked]
        return redirect(_comparing(slugs), permanent=True)
    return _comparison(request, [found[slug] for slug in asked], now)


def _comparing(slugs: list[str]) -> str:
    """The address of a comparison."""
    return "/compare/" + (f"?{urlencode({'model': slugs}, doseq=True)}" if slugs else "")


def _choices(chosen: list[AIModel], now: datetime) -> dict[str, Any]:
    """The newest models to choose from and those that are chosen, by name; and whether there are `others`."""
    newest = AIModel.objects.public(now).order_by(F("released_earliest").desc(nulls_last=True), "-pk")
    offered = list(newest.values_list("slug", "name")[: OFFERED + 1])
    choices = {*offered[:OFFERED], *((model.slug, model.name) for model in chosen)}
    return {
        "choices": sorted(choices, key=lambda choice: (choice[1], choice[0])),
        "others": len(offered) > OFFERED,
    }


def _comparison(
    request: HttpRequest, models: list[AIModel], now: datetime, refusal: str = "", *, status: int = 200
) -> HttpResponse:
    """The page of a comparison: the form, and the table where there is something to compare."""
    columns = [] if refusal else comparing.columns(models, now)
    slugs = [model.slug for model in models]
    names = [model.name for model in models]
    enough = len(columns) > 1
    title = gettext("%(models)s compared") % {"models": named(names)} if enough else str(COMPARE)
    address = _comparing(slugs if enough else [])
    context = {
        "title": title,
        "heading": HEADINGS[len(columns)] if enough else COMPARE,
        "description": COMPARED,
        "canonical": settings.SITE_URL + address,
        "linked_data": listing(title, address, COMPARED),
        "refusal": refusal,
        "columns": columns,
        "groups": comparing.compared(columns, now) if enough else [],
        "slots": list(zip(SLOTS, slugs + [""] * len(SLOTS), strict=False)),
        **_choices(models, now),
    }
    return render(request, "facts/compare.html", context, status=status)
