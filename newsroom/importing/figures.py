"""The figures in a text: value, unit, how sure, of when, of which record, and who says so.

The written amounts come from facts.amounts; here is decided which of them are figures, and what the sentence
around says of them. Everything found is offered to an editor, never saved by itself.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from facts.numerals import fold
from facts.written import FOREIGN, Written, written_amounts
from newsroom.importing.natures import nature_of
from newsroom.importing.numbers_aside import set_aside
from newsroom.importing.periods import Period, periods
from newsroom.importing.publishers import publisher_of
from newsroom.importing.sentences import sentences
from newsroom.importing.subjects import Known, Named, Place, subject_of, within
from newsroom.importing.units import with_units

type Record = Hashable


class Figure(NamedTuple):
    """One figure where it stands in the text, start to end; `places` are all the spans of one that is repeated.

    value, high: in the unit itself, high is the end of a range. unit: people, percent, parameters, tokens,
    GPU-hours, GB, count, a currency (ISO 4217) or USD/Mtoken. as_of: EDTF.
    """

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
    places: tuple[tuple[int, int], ...] = ()


# What may stand between a word such as "over" and its number.
_GAP = r"(?: (?:the|a|an|an impressive|a record|a whopping|a total of|their|its|RMB))?[ :]*$"
_BEFORE = {
    "under": rf"(?:\b(?i:under|fewer than|less than|up to|as many as|as much as|below|at most|no more than|not more than|a maximum of|short of)|不到|不足|低于|少于|至多|最多|不超过|未超过|最高|多达|未满|小于){_GAP}",
    "over": rf"(?:\b(?i:over|more than|at least|pass(?:ed|es|ing)?|past|above|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|top(?:ped|ping|s)?|upwards of|north of|in excess of|greater than|larger than|well over|beyond|crossed|crossing|no fewer than|no less than|not less than|a minimum of|minimum)|超过了?|突破了?|突破|已超|超|逾|至少|不少于|不低于|高于|大于|多于|超出|破){_GAP}",
    "about": rf"(?:\b(?i:about|around|roughly|some|nearly|almost|approximately|approx\.?|circa|close to|near|in the region of|an approximate|virtually)|\bc\.|\bca\.|[~≈]|约为?|大约|近|将近|接近|大概|大致|几乎|差不多|约合|左右|约占[^,，。;0-9]{{0,8}}){_GAP}",
}
_AFTER = {
    "over": r"\+| ?-?plus\b| or (?:more|above|higher|greater)|[^,。;]{0,4}(?:以上|开外)",
    "under": r" or (?:less|fewer|below|lower)|[^,。;]{0,4}(?:以下|以内|之内)",
    "about": r" or so\b|-odd\b| or thereabouts|[^,。;]{0,4}左右|[^,。;]{0,3}上下(?!文)",
}
_BEFORE_PATTERNS = {q: re.compile(p) for q, p in _BEFORE.items()}


LOOKS_BACK = 100  # names; what "it" stands for is not further back


class _Sentence(NamedTuple):
    start: int
    end: int
    text: str  # folded
    plain: str  # with names, dates and other numbers blanked out


def find_figures(
    text: str,
    mentions: Iterable[tuple[int, int, Record]],
    *,
    known: Mapping[Any, Known],
    dated: date | None = None,
) -> list[Figure]:
    """The figures of a text in order.

    `mentions` are (start, end, record) as companies.mentions finds them, `known` says what each record is.
    `dated` is the day of the text: a date after it makes a figure a forecast.
    """
    folded = fold(text)
    named = sorted(m for m in (Named(*m) for m in mentions) if m.record in known)
    found: list[Figure] = []
    before: list[Named] = []
    previous = ""
    for start, end in sentences(folded):
        words = folded[start:end]
        here = [Named(m.start - start, min(m.end, end) - start, m.record) for m in within(named, start, end)]
        dates = [p for p in periods(words) if not any(m.start < p.end and p.start < m.end for m in here)]
        plain = set_aside(words, [(m.start, m.end) for m in here] + [(p.start, p.end) for p in dates])
        sentence = _Sentence(start, end, words, plain)
        found += _figures_in(sentence, previous, here, before, dates, known, dated)
        before = [*before, *(m._replace(sentence=start) for m in here)][-LOOKS_BACK:]
        previous = sentence.text
    return found


def _figures_in(
    sentence: _Sentence,
    previous: str,
    named: Sequence[Named],
    before: Sequence[Named],
    dates: Sequence[Period],
    known: Mapping[Any, Known],
    dated: date | None,
) -> list[Figure]:
    amounts = with_units(sentence.plain, previous, list(written_amounts(sentence.plain)))
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
                _subject(sentence.text, place, named, before, known, n, len(amounts))
                or _asked_about(sentence, previous, named, before),
                publisher_of(sentence.text, amount.end),
            )
        )
    return found


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
    r"\b(?:released?|follow(?:s|ed)|launched|unveiled|arrived|came out|published|founded|opened|introduced|debuted|listed|announced "
    r"|acquired|established|born|takes? effect|unveiling|launching)\b[^,;]{0,40}$|\b(?:until|till) $|成立|发布|推出|上线"
)
_MOVED_ON = re.compile(
    r"[;；].*\b(?:will|expects?)\b|, (?:and|but|while) (?!in )|\b(?:now|today|currently|(?:survey|poll|sample) of)\b|目前|如今|现已"
)
_EARLIER = re.compile(
    r"^[^,;.0-9]{0,30}\b(?:(?:a )?year (?:earlier|ago|before)|previously|the year before|last year|last month|a month earlier|now|today)\b"
)
_OTHER_TIME = re.compile(
    r"(?:up from|down from|compared with|compared to|versus|against|than|from|去年|同比|上年)"
)
_OTHER_CLAUSE = re.compile(
    r"[;；]| (?:while|and [A-Z]|but|yet|whereas) |而"
    r"| and (?:has |have )?(?:raised|earned|sold|made|spent|lost|won|employs|plans|expects|promises|aims|hopes|wants|will) "
)


def _as_of(sentence: str, amount: Written, dates: Sequence[Period], amounts: Sequence[Written]) -> str | None:
    """The date given for a figure: right after it, else before it in the sentence, else at the sentence's end."""
    usable = [
        p
        for p in dates
        if p.edtf and not _dates_something_else(sentence, p) and not _is_base(sentence, amount, p)
    ]
    following = min((a.start for a in amounts if a.start > amount.start), default=len(sentence))
    last = max((a.end for a in amounts if a.end < amount.start), default=0)
    own = [
        p
        for p in usable
        if amount.end <= p.start < following
        and not _belongs_to_next(sentence, amount, p, following)
        and not _OTHER_CLAUSE.search(sentence[amount.end : p.start])
    ]
    if own:
        return own[0].edtf
    close = [
        p
        for p in usable
        if last <= p.start
        and p.end <= amount.start
        and not (last and _MOVED_ON.search(sentence[p.end : amount.start]))
    ]
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
    if trailing and not _OTHER_TIME.search(between) and not _OTHER_CLAUSE.search(between):
        return trailing[0].edtf
    return None


def _is_base(sentence: str, amount: Written, period: Period) -> bool:
    """ "up 32% from 2024", "44% more than in 2025": what a growth is reckoned from."""
    between = sentence[amount.end : period.start]
    return amount.unit == "percent" and bool(
        re.fullmatch(
            r" (?:[a-z]+ )?(?:from|over|on|than(?: in)?|compared (?:with|to))(?: the [a-z]+ of)? ", between
        )
    )


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
    r"(?P<product>the (?:app|chatbot|assistant|service|product|platform|tool))|(?P<thing>the (?:chip|board|device|processor|accelerator))|(?P<company>the (?:company|firm|group|start-?up|lab|giant|developer))|"
    r"(?P<any>it(?!'s| is)|its|they|their))\b|(?P<zh_model>该模型|这款模型)|(?P<zh_company>该公司|公司)|(?P<zh_product>该应用|该产品)|(?P<zh>其|它)"
)
_MEANS = {
    "model": ("model", "family"), "zh_model": ("model", "family"), "family": ("family", "model"),
    "product": ("product", "family"), "zh_product": ("product", "family"), "company": ("company",),
    "thing": ("model", "product", "family"),
    "zh_company": ("company",),
}  # fmt: skip


# What only a company does.
_DOES = re.compile(
    r" (?:has |also |has also |will )?(?:raised?|earn(?:s|ed)|lost|spent|spends?|employs?|invests?|invested|hired)\b"
)


def _subject(
    sentence: str,
    place: Place,
    named: Sequence[Named],
    before: Sequence[Named],
    known: Mapping[Any, Known],
    n: int,
    count: int,
) -> Record | None:
    if count > 1 and re.search(r"respectively|分别", sentence):
        ahead = list(dict.fromkeys(m.record for m in named))
        if len(ahead) == count:
            return ahead[n]
    meant = _meant_by_pronoun(sentence, place, named, before, known)
    if meant is not None and not any(m.end <= place.start for m in named):
        return meant
    return subject_of(sentence, place, named, known) or meant


def _asked_about(
    sentence: _Sentence, previous: str, named: Sequence[Named], before: Sequence[Named]
) -> Record | None:
    """What the question before is about, for an answer that names nothing: "How many … has it? 5 million"."""
    if named or not previous.endswith("?") or sentence.text.startswith("\n"):
        return None
    named_there = before and before[-1].sentence == sentence.start - len(previous)
    return _most_prominent(before) if named_there or (before and _PRONOUN.search(previous)) else None


def _meant_by_pronoun(
    sentence: str,
    place: Place,
    named: Sequence[Named],
    before: Sequence[Named],
    known: Mapping[Any, Known],
) -> Record | None:
    """The record that "the model" or "it" stands for: the latest of its kind in the sentences before."""
    pronouns = list(_PRONOUN.finditer(sentence[: place.start]))
    for pronoun in sorted(
        pronouns, key=lambda p: (bool(_MEANS.get(p.lastgroup or "")), p.start()), reverse=True
    ):
        kinds = _MEANS.get(pronoun.lastgroup or "", ())
        if not kinds and _DOES.match(sentence, pronoun.end()):
            kinds = ("company",)
        if not kinds and before:
            return before[-1].record
        for kind in kinds:
            of_kind = [m for m in before if known[m.record].kind == kind]
            if of_kind:
                return _most_prominent(of_kind) if kind == "company" else of_kind[-1].record
    if not pronouns and not named and place.unit in ("parameters", "GPU-hours"):
        models = [m.record for m in before if known[m.record].kind in ("model", "family")]
        return models[-1] if models else None
    return None


def _most_prominent(named: Sequence[Named]) -> Record:
    """Of the names in the latest sentence that has one, the first: it is what that sentence is about."""
    begins = named[-1].sentence
    return next(name.record for name in named if name.sentence == begins)


def merge(figures: Iterable[Figure]) -> list[Figure]:
    """The figures without repeats: those of the same value and unit are one, where it stands first.

    One without a subject or a date is the same as one with it. What a later one says more (a subject, a
    qualifier, a date, a source, that it is a forecast) is kept, and so is where it stands.
    """
    merged: list[Figure] = []
    alike: defaultdict[tuple[Decimal, Decimal | None, str], list[int]] = defaultdict(list)
    for figure in figures:
        figure = figure._replace(places=((figure.start, figure.end),))
        same = alike[figure.value, figure.high, figure.unit]
        at = next((n for n in same if _is_repeat(merged[n], figure)), None)
        if at is None:
            same.append(len(merged))
            merged.append(figure)
        else:
            merged[at] = _with_more(merged[at], figure)
    return merged


def _is_repeat(first: Figure, later: Figure) -> bool:
    said_of = ((first.subject, later.subject), (first.as_of, later.as_of))
    return all(one is None or other is None or one == other for one, other in said_of)


def _with_more(first: Figure, later: Figure) -> Figure:
    return first._replace(
        qualifier=first.qualifier if first.qualifier != "exactly" else later.qualifier,
        nature=first.nature if first.nature != "measured" else later.nature,
        as_of=first.as_of or later.as_of,
        subject=later.subject if first.subject is None else first.subject,
        source=first.source or later.source,
        places=first.places + later.places,
    )
