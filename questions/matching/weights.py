"""What the terms of a question weigh when two are compared, and which are nearly the same thing."""

from rapidfuzz.distance import OSA

from questions.matching.vocabulary import characters

#: What terms count for; all others count one.
WEIGHTS = {
    **{
        "who": 0.35,
        "when": 0.5,
        "where": 0.4,
        "why": 0.8,
        "howmany": 0.4,
        "howmuch": 0.3,
        "howlong": 0.8,
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
        "thisyear": 0.5,
        "lastyear": 0.5,
        "nextyear": 0.5,
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
#: How near a Chinese word that no table knows is to what its characters are used for.
LOOKS_LIKE = 0.5
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
        ("train", "traindata", 0.9),
        ("memory", "hardware", 0.7),
        ("chips", "makechips", 0.8),
        ("commercial", "sell", 0.7),
        ("own", "make", 0.6),
        ("export", "sell", 0.9),
        ("message", "storage", 0.5),
        ("message", "privacy", 0.5),
        ("memory", "storage", 0.5),
        ("hardware", "chips", 0.8),
        ("multimodal", "image", 0.6),
        ("understand", "read", 0.7),
        ("next", "new", 0.5),
        ("howto", "download", 0.5),
        ("purpose", "about", 0.5),
        ("performance", "accuracy", 0.4),
        ("outage", "shutdown", 0.4),
        ("local", "hardware", 0.3),
        ("export", "sanctions", 0.4),
        ("ban", "shutdown", 0.5),
        ("legal", "sell", 0.3),
        ("generate", "make", 0.9),
        ("licence", "commercial", 0.7),
        ("licence", "open", 0.5),
        ("ipo", "stock", 0.6),
        ("privacy", "storage", 0.5),
        ("ban", "legal", 0.6),
        ("safety", "privacy", 0.5),
        ("users", "howmany", 0.3),
        ("subscription", "price", 0.5),
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
        ("long", "howlong", 0.7),
        ("turnoff", "shutdown", 0.6),
        ("turnoff", "delete", 0.5),
        ("turnoff", "stop", 0.8),
        ("make", "powered", 0.6),
        ("run", "powered", 0.8),
        ("run", "make", 0.5),
        ("use", "powered", 0.6),
        ("integrate", "powered", 0.6),
        ("suit", "better", 0.8),
        ("suit", "compare", 0.8),
        ("name", "about", 0.8),
        ("joblessness", "layoff", 0.6),
        ("joblessness", "jobs", 0.6),
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


def near(term: str) -> list[str]:
    """The terms that are nearly the same thing."""
    return BESIDE.get(term, [])


def nearness(a: str, b: str) -> float:
    """How near one term is to another, from 0 to 1."""
    if a.startswith("w:") and b.startswith("w:"):
        long = min(len(a), len(b)) >= 7 and a.isascii()
        return 0.9 if long and OSA.distance(a, b, score_cutoff=1) <= 1 else 0.0
    for word, other in ((a, b), (b, a)):
        if (
            word.startswith("w:")
            and not word.isascii()
            and any(other in characters().get(one, ()) for one in word[2:])
        ):
            return LOOKS_LIKE
    return NEAR.get(frozenset((a, b)), 0.0)
