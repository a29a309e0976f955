"""The words of a text around what was looked for, and where in them it stands."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache

from search.reading import Part
from search.words import Word, words

#: So many letters are shown.
SHOWN = 220
#: So many letters stand before the first word that was found.
BEFORE = 60

type Marks = tuple[tuple[int, int], ...]


def marks(text: str, parts: Sequence[Part]) -> Marks:
    """Where in a text parts of a query stand: from, to, in order, none overlapping another."""
    at = list(words(text))
    places: dict[str, list[int]] = {}
    for n, word in enumerate(at):
        places.setdefault(word.term, []).append(n)
    found: list[tuple[int, int]] = []
    for part in parts:
        for way in part.ways:
            found += [
                (at[n].start, _end(at[n + len(way) - 1], way[-1]))
                for n in _beginnings(way[0], places, at)
                if len(way) == 1 or [word.term for word in at[n : n + len(way)]] == [*way]
            ]
    return _joined(sorted(found))


def _end(word: Word, term: str) -> int:
    return word.start + len(term) - 1 if term.endswith("*") else word.end


def _beginnings(term: str, places: dict[str, list[int]], at: Sequence[Word]) -> list[int]:
    if not term.endswith("*"):
        return places.get(term, [])
    return [n for n, word in enumerate(at) if word.term.startswith(term[:-1])]


def _joined(found: Sequence[tuple[int, int]]) -> Marks:
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


def cut(text: str, parts: Sequence[Part]) -> tuple[str, Marks]:
    """The part of a text with most of what was looked for, and where in it that stands; else its beginning."""
    text = " ".join(text.split())
    start, end = _window(text, [found.start() for found in _likely(parts).finditer(text)])
    found = marks(text[start:end], parts)
    if not found and not text.isascii():  # it may stand there in other letters: wide, or with accents
        start, end = _window(text, [place for place, _ in marks(text, parts)])
        found = marks(text[start:end], parts)
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shown = tuple((a + len(before), b + len(before)) for a, b in found)
    return before + text[start:end] + after, shown


def _likely(parts: Sequence[Part]) -> re.Pattern[str]:
    """What stands nearly wherever parts of a query do: to cut a whole text into words takes fifty times as long."""
    begin = {way[0].removesuffix("*") for part in parts for way in part.ways}
    # A word's last letter may be another than its stem's.
    return _any_of(frozenset(term[:-1] if len(term) > 3 and term.isascii() else term for term in begin))


@lru_cache(500)
def _any_of(beginnings: frozenset[str]) -> re.Pattern[str]:
    either = "|".join(
        sorted(re.escape(one) if one[:1] > "\u3400" else rf"\b{re.escape(one)}" for one in beginnings)
    )
    return re.compile(either or "(?!)", re.IGNORECASE)


def _window(text: str, places: Sequence[int]) -> tuple[int, int]:
    """From where to where a text is shown: around most of some places in it, the first of such."""
    if len(text) <= SHOWN:
        return 0, len(text)
    many = [bisect_right(places, place + SHOWN - 2 * BEFORE) - n for n, place in enumerate(places)]
    start = max(0, places[many.index(max(many))] - BEFORE) if many else 0
    if start:
        start = text.find(" ", start, start + 20) + 1 or start
    if len(text) <= start + SHOWN:
        return start, len(text)
    end = text.rfind(" ", start + SHOWN - 20, start + SHOWN)
    return start, end if end > 0 else start + SHOWN
