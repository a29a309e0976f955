"""What it costs to find 10,000 names in an article, in English and in Chinese, and to build what finds them."""

import random
import time
from collections.abc import Callable, Iterator

from companies.mentions import Matcher, Name

ALIASES, WORDS, ROUNDS = 10_000, 1_200, 30
SYLLABLES = [
    "al",
    "be",
    "cor",
    "da",
    "el",
    "fen",
    "go",
    "hu",
    "jo",
    "ka",
    "lu",
    "mi",
    "nor",
    "qui",
    "sen",
    "vel",
    "xi",
]
ENDS = ["", "", " AI", " Labs", " Cloud", " Group", "-2", " 3.5", " 3.5-Max", " Chat", "2.0"]
HAN = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏云腾致雨露结为霜金生丽水玉出昆冈智能科技星海"
ENGLISH = (
    "The company said on Tuesday that its newest model would be free for the first month, and that the price "
    "of the larger one had not changed since spring. Analysts doubt it: two of the three firms that sell "
    "computing power in the region have raised their prices (by 12% and 15%), and a third is expected to. "
    "People use the assistant for letters, recipes and homework; few of them pay. See https://example.com/a "
)
CHINESE = (
    "公司周二表示，新模型首月免费，较大模型的价格自春季以来没有变化。"
    "分析师对此表示怀疑：三家公司中有两家已经涨价，"
)


def rows() -> Iterator[tuple[str, float, str]]:
    """Lines of the table: name, figure, unit. CPU time, the best of many."""
    names = list(_names())
    yield f"matcher of {ALIASES:,} names, build, CPU", _best(lambda: Matcher(names), 5), "ms"
    matcher = Matcher(names)
    for language, text in (("English", _english(names)), ("Chinese", _chinese(names))):
        found = len(matcher.find(text))
        cost = _best(lambda text=text: matcher.find(text), ROUNDS)
        yield f"names in {WORDS:,} {language} words, CPU", cost, "ms"
        yield f"names in {WORDS:,} {language} words, found", found, "mentions"


def _best(act: Callable[[], object], rounds: int) -> float:
    """The least CPU time of an act in ms: what it costs when nothing disturbs it."""
    times = []
    for _ in range(rounds):
        began = time.process_time()
        act()
        times.append(time.process_time() - began)
    return min(times) * 1000


def _names() -> Iterator[Name]:
    """As a newsroom has them: two in three in Latin script, short and long, with versions; the rest Chinese."""
    chance = random.Random(7)  # noqa: S311
    seen: set[str] = set()
    while len(seen) < ALIASES:
        if len(seen) % 3:
            stem = "".join(chance.choices(SYLLABLES, k=chance.choice((1, 2, 2, 3))))
            text = stem.title() + chance.choice(ENDS)
        else:
            text = "".join(chance.choices(HAN, k=chance.choice((2, 3, 4, 4))))
        if text not in seen:
            seen.add(text)
            yield Name(text, len(seen), cased=len(seen) % 20 == 0)


def _english(names: list[Name]) -> str:
    """Sentences with a name every twelve words."""
    latin = [name.text for name in names if name.text.isascii()]
    words = (ENGLISH.split() * WORDS)[:WORDS]
    words[::12] = latin[:: len(latin) // 100][: len(words[::12])]
    return " ".join(words)


def _chinese(names: list[Name]) -> str:
    """The same length in Chinese, at 1.7 characters a word, with a name every twenty characters."""
    several = [name.text for name in names[:: len(names) // 100]]
    text = (CHINESE * WORDS)[: int(WORDS * 1.7)]
    return "".join(text[n * 20 : n * 20 + 20] + name for n, name in enumerate(several))
