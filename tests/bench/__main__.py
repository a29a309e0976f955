"""`make bench`: name, figure and unit a line, separated by tabs. Ratios come from one run."""

import os
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

DATA = tempfile.TemporaryDirectory(prefix="aiwatch-bench-")
os.environ |= {
    "AIWATCH_DATA_DIR": DATA.name,
    "AIWATCH_DATABASE_URL": "",
    "AIWATCH_CACHE_URL": "",
    "DJANGO_SETTINGS_MODULE": "aiwatch.settings",
}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from articles.models import Edition  # noqa: E402
from articles.publishing import publish  # noqa: E402
from tests.bench.data import fill  # noqa: E402
from tests.bench.serving import Figures, serving  # noqa: E402

REQUESTS = 600


def say(name: str, figure: float, unit: str) -> None:
    """One line of the table."""
    sys.stdout.write(f"{name}\t{figure:.2f}\t{unit}\n")
    sys.stdout.flush()


def cpu_ms(act: Callable[[], object], rounds: int) -> float:
    """The median CPU time of an act in ms, after three that are not counted."""
    times = []
    for n in range(rounds + 3):
        began = time.process_time()
        act()
        if n >= 3:
            times.append((time.process_time() - began) * 1000)
    return statistics.median(times)


def newest() -> list[dict[str, object]]:
    """What a list page reads of the newest twenty."""
    rows = Edition.objects.live().newest().prefetch_related("authors", "topics")[:20]
    return [
        {"headline": row.headline, "authors": list(row.authors.all()), "topics": list(row.topics.all())}
        for row in rows
    ]


def republish(edition: Edition) -> Callable[[], object]:
    """Publishing a new edition of an article."""
    return lambda: publish(edition.article, by=None, note="Again.")


def lists_and_publishing() -> None:
    """Newest 20 and publish, at 1,000 and at 10,000 articles."""
    cost: dict[tuple[str, int], float] = {}
    for count in (1_000, 10_000):
        edition = fill(count)
        connection.cursor().execute("ANALYZE")
        cost["newest 20", count] = cpu_ms(newest, 50)
        cost["publish", count] = cpu_ms(republish(edition), 30)
    for name in ("newest 20", "publish"):
        for count in (1_000, 10_000):
            say(f"{name} at {count:,} articles, CPU", cost[name, count], "ms")
        say(f"{name}, 10,000 to 1,000 articles", cost[name, 10_000] / cost[name, 1_000], "times")


def bare_database(slug: str, content: bytes) -> str:
    """A database with the page's bytes in one row."""
    path = str(Path(DATA.name) / "bare.sqlite3")
    with sqlite3.connect(path) as bare:
        bare.execute(
            "CREATE TABLE bare_page (id integer PRIMARY KEY, slug varchar(120) UNIQUE, content blob)"
        )
        bare.execute("INSERT INTO bare_page (slug, content) VALUES (?, ?)", (slug, content))
    return path


def page(edition: Edition) -> None:
    """The article page, cached and not, beside the bare view."""
    path = f"/articles/{edition.slug}/"
    with CaptureQueriesContext(connection) as queries:
        Client().get(path, headers={"host": "127.0.0.1"})
    say("article page, queries with an empty cache", len(queries), "queries")
    with serving("aiwatch.wsgi:application") as server:
        content = server.get(path)
        cached = server.measure(lambda n: path, REQUESTS)
        fresh = server.measure(lambda n: f"{path}?n={n}", REQUESTS)
    with serving(
        "tests.bench.bare:application", BENCH_BARE_DATABASE=bare_database(edition.slug, content)
    ) as server:
        bare = server.measure(lambda n: path, REQUESTS)
    say("article page, size", len(content) / 1000, "kB")
    named: dict[str, Figures] = {
        "bare view": bare,
        "article page, uncached": fresh,
        "article page, cached": cached,
    }
    for name, figures in named.items():
        say(name, figures.per_second, "requests/s")
        say(f"{name}, CPU", figures.cpu_ms, "ms/request")
    say("article page uncached to bare view, CPU", fresh.cpu_ms / bare.cpu_ms, "times")
    say("article page cached to bare view, CPU", cached.cpu_ms / bare.cpu_ms, "times")


if __name__ == "__main__":
    call_command("migrate", verbosity=0)
    lists_and_publishing()
    page(fill(0))
    DATA.cleanup()
