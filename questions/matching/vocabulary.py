"""The words by which readers ask for the same thing, as tables that are read once (questions/matching/wording/)."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import snowballstemmer

from companies import countries

TABLES = Path(__file__).parent / "wording"
WORD = re.compile(r"[a-z0-9]+(?:\.[a-z0-9]+)*")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
NOTHING = "-"
OFTEN, FEW = 2, 3
IRREGULAR = re.compile(r"\b(?:can't|cannot)\b"), re.compile(r"\bwon't\b")
CONTRACTED = re.compile(r"n't\b")

_stemmer = snowballstemmer.stemmer("english")

type Phrase = tuple[str, ...]
type Said = tuple[str, ...]


class Vocabulary(NamedTuple):
    """What each phrase asks for, as it stands and by its stems; what several things make together; all words."""

    phrases: dict[Phrase, Said]
    stems: dict[Phrase, Said]
    together: list[tuple[frozenset[str], Said]]
    longest: int
    words: frozenset[str]


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """An English word without its endings."""
    return _stemmer.stemWord(word)


def written_out(text: str) -> str:
    """An English text with "not" as a word of its own."""
    can, will = IRREGULAR
    return CONTRACTED.sub(" not", will.sub("will not", can.sub("can not", text)))


@cache
def english() -> Vocabulary:
    """English phrases; one that begins with a sign of equality has no other form."""
    phrases: dict[Phrase, Said] = {}
    stems: dict[Phrase, Said] = {}
    words: set[str] = set()
    for said, phrase in _entries("english.txt"):
        parts = WORD.findall(written_out(phrase))
        words.update(part for part in parts if len(part) > 1)
        phrases[tuple(parts)] = said
        if not phrase.startswith("="):
            stems.setdefault(tuple(map(stem, parts)), said)
    for code, name in countries.names().items():
        phrases.setdefault(tuple(WORD.findall(name.casefold())), (f"in:{code.lower()}",))
    return Vocabulary(
        phrases, stems, list(_together("english.txt")), max(map(len, phrases)), frozenset(words)
    )


@cache
def chinese() -> Vocabulary:
    """Phrases of characters."""
    phrases = {tuple(phrase): said for said, phrase in _entries("chinese.txt")}
    return Vocabulary(phrases, {}, list(_together("chinese.txt")), max(map(len, phrases)), frozenset())


@cache
def characters() -> dict[str, frozenset[str]]:
    """What is asked for where a Chinese character stands in several of the phrases for it, and for little else."""
    often = Counter(
        (one, said)
        for phrase, all_said in chinese().phrases.items()
        for said in all_said
        for one in {*phrase}
    )
    found: dict[str, set[str]] = {}
    for (one, said), times in often.items():
        if times >= OFTEN:
            found.setdefault(one, set()).add(said)
    return {one: frozenset(said) for one, said in found.items() if len(said) <= FEW}


@cache
def simplified() -> dict[int, int]:
    """What each traditional character is in simplified Chinese, for `str.translate`."""
    lines = list(_lines("traditional.txt"))
    return str.maketrans("".join(lines[::2]), "".join(lines[1::2]))


@cache
def common() -> frozenset[str]:
    """The commonest English words, which are no misspelling of another."""
    return frozenset(_lines("common.txt"))


def _lines(table: str) -> Iterator[str]:
    for line in (TABLES / table).read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line


def _entries(table: str) -> Iterator[tuple[Said, str]]:
    for line in _lines(table):
        if " > " not in line:
            said, _, phrases = line.partition(": ")
            for phrase in phrases.split(","):
                yield tuple(one for one in said.split() if one != NOTHING), phrase.strip()


def _together(table: str) -> Iterator[tuple[frozenset[str], Said]]:
    for line in _lines(table):
        several, made, one = line.partition(" > ")
        if made:
            yield frozenset(several.split()), tuple(one.split())
