"""Figures, and models with what was said of their release, for the bench of the API."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from companies.models import AIModel, Company, Record, ReleaseClaim
from facts.models import Fact, Metric, Source
from tests.bench.lists import SEED, copy

METRICS, SOURCES, CLAIMS = 15, 100, 2
#: So many records there are among the first thousand articles, the rest of them models.
RECORDS = 300


def seed() -> None:
    """Models that readers see, with claims, and figures of these until there are as many as articles."""
    now, developer = timezone.now(), Company.objects.earliest("pk")
    models = [
        AIModel.objects.create(
            name=f"Model {n}",
            slug=f"model-{n}",
            developer=developer,
            status=AIModel.Status.values[n % 4],
            published_from=now,
        )
        for n in range(RECORDS - Record.objects.count())
    ]
    for n, model in enumerate(models):
        for later in range(CLAIMS):
            ReleaseClaim.objects.create(
                model=model,
                status="announced",
                window=f"2026-{n % 9 + 1 + later:02}",
                claimed_on=(now - timedelta(days=CLAIMS - later)).date(),
            )
    metrics = Metric.objects.bulk_create(
        Metric(code=f"metric-{n}", name=f"Metric {n}", unit="people") for n in range(METRICS)
    )
    sources = Source.objects.bulk_create(
        Source(title=f"Report {n}", publisher=f"Publisher {n % 30}") for n in range(SOURCES)
    )
    for n in range(SEED - Fact.objects.count()):
        Fact.objects.create(
            subject=models[n % len(models)],
            metric=metrics[n % METRICS],
            source=sources[n % SOURCES],
            value=n + 1,
            unit="people",
            nature=Fact.Nature.values[n % 3],
            as_of=f"20{20 + n % 6}",
            published_from=now,
            held_from=now,
        )


def copy_on(first: int, last: int) -> None:
    """As many more as there are articles: what belongs to a model moves on with it."""
    for model in (Record, Company, AIModel):
        copy(model, first, last, size=RECORDS)
    claims: Any = CLAIMS * AIModel.objects.filter(pk__lte=RECORDS).count()
    copy(ReleaseClaim, first, last, size=claims, instead={"model_id": f"t.model_id + r.n * {RECORDS}"})
    copy(Fact, first, last, size=SEED, instead={"subject_id": f"t.subject_id + r.n * {RECORDS}"})
