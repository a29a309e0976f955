"""Readers' pages of each kind at 1,000 and at 100,000 articles and figures: CPU of requests that are kept nowhere."""

import statistics
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.utils import timezone

from articles.models import EditionAuthor, EditionRecord, EditionTopic
from companies.models import AIModel, Company, Record, ReleaseClaim
from facts.models import Fact, Metric, Source
from questions.models import Answer, Question
from tests.bench import api
from tests.bench.lists import SEED, copy
from tests.factories import make_company, make_model

COUNTS = (1_000, 100_000)
#: Records of the thousand that is copied: a tenth as many models as articles.
COMPANIES, MODELS, METRICS, SOURCES = 10, 100, 30, 200
ROUNDS = 8
BLOCK = COMPANIES + MODELS
#: So many rounds on copies begin: what else is made has the numbers before them.
AWAY = 1_000

PAGES = {
    "home": "/",
    "stories": "/articles/",
    "stories, page 500": "/articles/?page={page}",
    "archive": "/articles/archive/",
    "month": "/articles/{month}/",
    "topic": "/topics/{topic}/",
    "author": "/authors/{author}/",
    "companies": "/companies/",
    "company of most articles": "/companies/{company}/",
    "company of models and figures": "/companies/{maker}/",
    "models": "/models/",
    "models, page 200": "/models/?page={models_page}",
    "model": "/models/{model}/",
    "releases": "/releases/",
    "releases of a year": "/releases/?year={year}",
    "releases as a calendar": "/releases.ics?company={maker}",
    "compare": "/compare/?model={model}",
    "figures": "/facts/",
    "figures, in the middle": "/facts/?after={middle_fact}",
    "figures of a metric": "/facts/?metric=metric-3",
    "figures of a nature": "/facts/?nature=forecast",
    "figures, all": "/facts/?state=all",
    "figures, superseded": "/facts/?state=superseded",
    "figures, disputed": "/facts/?state=disputed",
    "figures of years": "/facts/?from_year=2019&to_year=2019",
    "figures of models": "/facts/?subject_kind=model",
    "figures of a source": "/facts/?source_name=publisher+7",
    "figures, search": "/facts/?q=model+42",
    "figures, search, nothing": "/facts/?q=zenobia",
    "figures as known on a day": "/facts/?as_known_on={day}",
    "figure": "/facts/{fact}/",
    "sources": "/sources/",
    "source": "/sources/{source}/",
    "questions": "/questions/",
    "open questions": "/questions/open/",
    "changes": "/changes/",
    "corrections": "/corrections/",
    "feed": "/feeds/latest.rss",
    "feed of a topic": "/feeds/topics/{topic}.atom",
    "feed of a record": "/feeds/companies/{company}.json",
    "news sitemap": "/sitemap-news.xml",
    "index of sitemaps": "/sitemap.xml",
    "sitemap of articles": "/sitemaps/articles-1.xml",
    "sitemap of figures": "/sitemaps/facts-1.xml",
    "sitemap of lists": "/sitemaps/lists-1.xml",
}


def fill(count: int) -> None:
    """Articles as the API is measured with, as many figures, and a tenth of models and of questions.

    The first thousand figures are made one by one, the others are their copies within the database.
    """
    if not Fact.objects.exists():
        _seed()
    done, rounds = Fact.objects.count() // SEED, count // SEED
    if rounds > done:
        first, last = AWAY + done, AWAY + rounds
        copy(Record, first, last, size=BLOCK)
        copy(Company, first, last, size=BLOCK)
        copy(AIModel, first, last, size=BLOCK, instead=_moved("developer_id", BLOCK))
        copy(ReleaseClaim, first, last, size=2 * MODELS, instead=_moved("model_id", BLOCK))
        copy(Fact, first, last, size=SEED, instead=_moved("subject_id", BLOCK))
        copy(Question, first, last, size=MODELS)
        copy(Answer, first, last, size=MODELS, instead=_moved("question_id", MODELS))
    api.articles(count)
    api.analyse()


def _moved(column: str, size: int) -> dict[str, str]:
    """That copies point at copies."""
    return {column: f"t.{column} + r.n * {size}"}


def _seed() -> None:
    now = timezone.now()
    companies = [make_company(f"Pages Company {n}", slug=f"pages-company-{n}") for n in range(COMPANIES)]
    models = [_model(n, companies[0 if n < MODELS // 2 else n % COMPANIES]) for n in range(MODELS)]
    Record.objects.update(published_from=now)
    metrics = Metric.objects.bulk_create(
        Metric(code=f"metric-{n}", name=f"Metric {n}", unit="people", by_length=False) for n in range(METRICS)
    )
    sources = Source.objects.bulk_create(
        Source(title=f"Report {n}", publisher=f"Publisher {n % 30}") for n in range(SOURCES)
    )
    subjects, natures = [*companies[:1] * 30, *companies, *models], Fact.Nature.values
    for n in range(SEED):
        gives_way = n >= SEED // 2 and n % 20 == 0
        Fact.objects.bulk_create(
            [
                Fact(
                    subject_id=subjects[n % len(subjects)].pk,
                    metric=metrics[n % METRICS],
                    source=sources[n % SOURCES],
                    value=n + 1,
                    unit="people",
                    nature=natures[n % len(natures)],
                    as_of=f"{2015 + n % 11}" if n % 40 else "",
                    disputed=n % 250 == 3,
                    supersedes_id=n + 1 - SEED // 2 if gives_way else None,
                    superseded_because="better source" if gives_way else "",
                    published_from=now,
                    held_from=now,
                )
            ]
        )
    for n in range(MODELS):
        asked = Question.objects.create(
            text=f"Who asked {n}?", slug=f"who-asked-{n}", state=Question.State.ANSWERED, asked_at=now
        )
        Answer.objects.create(question=asked, text="<p>We do not know.</p>", published_from=now)


def _model(n: int, developer: Company) -> AIModel:
    """One of every year, released or still to come, of which something was said twice."""
    out, year = n % 4 > 0, 2018 + n % 8
    model = make_model(f"Pages Model {n}", slug=f"pages-model-{n}", developer=developer)
    for said in (f"{year}-0{1 + n % 9}", f"{year + 1}-0{1 + n % 9}"):
        ReleaseClaim.objects.create(
            model=model, status="announced", window=said, claimed_on=date(year - 1, 6, 1) + timedelta(days=n)
        )
    model.status = AIModel.Status.RELEASED if out else AIModel.Status.ANNOUNCED
    model.released = f"{year + 1}-02-0{1 + n % 9}" if out else ""
    model.save()
    return model


def _known(count: int) -> dict[str, Any]:
    """What the addresses ask for."""
    seen = EditionRecord.objects.get(edition=api.RARE, position=0).record
    return {
        "page": min(500, count // 20),
        "models_page": min(200, count // 500),
        "middle_fact": Fact.objects.filter(subject__name__gt="Pages Model 5").first().pk,
        "month": f"{timezone.localdate():%Y/%m}",
        "topic": EditionTopic.objects.get(edition=api.RARE, position=0).topic.slug,
        "author": EditionAuthor.objects.get(edition=api.RARE, position=0).author.slug,
        "company": seen.slug,
        "maker": "pages-company-0",
        "model": "pages-model-1",
        "fact": 4,
        "source": 1,
        "year": 2024,
        "day": f"{timezone.localdate():%Y-%m-%d}",
    }


def measure(count: int) -> dict[str, float]:
    """CPU in ms of a page of each kind at so many articles and figures, the database's too."""
    fill(count)
    known = _known(count)
    return {name: _quarter(address.format(**known)) for name, address in PAGES.items()}


def _quarter(address: str) -> float:
    return statistics.quantiles((api.cost(address) for _ in range(ROUNDS)), n=4)[0]


def rows() -> Iterator[tuple[str, float, str]]:
    """A line for each kind of page at the most, and the one that grew most."""
    on = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}[connection.vendor]
    few, many = (measure(count) for count in COUNTS)
    for name, ms in many.items():
        yield f"{on}: page not kept, {name}, at {COUNTS[-1]:,}, CPU", ms, "ms"
    grown = max(many, key=lambda name: many[name] / few[name])
    growth = many[grown] / few[grown]
    yield f"{on}: pages, {COUNTS[-1]:,} to {COUNTS[0]:,}, the most ({grown})", growth, "times"
