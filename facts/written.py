"""Where amounts are written in a text, English or Chinese: numbers with their multiplier and unit, ranges whole.

The grammar is one regular expression: a currency sign, a number (facts/numerals.py), a unit, and the same
again where a range is written. Which of the amounts in a text are facts is the importer's question, not ours.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from facts import numerals
from facts.currencies import PLAIN_CODES, PLAIN_HANZI, PLAIN_SIGNS, PLAIN_WORDS

FOREIGN = "foreign"  # a currency or measure that is known and is not one of ours


class Written(NamedTuple):
    """An amount where it stands in a text. `unit` is empty where none is written."""

    start: int
    end: int
    value: Decimal
    high: Decimal | None
    unit: str
    scale: int
    worded: bool
    more: bool


_NO_LETTER = r"(?![A-Za-z])"
_MODEL_WORDS = (
    r"(?:(?:active|activated|total|trainable|effective|non-embedding|training|text|input|output|cached) )"
)
_PER = (
    r"(?:(?: ?/ ?| (?:per|a|for a|for every|for each|for one|for|each) )(?:1 ?|one )?"
    r"(?P<{0}>million|M|mn|m|1,000,000|1,000|1000|K|k|thousand)[ -]?"
    r"(?:(?:input|output|cached|cache-hit|cache-miss|text|audio|prompt|completion|generated|blended)[ -]){{0,2}}tokens?"
    r"| ?[/每] ?(?:每|1)?(?P<{0}_hanzi>百万|千)个? ?(?:输入|输出)?的? ?(?:[Tt]okens?|词元))"
)
# Order matters: the longer and more special first. Each is tried right after the number.
_UNITS = (
    ("percent", rf" ?%| ?(?:percentage[- ]points?|per[- ]?cent|pct|pp){_NO_LETTER}|-per ?cent|个?百分点"),
    (
        FOREIGN,
        r"[ -]?(?:Hong Kong|Singapore|New Taiwan|Taiwan|Australian|Canadian|New Zealand) dollars?"
        rf"| ?(?:yen|won|pounds?|sterling|rupees?|francs?|HKD|JPY|KRW|GBP|SGD|TWD|INR|AUD|CAD){_NO_LETTER}"
        r"| ?(?:港元|港币|日元|日圆|韩元|英镑|新台币|台币|卢比|新元|新加坡元|澳元|加元|瑞郎)"
        rf"| ?(?:{PLAIN_WORDS}|{PLAIN_CODES}){_NO_LETTER}| ?(?:{PLAIN_HANZI})",
    ),
    ("tenths", r"成(?![立为功本员绩果长交熟都人份分型千百品就效])"),
    ("EUR", rf"[ -]?(?:euros?|EUR){_NO_LETTER}| ?€| ?欧元"),
    (
        "USD",
        rf" ?(?:US|U\.S\.) ?dollars?{_NO_LETTER}|[ -]dollars?{_NO_LETTER}| ?USD{_NO_LETTER}| ?(?:美元|美金)",
    ),
    ("CNY", rf"[ -]?(?:Chinese )?(?:yuan|renminbi|RMB|CNY){_NO_LETTER}| ?(?:元人民币|元(?!宝)|块钱|人民币)"),
    (
        "GPU-hours",
        rf"[ -](?:[A-Z][A-Za-z]* )?(?:[A-Z]+[0-9]+[A-Za-z]* ?)?GPU[- ]?hours?{_NO_LETTER}"
        r"| ?[个块]? ?(?:[A-Z]+[0-9]+ ?)?(?:GPU|卡) ?(?:小时|时)",
    ),
    ("parameters", rf"[ -]{_MODEL_WORDS}?(?:parameters?|params?){_NO_LETTER}| ?个?(?:激活|总)?参数"),
    ("tokens", rf"[ -]{_MODEL_WORDS}{{0,2}}tokens?{_NO_LETTER}| ?个? ?(?:[Tt]okens?{_NO_LETTER}|词元)"),
    ("GB", rf"[ -]?(?:GB|gigabytes?){_NO_LETTER}"),
    ("cents", rf" (?:US )?cents?{_NO_LETTER}| ?美分"),
    (
        FOREIGN,
        rf"[ -]?(?:nm|km|cm|mm|kg|[kMGT]Wh?|[kMG]?Hz|TB|MB|PB|KB|[MGT]bps|°C?|x|×|fps|dB|ms|TOPS|mAh){_NO_LETTER}"
        r"| ?(?:纳米|公里|千米|毫米|厘米|米|平方米|公斤|千克|吨|瓦|千瓦|兆瓦|吉瓦|度|倍|字节|分贝)",
    ),
)
_UNIT = {n: re.compile(p) for n, (_, p) in enumerate(_UNITS)}
_ANY_UNIT = "|".join(p for _, p in _UNITS)
_SIGNS = {
    "USD": r"US ?\$|U\.S\. ?\$|USD ?\$?|\$",
    "CNY": r"RMB ?¥?|CNY ?|CN¥|CN￥|¥|人民币 ?",
    "EUR": r"€ ?|EUR ?",
    FOREIGN: r"(?:HK|NT|AU|A|CA|C|S|NZ|R|MX)\$|JP¥|£|₩|₹|(?:HKD|JPY|KRW|GBP|SGD|TWD|INR|AUD|CAD|CHF) ?"
    rf"|{PLAIN_SIGNS}|(?:{PLAIN_CODES}) ?",
}
_ANY_SIGN = f"(?:{_SIGNS[FOREIGN]}|{_SIGNS['USD']}|{_SIGNS['CNY']}|{_SIGNS['EUR']})"


def _one(name: str) -> str:
    return rf"(?P<sign_{name}>{_ANY_SIGN})?{numerals.pattern(name)}(?P<unit_{name}>{_ANY_UNIT})?"


_AMOUNT = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][.,:/])(?<![A-Za-z][-_/.])"
    r"(?P<per_before>每百万个? ?(?:输入|输出)? ?(?:[Tt]okens?|词元) ?)?"
    rf"(?:百分之(?P<percent>{numerals.pattern('c')})|{_one('a')}"
    rf"(?P<second>(?P<separator> ?[-—~] ?(?=[^ ])| to | and |至|到|和){_one('b')})?)"
)
_NUMBER = re.compile(numerals.pattern("n"))
_BEFORE_NUMBER = re.compile(r"百分之|每百万[^0-9]*")
_REST_OF_WORD = re.compile(r"[A-Za-z0-9.:/]*")
_PRICE = re.compile(_PER.format("per"))
_CHANGE = re.compile(
    r"(?:rose|grew|climbed|fell|increased|jumped|dropped|cut|lifted|up|down|raised|surged|went|expanded|declined|"
    r"slid|doubled|tripled|soared|rising|growing|falling|changed?|moved|improved|slashed|reduced|lowered|shrank|"
    r"[a-z]+ing|swelled|slipped|edged|leapt|advanced|boosted|narrowed|widened|rise|growth|increase|grow|fall|"
    r"decrease|drop|jump|climb|decline|ballooned)(?: [\w'-]+){0,5} from (?:[\w'-]+ )?$"
)
_CHANGED_BY = re.compile(
    r"(?:rose|grew|climbed|fell|increased|jumped|dropped|up|down|surged|declined|slid|soared|rising|growing|falling"
    r"|improved|shrank|slipped|narrowed|widened|rise|fall|gained|lost|cut)(?: by)?(?: [a-z]+)? $"
)


def written_amounts(text: str) -> Iterator[Written]:
    """Every amount of a text in order: numbers with their multiplier and unit, ranges whole.

    Nothing is left out here but what runs on into a letter or digit (H800, 3D, 5G, 1st).
    """
    folded = numerals.fold(text)
    at = 0
    while found := _AMOUNT.search(folded, at):
        written = _written(folded, found)
        if _runs_on(folded, written.end):
            at = max(found.end(), _REST_OF_WORD.match(folded, written.end).end())  # type: ignore[union-attr]
            continue
        yield written
        at = written.end


def _runs_on(folded: str, end: int) -> bool:
    after = folded[end : end + 2]
    return bool(re.match(r"[A-Za-z0-9]|[.:/][0-9]", after)) and folded[end - 1].isascii()


def _written(folded: str, found: re.Match[str]) -> Written:
    groups = found.groupdict()
    if groups["percent"]:
        part = numerals.read(groups, "c")
        return Written(found.start(), found.end(), part.value, None, "percent", 0, False, part.more)
    low = numerals.read(groups, "a")
    unit = _unit(groups, "a")
    if not groups["second"] or not _is_range(folded, found):
        end = found.start("second") if groups["second"] else found.end()
        return _priced(folded, found, Written(found.start(), end, low.value, None, unit, *low[1:]))
    high = numerals.read(groups, "b")
    if not low.scale and numerals.times(low.value, high.scale) < high.value:
        low = low._replace(value=numerals.times(low.value, high.scale))  # "$8–10 billion"
    unit = _unit(groups, "b") or unit
    scale = max(low.scale, high.scale)
    written = Written(found.start(), found.end(), low.value, high.value, unit, scale, low.worded, low.more)
    return _priced(folded, found, written)


def _unit(groups: dict[str, str | None], name: str) -> str:
    sign, after = groups[f"sign_{name}"], groups[f"unit_{name}"]
    if sign and not (after and re.search("dollar|yuan|元", after)):
        return next(unit for unit in (FOREIGN, "USD", "CNY", "EUR") if re.fullmatch(_SIGNS[unit], sign))
    if after:
        return next(unit for n, (unit, _) in enumerate(_UNITS) if _UNIT[n].fullmatch(after))
    return ""


def _is_range(folded: str, found: re.Match[str]) -> bool:
    """A second number belongs to the first, unless it is where a change ended ("rose from 8 to 10 billion")."""
    low, high = numerals.read(found.groupdict(), "a"), numerals.read(found.groupdict(), "b")
    before = folded[max(0, found.start() - 80) : found.start()]
    paired = re.search(r"(?i:between |介于|在)(?:[A-Za-z]+ )?$", before)
    if found["separator"].strip() in ("and", "和") and not paired:
        return False
    if found["separator"].strip() in ("to", "至", "到") and _CHANGE.search(before):
        return False
    changed = _CHANGED_BY.search(before)
    if found["separator"] == " to " and changed and (found["unit_a"] or " by " in changed[0]):
        return False
    units = {u for u in (_unit(found.groupdict(), "a"), _unit(found.groupdict(), "b")) if u}
    if len(units) > 1:
        return False
    return (
        numerals.times(low.value, high.scale if not low.scale else 0) < high.value or low.value < high.value
    )


def _priced(folded: str, found: re.Match[str], written: Written) -> Written:
    """Dollars for so many tokens are a price per million tokens; cents are hundredths of a dollar."""
    if written.unit == "tenths":  # 三成
        high = written.high * 10 if written.high is not None else None
        return written._replace(unit="percent", value=written.value * 10, high=high)
    if written.unit == "cents":
        low, high = written.value / 100, written.high / 100 if written.high is not None else None
        written = written._replace(unit="USD", value=low, high=high)
    start = found.end("per_before") if found["per_before"] else written.start
    if not written.unit or written.unit in ("percent", "parameters"):
        return written._replace(start=start)
    per = _PRICE.match(folded, written.end)
    if per is None and not found["per_before"]:
        return written
    times = (
        1000
        if per and (per["per"] or per["per_hanzi"]) in ("1,000", "1000", "K", "k", "thousand", "千")
        else 1
    )
    return written._replace(
        end=per.end() if per else written.end,
        unit="USD/Mtoken" if written.unit == "USD" else FOREIGN,
        value=written.value * times,
        high=written.high * times if written.high is not None else None,
    )


def numbers_in(amount: str) -> list[re.Match[str]]:
    """The numbers of the text of one amount, as matches of `numerals.pattern("n")`: a range has two.

    What follows them may hold more, such as the 1K of “$2 per 1K tokens”.
    """
    folded = numerals.fold(amount)
    before = _BEFORE_NUMBER.match(folded)
    return list(_NUMBER.finditer(folded, before.end() if before else 0))
