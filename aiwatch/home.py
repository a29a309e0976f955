"""The front page, and the page of changes."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.models import Edition
from articles.stories import stories
from changes import log
from companies.jsonld import address, json_ld, listing, newsroom, thing
from companies.models import AIModel, ReleaseClaim
from companies.releases import history
from questions.models import Question

STORIES = 12
EXPECTED = 6


def home(request: HttpRequest) -> HttpResponse:
    """The newest articles, what changed, releases to come, answered questions."""
    now = timezone.now()
    newest = stories(Edition.objects.live(now).newest()[:STORIES])
    description = "Companies, models, releases and figures of the AI industry, each with its source."
    ourselves = thing("WebSite", name=settings.SITE_NAME, url=address("/"), description=description)
    context = {
        "description": description,
        "linked_data": json_ld(ourselves, newsroom()),
        "lead": newest[:1],
        "under": newest[1:3],
        "more": newest[3:],
        "news": log.news(limit=6, at=now),
        "expected": expected(now),
        "questions": Question.objects.public(now).select_related("answer").newest()[:4],
    }
    return render(request, "home.html", context)


def expected(at: datetime) -> list[dict[str, Any]]:
    """Public models that are announced and not out, the next one due first. Two queries.

    Each with its last claim, how often and by how many days it slipped in all, and the days it is overdue.
    """
    last = ReleaseClaim.objects.filter(model=OuterRef("pk")).order_by("-claimed_on", "-pk")
    models = (
        AIModel.objects.public(at)
        .filter(status__in=(AIModel.Status.RUMOURED, AIModel.Status.ANNOUNCED, AIModel.Status.PREVIEW))
        .annotate(
            said=Subquery(last.values("claimed_on")[:1]), due=Subquery(last.values("window_latest")[:1])
        )
        .filter(said__isnull=False)
        .order_by(F("due").asc(nulls_last=True), "name")
    )
    today = timezone.localdate(at)
    return [_expected(model, today) for model in models.prefetch_related("claims")[:EXPECTED]]


def _expected(model: Any, today: date) -> dict[str, Any]:
    told = history(model.claims.all())
    slips = [item.slip_days for item in told if item.slip_days and item.slip_days > 0]
    return {
        "model": model,
        "claim": told[-1].claim,
        "slips": len(slips),
        "slip_days": sum(slips),
        "overdue": (today - model.due).days if model.due and model.due < today else 0,
    }


def changes(request: HttpRequest) -> HttpResponse:
    """The newest public changes."""
    title = "What changed"
    description = "What was published, corrected, superseded, released and answered, newest first."
    context = {
        "title": title,
        "description": description,
        "linked_data": listing(title, request.path, description),
        "news": log.news(limit=100),
    }
    return render(request, "changes.html", context)
