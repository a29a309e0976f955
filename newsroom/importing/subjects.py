"""Which of the records named in a text a figure is said of.

No grammar is parsed. Each record named in the figure's sentence is weighed: nearest before the figure is best,
an owner ("Alibaba's Qwen"), a speaker ("said Tencent"), an aside (", owned by ByteDance,") or what is compared
with ("than Kimi") is unlikely, and a kind that does not go with the unit (a company's parameters) less likely.
"""

import re
from bisect import bisect_left
from collections.abc import Hashable, Mapping, Sequence
from typing import Any, NamedTuple


class Known(NamedTuple):
    """What is known of a record; `parent` is another record's key."""

    name: str
    kind: str
    parent: Hashable | None = None


class Named(NamedTuple):
    """A record where it is named in a text: companies.mentions.Match."""

    start: int
    end: int
    record: Hashable
    sentence: int = -1  # where the sentence begins, for those of earlier sentences


def within(named: Sequence[Named], start: int, end: int) -> Sequence[Named]:
    """Of names in order those that begin between start and end."""
    return named[bisect_left(named, start, key=_begins) : bisect_left(named, end, key=_begins)]


def _begins(name: Named) -> int:
    return name.start


# How well a kind goes with a unit, 0 to 3.
_FITS = {
    "people": {"product": 3, "family": 3, "model": 2, "company": 1.5, "market": 1},
    "parameters": {"model": 3, "family": 2.5, "product": 1, "company": 0, "market": 0},
    "tokens": {"model": 3, "family": 2.5, "product": 1.5, "company": 1, "market": 0},
    "GPU-hours": {"model": 3, "family": 2.5, "product": 1, "company": 1, "market": 0},
    "USD/Mtoken": {"model": 3, "family": 3, "product": 2, "company": 0.5, "market": 0},
    "money": {"market": 2.5, "company": 2.5, "product": 2, "family": 2, "model": 2},
}
_STAFF = re.compile(
    r"\b(?i:staff|employ|engineers?|workers?|researchers?|scientists?|headcount|hire|jobs|workforce)|员工|工程师|研究人员|人手"
)
_SPEAKER_AFTER = re.compile(
    r" ?(?:says?|said|estimates?|estimated|reports?|reported|expects?|predicts?|forecasts?|claims?|told|announced|表示|称|透露|宣布|预计|估计|数据|报告|发布的)"
)
_SPEAKER_BEFORE = re.compile(
    r"(?:(?i:according to|, says|, said|, reports|, reported|, estimates|told|say|cited by|citing|figures from|data from|estimates? (?:by|from)|forecasts? (?:by|from)|report (?:by|from)|study by|survey by|analysts at|as estimated by|per) |据|根据|援引)(?:the |[a-z]+ )?$"
)
_OWN = re.compile(r"\b(?:it|its|they|their|the (?:company|group|firm))\b|其|公司")
_COMPARED = re.compile(
    r"(?:(?i:than|unlike|rivals?|rivalling|ahead of|behind|compared with|compared to|against|versus|overtakes?|overtook|overtaking|trails?|"
    r"trailed|trailing|beats?|beating|outsells?|outpaced?|outpacing|competes with|competing with|challenges?|challenging|not|surpasses|like|"
    r"similar to|alongside|as many as|as much as|as big as|larger than|leaving|competitors?|undercuts?|undercutting|share of|out of|instead of|rather than|"
    r"backed by|built on|based on|runs on|powered by|because of|thanks to|after|before|since|owned by|invested by|funded by) )(?:its |the |that of |those of |[a-z]+ rival )?$|比|不同于|超过了?|落后于|领先于?|相比|不是|[向对给]"
)
# Who is paid is not who pays: "Alpha pays Beta $1 billion".
_RECEIVES = re.compile(
    r"\b(?:pay|pays|paid|paying|gives?|gave|lends?|lent|owes?|owed|sold|sells|awards?|awarded|charges?|charged|fined) (?:the )?$"
)
# "It runs on Varsha 1.5, an open model with …": what is said next is said of the model.
_DESCRIBED = re.compile(r", (?:an?|the) (?:[\w-]+ ){0,4}(?:with|that|which|of)\b")
_OF = re.compile(
    r"(?i:\b(?:of|at|for|on|in|to|using|use|uses|used|opened|open|tried|downloaded|with|by|from|via|through|inside|chat with|joined|visited|running|bought))(?: (?:the|its|both|all|about))? ?$|(?:使用|下载|打开|订阅|在用|安装|注册|选择)了? ?$"
)
_ITS_OWN = re.compile(r" (?:of|for|at|used?|uses|using|chose|prefer(?:red)?) (?:the )?")
_CLAUSE = re.compile(
    r"[;:]| (?:while|whereas|although|but) |, (?:and|while|but|whereas) |[，,](?=[\u4e00-\u9fff])|(?<=[\u4e00-\u9fff]),"
)
_ASIDE_BEGINS = re.compile(
    r", ?(?:[a-z]+ed (?:with|by|in|into|on|for|from|at|to|as)|which|who|whose|owned|developed|made|built|backed|a|an|the|its|part of|run by|led by|created|launched|released|released by|unlike|like|once|formerly|rival|maker|parent|[^,]{0,30}'s) ?[^,]*$"
)

# "Alpha told staff that Beta had reached …": what is told is said of the other.
_TELLS_OF_ANOTHER = re.compile(
    r" (?:has |have |had )?(?:told|informed|assured) [^,;.]{1,40}? that (?!(?:it|its|they|their)\b)(?=[A-Z])"
)
# "Alpha's stake in Beta".
_HOLDS_A_PART = re.compile(
    r"'s? (?:[\w-]+ ){0,2}(?:stake|share|holding|shareholding|interest) (?:in|of) (?:the )?"
)


class Place(NamedTuple):
    """The figure: where it stands in its sentence (start to end), its unit, where the next begins and the last ended."""

    start: int
    end: int
    unit: str
    last_end: int
    next_start: int


def subject_of(
    sentence: str, place: Place, named: Sequence[Named], known: Mapping[Any, Known]
) -> Hashable | None:
    """The record a figure is said of, or None. `named` are those of the sentence, with places within it."""
    named = [m for m in named if m.record in known]
    if _of_several_together(sentence, place, named):
        return None
    unlikely = [_unlikely(sentence, place, named, n) for n in range(len(named))]
    nearer = 0  # names between this one and the figure that could well be meant
    weighed: list[tuple[float, int]] = []
    for n, name in reversed(list(enumerate(named))):
        weight = 1.2 * _fit(sentence, place, known[name.record].kind) - unlikely[n]
        if name.end > place.start:
            weight += _weight_after(sentence, place, name)
        elif _of_a_market(sentence, place, name) and known[name.record].kind != "market":
            weight = 0
        else:
            weight += _weight_before(sentence, place, name, nearer)
            nearer += not unlikely[n]
        weighed.append((weight, -n))
    weight, position = max(weighed, default=(0, 0))
    return named[-position].record if weight > 0 else None


def _of_several_together(sentence: str, place: Place, named: Sequence[Named]) -> bool:
    """ "One and the other together have 5 million users": the sum is said of neither."""
    before = [name for name in named if name.end <= place.start][-2:]
    if len(before) < 2 or not _JOINED.fullmatch(sentence[before[0].end : before[1].start]):
        return False
    return _TOGETHER.search(sentence[before[1].end : place.start]) is not None


_JOINED = re.compile(r" and |[和与及]")
_TOGETHER = re.compile(r"\b(?:together|combined|jointly|between them)\b|合计|总共|加起来")
_MARKET = re.compile(
    r"\b(?:market|industry|sector|economy)\b(?! (?:share|value|cap|capitali[sz]ation|leader|leading))"
)


def _of_a_market(sentence: str, place: Place, name: Named) -> bool:
    """A sum of money that a market is worth is not said of the company that is named before it."""
    between = sentence[name.end : place.start]
    found = list(_MARKET.finditer(between))
    if place.unit not in ("USD", "CNY", "EUR") or not found or re.search(r"\bshare of\b", between):
        return False
    return not re.search(
        r"\b(?:its|their|it|revenue|spent|invested|raised|earned|sales)\b", between[found[-1].end() :]
    )


def _unlikely(sentence: str, place: Place, named: Sequence[Named], n: int) -> float:
    """What speaks against a name: an owner, a speaker, compared with, or mentioned aside."""
    name = named[n]
    before, after = sentence[: name.start], sentence[name.end :]
    against = 0.0
    if n + 1 < len(named) and _owns(sentence, name, named[n + 1]):
        against += 3
    elif re.match(r"'s? [a-z]|'s [A-Z]+ [a-z]", after) and re.search(
        r"\b(?:is|was|remains|became) (?:one of )?$", before
    ):
        against += 2  # "Doubao is ByteDance's chatbot and has …"
    if name.end <= place.start and re.match(
        r" (?:[a-z]+ )?(?:estimates?|estimated|reckons?|predicts?|forecasts?) that\b(?! (?:it|its)\b)", after
    ):
        against += 7  # who reckons what of others
    if name.end <= place.start and re.match(
        r" (?:expects|forecasts|predicts|projects|sees|estimates) (?=[A-Z]|the )[^,;]*\bto (?:be|reach|exceed|grow|hit|pass|rise|top|double)\b",
        after,
    ):
        against += 7
    if name.end <= place.start and _TELLS_OF_ANOTHER.match(after[: max(0, place.start - name.end)]):
        against += 7
    if n + 1 < len(named) and _HOLDS_A_PART.fullmatch(sentence[name.end : named[n + 1].start]):
        against -= 3  # the part is its own, not that of whom it is a part
    if n and _HOLDS_A_PART.fullmatch(sentence[named[n - 1].end : name.start]):
        against += 4
    if re.search(
        r"(?i:report|study|survey|data|figures|research|analysis|estimates?|forecasts?) (?:published )?(?:by|from|of) (?:the )?$",
        before,
    ):
        against += 7
    if _is_speaker(before, after, sentence, place, name):
        against += 3.2 if _OWN.search(after[: max(0, place.start - name.end)]) else 7
    if (
        _COMPARED.search(before)
        and not _has_own_figure(sentence, place, name)
        and not (_DESCRIBED.match(after) and name.end <= place.start)
    ):
        against += 3.5
    if name.end <= place.start and _RECEIVES.search(before):
        against += 3.5
    if _in_aside(before, after, place, name):
        against += 2.5
    return against


def _has_own_figure(sentence: str, place: Place, name: Named) -> bool:
    """ "… 37%, ahead of GPT-5.1 with 26%", "more than Kimi's 36 million": what is compared with has a figure too."""
    between = sentence[name.end : place.start]
    return 0 < place.last_end <= name.start < place.start or (
        name.end <= place.start and re.fullmatch(r"'s? (?:[a-z]+ ){0,2}", between) is not None
    )


def _fit(sentence: str, place: Place, kind: str) -> float:
    if place.unit in ("USD", "CNY", "EUR"):
        return _FITS["money"][kind]
    around = sentence[max(0, place.start - 40) : place.next_start][: place.end - place.start + 90]
    if place.unit == "people" and _STAFF.search(around):
        return 3 if kind == "company" else 1
    return _FITS.get(place.unit, {}).get(kind, 2)


def _weight_before(sentence: str, place: Place, name: Named, nearer: int) -> float:
    between = sentence[name.end : place.start]
    breaks = len(_CLAUSE.findall(between))
    chinese = re.search(r"[\u4e00-\u9fff]", between)
    weight = 3 - 1.3 * nearer - (0.5 if chinese else 0.9) * breaks - 0.004 * len(between)
    if name.end < place.last_end and nearer:
        weight -= 0.6
    if place.last_end and _ITS_OWN.fullmatch(sentence[place.last_end : max(place.last_end, name.start)]):
        weight -= 1.2  # "64% use one and 22% the other"
    if re.search(r"\b(?:its|their|the|a) (?:[a-z]+ )?(?:rivals?|competitors?)\b", between):
        weight -= 6
    if re.search(r"(?:^|[ (])(?:by|from|with|via|in|on|to) $", sentence[: name.start]):
        weight -= 1.0  # "raised by Alibaba", not what the sentence is about
    return weight


def _weight_after(sentence: str, place: Place, name: Named) -> float:
    between = sentence[place.end : name.start]
    breaks = len(_CLAUSE.findall(between)) + between.count(", ")
    weight = 0.6 - 1.5 * breaks - 0.008 * len(between)
    if _OF.search(between) and name.start < place.next_start:
        weight += 2.3
        if place.last_end and re.fullmatch(r" (?:for|at|by) (?:the )?", between):
            weight += 1.5  # "91% for one, against 88% for the other"
    elif re.fullmatch(r" (?:that|which) (?:the )?", between) and name.start < place.next_start:
        weight += 2.8  # "less than the 1 million that the other accepts"
    elif not breaks and re.search(r"\bwho|people|users|的", between):
        weight += 0.8
    if name.start > place.next_start:
        weight -= 3
    return weight


def _owns(sentence: str, name: Named, following: Named) -> bool:
    between = sentence[name.end : following.start]
    if re.fullmatch(
        r"'s? (?:[\w-]+ ){0,5}|的[^,。;]{0,6}|旗下的?[^,。;]{0,6}| (?:unit|arm|subsidiary|model|chatbot|app|assistant|family) ",
        between,
    ):
        return (
            not re.search(
                r"\b(?:and|or|than|with|over|says|said|beat|by|of|in|to|from|has|have|had)\b", between
            )
            or "'s" in between
        )
    return (
        bool(
            re.match(
                r" (?:has |have |had )?(?:also )?(?:says?|said|claims?|released?|launche[sd]|launch|trained|train|published|unveiled|put|introduced|charges|sells|built|made|offers)(?: that)?(?: its)? ?",
                between,
            )
        )
        and len(between) < 60
        and "," not in between
    )


def _is_speaker(before: str, after: str, sentence: str, place: Place, name: Named) -> bool:
    if _SPEAKER_BEFORE.search(before):
        return True
    if name.start > place.end:
        return bool(re.search(r"(?:^|[,;] ?)(?:said )?$", before) and _SPEAKER_AFTER.match(after))
    return False


def _in_aside(before: str, after: str, place: Place, name: Named) -> bool:
    """Between commas that set off a remark about something named before."""
    if name.end > place.start:
        return False
    opened = _ASIDE_BEGINS.search(before)
    closed = re.search(r", ?", after[: place.start - name.end])
    return bool(opened and closed and not re.match(r"(?:the|a) [^,]*$", before.lstrip()))
