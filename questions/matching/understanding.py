"""What a question asks, as a set of terms: the records it names, what it wants of them, and its other words."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from questions.matching.names import Names
from questions.matching.vocabulary import (
    HAN,
    WORD,
    Vocabulary,
    chinese,
    common,
    english,
    simplified,
    stem,
    written_out,
)

APOSTROPHES = str.maketrans("’‘ʼ`´", "'" * 5)
DASHES = re.compile("[\u2010-\u2015\u2212]")
AMERICA = re.compile(r"\b(?:U\.S\.A?\.?|US|USA)(?![\w.])")
NUMBER = re.compile(r"(\d+(?:[.,]\d+)*)(k|m|b|bn|tn)?")
#: Between a number and its unit, which some write as one word.
BEFORE_UNIT = re.compile(r"(?<=\d)(?=(?:nm|[kmgt]b|hz|fps|[kmgt]wh?|kg|km|tokens?|gpus?|users?)\b)")
TIMES = {
    **{"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9},
    **{"tn": 1e12, "trillion": 1e12, "万": 1e4, "亿": 1e8},
}
BETWEEN_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
TOO_SHORT_TO_MEND, LONG = 5, 8

#: What a question says besides, which is dropped where it asks for anything else.
FILLERS = frozenset({"about", "how", "howmuch", "size", "help"})
#: The same, but they may be all that is asked.
LIGHT = frozenset({"use", "work", "ai", "who"})

#: What means that something can be had, where a place is named.
TO_HAVE = {"use", "work", "release", "download"}


class Meaning(NamedTuple):
    """What a question asks. Terms begin with r: (record), v: (version), w: (word), n: (number), or name an aspect."""

    language: str
    terms: frozenset[str]

    @property
    def records(self) -> frozenset[str]:
        """The records it names."""
        return frozenset(term[2:] for term in self.terms if term.startswith("r:"))


def understand(text: str, names: Names) -> Meaning:
    """What a question asks. Costs no query."""
    named = names.find(plain(text))
    language = _language(named.rest if WORD.search(named.rest) or HAN.search(named.rest) else text)
    table = chinese() if language == "zh" else english()
    terms = set(_terms(named.rest))
    _put_together(terms, table)
    if asks := {term for term in terms if _asks(term)}:
        terms -= FILLERS if named.records else FILLERS - {"about"}
        if named.records and asks != {"purpose"}:
            terms.discard("purpose")
    else:
        terms = terms - {"about", "who"} or _plain_question(len(named.records))
    terms |= {f"v:{version}" for version in named.versions}
    return Meaning(language, frozenset(terms | {f"r:{record}" for record in named.records}))


def _plain_question(records: int) -> set[str]:
    """What a question wants that says nothing but names: what it is, or how they compare."""
    return {"compare"} if records > 1 else {"about"} if records else set()


def plain(text: str) -> str:
    """One form for all ways to write: width, case, dashes, apostrophes, spaces between Chinese characters."""
    text = unicodedata.normalize("NFKC", text).translate(simplified())
    text = DASHES.sub("-", AMERICA.sub("usa", text)).translate(APOSTROPHES).casefold()
    return BETWEEN_HAN.sub("", text)


def words_of(text: str) -> set[str]:
    """The terms of a text's words, whatever it names."""
    return set(_terms(text))


def _asks(term: str) -> bool:
    """Whether a term says by itself what is wanted."""
    return term not in FILLERS and term not in LIGHT


def _language(rest: str) -> str:
    """Of the words that are no names: Chinese unless Latin words outnumber it."""
    han = sum(map(len, HAN.findall(rest)))
    latin = WORD.findall(rest)
    speaks = any(english().phrases.get((word,)) == () for word in latin)
    return "zh" if han > (3 * len(latin) if speaks else 0) else "en"


def _terms(rest: str) -> Iterator[str]:
    """The terms of all words, Chinese and Latin ones by their own tables."""
    at = 0
    for run in HAN.finditer(rest):
        yield from _english(rest[at : run.start()])
        yield from _chinese(run.group())
        at = run.end()
    yield from _english(rest[at:])


def _english(text: str) -> Iterator[str]:
    words = [word for part in re.split(r"[^\w\s'.,%$€¥/-]", text) for word in _words(part)]
    table = english()
    at = 0
    while at < len(words):
        length, said = _longest(words, at, table)
        if length:
            yield from said
            at += length
            continue
        if number := NUMBER.fullmatch(words[at]):
            following = words[at + 1] if at + 1 < len(words) else ""
            yield _number(number, following)
            at += following in TIMES
        else:
            yield f"w:{stem(words[at])}"
        at += 1


def _words(text: str) -> Iterator[str]:
    for found in re.finditer(
        r"[a-z0-9]+(?:[.,][a-z0-9]+)*(?:'[a-z]+)?", written_out(BEFORE_UNIT.sub(" ", text))
    ):
        yield _mended(found.group().partition("'")[0])


@lru_cache(maxsize=16384)
def _mended(word: str) -> str:
    """A word, or the one of the table that was meant where it is no word and one or two letters are wrong."""
    known = english().words
    unsure = len(word) < TOO_SHORT_TO_MEND or not word.isalpha()
    if unsure or word in known or word in common() or (stem(word),) in english().stems:
        return word
    most = 2 if len(word) >= LONG else 1
    near = process.extract(word, _long_words(), scorer=OSA.distance, score_cutoff=most, limit=3)
    return min(near, key=lambda found: (found[1], found[0][0] != word[0], found[0]))[0] if near else word


@lru_cache(maxsize=1)
def _long_words() -> list[str]:
    return sorted(word for word in english().words if len(word) > 3)


def _longest(words: Sequence[str], at: int, table: Vocabulary) -> tuple[int, Sequence[str]]:
    """How many words from here on make the longest phrase of the table, and what it asks for."""
    for length in range(min(table.longest, len(words) - at), 0, -1):
        part = tuple(words[at : at + length])
        said = table.phrases.get(part)
        if said is None:
            said = table.stems.get(tuple(map(stem, part)))
        if said is not None:
            return length, said
    return 0, ()


def _number(found: re.Match[str], following: str) -> str:
    digits, unit = found.groups()
    value = float(re.sub(r",", "", digits) if digits.count(".") < 2 else digits.replace(".", ""))
    value *= TIMES.get(unit or following, 1)
    return f"n:{value:.12g}"


def _chinese(run: str) -> Iterator[str]:
    table = chinese()
    at, unknown = 0, ""
    while at < len(run):
        length = next(
            (
                n
                for n in range(min(table.longest, len(run) - at), 0, -1)
                if tuple(run[at : at + n]) in table.phrases
            ),
            0,
        )
        if not length:
            unknown += run[at]
            at += 1
            continue
        yield from _pairs(unknown)
        unknown = ""
        yield from table.phrases[tuple(run[at : at + length])]
        at += length
    yield from _pairs(unknown)


def _pairs(run: str) -> Iterator[str]:
    """Characters that no table knows, two by two."""
    if len(run) == 1:
        yield f"w:{run}"
    for first, second in pairwise(run):
        yield f"w:{first}{second}"


def _put_together(terms: set[str], table: Vocabulary) -> None:
    for several, one in table.together:
        if several <= terms:
            terms -= several
            terms.update(one)
    places = {term for term in terms if term.startswith("in:")}
    if places and (terms & TO_HAVE or not any(map(_asks, terms - places))):
        terms -= TO_HAVE
        terms.add("available")
