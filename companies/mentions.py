"""Finds the names of records in a text: all of them in one pass, leftmost first, then longest."""

import re
import unicodedata
from collections.abc import Hashable, Iterable, Iterator
from typing import Any, NamedTuple

import ahocorasick

DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
NO_NAMES_INSIDE = re.compile(
    r"https?://[^\s<>\"“”]+|www\.[^\s<>\"“”]+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s<>\"“”]*",
    re.IGNORECASE | re.ASCII,
)
DOMAIN = re.compile(r"(?<![\w.@-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w-])", re.IGNORECASE | re.ASCII)


class Name(NamedTuple):
    """A name of a record. `cased`: it is also a word; `preferred`: it means this record where several have it."""

    text: str
    record: Hashable
    cased: bool = False
    preferred: bool = False


class Match(NamedTuple):
    """`text[start:end]` names a record."""

    start: int
    end: int
    record: Any


def _folded(character: str) -> str:
    if character in DASHES:
        return "-"
    if character in "’‘ʼ":
        return "'"
    return unicodedata.normalize("NFKC", character).casefold()


def fold(name: str) -> str:
    """The key under which two names are the same: case, width, white space and dashes aside."""
    return "".join(_folded(c) for c in name if not c.isspace()).replace("-", "")


def mixes_scripts(text: str) -> bool:
    """Whether Latin stands together with Cyrillic or Greek, as in a name that only looks like another."""
    scripts = {unicodedata.name(c, "").split(" ")[0] for c in text if c.isalpha()}
    return "LATIN" in scripts and bool(scripts & {"CYRILLIC", "GREEK"})


class _Haystack(NamedTuple):
    """A text folded, without white space: for each character where it came from, and what gap precedes it."""

    text: str
    origins: list[int]
    gaps: list[str]


def _haystack(text: str) -> _Haystack:
    folded: list[str] = []
    origins: list[int] = []
    gaps: list[str] = []
    gap = ""
    for index, character in enumerate(text):
        if character.isspace():
            gap += character
            continue
        for piece in _folded(character):
            folded.append(piece)
            origins.append(index)
            gaps.append(gap)
            gap = ""
    return _Haystack("".join(folded), origins, gaps)


def _is_latin(character: str) -> bool:
    return character.isdigit() or (
        character.isalpha() and unicodedata.name(character, "").startswith("LATIN")
    )


class _Entry(NamedTuple):
    key: str
    spaces: frozenset[int]
    name: Name


class Matcher:
    """All names of all records, built once and asked often.

    The rules: whole words in Latin script, anywhere in Chinese; case and width aside; a space may be left
    out, be a line break, or be put between a letter and a digit; all dashes are one; nothing inside a URL.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        entries: dict[str, list[_Entry]] = {}
        for name in names:
            entry = _entry(name)
            if entry.key:
                entries.setdefault(entry.key, []).append(entry)
        self._automaton = ahocorasick.Automaton()
        for key, several in entries.items():
            if chosen := _meant(several):
                self._automaton.add_word(key, (len(key), chosen))
        self._empty = not len(self._automaton)
        if not self._empty:
            self._automaton.make_automaton()

    def find(self, text: str) -> list[Match]:
        """The mentions in a text, in order, never overlapping; offsets count code points."""
        if self._empty:
            return []
        hay = _haystack(text)
        barred = _barred(text)
        found = sorted(self._candidates(text, hay), key=lambda match: (match.start, -match.end))
        chosen: list[Match] = []
        for match in found:
            if (not chosen or match.start >= chosen[-1].end) and not _is_barred(match, barred):
                chosen.append(match)
        return chosen

    def _candidates(self, text: str, hay: _Haystack) -> Iterator[Match]:
        for last, (length, entries) in self._automaton.iter(hay.text):
            first = last - length + 1
            start, end = hay.origins[first], hay.origins[last] + 1
            for entry in entries:
                if _fits(text, hay, entry, first, last, start, end):
                    yield Match(start, end, entry.name.record)
                    break


def _entry(name: Name) -> _Entry:
    key: list[str] = []
    spaces: set[int] = set()
    for character in name.text.strip():
        if character.isspace():
            spaces.add(len(key))
        else:
            key.extend(_folded(character))
    return _Entry("".join(key), frozenset(spaces), name)


def _meant(entries: list[_Entry]) -> list[_Entry]:
    """The entries of the one record that is meant, or none where several could be."""
    preferred = {entry.name.record for entry in entries if entry.name.preferred}
    records = {entry.name.record for entry in entries}
    if len(records) > 1:
        if len(preferred) != 1:
            return []
        entries = [entry for entry in entries if entry.name.record in preferred]
    return entries


def _fits(text: str, hay: _Haystack, entry: _Entry, first: int, last: int, start: int, end: int) -> bool:
    if entry.name.cased and not text[start].isupper() and _is_latin(text[start]):
        return False
    if (first and hay.origins[first - 1] == start) or (
        last + 1 < len(hay.text) and hay.origins[last + 1] == end - 1
    ):
        return False  # half of a character that folds to several
    for offset in range(1, last - first + 1):
        gap = hay.gaps[first + offset]
        if not gap:
            continue
        if gap.count("\n") > 1:
            return False
        before, after = hay.text[first + offset - 1], hay.text[first + offset]
        letter_and_digit = (before.isalpha() and after.isdigit()) or (before.isdigit() and after.isalpha())
        if offset not in entry.spaces and not letter_and_digit:
            return False
    return _has_edges(text, start, end)


def _has_edges(text: str, start: int, end: int) -> bool:
    if start and _is_latin(text[start]) and _is_latin(text[start - 1]):
        return False
    after = text[end : end + 2]
    if after and _is_latin(text[end - 1]) and (_is_latin(after[0]) or unicodedata.combining(after[0])):
        return False
    return not (text[end - 1].isdigit() and len(after) == 2 and after[0] == "." and after[1].isdigit())


def _barred(text: str) -> list[tuple[int, int]]:
    spans = [match.span() for match in NO_NAMES_INSIDE.finditer(text)]
    return spans + [match.span() for match in DOMAIN.finditer(text)]


def _is_barred(match: Match, barred: list[tuple[int, int]]) -> bool:
    return any(
        start < match.end and match.start < end and not (match.start <= start and end <= match.end)
        for start, end in barred
    )
