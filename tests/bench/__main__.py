"""`make bench`: name, figure and unit a line, separated by tabs. Ratios come from one run."""

import itertools
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

DATA = tempfile.TemporaryDirectory(prefix="aiwatch-bench-")
os.environ |= {
    "AIWATCH_DATA_DIR": DATA.name,
    # What is measured by itself is measured on PostgreSQL too, where the environment names one.
    "AIWATCH_DATABASE_URL": os.environ.get("AIWATCH_DATABASE_URL", "") if sys.argv[1:] else "",
    "AIWATCH_CACHE_URL": "",
    "DJANGO_SETTINGS_MODULE": "aiwatch.settings",
}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import Client, RequestFactory  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from aiwatch.wsgi import handler  # noqa: E402
from articles.models import Edition, Reindexing  # noqa: E402
from articles.publishing import publish  # noqa: E402
from articles.reindexing import carry_on  # noqa: E402
from articles.stories import stories  # noqa: E402
from facts.models import Fact  # noqa: E402
from facts.supersession import supersede  # noqa: E402
from newsroom.rollout.deciding import successor_of  # noqa: E402
from newsroom.rollout.flags import flagged  # noqa: E402
from newsroom.rollout.places import places  # noqa: E402
from tests.bench import api, asking, flood, lists, mailing, matching, pages, searching  # noqa: E402
from tests.bench.data import fill  # noqa: E402
from tests.bench.serving import Figures, Server, serving  # noqa: E402

BARE, BAREST = "bare view", "bare view without middleware"
UNCACHED, CACHED = "article page, uncached", "article page, cached"
BARE_VIEW = "tests.bench.bare:application"
STARTPROJECT = (
    "django.middleware.security.SecurityMiddleware django.contrib.sessions.middleware.SessionMiddleware "
    "django.middleware.common.CommonMiddleware django.middleware.csrf.CsrfViewMiddleware "
    "django.contrib.auth.middleware.AuthenticationMiddleware "
    "django.contrib.messages.middleware.MessageMiddleware "
    "django.middleware.clickjacking.XFrameOptionsMiddleware"
)
COUNTER = itertools.count()
REQUESTS, ROUNDS, WARM_UP = 60, 40, 3


def say(name: str, figure: float, unit: str) -> None:
    """One line of the table."""
    sys.stdout.write(f"{name}\t{figure:.2f}\t{unit}\n")
    sys.stdout.flush()


def cpu_ms(act: Callable[[], object], rounds: int) -> float:
    """The CPU time of an act in ms: the lower quartile, which a busy machine moves least."""
    times = []
    for n in range(rounds + 3):
        began = time.process_time()
        act()
        if n >= 3:
            times.append((time.process_time() - began) * 1000)
    return statistics.quantiles(times, n=4)[0]


def newest() -> object:
    """What a list page reads of the newest twenty."""
    return stories(Edition.objects.live().newest()[:20])


def list_page() -> object:
    """The whole list page, past the page cache."""
    asked = RequestFactory().get("/articles/", headers={"host": _new_host(next(COUNTER))})
    response = handler.get_response(asked)
    if response.status_code != 200:
        raise RuntimeError(f"the list page answered {response.status_code}")
    return response


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
        cost["list page", count] = cpu_ms(list_page, 50)
        cost["publish", count] = cpu_ms(republish(edition), 30)
    for name in ("newest 20", "list page", "publish"):
        for count in (1_000, 10_000):
            say(f"{name} at {count:,} articles, CPU", cost[name, count], "ms")
        say(f"{name}, 10,000 to 1,000 articles", cost[name, 10_000] / cost[name, 1_000], "times")


def superseding() -> None:
    """The figure that most live articles cite: superseding it, and the desk's list of what is flagged then."""
    fact = Fact.objects.annotate(cited=Count("edition_rows")).latest("cited")
    began = time.perf_counter()
    supersede(fact, by=None, because="our error", value=fact.value * 2)
    say("supersede what most articles cite", (time.perf_counter() - began) * 1000, "ms")
    say("articles flagged", sum(row.articles for row in flagged()), "articles")
    say("the desk’s list of figures that gave way, CPU", cpu_ms(flagged, 20), "ms")
    standing = flagged()[0].standing
    first = lambda: places(fact, standing, successor_of(standing), timezone.now())  # noqa: E731
    say("fifty texts that cite one, with their sentences, CPU", cpu_ms(first, 10), "ms")


def rebuilding() -> None:
    """Finding the names of all records anew in the articles that are there."""
    count = Edition.objects.unfinished().count()
    Reindexing.objects.create()
    began = time.perf_counter()
    carry_on()
    say(f"rebuild of mentions at {count:,} articles", time.perf_counter() - began, "s")


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
        database = bare_database(edition.slug, content)
        with (
            serving(BARE_VIEW, BENCH_BARE_DATABASE=database, BENCH_BARE_MIDDLEWARE=STARTPROJECT) as bare,
            serving(BARE_VIEW, BENCH_BARE_DATABASE=database, BENCH_BARE_MIDDLEWARE="") as barest,
        ):
            _compare(bare, barest, server, path)
    say("article page, size", len(content) / 1000, "kB")


def _new_host(number: int) -> str:
    """A name of the server under which no page is kept yet."""
    return f"127.0.0.1:{1024 + number}"


def _compare(bare: Server, barest: Server, server: Server, path: str) -> None:
    """All servers in turn, a few requests each, so that whatever else the machine does meets all alike."""
    rounds: dict[str, list[Figures]] = {name: [] for name in (BARE, BAREST, UNCACHED, CACHED)}
    for n in range(-WARM_UP, ROUNDS):
        found = {
            BARE: bare.measure(path, REQUESTS),
            BAREST: barest.measure(path, REQUESTS),
            UNCACHED: server.measure(path, REQUESTS, lambda k, n=n: _new_host((n + WARM_UP) * REQUESTS + k)),
            CACHED: server.measure(path, REQUESTS),
        }
        for name, figures in found.items():
            if n >= 0:
                rounds[name].append(figures)
    for name, seen in rounds.items():
        say(name, statistics.median(figures.per_second for figures in seen), "requests/s")
        say(f"{name}, CPU", statistics.median(figures.cpu_ms for figures in seen), "ms/request")
    for name in (UNCACHED, CACHED):
        for beside in (BARE, BAREST):
            pairs = zip(rounds[name], rounds[beside], strict=True)
            times = statistics.median(mine.cpu_ms / its.cpu_ms for mine, its in pairs)
            say(f"{name} to {beside}, CPU", times, "times")


#: What is measured by itself, each in a database of its own.
ALONE = {
    "lists": lists.rows,
    "api": api.rows,
    "asking": asking.rows,
    "flood": flood.rows,
    "pages": pages.rows,
    "search": searching.rows,
    "newsletter": mailing.rows,
}


def only(name: str) -> None:
    """One of them: on SQLite in a new database, on PostgreSQL in one beside that of the environment."""
    kept = ""
    if connection.vendor == "postgresql":
        kept = str(connection.settings_dict["NAME"])
        made = connection.creation.create_test_db(verbosity=0, autoclobber=True)
        # The processes that a measurement starts use it too.
        address = urlsplit(os.environ["AIWATCH_DATABASE_URL"])
        os.environ["AIWATCH_DATABASE_URL"] = address._replace(path=f"/{made}").geturl()
    else:
        call_command("migrate", verbosity=0)
    try:
        for row in ALONE[name]():
            say(*row)
    finally:
        if kept:
            connection.creation.destroy_test_db(kept, verbosity=0)
        DATA.cleanup()


if __name__ == "__main__":
    if sys.argv[1:]:
        only(sys.argv[1])
        sys.exit()
    call_command("migrate", verbosity=0)
    lists_and_publishing()
    rebuilding()
    superseding()
    page(fill(0))
    for row in matching.rows():
        say(*row)
    for name in ALONE:
        subprocess.run([sys.executable, "-m", "tests.bench", name], check=True)  # noqa: S603
    DATA.cleanup()
