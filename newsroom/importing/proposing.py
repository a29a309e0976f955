"""Guesses the records that a text names and that do not exist yet, for an editor to confirm.

Each cue in the text is one pattern: "Companies like DeepSeek", "its AI chatbot, Doubao", "Alibaba's Qwen",
a name with a version. A name that no cue explains is proposed only if its inner capital makes it one.
"""

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from facts.numerals import fold
from newsroom.importing.publishers import publisher_of
from newsroom.importing.sentences import sentences, words
from newsroom.importing.subjects import Known


class Proposed(NamedTuple):
    """A record that might be made; `parent` is a name, proposed too or known. The span is where it stands first."""

    name: str
    kind: str
    parent: str | None
    start: int
    end: int


class _Cue(NamedTuple):
    name: str
    kind: str
    parent: str | None
    strength: int


_NO_NAMES = words(
    """
    A About According After AI All Also Although American Americans An And Another Any API APIs Apache
    App Apps April As Asia August Beijing Both Britain But By California CEO CFO Chatbots China Chinese
    Check Companies Computing Could Cloud December Despite Did English Europe European Explore FAQ
    February For Founded France French Friday From Germany GPU GPUs Hangzhou Has Have He Her His Hong
    How However I If In India Integrating Internet IPO Is It Its January Japan July June Kong Korea Last
    Licence License London Lunar March Many May MIT Model Models Monday More Most Much New Next No
    November Now October Of Official On One Only Open Or Other Our Pro Question Reader Saturday
    September Shanghai She Shenzhen Since Singapore So Some Spring Still Subscribe Such Sunday Taiwan
    Tech Than That The Their Then There These They This Those Three Through Thursday Tip To Tuesday Two
    UK Under Unlike United Until US USA Was Wednesday We Western What When Where Which While Who Why
    Will With Would Year Yes You Your iOS Android Windows Section Chapter Page Article Building Top
    Number Version Q1 Q2 Q3 Q4 H1 H2 Python CUDA GitHub FY Phase Series Figure Table Level Part Covid
    COVID Fortune
    """
)
_NAME = r"[A-Z][A-Za-z]*[a-zA-Z](?:-[A-Z][a-z]+)*"
_SUFFIX = r"(?:Group|Cloud|AI|Inc|Labs?|Technologies|Technology|Holdings|Corp|Ltd|Intelligence|Research|Robotics|Semiconductor|Electronics|Capital|Ventures)"
_COMPANY = rf"(?P<company>{_NAME}(?: {_NAME})?? {_SUFFIX}\b(?! (?:model|app|market|services|race|assistant)s?\b)|{_NAME})"
_THING = rf"(?P<thing>{_NAME}(?: {_NAME})?)"
_VERSION = (
    r"(?P<family>[A-Z][A-Za-z]{2,}(?: (?:Opus|Sonnet|Haiku|Coder|Math|Omni|Vision))?)(?P<gap>[ -]?)"
    r"(?P<version>(?:[0-9]{1,3}(?:\.[0-9])?B|[A-Z]?[0-9]{1,2}(?:\.[0-9]{1,2})?[a-z]?)"
    r"(?:[ -](?:Max|Pro|Mini|mini|Turbo|Flash|Lite|Ultra|Plus|Air|Nano|Thinking|Instruct|Preview))*)"
    r"(?![A-Za-z0-9%]|[.,][0-9]| (?:million|billion|trillion|percent|per cent|January|February|March|April|May|June|July"
    r"|August|September|October|November|December))"
)
_MONTH = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_PRODUCT_NOUN = r"(?:app|chatbot|assistant|platform|tool|service|browser|search engine|messenger|marketplace|super-app|wallet|site|toolkit|framework|agent|chip|board|processor|accelerator|device|robot)"
_COMPANY_NOUN = r"(?i:company|hedge fund|start-?up|firm|chip-?maker|giant|lab|laborator(?:y|ies)|developer|maker|group|investor|publisher|university|rival)"
_SAYS = r"(?:says?|said|released|launched|published|unveiled|announced|introduced|is preparing|plans|expects|raised|reported|acquired|invested|employs)"
_CUES: list[tuple[re.Pattern[str], str, int]] = [
    (re.compile(pattern), kind, strength)
    for pattern, kind, strength in (
        (rf"{_COMPANY}, (?:the |a )?(?:parent|owner|maker|developer|operator)(?: company)? (?:of|behind) {_THING}", "product", 4),
        (rf"\b(?i:companies|start-?ups|firms|labs|rivals|giants|developers|players) (?:like|such as|including) {_COMPANY}", "company", 5),
        (rf"\b{_COMPANY_NOUN} {_COMPANY}", "company", 5),
        (rf"\b(?:via|owned by|backed by|funded by|part of|subsidiary of|from) (?P<company>{_NAME}(?: {_NAME})? {_SUFFIX}\b)", "company", 4),
        (rf"(?P<company>\b{_NAME}(?: {_NAME})? (?!AI\b){_SUFFIX}\b|\b{_NAME} AI\b(?=,| {_SAYS}| and [A-Z]|'s))", "company", 4),
        (rf"{_COMPANY}(?: AI)? (?:is|was) (?:funded|owned|backed|headquartered|based|led) ", "company", 5),
        (rf"{_COMPANY} {_SAYS}\b", "company", 3),
        (rf"{_COMPANY}'s (?:AI |consumer |new |flagship |popular )*{_PRODUCT_NOUN}s?,? {_THING}", "product", 4),
        (rf"{_COMPANY}'s {_THING}(?=[^A-Za-z])", "product", 2),
        (rf"\b(?:its|the|their|a)(?: [\w-]+){{0,3}} {_PRODUCT_NOUN},? {_THING}", "product", 4),
        (rf"\b{_PRODUCT_NOUN} {_THING}", "product", 3),
        (rf"{_THING} (?:is|isn't|was|has become)(?: not)?(?: just| also| now)? (?:a|an|the) (?:[\w-]+ ){{0,3}}{_PRODUCT_NOUN}\b", "product", 4),
        (rf"{_THING} is {_COMPANY}'s (?:[\w-]+ ){{0,3}}(?:{_PRODUCT_NOUN}|model|family)\b", "product", 4),
        (rf"{_THING} (?:is|was) (?:made|built|developed|designed|run|operated|owned) by (?:the [a-z]+ )?{_COMPANY}", "product", 4),
        (rf"{_THING} \([A-Z]\w+'s {_NAME}\)", "product", 3),
        (rf"{_COMPANY}'s (?:[a-z-]+ )?(?:strategy|AI services|revenue|cloud|shares|long-held|consumer|founder|chief|ecosystem|margin|profit)", "company", 3),
    )
]  # fmt: skip
_CAMEL = re.compile(r"\b[A-Z][a-z]+[A-Z][A-Za-z]+\b")


def propose_records(
    text: str, mentions: Iterable[tuple[int, int, Hashable]], known: Mapping[Any, Known]
) -> list[Proposed]:
    """The names in a text that look like records and are none yet, in the order in which they stand first.

    `mentions` are the places where `known` records stand; a name that stands only there is not proposed.
    Kinds and parents are guessed where the text says so.
    """
    folded = fold(text)
    spans = [(start, end) for start, end, _ in mentions]
    names = {k.name: k.kind for k in known.values()}
    models = list(_models(folded))
    cues = [c for c in _cues(_HEADLINE.sub(_blank, folded)) if c.name not in {m.name for m in models}]
    guesses = _strongest(cues)
    for family in {m.parent for m in models if m.parent}:
        _guess_family(folded, family, models, cues, guesses)
    guesses |= {model.name: model for model in models}
    kinds = {n: c.kind for n, c in guesses.items()} | names
    found = (_placed(folded, cue, kinds, spans) for cue in guesses.values() if cue.name not in names)
    return sorted((p for p in found if p), key=lambda p: p.start)


# In a title or heading every word has its capital, so there it is no sign of a name.
_HEADLINE = re.compile(r"^[^\n]{1,120}(?<![.!;:,…。！；：，、\n])$", re.M)


def _blank(line: re.Match[str]) -> str:
    """Spaces for a line of which most words begin with a capital, the line itself otherwise."""
    capitals = [word[0].isupper() for word in re.findall(r"[A-Za-z][\w'-]*", line[0]) if len(word) > 3]
    return " " * len(line[0]) if 2 * sum(capitals) > len(capitals) else line[0]


def _models(folded: str) -> Iterator[_Cue]:
    """Names with a version, each once; their parent is the name without it."""
    seen = set()
    for found in re.finditer(rf"(?<![A-Za-z0-9.-]){_VERSION}", folded):
        family, version = found["family"], found["version"]
        if family in _NO_NAMES or _MONTH.fullmatch(family) or found[0] in seen:
            continue
        if version.isdigit() and found["gap"] == " " and re.match(r" [a-z]+s\b", folded[found.end() :]):
            continue  # "Baidu 40 engineers"
        seen.add(found[0])
        yield _Cue(found[0], "model", family, 9)


def _guess_family(
    folded: str, family: str, models: Iterable[_Cue], cues: Iterable[_Cue], guesses: dict[str, _Cue]
) -> None:
    """The name of models is a family where it also stands alone, unless the text knows it as a company."""
    kept = guesses.get(family)
    if not _stands_alone(folded, family, models):
        guesses.pop(family, None)
    elif (
        kept is None
        or kept.kind != "company"
        or (kept.strength < 4 and not any(c.parent == family for c in cues))
    ):
        guesses[family] = _Cue(family, "family", kept.parent if kept else None, 4)


def _stands_alone(folded: str, family: str, models: Iterable[_Cue]) -> bool:
    for model in models:
        folded = folded.replace(model.name, "")
    return re.search(rf"(?<![A-Za-z0-9]){re.escape(family)}(?![A-Za-z0-9-])", folded) is not None


def _cues(folded: str) -> Iterator[_Cue]:
    for pattern, kind, strength in _CUES:
        for found in pattern.finditer(folded):
            groups = found.groupdict()
            company, thing = _name(groups.get("company")), _name(groups.get("thing"))
            if company and (kind == "company" or thing):
                yield _Cue(company, "company", None, strength)
            if thing and (company or "company" not in groups):
                yield _Cue(thing, kind, company, strength)
    for start, end in sentences(folded):
        publisher = publisher_of(folded[start:end])
        if publisher and _name(publisher):
            yield _Cue(publisher, "company", None, 3)
    for camel in _CAMEL.finditer(folded):
        yield _Cue(camel[0], "company", None, 1)


def _name(written: str | None) -> str | None:
    """The words without those that are no names at either end, None where nothing is left."""
    parts = (written or "").split()
    while parts and parts[0] in _NO_NAMES:
        parts = parts[1:]
    while len(parts) > 1 and parts[-1] in _NO_NAMES and not re.fullmatch(_SUFFIX, parts[-1]):
        parts = parts[:-1]
    if not parts or parts[0].endswith("ing") or (parts[0].isupper() and len(parts[0]) < 3):
        return None
    return " ".join(parts)


def _strongest(cues: Iterable[_Cue]) -> dict[str, _Cue]:
    """For each name the strongest cue, with the parent of whichever cue gave one."""
    guesses: dict[str, _Cue] = {}
    for cue in cues:
        kept = guesses.get(cue.name)
        if kept is None or cue.strength > kept.strength:
            guesses[cue.name] = cue._replace(parent=cue.parent or (kept.parent if kept else None))
        elif cue.parent and not kept.parent and kept.kind != "company":
            guesses[cue.name] = kept._replace(parent=cue.parent)
    return guesses


def _placed(
    folded: str, cue: _Cue, kinds: Mapping[str, str], spans: Iterable[tuple[int, int]]
) -> Proposed | None:
    """The proposal where its name first stands outside known records and longer names; None if nowhere."""
    longer = [name for name in kinds if name != cue.name and name.startswith(cue.name)]
    for found in re.finditer(rf"(?<![A-Za-z0-9]){re.escape(cue.name)}(?![A-Za-z0-9]|[.][0-9])", folded):
        if any(start <= found.start() and found.end() <= end for start, end in spans):
            continue
        if any(folded.startswith(name, found.start()) for name in longer):
            continue
        return Proposed(
            cue.name, cue.kind, _parent(folded, cue, found.start(), kinds), found.start(), found.end()
        )
    return None


def _parent(folded: str, cue: _Cue, start: int, kinds: Mapping[str, str]) -> str | None:
    companies = {name for name, kind in kinds.items() if kind == "company"}
    if cue.kind == "company":
        first = cue.name.split(" ")[0]
        return first if first != cue.name and first in companies else None
    if cue.parent and cue.parent != cue.name and cue.parent in kinds:
        return cue.parent
    return _nearest_company(folded, start, companies)


def _nearest_company(folded: str, start: int, companies: Iterable[str]) -> str | None:
    """The company named last before a place, in its paragraph or the line before it."""
    begin = folded.rfind("\n", 0, max(0, folded.rfind("\n", 0, start)))
    before = folded[max(begin, 0) : start]
    place, _, name = max(((before.rfind(name), len(name), name) for name in companies), default=(-1, 0, ""))
    return name if place >= 0 else None
