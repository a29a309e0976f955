"""How much two questions ask the same: of the same records, for the same things."""

from collections.abc import Collection, Iterable, Mapping
from itertools import product
from typing import NamedTuple

from questions.matching.understanding import Meaning
from questions.matching.weights import nearness, weight

THRESHOLD = 0.31
#: What a word that no table knows counts for where only one of the two has it, and all such words at most.
UNKNOWN, MOST_UNKNOWN = 0.45, 1.0
#: What an aspect weighs that two questions may not both have another of, and what remains where they do.
HEAD, OTHER_HEAD = 0.8, 0.6
#: What any difference counts for where no record says what they are about.
UNNAMED = 2.5
#: What remains where both name a place, a number or a language, or say which year, and not the same.
ELSEWHERE = 0.3
YEARS = {"thisyear", "lastyear", "nextyear"}
PERIODS = {"daily", "weekly", "monthly", "yearly"}
#: What remains where one asks for what comes next, and the other for what there is.
NEXT = 0.6
#: What is read into a question that says nothing yet.
NOT_YET = {"about", "compare"}
#: What a question may lack of one that is being typed.
LACKING = 0.35
#: Of these kinds of question one is not another.
SORTS = ("who", "when", "where", "why", "howmany", "howlong", "about")
#: What says nothing of what a question is about that names no record.
GENERAL = {
    *SORTS,
    "how",
    "howto",
    "howmuch",
    "name",
    "compare",
    "better",
    "differ",
    "ai",
    "model",
    "use",
    "work",
}


class Kin(NamedTuple):
    """Whose each record is, through all owners; and the one model of each family that has just one."""

    owners: Mapping[str, Collection[str]]
    only: Mapping[str, str]

    def settled(self, records: Iterable[str]) -> frozenset[str]:
        """Records without the owners of others among them, a family as its only model."""
        found = {self.only.get(record, record) for record in records}
        above = {
            self.only.get(owner, owner): record for record in found for owner in self.owners.get(record, ())
        }
        return frozenset(record for record in found if above.get(record, record) == record)

    def also(self, record: str) -> list[str]:
        """The families of which a record is the only model."""
        return [family for family, model in self.only.items() if model == record]


def ranked[Key](asked: Meaning, known: Iterable[tuple[Key, Meaning]], kin: Kin) -> list[tuple[Key, float]]:
    """The known questions that ask the same, with how much they do, best first."""
    likely = [(key, likeness(asked, meaning, kin)) for key, meaning in known]
    return sorted((one for one in likely if one[1] >= THRESHOLD), key=lambda one: -one[1])


def likeness(asked: Meaning, known: Meaning, kin: Kin) -> float:
    """From 0, another thing, to 1, the same."""
    if asked.language != known.language or not same_records(asked, known, kin):
        return 0.0
    mine, its = _wanted(asked), _wanted(known)
    if mine == its:
        return 1.0 if mine else 0.0
    shared, left = _shared(mine, its)
    if not shared or not (asked.records or _shared(mine - GENERAL, its - GENERAL)[0]):
        return 0.0
    # Where no record says what two are about, it stands in words alone, and none may differ.
    apart = _apart(left) if asked.records else UNNAMED * sum(weight(term) * part for term, part in left)
    heads = _heads(left)
    factor = OTHER_HEAD if heads & mine and heads & its else 1.0
    return factor * shared / (shared + apart / 2) * _conflict(mine, its)


def same_records(asked: Meaning, known: Meaning, kin: Kin) -> bool:
    """Whether two questions name the same records, in the same versions."""
    if kin.settled(asked.records) != kin.settled(known.records):
        return False
    return _of_kind(asked.terms, "v") == _of_kind(known.terms, "v")


def holds(known: Meaning, begun: Meaning, kin: Kin) -> float:
    """From 0, where a question lacks something that one asks which is not at its end, to 1, where it has no more."""
    if begun.language != known.language or not kin.settled(begun.records) <= kin.settled(known.records):
        return 0.0
    if not _of_kind(begun.terms, "v") <= _of_kind(known.terms, "v"):
        return 0.0
    mine, its = _wanted(begun) - NOT_YET, _wanted(known)
    shared, left = _shared(mine, its)
    if sum(weight(term) * part for term, part in left if term in mine) > LACKING:
        return 0.0
    extra = sum(weight(term) for term in its) - shared
    return 1 / (1 + extra + len(known.records) - len(begun.records))


def says_enough(begun: Meaning) -> bool:
    """Whether a question that is being typed says enough to look for what it may become."""
    return bool(begun.records) or any(weight(term) > LACKING for term in _wanted(begun) - NOT_YET)


def _wanted(meaning: Meaning) -> set[str]:
    return {term for term in meaning.terms if not term.startswith(("r:", "v:"))}


def _of_kind(terms: Iterable[str], kind: str) -> set[str]:
    return {term for term in terms if term.startswith(f"{kind}:")}


def _shared(mine: set[str], its: set[str]) -> tuple[float, list[tuple[str, float]]]:
    """How much two sets have in common, and what is left of them."""
    both = mine & its
    total = sum(map(weight, both))
    left, right = mine - both, its - both
    pairs = sorted(((part, a, b) for a, b in product(left, right) if (part := nearness(a, b))), reverse=True)
    used: dict[str, float] = {}
    for part, a, b in pairs:
        if a not in used and b not in used:
            used |= {a: part, b: part}
            total += part * (weight(a) + weight(b)) / 2
    return total, [(term, 1 - used.get(term, 0)) for term in (*left, *right)]


def _apart(left: Iterable[tuple[str, float]]) -> float:
    """What is asked in one of the two only. A word that no table knows may say what the other says in its words."""
    known = sum(weight(term) * part for term, part in left if not term.startswith("w:"))
    unknown = sum(weight(term) * part for term, part in left if term.startswith("w:"))
    return known + min(unknown * UNKNOWN, MOST_UNKNOWN)


def _heads(left: Iterable[tuple[str, float]]) -> set[str]:
    """What is asked that by itself says what is wanted, and has nothing near it in the other."""
    return {term for term, part in left if ":" not in term and weight(term) * part >= HEAD}


def _conflict(mine: set[str], its: set[str]) -> float:
    """What remains where two questions want different sorts of answer, or of different places or numbers."""
    factor = 1.0
    sorts = [{sort for sort in SORTS if sort in terms} for terms in (mine, its)]
    if all(sorts) and sorts[0].isdisjoint(sorts[1]):
        factor *= 0.4
    elif ("why" in mine) != ("why" in its):
        factor *= 0.6
    if ("next" in mine) != ("next" in its):
        factor *= NEXT
    # A language may be called as the place is where it is spoken.
    for kinds in (("n",), ("in", "l")):
        a, b = ({term for kind in kinds for term in _of_kind(terms, kind)} for terms in (mine, its))
        if a and b and a.isdisjoint(b):
            factor *= ELSEWHERE
    for several in (YEARS, PERIODS):
        a, b = mine & several, its & several
        if a and b and a != b:
            factor *= ELSEWHERE
    return factor
