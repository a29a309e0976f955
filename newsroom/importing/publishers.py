"""Whom a sentence gives as the source of its figures: "A recent report by Statista shows" gives Statista."""

import re
from functools import lru_cache

from newsroom.importing.sentences import words

_NAME = r"(?P<name>[A-Z][\w&.-]*[\w&](?: (?:of |and |& )?[A-Z][\w&.-]*[\w&])*)"
_SAYS = r"(?:says?|said|shows?|showed|estimates?|estimated|reports?|reported|reckons?|puts?|predicts?|forecasts?|expects?(?! to\b)|projects|found|finds|notes?|noted|calculates?)"
_THINGS = r"(?:reports?|study|survey|data|figures|estimates?|research|analysis|forecasts?|projections?|paper|filing|note|analysts|numbers|statistics)"
_ENGLISH = [
    re.compile(pattern)
    for pattern in (
        rf"\b(?i:according to) (?:the )?(?:[a-z-]+ ){{0,4}}(?:(?:by|from|at|of) )?(?:the )?{_NAME}",
        rf"\b(?i:{_THINGS}) (?:published |released |compiled |collected |issued )?(?:last [a-z]+ |this [a-z]+ )?(?:by|from|at|of)(?: the)?(?: [a-z]+){{0,3}} {_NAME}",
        rf"(?:[,”\"] (?:said|says|reported|reports)|\bciting|\b(?:cited|reported) by|, per)(?: (?!its|that|it|their|his|her)[a-z]+){{0,3}} {_NAME}",
        rf"(?:^\s*|[,;] (?:and |but |while )?|\b[Tt]he |\b[a-z-]+ ){_NAME}(?:'s)?(?: \([^()]*\),?)? (?:[a-z]+ )?(?:{_THINGS} )?{_SAYS}\b",
        rf"{_NAME}(?:'s)? {_THINGS} {_SAYS}\b",
    )
]  # fmt: skip
_CHINESE = [
    re.compile(pattern)
    for pattern in (
        r"(?:根据|据)(?P<name>[A-Z][A-Za-z&. ]*[A-Za-z]|[\u4e00-\u9fff]{2,8}?)(?:的|发布的|公布的|最新)*(?:数据|报告|统计|估计|估算|测算|研究|预测|报道|消息|调查)",
        r"(?:^|[,。;])(?P<name>[A-Z][A-Za-z&. ]*[A-Za-z]|[\u4e00-\u9fff]{2,8}?)(?:的)?(?:数据|报告|研究)?(?:显示|估计|预测|报道|预计|表示|称)",
    )
]  # fmt: skip
# A word of this kind is in whatever an English pattern finds: one search for most sentences, instead of five.
_SIGN = re.compile(rf"\b(?:according|cit(?:ing|ed)|per|{_THINGS}|{_SAYS})", re.IGNORECASE)
_NO_NAMES = words(
    """
    The A An It He She They This That These Those We In On By For Analysts Experts Officials Researchers
    """
)


_CLAUSE = re.compile(r"; |, (?:and|but|yet|while|whereas|although) ")


def publisher_of(sentence: str, at: int | None = None) -> str | None:
    """The publisher a folded sentence names for what it says, or None.

    at: the place of a figure. One named in its own clause comes first, then one named before; one that a
    later clause names is for that clause alone.
    """
    if at is None:
        return _named(sentence)
    breaks = [found.end() for found in _CLAUSE.finditer(sentence)]
    begins = max((end for end in breaks if end <= at), default=0)
    ends = min((end for end in breaks if end > at), default=len(sentence))
    return _named(sentence[begins:ends]) or _named(sentence[:ends])


@lru_cache(maxsize=512)  # the sentences of a text are asked about twice, with its headings and without
def _named(words: str) -> str | None:
    for pattern in (*(_ENGLISH if _SIGN.search(words) else ()), *(() if words.isascii() else _CHINESE)):
        found = pattern.search(words)
        if found:
            name = found["name"].split()
            while name and name[0] in _NO_NAMES:
                name = name[1:]
            if name:
                return " ".join(name).removesuffix("'s")
    return None
