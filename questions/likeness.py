"""How much two questions ask the same: of the same records, for the same things."""

from collections.abc import Collection, Iterable, Mapping
from itertools import product
from typing import NamedTuple

from rapidfuzz.distance import OSA

from questions.understanding import Meaning
from questions.vocabulary import characters

THRESHOLD = 0.45

#: What terms count for; all others count one.
WEIGHTS = {
    **{
        "who": 0.35,
        "when": 0.5,
        "where": 0.4,
        "why": 0.8,
        "howmany": 0.4,
        "howmuch": 0.3,
        "howlong": 0.6,
        "how": 0.15,
        "howoften": 0.3,
    },
    **{"use": 0.25, "work": 0.25, "run": 0.4, "generate": 0.4, "understand": 0.5, "api": 0.6, "about": 0.6},
    **{
        "app": 0.7,
        "web": 0.7,
        "help": 0.25,
        "data": 0.5,
        "new": 0.7,
        "size": 0.9,
        "monthly": 0.2,
        "daily": 0.3,
        "yearly": 0.2,
        "weekly": 0.3,
        "ai": 0.3,
        "model": 0.2,
        "howto": 0.5,
        "purpose": 0.7,
        "better": 0.4,
        "differ": 0.4,
        "make": 0.8,
    },
}
#: What a word that no table knows counts for where only one of the two has it, and all such words at most.
UNKNOWN, MOST_UNKNOWN = 0.5, 1.2
#: What an aspect weighs that two questions may not both have another of, and what remains where they do.
HEAD, OTHER_HEAD = 0.8, 0.75
#: How near a Chinese word that no table knows is to what its characters are used for.
LOOKS_LIKE = 0.5
#: What any difference counts for where no record says what they are about.
UNNAMED = 1.5
KINDS = {"w": 0.8, "n": 0.6, "in": 0.7, "l": 0.7, "v": 1.0}
HAN_PAIR, HAN_ONE = 0.45, 0.3
WEAK = frozenset(
    {
        "w:chatbot",
        "w:assist",
        "w:bot",
        "w:tool",
        "w:servic",
        "w:system",
        "w:product",
        "w:softwar",
        "w:platform",
        "w:program",
        "w:产品",
        "w:人工",
        "w:工智",
        "w:智能",
        "w:助手",
        "w:平台",
    }
)
WEAK_WEIGHT = 0.15

#: Pairs that are nearly the same thing.
NEAR = {
    frozenset(pair): part
    for *pair, part in (
        ("found", "make", 0.9),
        ("own", "make", 0.6),
        ("generate", "make", 0.9),
        ("licence", "commercial", 0.7),
        ("licence", "open", 0.5),
        ("ipo", "stock", 0.6),
        ("privacy", "storage", 0.5),
        ("ban", "legal", 0.6),
        ("safety", "privacy", 0.5),
        ("users", "howmany", 0.3),
        ("subscription", "price", 0.7),
        ("release", "next", 0.3),
        ("available", "use", 0.8),
        ("available", "ban", 0.5),
        ("howto", "signup", 0.5),
        ("howto", "use", 0.8),
        ("howto", "available", 0.6),
        ("performance", "better", 0.5),
        ("users", "customers", 0.4),
        ("users", "use", 0.4),
        ("customers", "use", 0.6),
        ("mechanism", "work", 0.8),
        ("local", "run", 0.3),
        ("agent", "shopping", 0.3),
        ("integrate", "use", 0.8),
        ("call", "voice", 0.6),
        ("image", "video", 0.3),
        ("invest", "funding", 0.7),
        ("invest", "own", 0.5),
        ("partner", "together", 0.8),
        ("partner", "integrate", 0.7),
        ("integrate", "api", 0.6),
        ("use", "integrate", 0.6),
        ("revenue", "ship", 0.7),
        ("revenue", "sell", 0.7),
        ("ship", "sell", 0.8),
        ("problem", "outage", 0.7),
        ("same", "differ", 0.7),
        ("deepfake", "person", 0.8),
        ("cutoff", "traindata", 0.6),
        ("datacentre", "storage", 0.6),
        ("datacentre", "cloud", 0.4),
        ("factory", "make", 0.6),
        ("size", "params", 0.8),
        ("size", "marketsize", 0.9),
        ("howmuch", "price", 0.9),
        ("valuation", "marketsize", 0.8),
        ("valuation", "size", 0.8),
        ("open", "download", 0.6),
    )
}
BESIDE: dict[str, list[str]] = {}
for _pair in NEAR:
    for _one in _pair:
        BESIDE.setdefault(_one, []).extend(_pair - {_one})
#: What is read into a question that says nothing yet.
NOT_YET = {"about", "compare"}
#: What a question may lack of one that is being typed.
LACKING = 0.35
#: Of these kinds of question one is not another.
SORTS = ("who", "when", "where", "why", "howmany", "howlong")


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
    shared, left = _shared(mine, its)
    if not shared:
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


def weight(term: str) -> float:
    """What a term counts for."""
    kind, _, rest = term.rpartition(":")
    if not kind:
        return WEIGHTS.get(term, 1.0)
    if term in WEAK:
        return WEAK_WEIGHT
    if kind == "w" and not rest.isascii():
        return HAN_PAIR if len(rest) > 1 else HAN_ONE
    return KINDS[kind]


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


def near(term: str) -> list[str]:
    """The terms that are nearly the same thing."""
    return BESIDE.get(term, [])


def _wanted(meaning: Meaning) -> set[str]:
    return {term for term in meaning.terms if not term.startswith(("r:", "v:"))}


def _of_kind(terms: Iterable[str], kind: str) -> set[str]:
    return {term for term in terms if term.startswith(f"{kind}:")}


def _shared(mine: set[str], its: set[str]) -> tuple[float, list[tuple[str, float]]]:
    """How much two sets have in common, and what is left of them."""
    both = mine & its
    total = sum(map(weight, both))
    left, right = mine - both, its - both
    pairs = sorted(((part, a, b) for a, b in product(left, right) if (part := _nearness(a, b))), reverse=True)
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


def _nearness(a: str, b: str) -> float:
    if a.startswith("w:") and b.startswith("w:"):
        long = min(len(a), len(b)) >= 7 and a.isascii()
        return 0.9 if long and OSA.distance(a, b, score_cutoff=1) <= 1 else 0.0
    for word, other in ((a, b), (b, a)):
        if word.startswith("w:") and any(other in characters().get(one, ()) for one in word[2:]):
            return LOOKS_LIKE
    return NEAR.get(frozenset((a, b)), 0.0)


def _conflict(mine: set[str], its: set[str]) -> float:
    """What remains where two questions want different sorts of answer, or of different places or numbers."""
    factor = 1.0
    sorts = [{sort for sort in SORTS if sort in terms} for terms in (mine, its)]
    if all(sorts) and sorts[0].isdisjoint(sorts[1]):
        factor *= 0.6
    elif ("why" in mine) != ("why" in its):
        factor *= 0.7
    for kind in ("in", "n", "l"):
        a, b = _of_kind(mine, kind), _of_kind(its, kind)
        if a and b and a.isdisjoint(b):
            factor *= 0.6
    return factor
