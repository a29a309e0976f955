"""What the search page, a keystroke of it and the lists' own search cost the server among 100,000 articles."""

import itertools
import statistics
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from django.db import connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from aiwatch.wsgi import handler
from articles.publishing import publish
from tests.bench.library import ARTICLES, Library
from tests.bench.lists import spent
from tests.factories import make_article

ROUNDS, PUBLISHED = 60, 10

PORTS = itertools.count(1024)
#: What p95 of each may take, in ms; of the worst words, the slowest.
LIMIT, WORST = 50, 250


class Asked(NamedTuple):
    """Some requests of a kind: their address, and what they ask for."""

    name: str
    path: str
    queries: list[str]
    narrowed: dict[str, str] = {}
    worst: bool = False


def rows() -> Iterator[tuple[str, float, str]]:
    """Lines of the table: name, figure, unit. Each page is asked for by an address that is not kept yet."""
    on = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}[connection.vendor]
    library = Library()
    began = time.perf_counter()
    library.seed()
    few = _publishing(library)
    library.grow()
    yield f"{on}: a library of {ARTICLES:,} articles filled", time.perf_counter() - began, "s"
    many = _publishing(library)
    yield f"{on}: publish among {ARTICLES:,} articles, CPU", many, "ms"
    yield f"{on}: publish, {ARTICLES:,} to 4,000 articles", many / few, "times"
    ordinary: list[tuple[float, float]] = []
    for asked in _asked(library):
        taken = [_taken(asked, query) for query in ["again", *asked.queries]][1:]
        if asked.path == "/search/" and not asked.worst:
            ordinary += taken
        yield from _told(f"{on}: {asked.name}", taken, asked.worst)
    yield from _told(f"{on}: all searches but the worst", ordinary, worst=False)


def _told(name: str, taken: list[tuple[float, float]], worst: bool) -> Iterator[tuple[str, float, str]]:
    for clock, times in zip((", CPU", ""), map(sorted, zip(*taken, strict=True)), strict=True):
        yield f"{name}, median{clock}", statistics.median(times), "ms"
        if worst:
            yield f"{name}, slowest{clock} (at most {WORST})", times[-1], "ms"
        else:
            yield f"{name}, p95{clock} (at most {LIMIT})", times[int(len(times) * 0.95)], "ms"


def _asked(library: Library) -> Iterator[Asked]:
    chance, words, chinese = library.chance, library.words, library.chinese_words
    middle, common, few = words[60:20_000], words[:12], chinese[:8]
    several = lambda among, most: " ".join(chance.sample(among, chance.randint(1, most)))  # noqa: E731
    many = lambda make: [make() for _ in range(ROUNDS)]  # noqa: E731
    ordinary = many(lambda: several(middle, 4))
    year = f"{timezone.localdate() - timedelta(days=365)}"
    record = library.names[3].lower()
    yield Asked("a search for ordinary words", "/search/", ordinary)
    yield Asked(
        "a search in Chinese", "/search/", many(lambda: several(chinese[10:3_000], 2).replace(" ", ""))
    )
    names = many(lambda: chance.choice(library.names + library.chinese_names))
    yield Asked("a search for a name", "/search/", names)
    both = many(lambda: f"{chance.choice(library.names)} {chance.choice(words[20:5_000])}")
    yield Asked("a search for a name and a word", "/search/", both)
    misspelt = [
        f"{name[:4]}{name[5:]} {chance.choice(middle)}" for name in chance.sample(library.names, ROUNDS)
    ]
    yield Asked("a search for a misspelt name", "/search/", misspelt)
    yield Asked("a search for a phrase", "/search/", many(lambda: f'"{several(words[5:100], 2)}"'))
    yield Asked("a search on a topic", "/search/", ordinary, {"topic": library.topic.slug})
    yield Asked("a search for a record", "/search/", ordinary, {"record": record})
    yield Asked("a search for articles of a year", "/search/", ordinary, {"kind": "article", "after": year})
    worst = many(lambda: several(common, 6))
    yield Asked("a search for the worst words", "/search/", worst, worst=True)
    letters = [*"abcdefghijklmnopqrstuvwxyz", *"".join(few)]
    yield Asked("a search for one letter", "/search/", letters, worst=True)
    yield Asked(
        "a search for the worst Chinese",
        "/search/",
        many(lambda: several(few, 4).replace(" ", "")),
        worst=True,
    )
    yield Asked("the worst words on a topic", "/search/", worst, {"topic": library.topic.slug}, worst=True)
    yield Asked("the worst words of a record", "/search/", worst, {"record": record}, worst=True)
    yield Asked(
        "the worst words in articles of a year",
        "/search/",
        worst,
        {"kind": "article", "after": year},
        worst=True,
    )
    whole = (*ordinary[:10], *library.names[:10], *library.chinese_names[:5], *common[:6], *few[:6])
    typed = [text[:end] for text in whole for end in range(1, len(text) + 1)]
    yield Asked("a keystroke", "/search/suggest/", typed)
    for name, path in LISTS.items():
        yield Asked(f"{name} with ordinary words", path, ordinary)
        yield Asked(f"{name} with the worst words", path, worst, worst=True)


#: What else takes words.
LISTS = {
    "the page of questions": "/questions/",
    "the API’s articles": "/api/v1/articles/",
    "the API’s questions": "/api/v1/questions/",
}


def _taken(asked: Asked, query: str) -> tuple[float, float]:
    """What a request takes in ms: of this process and the database's, and by the clock, which a busy machine moves."""
    host = {"host": f"127.0.0.1:{next(PORTS)}"}
    request = RequestFactory().get(asked.path, {"q": query, **asked.narrowed}, headers=host)
    began, by_clock = spent(), time.perf_counter()
    response = handler.get_response(request)
    taken = (spent() - began) * 1000, (time.perf_counter() - by_clock) * 1000
    if response.status_code != 200:
        raise RuntimeError(f"{asked.path} answered {response.status_code} for {query}")
    return taken


def _publishing(library: Library) -> float:
    """The CPU ms of publishing an article of as many words, the middle of several; none of them stays."""
    times = []
    with transaction.atomic():
        for n in range(PUBLISHED):
            article = make_article(body=f"<p>{library.text(n + 1, 300, library.named())}</p>")
            began = spent()
            publish(article, by=None)
            times.append((spent() - began) * 1000)
        transaction.set_rollback(True)
    return statistics.median(times)
