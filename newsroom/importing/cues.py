"""What the words around a name say of it: a company, whose product, a family of models, a model with its version.

Each cue is one pattern: "Companies like DeepSeek", "its AI chatbot, Doubao", "Alibaba's Qwen". How far it is to be
trusted is its strength, from 1 to 9.
"""

import re
from collections.abc import Iterator, Set
from typing import NamedTuple

from newsroom.importing.publishers import publisher_of
from newsroom.importing.sentences import sentences, words


class Cue(NamedTuple):
    """A name, the kind of record that it seems to be, and whose it is, as far as the words say so."""

    name: str
    kind: str
    parent: str | None
    strength: int


_PLACES = words(
    """
    Africa African America American Americans Argentina Asia Asian Atlanta Austin Australia Austria
    Bangalore Barcelona Beijing Belgium Bengaluru Berlin Boston Brazil Britain British Brussels California
    Cambridge Canada Canadian Chengdu Chicago China Chinese Chongqing Copenhagen Delhi Denmark Dubai Dublin
    Dutch Egypt England English Europe European Finland France Francisco French Geneva German Germany
    Guangzhou Hangzhou Heidelberg Helsinki Hong India Indian Indonesia Ireland Israel Israeli Italian Italy
    Japan Japanese Jose Kenya Kong Korea Korean London Lyon Madrid Malaysia Mexico Milan Montreal Moscow Mumbai
    Munich Nanjing Netherlands Nigeria Norway Oslo Oxford Palo Paris Poland Portugal Qatar Riyadh Rome Russia
    Russian San Saudi Seattle Seoul Shanghai Shenzhen Silicon Singapore Spain Spanish Stockholm Suwon Suzhou
    Sweden Swedish Switzerland Sydney Taipei Taiwan Taiwanese Texas Thailand Tokyo Toronto Turkey UAE UK Ukraine
    US USA Valley Vietnam Washington Western Wuhan Zurich
    """
)
_NO_NAMES = _PLACES | words(
    """
    A About According After AI All Also Although An Analysts And Another Any API APIs Apache App Apps April As
    August Both But By CEO CFO Chatbots Check Companies Computing Could CPU Cloud December Despite Developers
    Did Earlier Each Eight Either Every Experts Explore FAQ February Fewer Few Five Folks For Founded Founder
    Four Friday From GPU GPUs Has Have He Her His How However I If In Integrating Internet Investors IPO Is It
    Its January July June Last Later Licence License LLM LLMs Lunar March Many May Meanwhile MIT Model Models
    Monday More Most Much Neither New Next Nine No November Now October Of Official Officials On One Only Open
    Or Other Our Pro Question Reader Regulators Researchers Rival Rivals Saturday September Seven She Since Six
    So Some Spring Still Subscribe Such Sunday Tech Ten Than That The Their Then There These They This Those
    Three Through Thursday Tip To Today Together Tomorrow Tuesday Two Under Unlike United Until Users Was We
    Wednesday What When Where Which While Who Why Will Whoever Whatever Nobody Somebody Everybody Everyone
    Anyone Nothing Something With Would Year Yes Yesterday You Your iOS Android
    Windows Q1 Q2 Q3 Q4 H1 H2 Python CUDA GitHub FY HBM HTML HTTP PDF RAG SQL TPU USB Covid COVID Fortune
    """
)
_NUMBERED = words(
    "Section Chapter Page Article Building Top Number Version Phase Series Figure Table Level Part"
)
_SUFFIX = (
    r"(?:Group|Cloud|AI|Inc|Labs?|Technologies|Technology|Holdings|Corp|Ltd|Intelligence|Research|Robotics|"
    r"Semiconductor|Electronics|Capital|Ventures)"
)
_WORD = r"(?:[A-Z][A-Za-z]*[A-Za-z]|[a-z]{1,2}[A-Z][A-Za-z]+)(?:-[A-Z][A-Za-z]*[a-z])*"
_RUN = rf"{_WORD}(?: (?:& )?{_WORD}){{0,2}}"
_ASIDE = r"(?: \([^()\n]{1,40}\))?"  # the name in Chinese
_COMPANY = rf"(?<![A-Za-z0-9&'-])(?P<company>{_RUN}){_ASIDE}"
_COMPANIES = rf"(?<![A-Za-z0-9&'-])(?P<companies>{_RUN}{_ASIDE}(?:(?:,? and |,? or |, ){_RUN}{_ASIDE})*)"
_THING = rf"(?P<thing>{_RUN}){_ASIDE}"
_THINGS = rf"(?P<things>{_RUN}{_ASIDE}(?:(?:,? and |, ){_RUN}{_ASIDE})*)"
_APART = r"(?:, [^,.\n]{1,60},)?"  # "Ant Group, an affiliate of Alibaba, runs Alipay"
_PRODUCT_NOUN = (
    r"(?:app|chatbot|assistant|platform|tool|service|browser|search engine|messenger|marketplace|super-app|wallet|"
    r"site|toolkit|framework|agent|chip|board|processor|accelerator|device|robot)"
)
_COMPANY_NOUN = (
    r"(?:company|hedge fund|start-?up|firm|chip-?maker|giant|lab|laborator(?:y|ies)|developer|maker|group|investor|"
    r"publisher|university|bank|insurer|retailer|car-?maker|foundry|operator|conglomerate|consultancy|newspaper)"
)
_PART = r"(?:unit|arm|subsidiary|division)"
_HELPS = r"(?:(?:has|have|had|is|are|will|would|also|already|now|recently|reportedly|once) )*"
_SAYS = (
    r"(?:says?|said|released|launched|published|unveiled|announced|introduced|preparing to|prepares to|plans?|expects?|"
    r"raised|reported|acquired|invested|employs|answered with|delayed|listed)"
)
_TRADES = (
    r"(?:charges|charged|lost|earned|ordered|bought|paid|pays?|spent|sells|sold|hired|trained|built|builds|developed|owns|"
    r"operates|counts|posted|makes?|made|ships?|shipped|cut|asks|wants|works|valued|not (?:waited|answered)|merged with)"
)
_FOUNDED = r"(?:funded|owned|backed|headquartered|based|led|valued|listed|founded)"
_STARTS = re.compile(r"(?=[A-Z][A-Za-z]|[a-z]{1,2}[A-Z][A-Za-z])")  # wherever a _WORD can begin
_CUES: list[tuple[re.Pattern[str], bool, str, int]] = [
    (re.compile(pattern), pattern.startswith((_COMPANY, _COMPANIES, _THING)), kind, strength)
    for pattern, kind, strength in (
        (rf"{_COMPANY}, (?:the |a )?(?:parent|owner|maker|developer|operator|creator)(?: company)? (?:of|behind) {_THINGS}", "product", 4),
        (rf"{_COMPANY}, which (?:also )?(?:owns|makes|runs|operates|developed|built) {_THINGS}", "product", 4),
        (rf"\b(?i:companies|start-?ups|firms|labs|rivals|giants|developers|players|makers) (?:like|such as|including) {_COMPANIES}", "company", 5),
        (rf"\b(?i:{_COMPANY_NOUN}|rival|{_PART},) {_COMPANY}", "company", 5),
        (rf"{_COMPANY}, (?:once )?(?:a|an|the)(?: [\w-]+){{0,4}}? (?:{_COMPANY_NOUN}|{_PART}|affiliate)\b(?!')", "company", 5),
        (rf"{_COMPANY},? (?:(?:which )?(?:is|was) )?{_FOUNDED} (?:by|in|at|on)\b", "company", 5),
        (rf"\b(?:via|owned by|backed by|funded by|part of|subsidiary of|from) (?P<company>{_WORD}(?: {_WORD})? {_SUFFIX}\b)", "company", 4),
        (rf"(?P<company>\b{_WORD}(?: {_WORD})? (?!AI\b){_SUFFIX}\b|\b{_WORD} AI\b(?=[,.;]| \(| {_HELPS}(?:{_SAYS}|{_TRADES})\b| and [A-Z]|'s))", "company", 4),
        (rf"{_COMPANIES} {_HELPS}{_SAYS}\b", "company", 3),
        (rf"{_THING}, (?:a|an|the)(?: [\w-]+){{0,3}}? (?:{_PART}|part) of {_COMPANY}", "company", 5),
        (rf"\baffiliate of {_COMPANY}", "company", 4),
        (rf"{_COMPANY}'s (?:AI |consumer |new |flagship |popular )*{_PRODUCT_NOUN}s?,? {_THING}", "product", 4),
        (rf"{_COMPANY}'s (?:[a-z]+ ){{0,2}}{_PART},? {_THING}", "company", 5),
        (rf"{_COMPANY}'s {_THING}(?=[^A-Za-z])", "product", 2),
        (rf"\b(?:its|the|their|a)(?: [\w-]+){{0,3}} {_PRODUCT_NOUN},? {_THING}", "product", 4),
        (rf"\b{_PRODUCT_NOUN} {_THING}", "product", 3),
        (rf"{_THING} (?:is|are) {_COMPANY}'s (?:[\w-]+ ){{0,3}}(?:model|family|series)\b", "family", 5),
        (rf"{_THING} (?:is|isn't|was|has become)(?: not)?(?: just| also| now)? (?:a|an|the) (?:[\w-]+ ){{0,3}}{_PRODUCT_NOUN}\b", "product", 4),
        (rf"{_THING} is {_COMPANY}'s (?:[\w-]+ ){{0,3}}{_PRODUCT_NOUN}\b", "product", 4),
        (rf"{_THING},? (?:(?:which )?(?:is|was) )?(?:made|built|developed|designed|run|operated) by (?:the [a-z]+ )?{_COMPANY}", "product", 4),
        (rf"{_THING} \([A-Z]\w+'s {_WORD}\)", "product", 3),
        (rf"{_COMPANY}{_APART} (?:runs|operates|owns) {_THING}", "product", 3),
        (rf"What is {_THING}\? (?:It is )?(?i:an?|the) (?:[\w-]+ ){{0,3}}{_PRODUCT_NOUN}\b", "product", 3),
        (rf"\b(?:launched|unveiled|introduced|called|named) {_THING}", "product", 2),
        (rf"{_COMPANY} says (?:that )?{_THING} (?:has|had)\b", "product", 2),
        (rf"\bversions? of {_THING}", "family", 2),
        (rf"{_COMPANIES} {_HELPS}{_TRADES}\b", "company", 2),
        (rf"\b(?:acquired|bought|buys|invested in|stake in|(?:m|b|tr)illion into|competes with|deal with) {_COMPANY}", "company", 2),
        (rf"\b(?:pay|pays|paid|owes) {_COMPANY} (?:[a-z]+ ){{0,2}}[$€¥0-9]", "company", 2),
        (rf"{_COMPANY}'s (?:[a-z-]+ )?(?:strategy|AI services|revenue|cloud|shares|long-held|consumer|founder|chief|ecosystem|margin|profit|yield|order|customers)", "company", 3),
        (rf"{_COMPANY} {_HELPS}[a-z]+ (?:its|their) ", "company", 1),
    )
]  # fmt: skip
_HAN = r"[\u4e00-\u9fff]"
_BEGINS = r"(?:^|(?<=[,。;:!?]))(?!该|这|那|其|此|公司|今年|去年|目前|同时|中国|美国|一家|两家|三家)"
_MAKES = r"(?:计划|宣布|发布|推出|表示|称|在[0-9]{4}年)"
_CHINESE_CUES = [
    (re.compile(pattern, re.M), kind, strength)
    for pattern, kind, strength in (
        (rf"{_BEGINS}(?P<company>{_HAN}{{2,6}}?)旗下的?(?P<thing>{_HAN}{{2,5}}?)(?=正在|已|是|将|在|也|的|[,。;\d])", "product", 4),
        (rf"{_BEGINS}(?P<thing>{_HAN}{{2,5}}?)是(?P<company>{_HAN}{{2,6}}?)(?:公司)?的{_HAN}{{0,4}}(?:聊天机器人|应用|助手|平台|产品)", "product", 4),
        (rf"{_BEGINS}(?P<thing>{_HAN}{{2,5}}?)是(?P<company>{_HAN}{{2,6}}?)(?:公司)?的{_HAN}{{0,4}}模型", "family", 4),
        (rf"{_BEGINS}(?!{_HAN}{{0,5}}(?:用户|市场|行业|模型|产品|规模|收入))(?P<company>{_HAN}{{2,6}}?(?:AI)?){_MAKES}", "company", 2),
    )
]  # fmt: skip
_CHINESE_VERSION = re.compile(
    rf"(?:发布了?|推出了?|上线了?|开源了?|《|“|、)(?P<family>{_HAN}{{2,4}}) ?[0-9]{{1,2}}(?:\.[0-9]{{1,2}})?(?![0-9年月日万亿个款%])"
)
_CAMEL = re.compile(r"\b[A-Z][a-z]+[A-Z][A-Za-z]+\b")
_PERSON = re.compile(
    rf"\b(?i:said|says|told|founder|chief executive|chairman|president|professor|analyst)(?: at)? "
    rf"(?P<before>{_WORD} {_WORD}(?! {_SUFFIX}\b))|(?P<after>{_WORD} {_WORD})(?=, (?:who|its|the|a|an) (?:[a-z-]+ )?(?:founder|chief|professor|analyst|runs|leads))"
)


def find_cues(folded: str) -> Iterator[Cue]:
    """The cues of a folded text."""
    people = {found["before"] or found["after"] for found in _PERSON.finditer(folded)}
    yield from (
        cue for cue in _written(folded) if cue.name not in people or re.search(rf"\b{_SUFFIX}$", cue.name)
    )


def _written(folded: str) -> Iterator[Cue]:
    starts = [found.start() for found in _STARTS.finditer(folded)]
    for pattern, begins_with_name, kind, strength in _CUES:
        for found in _led_by_name(pattern, folded, starts) if begins_with_name else pattern.finditer(folded):
            yield from _of(found.groupdict(), kind, strength)
    for pattern, kind, strength in _CHINESE_CUES if re.search(_HAN, folded) else ():
        for found in pattern.finditer(folded):
            thing, company = found.groupdict().get("thing"), found["company"]
            yield Cue(company, "company", None, strength)
            if thing:
                yield Cue(thing, kind, company, strength)
    for name in publishers(folded):
        yield Cue(name, "company", None, 3)
    for camel in _CAMEL.finditer(folded):
        yield Cue(camel[0], "company", None, 1)


def _led_by_name(pattern: re.Pattern[str], folded: str, starts: list[int]) -> Iterator[re.Match[str]]:
    """What `finditer` gives for a pattern that begins with a name, tried only where a name can: several times faster."""
    end = 0
    for start in starts:
        if start >= end and (found := pattern.match(folded, start)):
            yield found
            end = found.end()


def _of(groups: dict[str, str | None], kind: str, strength: int) -> Iterator[Cue]:
    """What one pattern found: the companies, and the things under the company, where it names one."""
    companies = list(_names(groups.get("company") or groups.get("companies")))
    things = list(_names(groups.get("thing") or groups.get("things")))
    parent = companies[0] if "company" in groups and companies else None
    if companies and (things or not groups.keys() & {"thing", "things"}):
        yield from (Cue(company, "company", None, strength) for company in companies)
    if parent or "company" not in groups:
        yield from (Cue(thing, kind, parent, strength) for thing in things)


def publishers(folded: str) -> set[str]:
    """Whom the text gives as sources of what it says."""
    named = (publisher_of(folded[start:end]) for start, end in sentences(folded))
    return {name for written in named for name in _names(written)}


def _names(written: str | None) -> Iterator[str]:
    """The names in a list of them, each without the words at either end that are no names."""
    for run in re.findall(_RUN, re.sub(r"\([^()]*\)", "", written or "")):
        parts = run.split()
        while parts and (parts[0] in _NO_NAMES or parts[0] == "&"):
            parts = parts[1:]
        while len(parts) > 1 and parts[-1] in _NO_NAMES and not re.fullmatch(_SUFFIX, parts[-1]):
            parts = parts[:-1]
        if parts and not (len(parts) == 1 and (len(parts[0]) < 3 or parts[0].endswith("ing"))):
            yield " ".join(parts)


# Models: names with a version.

_MONTHS = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_VERSION = re.compile(
    rf"(?<![A-Za-z0-9.-])(?P<family>(?!{_MONTHS}\b)[A-Z][A-Za-z]{{2,}}(?:-[A-Z][a-z]+)?"
    r"(?: (?:Opus|Sonnet|Haiku|Coder|Math|Omni|Vision|Large|Medium|Small))?)(?P<gap>[ -]?)"
    r"(?P<version>(?:[0-9]{1,3}(?:\.[0-9])?B|v[0-9](?:\.[0-9])?|[0-9]{3}[A-Z]|[A-Z]?[0-9]{1,2}(?:\.[0-9]{1,2})?[a-z]?)"
    r"(?:[ -](?:Max|Pro|Mini|mini|Turbo|Flash|Lite|Ultra|Plus|Air|Nano|Thinking|Instruct|Preview))*)"
    rf"(?![A-Za-z0-9%]|[.,][0-9]| (?:million|billion|trillion|percent|per cent|{_MONTHS})\b)"
)
_COUNTED = re.compile(r" (?!was|is|has|does|costs|speaks|follows|runs|comes|beats)[a-z]+s\b")


def find_models(folded: str) -> list[Cue]:
    """Names with a version, each once; their parent is the name without it."""
    models: dict[str, Cue] = {}
    for found in _VERSION.finditer(folded):
        family, version = found["family"], found["version"]
        if family in _NO_NAMES or family in _NUMBERED:
            continue
        if version.isdigit() and found["gap"] == " " and _COUNTED.match(folded, found.end()):
            continue  # "Baidu 40 engineers"
        models.setdefault(found[0], Cue(found[0], "model", family, 9))
    for found in _CHINESE_VERSION.finditer(folded):
        name = folded[found.start("family") : found.end()]
        models.setdefault(name, Cue(name, "model", found["family"], 9))
    return list(models.values())


def companies_listed_with(folded: str, known: Set[str]) -> Iterator[Cue]:
    """What stands in one list with a company is one: "Samsung, SK Hynix and Micron"."""
    for found in re.finditer(_COMPANIES, folded):
        listed = list(_names(found[0]))
        if known & set(listed):
            yield from (Cue(name, "company", None, 1) for name in listed)
