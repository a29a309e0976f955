"""The figures in a text: value, unit, how sure, of when, of which record, and who says so.

The written amounts come from facts.amounts; here is decided which of them are figures, and what the sentence
around says of them. Everything found is offered to an editor, never saved by itself.
"""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from facts.amounts import FOREIGN, Written, written_amounts
from facts.numerals import fold
from newsroom.importing.natures import nature_of
from newsroom.importing.numbers_aside import BLANK, set_aside
from newsroom.importing.periods import Period, periods
from newsroom.importing.publishers import publisher_of
from newsroom.importing.sentences import sentences, words
from newsroom.importing.subjects import Known, Named, Place, subject_of

type Record = Hashable


class Figure(NamedTuple):
    """One figure where it stands in the text; the fields are those of shared/eval's facts."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None
    unit: str
    qualifier: str
    nature: str
    as_of: str | None
    subject: Record | None
    source: str | None


# What may stand between a word such as "over" and its number.
_GAP = r"(?: (?:the|a|an|an impressive|a record|a whopping|a total of|their|its|RMB))?[ :]*$"
_BEFORE = {
    "under": rf"(?:\b(?i:under|fewer than|less than|up to|as many as|as much as|below|at most|no more than|not more than|a maximum of|short of)|不到|不足|低于|少于|至多|最多|不超过|未超过|最高|多达|未满|小于){_GAP}",
    "over": rf"(?:\b(?i:over|more than|at least|pass(?:ed|es|ing)?|past|above|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|top(?:ped|ping|s)?|upwards of|north of|in excess of|greater than|larger than|well over|beyond|crossed|crossing|no fewer than|no less than|not less than|a minimum of|minimum)|超过了?|突破了?|突破|已超|超|逾|至少|不少于|不低于|高于|大于|多于|超出|破){_GAP}",
    "about": rf"(?:\b(?i:about|around|roughly|some|nearly|almost|approximately|approx\.?|circa|close to|near|in the region of|an approximate|virtually)|\bc\.|\bca\.|[~≈]|约为?|大约|近|将近|接近|大概|大致|几乎|差不多|约合|左右){_GAP}",
}
_AFTER = {
    "over": r"\+| ?-?plus\b| or (?:more|above|higher|greater)|[^,。;]{0,4}(?:以上|开外)",
    "under": r" or (?:less|fewer|below|lower)|[^,。;]{0,4}(?:以下|以内|之内)",
    "about": r" or so\b|-odd\b| or thereabouts|[^,。;]{0,4}左右|[^,。;]{0,3}上下(?!文)",
}
_BEFORE_PATTERNS = {q: re.compile(p) for q, p in _BEFORE.items()}

_PEOPLE = (
    r"(?:people|persons?|users?|subscribers?|developers?|staff|employees?|customers?|members?|engineers?|workers?|"
    r"researchers?|scientists?|students?|teachers?|viewers?|visitors?|creators?|followers?|learners?|consumers?|"
    r"programmers?|participants?|listeners?|shoppers?|subscriptions?|citizens|residents|players|drivers|merchants|"
    r"sellers|MAUs?|DAUs?|personnel|recruits|graduates|testers|patients|doctors|fans|coders|authors|audience|"
    r"professionals|volunteers|clients|specialists|colleagues|readers|buyers|designers|artists|moderators|annotators|contractors|writers|lawyers|workforce)"
)
_PEOPLE_WORD = re.compile(rf"(?i:{_PEOPLE})")
_PEOPLE_BEFORE = re.compile(
    rf"\b(?:{_PEOPLE}|headcount|workforce|user base|audience)\b|用户|月活|日活|员工|人数|开发者|粉丝|会员|订阅者|人员|注册量"
)
_COUNT_BEFORE = re.compile(
    r"\b(?:downloads?|chips?|GPUs?|installs?|calls?|requests?|queries|orders|shipments|sales volume|stars|visits|units|"
    r"deliveries|stores|servers|images|videos|devices|cards|accelerators|patents|papers|deployments|derivatives)\b"
    r"|下载量|出货量|调用量|芯片|订单量|安装量|访问量|销量|店"
)
_TOKENS_BEFORE = re.compile(r"\b(?:tokens?|context(?: window| length)?)\b|上下文|[Tt]oken|词元")
_PARAMETERS_BEFORE = re.compile(r"\bparameters?\b|参数")
_STOP = words(
    """
    a an the and or but of in on at by for from to with as than that which who while when after before
    since until under over is are was were be been has have had will would could may might it its this
    these those per each every through during against between into about up down off out if so because
    though not also across among within without compared respectively less last year next today now said
    says according thanks despite making worth put puts only alone overall versus via apiece then thus
    where whereas lies came rose fell grew behind ahead
    """
)
_ADJECTIVES = words(
    """
    active activated total monthly daily weekly registered paying paid new global different various
    other more combined additional average annual cumulative simultaneous concurrent unique full-time
    in-house
    """
)
_NO_FIGURE_WORDS = re.compile(
    r"(?i:(?:times|fold|points?|basis|nano\w+|micro\w+|kilo\w+|mega\w+|gigawatts?|terawatts?|giga(?!byte)\w+|tera\w+|peta\w+|exa\w+|watts?|"
    r"metres?|meters?|miles?|feet|foot|inch(?:es)?|tons?|tonnes?|pounds?|ounces?|litres?|liters?|degrees?|volts?|amps?|"
    r"square|acres?|hectares?|bits?|bytes?|pixels?|yen|won|rupees?|francs?|hours?|minutes?|seconds?|days?|weeks?|"
    r"months?|years?|decades?|flops?|frames?|per|percentile|grams?|kilos?|yards?|gallons?|barrels?|carats?|decibels?|kelvin|nm|km|kg|mm|cm))"
)
_THINGS = re.compile(
    r"(?i:chip|gpu|card|city|country|language|model|store|node|expert|layer|game|file|page|question|task|server)s?"
)
_CLASSIFIER = re.compile(
    r"(?:多|余)? ?(?:人次|[次块枚张台家个款项种部篇座片颗套件份条笔辆架字轮笔首处只门本组间场种])"
)
_ZH_PEOPLE = re.compile(
    r"(?:多|余)? ?(?:[人名位](?!次|民|工智)|[^,。;、0-9\ue000]{0,8}?(?:用户|员工|开发者|月活|日活|粉丝|会员|订阅者|工程师|研究人员|学生|人口))"
)
_ZH_TIME = re.compile(
    r"(?:多|余)? ?个?(?:小时|分钟|秒|天|日|周|月(?!活)|年|岁|纳米|倍|公里|瓦|千瓦|吨|分|点|度|字节)"
)
_MODEL_AFTER = re.compile(
    r"[ -](?:[a-z-]+ )?(?:model|variant|version|flagship|sibling|LLM|checkpoint|weights|dense|MoE)s?\b|的?模型|版本?模型|规模"
)
_CONTEXT_AFTER = re.compile(r"[ -](?:[a-z-]+ )?context|的?上下文")
_CAPITALISED = re.compile(r"(?:^|[ (\"“])([A-Z][\w.+-]*)[ -]?$")
_FUNCTION = words(
    """
    A An The And Or But Of In On At By For From To With As Than That Some Over About Around Roughly
    Nearly Almost Only Up Just These Those All Another Its Their Our More Least Above Under Below Fewer
    Less Approximately Among Between Within Across After Before Since Until Into Has Have Had Yes No
    Still Today Now Both RMB US Every Here There Altogether Together Also Hire Hires
    """
)


class _Sentence(NamedTuple):
    start: int
    end: int
    text: str  # folded
    plain: str  # with names, dates and other numbers blanked out


def find_figures(
    text: str,
    mentions: Iterable[tuple[int, int, Record]],
    *,
    known: Mapping[Record, Known],
    dated: date | None = None,
) -> list[Figure]:
    """The figures of a text in order.

    `mentions` are (start, end, record) as companies.mentions finds them, `known` says what each record is.
    `dated` is the day of the text: a date after it makes a figure a forecast.
    """
    folded = fold(text)
    named = sorted(Named(*m) for m in mentions)
    found: list[Figure] = []
    before: list[Named] = []
    previous = ""
    for start, end in sentences(folded):
        words = folded[start:end]
        here = [Named(m.start - start, min(m.end, end) - start, m.record) for m in named if start <= m.start < end]
        within = [p for p in periods(words) if not any(m.start < p.end and p.start < m.end for m in here)]
        plain = set_aside(words, [(place.start, place.end) for place in (*here, *within)])
        sentence = _Sentence(start, end, words, plain)
        found += _figures_in(sentence, previous, here, before, within, known, dated)
        before += here
        previous = sentence.text
    return found


def _figures_in(
    sentence: _Sentence,
    previous: str,
    named: Sequence[Named],
    before: Sequence[Named],
    dates: Sequence[Period],
    known: Mapping[Record, Known],
    dated: date | None,
) -> list[Figure]:
    amounts = _with_units(sentence.plain, previous, list(written_amounts(sentence.plain)))
    amounts = [a for a in amounts if a.unit not in ("", FOREIGN)]
    found = []
    for n, amount in enumerate(amounts):
        following = amounts[n + 1].start if n + 1 < len(amounts) else len(sentence.text)
        last = amounts[n - 1].end if n else 0
        as_of = _as_of(sentence.text, amount, dates, amounts)
        nature = nature_of(sentence.text, amount.start, amount.end, following)
        if nature == "estimated" and as_of and dated and as_of[:4].isdigit() and int(as_of[:4]) > dated.year:
            nature = "forecast"
        place = Place(amount.start, amount.end, amount.unit, last, following)
        found.append(
            Figure(
                sentence.start + amount.start,
                sentence.start + amount.end,
                amount.value,
                amount.high,
                amount.unit,
                _qualifier(sentence.text, amount),
                nature,
                as_of,
                _subject(sentence.text, place, named, before, known, n, len(amounts)),
                publisher_of(sentence.text),
            )
        )
    return found


# Which amounts are figures, and in what unit


def _with_units(plain: str, previous: str, amounts: list[Written]) -> list[Written]:
    """The amounts with the unit that the words around give; those that are no figures have none or FOREIGN."""
    result: list[Written] = []
    for n, amount in enumerate(amounts):
        following = amounts[n + 1] if n + 1 < len(amounts) else None
        result.append(_with_unit(plain, previous, amount, result, following))
    return result


def _with_unit(
    plain: str, previous: str, amount: Written, earlier: Sequence[Written], following: Written | None
) -> Written:
    none = amount._replace(unit=FOREIGN)
    if amount.worded and not amount.scale and (amount.high or amount.value) < 10:
        return none
    if _vague(plain, amount):
        return none
    if amount.unit:
        if amount.unit == "USD" and following and following.unit == "USD/Mtoken":
            if re.fullmatch(r"(?: for input)? and ", plain[amount.end : following.start]):
                return amount._replace(unit="USD/Mtoken")
        if amount.unit == "percent" and re.match(r"% ?(?:以上)?的?置信", plain[amount.end - 1 :]):
            return none
        return amount
    if not amount.scale and _is_label(plain, amount):
        return none
    amount = _sharing_with_next(plain, amount, following)
    if amount.unit:
        return amount
    return _by_noun(plain, amount) or _by_context(plain, previous, amount, earlier) or none


def _vague(plain: str, amount: Written) -> bool:
    """数百万 and "several 10 thousand" name no number; 百万 does only after 超 or 近."""
    before = plain[: amount.start]
    bare = plain[amount.start : amount.start + 2]
    if re.search(r"(?:several|few|many|multi)[ -]$", before):
        return True
    if re.search(r"(?:[几上好]|(?<![参人户总次])数|(?<!完)成)$", before) and not bare[0].isdigit():
        return True
    return bool(re.match("[百千][万亿]", bare)) and not re.search(r"(?:超过?|突破|破|近|约|达到?)$", before)


def _is_label(plain: str, amount: Written) -> bool:
    """A bare number after a name or a capitalised word is a version or an address: iPhone 17, Building 5."""
    before = plain[: amount.start]
    if amount.value >= 1000 and "," in plain[amount.start : amount.end]:
        return False
    if re.search(rf"{BLANK} ?-?$", before) and not re.search(r"[\u4e00-\u9fff] ?$", before):
        return (
            not re.match(r" (?:[a-z-]+ )?" + _PEOPLE, plain[amount.end :])
            or "." in plain[amount.start : amount.end]
        )
    word = _CAPITALISED.search(before)
    return bool(
        word and word[1] not in _FUNCTION and not re.search(r"(?:^|[.!?:] )$", before[: word.start(1)])
    )


def _sharing_with_next(plain: str, amount: Written, following: Written | None) -> Written:
    """ "From 8 to 10 billion yuan", where each end is a figure of its own: what is written once serves both."""
    if following is None or not re.fullmatch(
        r" to (?:\w+ )?| (?:and|or) |到|至|(?:[上增]升?|下降|降|提高|增长|增加)(?:到|至)",
        plain[amount.end : following.start],
    ):
        return amount
    following = following if following.unit else _by_noun(plain, following) or following
    if following.unit in ("", FOREIGN):
        return amount
    factor = 0 if amount.scale else following.scale
    return amount._replace(
        unit=following.unit, value=Decimal(f"{amount.value.scaleb(factor):f}"), scale=following.scale
    )


def _by_noun(plain: str, amount: Written) -> Written | None:
    """What is counted, from the words after the number; FOREIGN where it is nothing of ours, None without a noun."""
    after = plain[amount.end :]
    if after.startswith("-") and (word := re.match(r"-([A-Za-z]+)", after)):
        if word[1].lower() in ("plus", "odd"):
            return _by_noun(plain, amount._replace(end=amount.end + word.end()))  # type: ignore[union-attr]
        unit = "people" if word[1] in ("person", "strong", "member", "user") else "count"
        return amount._replace(unit=unit if unit == "people" or _THINGS.fullmatch(word[1]) else FOREIGN)
    if re.match(r"[\u4e00-\u9fff]| [\u4e00-\u9fff]", after):
        return _by_chinese_noun(amount, after)
    if amount.scale and _CONTEXT_AFTER.match(after):
        return amount._replace(unit="tokens")
    if (
        amount.scale >= 6
        and _MODEL_AFTER.match(after)
        and re.search(r"[BMTbn]$", plain[amount.start : amount.end])
    ):
        return amount._replace(unit="parameters")
    return _by_english_noun(plain, amount, after)


def _by_chinese_noun(amount: Written, after: str) -> Written | None:
    if _ZH_TIME.match(after):
        return amount._replace(unit=FOREIGN)
    if re.match(r" ?(?:的)?上下文", after):
        return amount._replace(unit="tokens")
    if _ZH_PEOPLE.match(after):
        return amount._replace(unit="people")
    if _CLASSIFIER.match(after):
        return amount._replace(unit="count")
    return None


def _by_english_noun(plain: str, amount: Written, after: str) -> Written | None:
    ahead = re.match(rf"\+?((?: (?:[A-Za-z][\w'-]*|{BLANK}+))*)", after)
    noun = ""
    for position, word in enumerate((ahead[1] if ahead else "").split()[:6]):
        if word.lower() in _STOP:
            break
        if _PEOPLE_WORD.fullmatch(word) or _PEOPLE_WORD.fullmatch(word.split("-")[-1]):
            return amount._replace(unit="people")
        if word == "times" and amount.value >= 1000:
            return amount._replace(unit="count")  # downloaded 5 million times
        if position < 3 and _NO_FIGURE_WORDS.fullmatch(word):
            return amount._replace(unit=FOREIGN)
        if re.fullmatch(r"tokens?|parameters?", word):
            return amount._replace(
                unit=word.rstrip("s") + "s", end=amount.end + after.index(word) + len(word)
            )
        if word.lower() not in _ADJECTIVES and BLANK not in word:
            noun = word
    if not noun or amount.unit:
        return None
    if not amount.scale and amount.value != amount.value.to_integral_value():
        return None
    if re.fullmatch(r"[tT]", plain[amount.end - 1]) and amount.scale:
        return None
    return amount._replace(unit="count")


def _by_context(plain: str, previous: str, amount: Written, earlier: Sequence[Written]) -> Written | None:
    """A unit left out is the one before it in the sentence, or that of the thing said to have reached a number."""
    before = plain[earlier[-1].end if earlier else 0 : amount.start]
    large = amount.scale or amount.value >= 1000
    for unit, pattern in (
        ("parameters", _PARAMETERS_BEFORE),
        ("tokens", _TOKENS_BEFORE),
        ("people", _PEOPLE_BEFORE),
        ("count", _COUNT_BEFORE),
    ):
        if large and pattern.search(before):
            return amount._replace(unit=unit)
    inherited = next((a.unit for a in reversed(earlier) if a.unit not in ("", FOREIGN, "percent")), "")
    if inherited and large:
        return amount._replace(unit=inherited)
    asked = re.search(r"(?i:how many) (?:[a-z]+ )?(parameters|tokens|people|users)", previous)
    if asked and amount.scale:
        return amount._replace(unit={"users": "people"}.get(asked[1], asked[1]))
    currency = re.search(
        r"\b(?i:revenue|sales|profit|spending|funding|valuation|cost|price|loss|income)\b", before
    )
    if (
        amount.scale
        and not currency
        and amount.scale != 12
        and not re.search(r"营收|收入|利润|投资|市值|估值", before)
    ):
        return amount._replace(unit="count")
    return None


# What the sentence says of a figure


def _qualifier(sentence: str, amount: Written) -> str:
    if amount.more:
        return "over"
    before, after = sentence[: amount.start], sentence[amount.end :]
    for qualifier, pattern in _AFTER.items():
        if re.match(pattern, after):
            return qualifier
    for qualifier, compiled in _BEFORE_PATTERNS.items():
        found = compiled.search(before)
        if found and not (qualifier == "over" and re.search(r"(?:不|未)\w?$", before[: found.start()])):
            return qualifier
    return "exactly"


_NOT_OF_THIS = re.compile(
    r"\b(?:released?|launched|unveiled|arrived|came out|published|founded|opened|introduced|debuted|listed|announced "
    r"|acquired|established|born|unveiling|launching)\b[^,;]{0,40}$|成立|发布|推出|上线"
)
_EARLIER = re.compile(
    r"^[^,;.0-9]{0,30}\b(?:(?:a )?year (?:earlier|ago|before)|previously|the year before|last year|last month|a month earlier|now|today)\b"
)
_OTHER_TIME = re.compile(
    r"(?:up from|down from|compared with|compared to|versus|against|than|from|去年|同比|上年)"
)


def _as_of(sentence: str, amount: Written, dates: Sequence[Period], amounts: Sequence[Written]) -> str | None:
    """The date given for a figure: right after it, else before it in the sentence, else at the sentence's end."""
    usable = [p for p in dates if p.edtf and not _dates_something_else(sentence, p)]
    following = min((a.start for a in amounts if a.start > amount.start), default=len(sentence))
    last = max((a.end for a in amounts if a.end < amount.start), default=0)
    own = [
        p
        for p in usable
        if amount.end <= p.start < following and not _belongs_to_next(sentence, amount, p, following)
    ]
    if own:
        return own[0].edtf
    close = [p for p in usable if last <= p.start and p.end <= amount.start]
    if close:
        return close[-1].edtf
    if _EARLIER.match(sentence[amount.end : following]) or re.search(
        r"(?:from|than|with|against|versus) [^A-Za-z0-9]*$", sentence[: amount.start]
    ):
        return None
    led = [p for p in usable if p.end <= amount.start and not _taken(sentence, p, amount, amounts)]
    if led:
        return led[-1].edtf
    trailing = [p for p in usable if p.start >= following]
    between = sentence[amount.end : trailing[0].start] if trailing else ""
    if (
        trailing
        and not _OTHER_TIME.search(between)
        and not re.search(r"[;；]| (?:while|and [A-Z]|but|whereas) |而", between)
    ):
        return trailing[0].edtf
    return None


def _dates_something_else(sentence: str, period: Period) -> bool:
    before = sentence[: period.start]
    return bool(_NOT_OF_THIS.search(before)) or bool(
        re.match(r"(?:发布|推出|成立|上线|开源)", sentence[period.end :])
    )


def _belongs_to_next(sentence: str, amount: Written, period: Period, following: int) -> bool:
    """ "… 5 million, and in 2026 9 million": a date after a break leads the next figure."""
    if following >= len(sentence):
        return False
    between, rest = sentence[amount.end : period.start], sentence[period.end : following]
    return bool(
        re.search(
            r"[,;] ?(?:and |but |while )?(?:[a-z]+ )?$|(?: and| but| while)(?: by| in)? $|[,，;][\u4e00-\u9fff]{0,3}$",
            between,
        )
    ) and not re.match(r" ?[,;]", rest)


def _taken(sentence: str, period: Period, amount: Written, amounts: Sequence[Written]) -> bool:
    """A date that follows another figure belongs to that one, one at the head of the sentence to all."""
    earlier = [a for a in amounts if a.end <= period.start]
    if not earlier:
        return bool(
            _OTHER_TIME.search(sentence[period.end : amount.start])
            and re.search(r"(?:from|than) $", sentence[: amount.start])
        )
    return bool(
        re.search(
            r"\b(?:from|while|and|to|but|up|down|compared)\b|[;,]|而|,", sentence[period.end : amount.start]
        )
    )


_PRONOUN = re.compile(
    r"\b(?i:(?P<model>the (?:new |latest )?model|this model|the system)|(?P<family>the (?:family|series|models|line-up))|"
    r"(?P<product>the (?:app|chatbot|assistant|service|product|platform|tool))|(?P<company>the (?:company|firm|group|start-?up|lab|giant|developer))|"
    r"(?P<any>it(?!'s| is)|its|they|their))\b|(?P<zh_model>该模型|这款模型)|(?P<zh_company>该公司|公司)|(?P<zh_product>该应用|该产品)|(?P<zh>其|它)"
)
_MEANS = {
    "model": ("model", "family"), "zh_model": ("model", "family"), "family": ("family", "model"),
    "product": ("product", "family"), "zh_product": ("product", "family"), "company": ("company",),
    "zh_company": ("company",),
}  # fmt: skip


def _subject(
    sentence: str,
    place: Place,
    named: Sequence[Named],
    before: Sequence[Named],
    known: Mapping[Record, Known],
    n: int,
    count: int,
) -> Record | None:
    if count > 1 and re.search(r"respectively|分别", sentence):
        ahead = list(dict.fromkeys(m.record for m in named if m.record in known))
        if len(ahead) == count:
            return ahead[n]
    meant = _meant_by_pronoun(sentence, place, named, before, known)
    if meant is not None and not any(m.end <= place.start for m in named):
        return meant
    return subject_of(sentence, place, named, known) or meant


def _meant_by_pronoun(
    sentence: str,
    place: Place,
    named: Sequence[Named],
    before: Sequence[Named],
    known: Mapping[Record, Known],
) -> Record | None:
    """The record that "the model" or "it" stands for: the latest of its kind in the sentences before."""
    pronouns = list(_PRONOUN.finditer(sentence[: place.start]))
    for pronoun in reversed(pronouns):
        kinds = _MEANS.get(pronoun.lastgroup or "", ())
        earlier = [m.record for m in before if m.record in known]
        if not kinds and earlier:
            return earlier[-1]
        for kind in kinds:
            of_kind = [record for record in earlier if known[record].kind == kind]
            if of_kind:
                return of_kind[-1]
    if not pronouns and not named and place.unit == "parameters" and before:
        models = [
            m.record for m in before if m.record in known and known[m.record].kind in ("model", "family")
        ]
        return models[-1] if models else None
    return None


def merge(figures: Iterable[Figure]) -> list[Figure]:
    """The figures without repeats: those of the same value, unit and subject are one, where it stands first.

    What a later one says more (a qualifier, a date, a source, that it is a forecast) is kept.
    """
    merged: dict[tuple[object, ...], Figure] = {}
    for figure in figures:
        key = (figure.value, figure.high, figure.unit, figure.subject)
        first = merged.setdefault(key, figure)
        merged[key] = first._replace(
            qualifier=first.qualifier if first.qualifier != "exactly" else figure.qualifier,
            nature=first.nature if first.nature != "measured" else figure.nature,
            as_of=first.as_of or figure.as_of,
            source=first.source or figure.source,
        )
    return list(merged.values())
