"""What a query asks for: its words, its phrases in quotes, and the names in it, misspelt ones too."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from django.db.models import QuerySet
from django.db.models.functions import Length
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.doors import Key
from search.engines import Ways, engine
from search.models import Name
from search.normalising import simplified
from search.words import HAN, PIECE, phrase, plain, spellings

LONGEST = 200
MOST_PARTS = 16
#: A name has at most so many words, or Chinese characters; and so many ways to be written.
LONGEST_NAME, MOST_WAYS = 12, 16
#: A word so short is not mended; in one so long two letters may be wrong.
TOO_SHORT_TO_MEND, LONG, MOST_WRONG = 4, 8, 2
#: So many words of a query are mended.
MOST_MENDED = 4

QUOTED = re.compile('["“”„«»]([^"“”„«»]+)["“”„«»]')
ONE_BY_ONE = re.compile(rf"[{HAN}]|" + PIECE.pattern)

#: What a question says besides what it asks for. As one text, for a hundred strings are not read.
FILLERS = frozenset(
    "a about am an and are as at be been but by can could did do does for from had has have he her his how i if "  # noqa: SIM905
    "in into is it its may me my of on or our shall she should so some such than that the their them then there "
    "these they this those to was we were what when where which who whom whose why will with would you your vs".split()
)
CHINESE_FILLERS = re.compile(
    "什么时候|是什么|有什么|为什么|怎么样|怎么|如何|哪些|哪个|哪里|多少|什么|是否|能否|可以|吗|呢|的|了|和|与|在|是"
)


#: Which of some documents readers may know of.
type Seen = Callable[[Iterable[Key]], set[Key]]


class QueryTooLong(ValueError):
    """More letters than a query may have; the message says how many it may."""


class Part(NamedTuple):
    """Something that is looked for: a word, a name with all names of its record, or a phrase that must be there."""

    ways: Ways
    #: What it was in the query.
    text: str
    must: bool = False
    #: The documents of the records of that name.
    of: frozenset[int] = frozenset()


class Query(NamedTuple):
    """What is asked for."""

    parts: list[Part]
    #: The query with its misspelt names mended, or "".
    mended: str
    #: The documents of the record whose name the query just is.
    just: frozenset[int]
    #: In how many documents terms stand, as far as that was asked.
    counts: dict[str, int]


class _Piece(NamedTuple):
    text: str
    start: int
    end: int

    @property
    def is_han(self) -> bool:
        return re.match(f"[{HAN}]", self.text) is not None


def read(query: str, seen: Seen) -> Query:
    """What a query asks for. Raises QueryTooLong. Some six queries."""
    if len(query) > LONGEST:
        raise QueryTooLong(f"Give at most {LONGEST} letters.")
    phrases = [Part([found], text, must=True) for text in QUOTED.findall(query) if (found := phrase(text))]
    rest = QUOTED.sub(lambda found: " " * len(found[0]), query)
    pieces = [_Piece(found[0], *found.span()) for found in ONE_BY_ONE.finditer(rest)]
    counts = _counts(pieces)
    mended = _mended(rest, pieces, counts, seen)
    if mended != rest:
        pieces = [_Piece(found[0], *found.span()) for found in ONE_BY_ONE.finditer(mended)]
    parts = [*phrases, *_parts(mended, pieces, seen)][:MOST_PARTS]
    names = [part for part in parts if part.of]
    just = names[0].of if len(parts) == len(names) == 1 else frozenset()
    return Query(parts, mended.strip() if mended != rest and not phrases else "", just, counts)


def _parts(text: str, pieces: Sequence[_Piece], seen: Seen) -> Iterable[Part]:
    """The names in a text, leftmost first and of those the longest, and the words between them."""
    called = _called(pieces, seen)
    found: list[Part] = []
    n = 0
    while n < len(pieces):
        for end in range(min(len(pieces), n + LONGEST_NAME), n, -1):
            if names := called.get(_key(pieces[n:end])):
                found.append(_name(text[pieces[n].start : pieces[end - 1].end], names))
                n = end
                break
        else:
            end = n + 1
            while (
                pieces[n].is_han
                and end < len(pieces)
                and pieces[end].is_han
                and not _begins(pieces, end, called)
            ):
                end += 1
            found += _words(text[pieces[n].start : pieces[end - 1].end])
            n = end
    needed = [part for part in found if part.of or part.text not in FILLERS]
    return needed or found


def _begins(pieces: Sequence[_Piece], n: int, called: dict[str, list[Name]]) -> bool:
    return any(_key(pieces[n:end]) in called for end in range(n + 1, min(len(pieces), n + LONGEST_NAME) + 1))


def _words(text: str) -> list[Part]:
    """The parts of a text without names: a word, or the pairs of a run of Chinese without what only asks."""
    if not re.match(f"[{HAN}]", text):
        return [Part([way], plain(text)) for way in [phrase(text)] if way]
    text = simplified(text)
    asked = CHINESE_FILLERS.sub(" ", text).strip() or text
    return [Part([(term,)], term) for run in asked.split() for term in phrase(run)]


def _key(pieces: Sequence[_Piece]) -> str:
    return "".join(plain(piece.text) for piece in pieces)


def _called(pieces: Sequence[_Piece], seen: Seen) -> dict[str, list[Name]]:
    """The names that stand in a query, by their letters, of what readers see. Two queries."""
    keys = {
        _key(pieces[n:end])
        for n in range(len(pieces))
        for end in range(n + 1, min(len(pieces), n + LONGEST_NAME) + 1)
    }
    found: dict[str, list[Name]] = {}
    for name in _public(Name.objects.filter(key__in=keys - FILLERS, whole=True), seen):
        found.setdefault(name.key, []).append(name)
    return found


def _public(names: "QuerySet[Name]", seen: Seen) -> list[Name]:
    """Those of some names that readers may know of."""
    texts = ("document__text", "document__title", "document__terms", "document__names")
    rows = list(names.select_related("document").defer(*texts))
    public = seen({(row.document.kind, row.document.object_id) for row in rows})
    return [row for row in rows if (row.document.kind, row.document.object_id) in public]


def _name(text: str, names: Sequence[Name]) -> Part:
    """A name stands for all names of what is called so."""
    of = frozenset(name.document_id for name in names)
    texts = Name.objects.filter(document__in=of, whole=True).values_list("text", flat=True)
    ways = [way for name in (text, *texts) for way in spellings(name)]
    return Part([*dict.fromkeys(ways)][:MOST_WAYS], text, of=of)


def _counts(pieces: Iterable[_Piece]) -> dict[str, int]:
    """In how many documents the words of a query stand. One query."""
    words = {piece.text for piece in pieces if not piece.is_han}
    if not (terms := {term for word in words for term in phrase(word)}):
        return {}
    with engine().asking():
        return dict.fromkeys(terms, 0) | engine().frequencies(terms)


def _mended(text: str, pieces: Sequence[_Piece], counts: dict[str, int], seen: Seen) -> str:
    """A text with the words that stand nowhere, and are nearly a name, as that name is written. Some three queries."""
    unknown = [
        piece
        for piece in pieces
        if not piece.is_han
        and len(plain(piece.text)) >= TOO_SHORT_TO_MEND
        and not any(counts[term] for term in phrase(piece.text))
    ][:MOST_MENDED]
    nearest = {piece: _nearly(plain(piece.text), keys) for keys in [_keys(unknown)] for piece in unknown}
    likely = Name.objects.filter(key__in={key for keys in nearest.values() for key in keys}).order_by("whole")
    names = {name.key: name.text for name in _public(likely, seen)}
    for piece in reversed(unknown):
        if name := next((names[key] for key in nearest[piece] if key in names), ""):
            text = text[: piece.start] + name + text[piece.end :]
    return text


def _keys(unknown: Sequence[_Piece]) -> list[str]:
    """The names, and their words, that are about as long as some words. One query."""
    if not unknown:
        return []
    lengths = [len(plain(piece.text)) for piece in unknown]
    names = Name.objects.alias(size=Length("key")).filter(
        size__gte=min(lengths) - MOST_WRONG, size__lte=max(lengths) + MOST_WRONG
    )
    return list(names.values_list("key", flat=True).distinct())


def _nearly(word: str, keys: Sequence[str]) -> list[str]:
    """Those of some names that a word nearly is, nearest first: five at most."""
    most = MOST_WRONG if len(word) >= LONG else 1
    near = process.extract(word, keys, scorer=OSA.distance, score_cutoff=most, limit=None)
    return [key for key, _, _ in sorted(near, key=lambda one: (one[1], one[0])) if _likely(word, key)][:5]


def _likely(word: str, key: str) -> bool:
    """Whether a name may be meant: who misspells one hits its first letter, or else the others."""
    if key[0] == word[0] or key == word[1::-1] + word[2:]:
        return True
    return len(word) > TOO_SHORT_TO_MEND and (word[1:] in (key, key[1:]) or word == key[1:])
