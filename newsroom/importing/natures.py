"""Whether a figure was measured, estimated or is said of the future, from the words of its sentence."""

import re

_MODAL = r"(?:will|would|could|might|may|should|shall|can|must|to|not)"
_FORECAST = re.compile(
    r"\b(?i:(?:will|would|could|might|should|shall|expects?|expected|expecting|expectations?|projects (?:that|a|an|the|to|its)"
    r"|projected|projecting|projections?|forecast(?:s|ed|ing)?|predict(?:s|ed|ing|ions?)?|anticipat(?:es?|ed|ing)|aim(?:s|ed|ing)?"
    r"|seek(?:s|ing)?|sought|plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|target(?:s|ed|ing)?|hop(?:es|ed|ing)|hope|set to|(?:is|are|was|were) due to"
    r"|on track|on course|likely to|going to|poised|guidance|guides|guided|sees|envisag(?:es|ed)|envision(?:s|ed)"
    r"|pledg(?:es|ed|ing)|vow(?:s|ed)|promis(?:es|ed)|commit(?:s|ted) to|wants|want to|want(?= $)|looks? to|looking to|eyes|eyeing"
    r"|(?:is|are) to|outlook|goal|earmark(?:s|ed)|slated|scheduled|in talks|consider(?:s|ing)|propos(?:es|ed|ing)"
    r"|preparing to|prepares to|on the way to|heading for|about to|bound to|expected|eventually))\b|\bmay\b"
    r"|\b(?:estimated|thought|believed|tipped|seen) to (?:reach|hit|grow|rise|exceed|climb|top|surpass|double|become|go)\b"
    r"|\bestimates? to (?:reach|hit)\b"
)
_HEADLINE = re.compile(
    r"\bto (?:reach|hit|exceed|top|surpass|grow|rise|climb|be worth|spend|invest|hire|double|triple|become)\b"
)
_PAST = (
    r"was|were|had|reached|rose|grew|climbed|fell|hit|posted|reported|recorded|spent|raised|paid|trained|counted|"
    r"employed|used|served|charged|accepted|supported|attracted|sold|shipped|drew|passed|exceeded|surpassed|topped|"
    r"earned|generated|booked|made|received|invested|bought|added|gained|lost|cut|stood|jumped|increased|declined|"
    r"dropped|came to|came in at|totalled|totaled|amounted|accounted|delivered|launched|released|opened|scored|beat|"
    r"narrowed|widened|introduced|unveiled|found|showed|surged|doubled|tripled|soared|expanded|slipped|slid|logged|saw|got|took|brought in|crossed|"
    r"got|cost|processed|handled|signed up|held|downloaded|became"
)
_PRESENT = (
    r"is|are|has|have|costs|counts|employs|uses|use|serves|charges|accepts|supports|handles|boasts|generates|makes|"
    r"stands|contains|includes|holds|reaches|claims|runs|offers|takes|processes|sells|earns|owns"
)
_MEASURED = re.compile(rf"\b(?i:{_PAST}|{_PRESENT})\b")
_TRANSPARENT = re.compile(rf"\b{_MODAL}(?: (?:have|has|be|been|not|also|soon|then|even|[a-z]+ly))* $")
_ESTIMATE = re.compile(
    r"\b(?i:estimat(?:es?|ed|ing|ions?)|reckon(?:s|ed|ing)?|(?:is|are|was|were) (?:thought|believed|reckoned)|thought to|"
    r"believed to|believes?|guess(?:es|ed|work)?|probably|by some (?:counts|accounts)|is likely to have|calculates?|"
    r"back-of-the-envelope|assess(?:es|ed) at|analysts? (?:[a-z]+ )?puts?|analysts think|thinks|(?:investors?|analysts?|bankers?|traders?|backers) values?)\b"
)
_PUTS = re.compile(r"\b(?:put|puts|putting)\b(?! (?:in|into|up|out|forward)\b)(?=[^.;]{0,90}$)[^.;]*? at ")
_OWN_PAPER = re.compile(
    r"(?i:report|paper|company|filing|card|documentation|firm itself|statement)[^.;]{0,30}$"
)
_BREAK = re.compile(
    r"[;:]| (?:while|whereas|although|though|but) |, (?:and|up from|down from|compared|against)\b|,? and (?=[a-z ]+ed )"
)
_COMPARED = re.compile(
    r"(?:(?:up|down) from|compared (?:with|to)|versus|against|after|from)(?: [a-z]+)? ?[^0-9A-Za-z]*$"
)
_ATTRIBUTED = re.compile(
    r"^[^;.]{0,60}?, (?:[^,;.]{0,60} )?(?:expects?|expected|predicts?|predicted|forecasts?|projects|projections?|anticipates?|projected)\b"
)

_ZH_FORECAST = re.compile(
    r"预计|预期|预测|有望|计划|目标|或将|将|拟|力争|希望|可能|打算|料|展望|瞄准|预估|争取|寻求|商谈|拟以|欲"
)
_ZH_DONE = re.compile(r"已经|已|截至|实际|去年|同比|实现了|达到了|而|曾|上年")
_ZH_ESTIMATE = re.compile(r"估计|估算|测算|据估|推算|预估为|被认为|据称|据传")


def nature_of(sentence: str, start: int, end: int, next_start: int) -> str:
    """forecast, estimated or measured: of the figure at start to end of a sentence, before the next figure there.

    Of what is said before the figure the nearest verb decides: "which had 5 million users, expects 9 million".
    """
    before, after = sentence[:start], sentence[end:next_start]
    if re.search(r"[\u4e00-\u9fff]", sentence) and not re.search(r"[a-z]{3,} [a-z]{2,} [a-z]+", sentence):
        return _chinese(before, after)
    compared = _COMPARED.search(before) and not re.search(r"anywhere from$", before)
    forecast = _last(_FORECAST, before)
    measured = _last_measured(before)
    estimate = _estimated(before, after)
    if forecast > measured and not compared:
        return "forecast"
    if estimate and re.match(r" (?:[a-z]+ ){0,4}by 20[3-9]", after):
        return "forecast"
    if measured < 0 and not compared:
        if _said_of_the_future(before, after):
            return "forecast"
    elif _ATTRIBUTED.match(after) and not re.search(rf"\b(?:{_PAST})\b", before) and not estimate:
        return "forecast"
    return "estimated" if estimate else "measured"


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in pattern.finditer(text)), default=-1)


def _last_measured(before: str) -> int:
    """Where the last verb of fact stands; "to have" and "will be" are none."""
    places = [m.start() for m in _MEASURED.finditer(before) if not _TRANSPARENT.search(before[: m.start()])]
    return max(places, default=-1)


def _estimated(before: str, after: str) -> bool:
    segment = before[max([m.end() for m in _BREAK.finditer(before)], default=0) :]
    tail = re.split(r"; | (?:while|whereas|but|yet) ", after)[0]
    if _ESTIMATE.search(segment) or re.search(
        r", (?:[^,;.]{0,60} )?(?:estimate[sd]?|estimates by|reckons?|believes?)\b", tail
    ):
        return True
    if re.search(
        r"\b(?:is|are|was|were) (?:estimated|thought|believed)|(?:an|the|one) estimate\b|by [A-Z]\w+'s reckoning",
        tail,
    ):
        return True
    puts = _PUTS.search(segment + " at " if segment.endswith(" at") else segment)
    return bool(puts and not _OWN_PAPER.search(segment[: puts.start()]))


def _said_of_the_future(before: str, after: str) -> bool:
    """Without a verb before the figure, the first one after it decides; without any, "to reach" of a headline."""
    if _HEADLINE.search(before):
        return True
    forecast, measured = _FORECAST.search(after), _MEASURED.search(after)
    if not forecast:
        return False
    if measured and measured.start() < forecast.start():
        return (
            re.fullmatch(
                r"(?i:is|are|was|were) (?:also |now |still |to be )?",
                after[measured.start() : forecast.start()],
            )
            is not None
        )
    return True


def _chinese(before: str, after: str) -> str:
    clause = re.split(r"[;。]", before)[-1]
    forecast = _last(_ZH_FORECAST, clause)
    if forecast >= 0 and not _ZH_DONE.search(clause[forecast:]):
        return "forecast"
    if (
        forecast < 0
        and re.search(r"^[^;。,]{0,16}(?:预计|的目标|预测)|年前$", after)
        and not _ZH_DONE.search(clause)
    ):
        return "forecast"
    return (
        "estimated"
        if _ZH_ESTIMATE.search(clause) or re.match(r"[^;。]{0,12}(?:估计|估算)", after)
        else "measured"
    )
