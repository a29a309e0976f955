"""What a search costs among 100,000 articles of 300 words, and a keystroke of one."""

import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import accumulate

from django.db import connection, transaction
from django.utils import timezone

from articles.models import Article, Edition, EditionTopic
from articles.publishing import publish
from companies.models import Record
from search.documents import look_up
from search.rebuilding import rebuild
from search.suggesting import suggest
from tests.bench.matching import HAN, SYLLABLES
from tests.factories import make_article, make_company, make_topic

#: Fewer where the environment says so, to look at the bench itself.
ARTICLES, WORDS, RECORDS = int(os.environ.get("BENCH_ARTICLES", "100000")), 300, 300
VOCABULARY, BATCH = 30_000, 1_000
ROUNDS = 60


def rows() -> Iterator[tuple[str, float, str]]:
    """Lines of the table: name, figure, unit, of the functions that page and API call."""
    chance = random.Random(7)  # noqa: S311
    latin = sorted({"".join(chance.choices(SYLLABLES, k=3)).title() for _ in range(RECORDS)})
    chinese = sorted({"".join(chance.choices(HAN, k=3)) for _ in range(RECORDS)})
    words = list({"".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(VOCABULARY * 2)})[
        :VOCABULARY
    ]
    topic = _fill(chance, words, latin, chinese)
    began = time.perf_counter()
    count = sum(number for _, number in rebuild())
    yield f"index of {count:,} built on {connection.vendor}", time.perf_counter() - began, "s"
    connection.cursor().execute("ANALYZE")
    for name, limit, act, queries in _questions(chance, words, latin, chinese, topic):
        act(queries[0])  # what is read once is read by now
        taken = [_ms(act, query) for query in queries]
        label = f"{name} among {ARTICLES:,} articles, {connection.vendor}"
        for clock, times in zip((", CPU", ""), map(sorted, zip(*taken, strict=True)), strict=True):
            yield f"{label}, median{clock}", statistics.median(times), "ms"
            yield f"{label}, p95{clock} (at most {limit})", times[int(len(times) * 0.95)], "ms"


def _questions(
    chance: random.Random, words: list[str], latin: list[str], chinese: list[str], topic: str
) -> Iterator[tuple[str, int, Callable[[str], object], list[str]]]:
    middle, common = words[60:20_000], words[:12]
    ordinary = [" ".join(chance.sample(middle, chance.randint(1, 4))) for _ in range(ROUNDS)]
    yield "a search for ordinary words", 50, look_up, ordinary
    yield (
        "a search for a name",
        50,
        look_up,
        chance.sample(latin, ROUNDS // 2) + chance.sample(chinese, ROUNDS // 2),
    )
    mixed = [f"{chance.choice(latin)} {chance.choice(words[20:5_000])}" for _ in range(ROUNDS)]
    yield "a search for a name and a word", 50, look_up, mixed
    misspelt = [f"{name[:4]}{name[5:]} {chance.choice(middle)}" for name in chance.sample(latin, ROUNDS)]
    yield "a search for a misspelt name", 50, look_up, misspelt
    yield "a search on a topic", 50, lambda query: look_up(query, topic=topic), ordinary
    yield (
        "a search for articles of a year",
        50,
        lambda query: look_up(query, kinds=["article"], after=timezone.localdate() - timedelta(days=365)),
        ordinary,
    )
    worst = [" ".join(chance.sample(common, chance.randint(1, 6))) for _ in range(ROUNDS)]
    yield "a search for the worst words", 250, look_up, worst
    typed = [
        text[:end] for text in (*ordinary[:10], *latin[:10], *chinese[:5]) for end in range(1, len(text) + 1)
    ]
    yield "a keystroke", 50, suggest, typed


def _ms(act: Callable[[str], object], query: str) -> tuple[float, float]:
    """What an act takes: of this process, and by the clock, which a busy machine and the database's own share move."""
    began, by_clock = time.process_time(), time.perf_counter()
    act(query)
    return (time.process_time() - began) * 1000, (time.perf_counter() - by_clock) * 1000


@transaction.atomic
def _fill(chance: random.Random, words: list[str], latin: list[str], chinese: list[str]) -> str:
    """As many live articles, a tenth of them on a topic, whose address is returned."""
    now, topic = timezone.now(), make_topic()
    for name, native in zip(latin, chinese, strict=False):
        make_company(name, native_name=native)
    Record.objects.update(published_from=now)
    first = publish(make_article(topics=[topic]), by=None)
    #: Words as they are in any language: few stand everywhere, most hardly anywhere.
    weights = list(accumulate(1 / (n + 3) for n in range(len(words))))
    plain = {
        field.attname: getattr(first, field.attname)
        for field in Edition._meta.concrete_fields
        if field.attname not in {"id", "article_id", "slug", "headline", "text", "visible_until", "dated"}
    }
    start = first.article_id + 1
    for block in range(start, start + ARTICLES - 1, BATCH):
        numbers = range(block, min(block + BATCH, start + ARTICLES - 1))
        Article.objects.bulk_create(Article(pk=n, headline=f"{n}", slug=f"a-{n}") for n in numbers)
        editions = Edition.objects.bulk_create(
            Edition(
                article_id=n,
                slug=f"a-{n}",
                headline=" ".join(chance.choices(words, cum_weights=weights, k=8)),
                text=_text(chance, words, weights, latin, chinese),
                dated=now - timedelta(minutes=10 * (start + ARTICLES - n)),
                **plain,
            )
            for n in numbers
        )
        EditionTopic.objects.bulk_create(
            EditionTopic(
                edition=one,
                topic=topic,
                position=0,
                dated=one.dated,
                visible_from=one.visible_from,
                visible_until=first.visible_until,
            )
            for one in editions
            if one.article_id % 10 == 0
        )
    return topic.slug


def _text(
    chance: random.Random, words: list[str], weights: list[float], latin: list[str], chinese: list[str]
) -> str:
    text = chance.choices(words, cum_weights=weights, k=WORDS)
    # Names are not written about alike: one in ten stands in half of the articles that name any.
    for _ in range(3):
        n = chance.randrange(len(latin) // 10 if chance.random() < 0.5 else len(latin))
        text[chance.randrange(WORDS)] = latin[n] if chance.random() < 0.8 else chinese[n % len(chinese)]
    return " ".join(text)
