"""Finds the names of records in a text: all of them in one pass, leftmost first, then longest."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator
from itertools import compress, count
from typing import Any, NamedTuple

import ahocorasick


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


MINUSES = "\u02d7\u2043\u2212"  # dashes that Unicode does not count as such
APOSTROPHES = "‘’‛ʼ′´`"
VARIATION_SELECTORS = {*map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0xE0100, 0xE01F0))}
ZERO_WIDTH_SPACE = "\u200b"


class _Folded(dict[str, str]):
    """What a character is compared by: none for white space and what is invisible, sometimes several."""

    def __missing__(self, character: str) -> str:
        self[character] = folded = self._fold(character)
        return folded

    @staticmethod
    def _fold(character: str) -> str:
        category = unicodedata.category(character)
        if character.isspace() or category == "Cf" or character in VARIATION_SELECTORS:
            return ""
        if category == "Pd" or character in MINUSES:
            return "-"
        if character in APOSTROPHES:
            return "'"
        if unicodedata.decomposition(character).startswith(("<super>", "<sub>", "<circle>")):
            return character  # the mark of a footnote or a trade mark, no part of a name's spelling
        # Accents apart from their letters, because a text may have either form.
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
        return "".join(plain.split())


_FOLDED = _Folded()


EDGE, LATIN, DIGIT, HAN, MARK, INVISIBLE = range(6)
WORD = {LATIN, DIGIT, MARK}
LETTER = {LATIN, HAN, MARK}


class _Kinds(dict[str, int]):
    """What a character is for the edges of names. A mark belongs to the letter before it."""

    def __missing__(self, character: str) -> int:
        self[character] = kind = self._kind(character)
        return kind

    @staticmethod
    def _kind(character: str) -> int:
        folded = _FOLDED[character]
        if not folded:
            return EDGE if character.isspace() or character == ZERO_WIDTH_SPACE else INVISIBLE
        if unicodedata.combining(character):
            return MARK
        if character.isdecimal():
            return DIGIT
        script = unicodedata.name(folded[0], "").split(" ")[0] if character.isalpha() else ""
        return {"LATIN": LATIN, "CJK": HAN}.get(script, EDGE)


_KINDS = _Kinds()


def fold(name: str) -> str:
    """The key under which two names are the same: case, width, white space and dashes aside."""
    return "".join(map(_FOLDED.__getitem__, name)).replace("-", "")


def mixes_scripts(text: str) -> bool:
    """Whether Latin stands together with Cyrillic or Greek, as in a name that only looks like another."""
    words = {word for c in text if c.isalpha() for word in unicodedata.name(c, "").split(" ")}
    return "LATIN" in words and bool(words & {"CYRILLIC", "GREEK"})


class _Entry(NamedTuple):
    """A way to write a name: where its folded form may have white space, and whose it is, None for nobody's."""

    spaces: frozenset[int]
    cased: bool
    record: Hashable | None


class _Haystack(NamedTuple):
    """A text, its folded form without white space, and where each character of that stands in the text."""

    text: str
    folded: str
    origins: list[int]


class Matcher:
    """All names of all records, built once and asked often; threads may share it, for nothing in it changes.

    The rules: whole words in Latin script, anywhere in Chinese; case and width aside; a space may be left
    out, be a line break, or be put between a letter and a digit; all dashes are one; nothing inside a URL.
    Names that are the same but for case, width, spaces and dashes are one name. Where several records have
    it and none is preferred, it means nobody, and neither does a shorter name inside it.
    """

    def __init__(self, names: Iterable[Name]) -> None:
        same: dict[str, list[Name]] = {}
        for name in names:
            same.setdefault(fold(name.text), []).append(name)
        entries: dict[str, set[_Entry]] = {}
        for folded, several in same.items():
            if any(map(str.isalnum, folded)):
                for name, meant in zip(several, _meant(several), strict=True):
                    key, spaces = _spelling(name.text)
                    entries.setdefault(key, set()).add(_Entry(spaces, *meant))
        self._automaton = ahocorasick.Automaton()
        for key, ways in entries.items():
            self._automaton.add_word(key, (len(key), tuple(ways)))
        self._automaton.make_automaton()

    def find(self, text: str) -> list[Match]:
        """The mentions in a text, in order, never overlapping; offsets count code points."""
        if not len(self._automaton):
            return []
        candidates = sorted(self._candidates(_haystack(text)), key=lambda match: (match.start, -match.end))
        addresses = _addresses(text) if candidates else []
        chosen: list[Match] = []
        for match in candidates:
            if (not chosen or match.start >= chosen[-1].end) and not _is_inside(match, addresses):
                chosen.append(match)
        return [match for match in chosen if match.record is not None]

    def _candidates(self, hay: _Haystack) -> Iterator[Match]:
        for last, (length, entries) in self._automaton.iter(hay.folded):
            first = last - length + 1
            start, end = hay.origins[first], hay.origins[last] + 1
            if not _has_edges(hay.text, start, end) or _cuts_a_character(hay.origins, first, last):
                continue
            spaces = _spaces(hay, first, last)
            small = _KINDS[hay.text[start]] == LATIN and not hay.text[start].isupper()
            for entry in entries:
                if spaces is not None and spaces <= entry.spaces and not (small and entry.cased):
                    yield Match(start, end, entry.record)
                    break


def _spelling(name: str) -> tuple[str, frozenset[int]]:
    """A name's folded form, and the places in it before which the name has white space."""
    words = ["".join(map(_FOLDED.__getitem__, word)) for word in name.split()]
    ends = [sum(map(len, words[:n])) for n in range(1, len(words))]
    return "".join(words), frozenset(ends)


def _meant(several: list[Name]) -> list[tuple[bool, Hashable | None]]:
    """For each of the names that are the same: whether it needs a capital, and whom it means, None for nobody."""
    if len({name.record for name in several}) == 1:
        return [(name.cased, name.record) for name in several]
    preferred = {(name.cased, name.record) for name in several if name.preferred}
    if len(preferred) == 1:
        return [*preferred] * len(several)
    return [(name.cased, None) for name in several]


def _haystack(text: str) -> _Haystack:
    pieces = list(map(_FOLDED.__getitem__, text))
    folded = "".join(pieces)
    origins = list(compress(count(), pieces))
    if len(origins) != len(folded):  # some characters fold to several
        origins = [at for at, piece in enumerate(pieces) for _ in piece]
    return _Haystack(text, folded, origins)


def _has_edges(text: str, start: int, end: int) -> bool:
    """Whether a name may begin and end here: at the edges of a word, and not inside a number like 5.1."""
    first, last = _KINDS[text[start]], _KINDS[text[end - 1]]
    before, after = start - 1, end
    while before >= 0 and _KINDS[text[before]] in (MARK, INVISIBLE):
        before -= 1
    if first in WORD and before >= 0 and _KINDS[text[before]] in WORD:
        return False
    while after < len(text) and _KINDS[text[after]] == INVISIBLE:
        after += 1
    if after == len(text):
        return True
    following = _KINDS[text[after]]
    if following == MARK or (following in WORD and last in WORD):
        return False
    point = last == DIGIT and _FOLDED[text[after]] == "." and after + 1 < len(text)
    return not (point and _KINDS[text[after + 1]] == DIGIT)


def _cuts_a_character(origins: list[int], first: int, last: int) -> bool:
    """Whether the place begins or ends in the middle of what one character folds to."""
    begins = first > 0 and origins[first - 1] == origins[first]
    return begins or (last + 1 < len(origins) and origins[last + 1] == origins[last])


def _spaces(hay: _Haystack, first: int, last: int) -> set[int] | None:
    """Where in a place white space stands that must be the name's; None if one is an empty line.

    White space between a letter and a digit may always be put in.
    """
    text, folded, origins = hay
    spaces: set[int] = set()
    if origins[last] - origins[first] == last - first:
        return spaces
    for at in range(first + 1, last + 1):
        if origins[at] - origins[at - 1] <= 1:
            continue
        space = "".join(c for c in text[origins[at - 1] + 1 : origins[at]] if c.isspace())
        if len(f"{space}.".splitlines()) > 2:
            return None
        kinds = {_KINDS[folded[at - 1]], _KINDS[folded[at]]}
        if space and not (DIGIT in kinds and kinds & LETTER):
            spaces.add(at - first)
    return spaces


_TAIL = r"[^\s()\[\]{}<>|\\^`\"“”‘’「」『』（）【】《》〈〉，。；：！？、]"
_PATH = rf"(?:{_TAIL}|\({_TAIL}*\)|\[{_TAIL}*\])*"
_HOST = r"[a-z0-9_.~:@%-]+"
_TOP = "com|org|net|info|app|dev|tech|xyz|cloud|chat|edu|gov|news|blog|site|online"
ADDRESS = re.compile(
    rf"""(?<![a-z0-9+.-])[a-z][a-z0-9+.-]*+://{_HOST}(?:[/?\#]{_PATH})?
    | (?<![a-z0-9_.-])www\.{_HOST}(?:[/?\#]{_PATH})?
    | (?<![\w.+-])[\w.+-]++@[\w-]+(?:\.[\w-]+)+
    # A bare domain. The end is in one case throughout: "Meta.In" is a full stop without its space.
    | (?<![\w-])(?<![\w-]\.)(?:[a-z0-9-]+\.)+(?-i:[a-z]{{2}}|[A-Z]{{2}}|{_TOP}|{_TOP.upper()})(?!\w)
      (?:(?::[0-9]+)?/{_PATH})?""",
    re.IGNORECASE | re.ASCII | re.VERBOSE,
)
SPACE = re.compile(r"\s")
SIGN_OF_ADDRESS = re.compile(r"@|://|\.[a-z]", re.IGNORECASE)


def _addresses(text: str) -> list[tuple[int, int]]:
    """Where URLs, domains and e-mail addresses stand, in order. Looks closely only around their signs."""
    spans: list[tuple[int, int]] = []
    end = 0
    for sign in SIGN_OF_ADDRESS.finditer(text):
        if sign.start() < end:
            continue
        start = sign.start()
        while start > end and not text[start - 1].isspace():
            start -= 1
        space = SPACE.search(text, sign.end())
        end = space.start() if space else len(text)
        spans += (found.span() for found in ADDRESS.finditer(text, start, end))
    return spans


def _is_inside(match: Match, addresses: list[tuple[int, int]]) -> bool:
    """Whether a match lies in an address. A name may be a whole address itself: Z.ai."""
    at = bisect_right(addresses, match.start, key=lambda span: span[1])
    until = bisect_left(addresses, match.end, key=lambda span: span[0])
    return any(start < match.start or match.end < end for start, end in addresses[at:until])
