"""How much a question looks like spam, and why, in words that an editor reads."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from questions.asking.as_typed import LINK
from search.normalising import fold

#: From here on nobody has to look at it.
CERTAIN = 80
MOST = 100

_BARE = re.compile(
    r"(?i)\b[a-z0-9-]{2,}\.(?:com|net|org|info|biz|xyz|top|shop|site|online|club|ru|cn|icu|vip)\b"
)
_MARKUP = re.compile(r"(?i)\[/?url\b|<a\s+href\b")
_NUMBER = re.compile(r"(?:\+?\d[\s().-]?){9,}|(?i:\b(?:whats\s?app|telegram|wechat)\b)|微信|加v|加q")
_WARES = re.compile(
    r"(?i)\b(?:casino|viagra|cialis|backlinks?|seo services?|porn|escorts?|payday loans?|forex signals?|"
    r"guest posts?|betting tips|buy followers|double your (?:money|bitcoin))\b|博彩|赌场|代写|代开发票|刷单|色情|贷款"
)


class Suspicion(NamedTuple):
    """From 0 to 100, and what for."""

    score: int
    reasons: tuple[str, ...]

    @property
    def certain(self) -> bool:
        """Whether it is spam without anybody looking."""
        return self.score >= CERTAIN

    def __str__(self) -> str:
        return "; ".join(self.reasons)


def suspect(text: str, *, earlier: Iterable[str] = (), elsewhere: int = 0) -> Suspicion:
    """How much the words of a question look like spam.

    earlier: what the same network asked that day. elsewhere: how often just these words came in that day from other
    places.
    """
    found = [
        *_links(text),
        *_manner(text),
        *_repeated(text, earlier),
        *([(min(75, 25 * elsewhere), f"the same words {elsewhere} more times today")] if elsewhere else []),
    ]
    return Suspicion(min(MOST, sum(points for points, _ in found)), tuple(reason for _, reason in found))


def _links(text: str) -> Iterable[tuple[int, str]]:
    links = len(LINK.findall(text)) or len(_BARE.findall(text))
    if links == 1:
        yield 35, "a link"
    elif links:
        yield 70, f"{links} links"
    if _MARKUP.search(text):
        yield 45, "mark-up of a link"


def _manner(text: str) -> Iterable[tuple[int, str]]:
    if wares := _WARES.search(text):
        yield 50, f"offers “{wares[0].casefold()}”"
    if _NUMBER.search(text):
        yield 35, "a number or name to get in touch"
    letters = [character for character in text if character.isalpha()]
    if len(letters) >= 20 and sum(character.isupper() for character in letters) > 0.7 * len(letters):
        yield 15, "all in capitals"


def _repeated(text: str, earlier: Iterable[str]) -> Iterable[tuple[int, str]]:
    words = fold(text).split()
    if len(words) >= 8 and len(set(words)) < 0.4 * len(words):
        yield 50, "the same words over and over"
    alike = sum(_alike(set(words), set(fold(other).split())) for other in earlier)
    if alike:
        yield min(75, 25 * alike), f"nearly the same {alike} more times from one network"


def _alike(some: set[str], others: set[str]) -> bool:
    """Whether four words in five are the same."""
    return bool(some) and len(some & others) >= 0.8 * len(some | others)
