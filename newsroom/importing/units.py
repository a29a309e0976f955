"""Which of the amounts written in a sentence are figures, and in what unit.

A unit may be written with the number, be the noun that is counted, or be left out because it was said before.
"""

import re
from collections.abc import Sequence
from decimal import Decimal

from facts.written import FOREIGN, Written
from newsroom.importing.numbers_aside import BLANK
from newsroom.importing.sentences import words

_PEOPLE = (
    r"(?:people|persons?|users?|subscribers?|developers?|staff|employees?|customers?|members?|engineers?|workers?|"
    r"researchers?|scientists?|students?|teachers?|viewers?|visitors?|creators?|followers?|learners?|consumers?|"
    r"programmers?|participants?|listeners?|shoppers?|subscriptions?|citizens|residents|players|drivers|merchants|"
    r"sellers|MAUs?|DAUs?|personnel|recruits|graduates|testers|patients|doctors|fans|coders|authors|audience|"
    r"professionals|volunteers|clients|specialists|colleagues|readers|buyers|designers|artists|moderators|annotators|contractors|writers|lawyers|workforce)"
)
_PEOPLE_WORD = re.compile(rf"(?i:{_PEOPLE})")
_PEOPLE_BEFORE = re.compile(
    rf"\b(?i:{_PEOPLE}|headcount|workforce|user base|audience)\b|用户|月活|日活|员工|人数|开发者|粉丝|会员|订阅者|人员|注册量"
)
_COUNT_BEFORE = re.compile(
    r"\b(?:downloads?|chips?|GPUs?|installs?|calls?|requests?|queries|orders|shipments|sales volume|stars|visits|units|"
    r"deliveries|stores|servers|images|videos|devices|cards|accelerators|patents|papers|deployments|derivatives)\b"
    r"|下载量|出货量|调用量|芯片|订单量|安装量|访问量|销量|店"
)
_REACHED = re.compile(
    r"\b(?:(?:staff|team|workforce|headcount|payroll|user base|audience) of|(?:shrank|fell|grew|rose|cut|dropped) by|number(?:s|ed)|total(?:s|led|ed)?|reach(?:es|ed)|stood at|stands at|came to|grew to|rose to|fell to|dropped to)"
    r"(?: (?:about|around|some|roughly|nearly|over|more than|fewer than|just|only))* $|(?:达到?|增至|升至|降至|减至|为)[约近]?$"
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
_COUNTS_PEOPLE = re.compile(rf"[0-9](?: (?:m|b|tr)illion)? (?:[a-z-]+ ){{0,3}}{_PEOPLE}\b")
_ELLIPSIS = re.compile(
    rf"[,;]? (?:(?:and|that|those|of|the|for|its|rival|against|(?:in|out)put|{BLANK}+|[A-Z][\w.-]*),? )*"
)
_ENDS = re.compile(r"\s*[.!]?\s*")
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


def with_units(plain: str, previous: str, amounts: list[Written]) -> list[Written]:
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
        if _shares_price(plain, amount, following) or _goes_on_with_prices(plain, amount, earlier):
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


def _shares_price(plain: str, amount: Written, following: Written | None) -> bool:
    """ "$2 and $8 per million tokens": the unit written last serves both."""
    if following is None or amount.unit != "USD" or following.unit != "USD/Mtoken":
        return False
    return re.fullmatch(r"(?: for input)? and ", plain[amount.end : following.start]) is not None


def _goes_on_with_prices(plain: str, amount: Written, earlier: Sequence[Written]) -> bool:
    """ "$12 per million tokens, that of its rival $10": a price goes on being one per million tokens."""
    if not earlier or (earlier[-1].unit, amount.unit) != ("USD/Mtoken", "USD") or amount.scale:
        return False
    between, after = plain[earlier[-1].end : amount.start], plain[amount.end :]
    return bool(_ELLIPSIS.fullmatch(between)) and not re.match(
        r" (?:an? |per |each|every|[a-z]+ly)|[/每]", after
    )


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
            return _by_noun(plain, amount._replace(end=amount.end + word.end()))
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
    ended = max((a.end for a in earlier if a.unit not in ("", FOREIGN)), default=0)
    before = plain[ended : amount.start]
    large = amount.scale or amount.value >= 1000 or _REACHED.search(before)
    for unit, pattern in (
        ("parameters", _PARAMETERS_BEFORE),
        ("tokens", _TOKENS_BEFORE),
        ("people", _PEOPLE_BEFORE),
        ("count", _COUNT_BEFORE),
    ):
        if large and pattern.search(before):
            return amount._replace(unit=unit)
    inherited = next((a.unit for a in reversed(earlier) if a.unit not in ("", FOREIGN, "percent")), "")
    if inherited and (large or re.match(r" of (?:them|these|those|which|whom)\b", plain[amount.end :])):
        return amount._replace(unit=inherited)
    asked = re.search(r"(?i:how many) (?:[a-z]+ )?(parameters|tokens|people|users)", previous)
    if asked and amount.scale:
        return amount._replace(unit={"users": "people"}.get(asked[1], asked[1]))
    if large and _ENDS.fullmatch(plain[amount.end :]) and _COUNTS_PEOPLE.search(previous):
        return amount._replace(unit="people")  # "It has 42 million users. Its rival has 48 million."
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
