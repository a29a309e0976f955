"""The words of a text around what was looked for, and where in them it stands."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

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
    found = marks(text, parts)
    start = _best(found) if len(text) > SHOWN else 0
    start = max(0, start - BEFORE)
    if start:
        start = text.find(" ", start, start + 20) + 1 or start
    end = (
        len(text)
        if len(text) <= start + SHOWN
        else max(text.rfind(" ", start + SHOWN - 20, start + SHOWN), 0) or start + SHOWN
    )
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shown = tuple(
        (a - start + len(before), min(b, end) - start + len(before)) for a, b in found if start <= a < end
    )
    return before + text[start:end] + after, shown


def _best(found: Marks) -> int:
    """Where the window begins in which most was found, the first of such."""
    starts = [a for a, _ in found]
    if not starts:
        return 0
    many = [bisect_right(starts, a + SHOWN - 2 * BEFORE) - n for n, a in enumerate(starts)]
    return starts[bisect_left([-max(many)], -max(many)) + many.index(max(many))]
