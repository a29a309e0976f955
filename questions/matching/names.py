"""Which records a question names: also in short, run together or taken apart, and misspelt."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from companies.mentions import Matcher, Name, fold
from questions.matching.vocabulary import HAN, WORD, common, english, simplified

VERSION = re.compile(
    r"[\s-]?v?(\d{1,2}(?:\.\d+)?)(?![a-z0-9%]|[.,]\d)"
    r"(?!\s*(?:million|billion|percent|people|users|years|[万亿个年月日岁次元名位天]))"
)
#: Ends of a company's name that are left out where one speaks of it.
ENDS = re.compile(
    r"(?:\s(?:ai|group|holdings|inc\.?|ltd\.?|corp\.?|corporation|technology|technologies|labs|intelligence)|集团|公司|科技|控股)$",
    re.IGNORECASE,
)
SHORTEST_MISSPELT = 4
MOST_BEGINNING = 50
LONG = 8  # from here on two letters may be wrong
LONGER = 10  # and here a name of several words is known by one that is none


class Named(NamedTuple):
    """What a question names, its versions that are no record, and its other words, names left out."""

    records: frozenset[str]
    versions: frozenset[str]
    rest: str


class Names:
    """All names of all records, built once and asked often."""

    def __init__(self, names: Iterable[Name]) -> None:
        several = [
            Name(name.text.translate(simplified()), str(name.record), False, name.preferred) for name in names
        ]
        several += _in_short(several)
        self._matcher = Matcher(several)
        self._called: dict[str, list[str]] = {}
        self._spelt: dict[str, str | None] = {}
        self._written: dict[str, str] = {}
        for name in several:
            key = fold(name.text)
            self._called.setdefault(str(name.record), []).append(key)
            if len(key) > 2:
                clash = self._spelt.get(key, name.record) != name.record
                self._spelt[key] = None if clash and not name.preferred else str(name.record)
                self._written.setdefault(key, name.text.casefold())
        self._long_enough = [
            key for key in self._spelt if len(key) >= SHORTEST_MISSPELT and not HAN.search(key)
        ]

    def find(self, text: str) -> Named:
        """The records that a folded text names, and what it says besides."""
        text = self._as_written(text)
        records, versions, rest, end = set(), set(), [], 0
        for match in self._matcher.find(text):
            record, after = match.record, match.end
            if found := VERSION.match(text, after):
                if whole := self._version_of(record, found[1]):
                    record = whole
                else:
                    versions.add(f"{float(found[1]):g}")
                after = found.end()
            if text[after : after + 2] == "'s":
                after += 2
            records.add(record)
            rest += [text[end : match.start], " \0 "]
            end = after
        rest.append(text[end:])
        misspelt, left = self._misspelt("".join(rest))
        return Named(frozenset(records | misspelt), frozenset(versions), left)

    def beginning(self, letters: str) -> set[str]:
        """The records one of whose names begins with some letters, at most MOST_BEGINNING."""
        found: set[str] = set()
        for key, record in self._spelt.items():
            if record and key.startswith(letters):
                found.add(record)
                if len(found) == MOST_BEGINNING:
                    break
        return found

    def _as_written(self, text: str) -> str:
        """A text in which names that were run together or taken apart are written as they should be."""
        words = [(word.group(), word.span()) for word in WORD.finditer(text)]
        at, changes = 0, []
        while at < len(words):
            for several in (4, 3, 2, 1):
                part = words[at : at + several]
                if len(part) == several and _stand_together(text, part):
                    written = self._as_meant([word for word, _ in part])
                    if written:
                        changes.append((part[0][1][0], part[-1][1][1], written))
                        at += several - 1
                        break
            at += 1
        for start, end, written in reversed(changes):
            text = text[:start] + written + text[end:]
        return text

    def _as_meant(self, words: Sequence[str]) -> str | None:
        """How a name of some words is written, also where a long one of several has a slip of the pen in it."""
        joined = "".join(words)
        odd = any(len(word) > SHORTEST_MISSPELT and not _is_word(word) for word in words)
        if joined in self._written or not odd or len(words) == 1 or len(joined) < LONGER:
            return self._written.get(joined)
        if any(word in self._spelt and not _is_word(word) for word in words):
            return None
        near = process.extractOne(joined, self._long_enough, scorer=OSA.distance, score_cutoff=1)
        return (
            self._written[near[0]]
            if near and re.findall(r"\d", near[0]) == re.findall(r"\d", joined)
            else None
        )

    def _version_of(self, record: str, number: str) -> str | None:
        """The one record that is called so with this version: "Gemini 3" where only Gemini 3 Pro has it."""
        found = set()
        for begin in self._called[record]:
            for key, other in self._spelt.items():
                version = re.match(r"\d+(?:\.\d+)?", key[len(begin) :]) if key.startswith(begin) else None
                if version and float(version[0]) == float(number):
                    found.add(other)
        return found.pop() if len(found) == 1 else None

    def _misspelt(self, text: str) -> tuple[set[str], str]:
        """The records whose names stand in a text misspelt, and the text without them."""
        found: set[str] = set()
        words = [(word.group(), word.span()) for word in WORD.finditer(text)]
        taken: list[tuple[int, int]] = []
        at = 0
        while at < len(words):
            for several in (3, 2, 1):
                part = words[at : at + several]
                if len(part) == several and _stand_together(text, part):
                    record = self._meant([word for word, _ in part])
                    if record:
                        found.add(record)
                        taken.append((part[0][1][0], part[-1][1][1]))
                        at += several - 1
                        break
            at += 1
        for start, end in reversed(taken):
            text = f"{text[:start]} \0 {text[end:]}"
        return found, text

    def _meant(self, words: Sequence[str]) -> str | None:
        """The record that some words stand for, run together or with a slip of the pen."""
        written = "".join(words)
        if len(written) < SHORTEST_MISSPELT or all(map(_is_word, words)) or written.isdigit():
            return None
        if len(words) > 1 and not any(
            len(word) >= SHORTEST_MISSPELT and not _is_word(word) for word in words
        ):
            return None
        most = 2 if len(written) >= LONG else 1
        near = process.extract(written, self._long_enough, scorer=OSA.distance, score_cutoff=most, limit=5)
        digits = re.findall(r"\d", written)  # another number is another version, and no slip
        meant = {key: far for key, far, _ in near if re.findall(r"\d", key) == digits}
        least = min(meant.values(), default=0)
        records = {self._spelt[key] for key, far in meant.items() if far == least}
        return records.pop() if len(records) == 1 else None


def _is_word(word: str) -> bool:
    return word in common() or word in english().words or len(word) < 3


def _stand_together(text: str, part: Sequence[tuple[str, tuple[int, int]]]) -> bool:
    return all(text[a[1][1] : b[1][0]] in (" ", "-", "") for a, b in pairwise(part))


def _in_short(names: Sequence[Name]) -> Iterator[Name]:
    """Names as one says them: R1 for DeepSeek-R1, 蚂蚁 for 蚂蚁集团; none that is another's name or two records'."""
    taken = {fold(name.text) for name in names}
    short: dict[str, set[Any]] = {}
    for name in names:
        for text in _shorter(name.text):
            if fold(text) not in taken:
                short.setdefault(text, set()).add(name.record)
    return (Name(text, *records) for text, records in short.items() if len(records) == 1)


def _shorter(text: str) -> Iterator[str]:
    version = re.split(r"[\s-]", text, maxsplit=1)[-1]
    if version != text and (
        re.match(r"[A-Za-z]+[\s-]?\d", version) or re.match(r"\d[\d.]*[\s-][A-Za-z]{3}", version)
    ):
        yield version
    name = ENDS.sub("", text)
    if name != text and (len(name) > 3 or (HAN.fullmatch(name) and len(name) > 1)):
        yield name
