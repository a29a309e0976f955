"""What a text is cut into for the index: English words by their stems, Chinese two characters at a time."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from search.normalising import simplified

HAN = "\u3400-\u4dbf\u4e00-\u9fff"
#: Chinese without a gap, or a word; of a word's points only those before a figure belong to it: 5.1, not z.ai.
PIECE = re.compile(rf"(?P<han>[{HAN}]+)|[^\W_{HAN}]+(?:\.\d[^\W_{HAN}]*)*(?:[’'][sS]\b)?")
POSSESSIVE = re.compile("[’']s$")
FIGURE_OR_LETTERS = re.compile(r"\d+(?:\.\d+)*|[^\W\d]+")
VERSION = re.compile(r"([^\W\d]{3,})\d[\d.]*$")
#: Longer words are cut, for an index takes none of any length.
LONGEST = 80


class Word(NamedTuple):
    """A term of the index, and where it stands in the text."""

    term: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """The words of a text in order: of Qwen3 also Qwen, before it. Of Chinese all pairs of neighbours, and the last
    character of a run alone: so each character begins a term.
    """
    for found in PIECE.finditer(text):
        if found["han"] is None:
            if version := VERSION.match(found[0]):
                yield Word(stemmed(version[1]), *found.span())
            if term := stemmed(found[0]):
                yield Word(term, *found.span())
            continue
        start, run = found.start(), simplified(found[0])
        for n in range(len(run)):
            yield Word(run[n : n + 2], start + n, min(start + n + 2, found.end()))


def terms(text: str) -> list[str]:
    """The terms of a text in order, as it is indexed."""
    return [word.term for word in words(unicodedata.normalize("NFKC", text))]


def phrase(text: str) -> tuple[str, ...]:
    """The terms of a text as it is looked for: a run of Chinese is its pairs, and one character any pair it begins."""
    found: list[str] = []
    for piece in PIECE.finditer(unicodedata.normalize("NFKC", text)):
        run = simplified(piece["han"] or "")
        if not run:
            found += filter(None, [stemmed(piece[0])])
        elif len(run) == 1:
            found.append(f"{run}*")
        else:
            found += [run[n : n + 2] for n in range(len(run) - 1)]
    return tuple(found)


@lru_cache(100_000)
def plain(word: str) -> str:
    """A word without case, width, accents and a possessive s, in simplified characters."""
    word = simplified(POSSESSIVE.sub("", unicodedata.normalize("NFKD", word).casefold()))
    return "".join(one for one in word if one.isalnum() or one == ".")[:LONGEST]


@lru_cache(100_000)
def stemmed(word: str) -> str:
    """A word's term: plain, and in English its stem."""
    word = plain(word)
    # A stemmer of its own each time: it keeps the word it is at, and threads share this.
    return snowballstemmer.stemmer("english").stemWord(word) if word.isascii() and word.isalpha() else word


def squeezed(text: str) -> str:
    """A name as it is compared: its letters and figures, without what parts them."""
    return "".join(plain(piece[0]) for piece in PIECE.finditer(unicodedata.normalize("NFKC", text)))


def spellings(name: str) -> Iterable[tuple[str, ...]]:
    """How a name may be written in a text: as it is, and with or without a space between letters and figures."""
    found = [phrase(name)]
    parts = [piece[0] for piece in PIECE.finditer(unicodedata.normalize("NFKC", name))]
    if any(re.search(r"\d", part) for part in parts):
        apart = " ".join(" ".join(FIGURE_OR_LETTERS.findall(part)) for part in parts)
        found.append(phrase(apart))
        together = re.sub(r"(?<=[^\W\d_])[ -](?=\d)", "", " ".join(parts))
        found.append(phrase(together))
    return [*dict.fromkeys(filter(None, found))]
