"""The releases of models that a text speaks of: which model, whether it is out, and when."""

import re
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from companies.dates import DateNotUnderstood, FuzzyDate, parse
from facts.numerals import fold
from newsroom.importing.periods import Period, periods
from newsroom.importing.sentences import sentences
from newsroom.importing.subjects import Known, Named, within


class Release(NamedTuple):
    """A model's release at start to end of the text.

    `status` is rumoured, announced, preview, released or withdrawn. `words` are the text's own words for the
    time; `window` is None where there are none, and has no days where they give no year.
    """

    record: Hashable
    start: int
    end: int
    status: str
    window: FuzzyDate | None
    words: str


_RUMOURED = re.compile(
    r"\b(?i:rumou?r(?:s|ed)?|reportedly|is said to|leak(?:s|ed)?|speculat\w+|may (?:launch|release)|could (?:launch|release|arrive)|tipped)\b|据传|传闻|或将"
)
_WITHDRAWN = re.compile(
    r"\b(?i:withdr[ae]wn?|withdrew|pulled|cancel(?:s|led|ed)|scrapped|shelved|taken down|retired|discontinued)\b|下架|取消|撤回"
)
_PREVIEW = re.compile(
    r"\b(?i:preview(?:s|ed)?|beta|early access|trial version|closed testing)\b|预览|内测|公测"
)
_PLANNED = re.compile(
    r"\b(?i:upcoming|(?:next|coming) (?:release|launch)|preparing to|prepares to|plan(?:s|ned|ning)?|will|set to|expected|expects?|due|forthcoming|about to|gearing up"
    r"|scheduled|slated|delay(?:s|ed)|postpone[sd]|aims? to|intends? to|announced?|next[- ]generation|to (?:launch|release|unveil|arrive|debut)|coming)\b|预计|计划|将|即将|宣布将|拟"
)
_RELEASED = re.compile(
    r"\b(?i:released|launched|arrived|followed|came out|published(?! under)|unveiled|introduced|shipped|debuted|open-sourced|went live|rolled out"
    r"|made available|answered with|is (?:now )?(?:out|available)|dropped|presented|releases|launches|unveils|introduces|follows)\b|发布|推出|上线|开源|问世"
)
# 计划在二月发布: the verb is the same whether it is done or planned.
_IS_PLANNED = re.compile(r"(?:预计|计划|将|即将|拟)[^,;。]{0,30}(?:发布|推出|上线|开源|问世)")
_RELEASE_NOUN = re.compile(
    r"\b(?i:release|launch|debut|unveiling|roll-?out|arrive|unveil)|\b(?:expected|due|scheduled|slated|delayed|postponed)\b"
    r"(?: [A-Z][\w.-]*(?: [0-9.]+)?)? (?:in|on|by|for|before|around|after|next|this|later|to (?:the|mid|early|late|next|[A-Z0-9]))\b"
)
_LUNAR = r"(?:(?:around|before|after|by|during|for) )?(?:the )?(?:(?:upcoming|coming|next) )?(?:Lunar New Year|Chinese New Year|Spring Festival)(?: (?:holiday|of )?(?:20[0-9]{2}))?"
# A month without its year, as the text's own day gives it: "in mid-February", "by March".
_MONTH = (
    r"(?:(?:in|by|before|after|during|around|for) (?:(?:early|mid|late)[- ])?|(?:early|mid|late)[- ])"
    r"(?-i:January|February|March|April|May|June|July|August|September|October|November|December)(?! [0-9])"
)
_VAGUE_TIME = re.compile(
    rf"\b(?i:(?P<lunar>{_LUNAR})|later (?:that|this|the same) (?:month|year)|(?:this|next|last) (?:week|month|quarter|year|spring|summer|autumn|winter)"
    r"|in the coming (?:weeks|months)|soon|later this year|the following (?:day|week|month|year)|by the end of (?:the|this) year"
    rf"|{_MONTH})\b"
    r"|春节|农历新年|下个?月|今年|明年|本月"
)
_ARTICLE_WIDE = re.compile(rf"\b(?i:releases?|launches|models?)\b[^.\n]{{0,60}}?\b(?P<words>{_LUNAR})")
_BEFORE_DATE = re.compile(
    r"\b(?:(by|before|after|since|around|about) (?:the )?(?:end of )?|(in|on|at) (?:the )?(?:end of )?)$"
)


def find_releases(
    text: str,
    mentions: Iterable[tuple[int, int, Hashable]],
    known: Mapping[Any, Known],
    dated: date | None = None,
) -> list[Release]:
    """The releases a text speaks of, one for each model, in the order of the text.

    A model that is planned without a time of its own takes the window that the text gives for all: "model
    releases planned around the upcoming Lunar New Year".
    """
    folded = fold(text)
    named = sorted(Named(*m) for m in mentions if m[2] in known and known[m[2]].kind == "model")
    wide = _ARTICLE_WIDE.search(folded)
    found: dict[Hashable, Release] = {}
    last_date = ""
    for start, end in sentences(folded):
        if folded.endswith("?", start, end):
            continue  # nothing is stated in a question
        models = within(named, start, end)
        for release in _in_sentence(text, folded, start, end, models, last_date, dated):
            kept = found.get(release.record)
            if kept is None or (
                kept.window is None and release.window is not None and release.status == kept.status
            ):
                found[release.record] = release
        last_date = next((p.edtf for p in reversed(periods(folded[start:end])) if p.edtf), last_date)
    return [_with_wide_window(text, release, wide, dated) for release in found.values()]


def _in_sentence(
    text: str, folded: str, start: int, end: int, models: Sequence[Named], last_date: str, dated: date | None
) -> list[Release]:
    found = []
    # A date may stand before the models ("On 5 May …"), and each model's own follows it.
    times = _times(folded, start, end)
    for n, model in enumerate(models):
        begins = models[n - 1].end if n else start
        until = models[n + 1].start if n + 1 < len(models) else end
        status = _status(folded, start, begins, model, until, end)
        if status is None:
            continue
        time = _time_of(model, until, times, n == len(models) - 1, begins)
        words = text[time[0] : time[1]] if time else ""
        # a planned model has no day in the past of the sentence before
        window = _window(words, time[2], last_date, dated) if time else None
        found.append(Release(model.record, model.start, model.end, status, window, words))
    return found


def _times(folded: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """What may be times of a release in a sentence: (start, end, EDTF or "") in order."""
    sentence = folded[start:end]
    dates: list[Period] = periods(sentence)
    found = []
    for period in dates:
        if period.edtf:
            preposition = _BEFORE_DATE.search(sentence[: period.start])
            begin = preposition.start(1) if preposition and preposition[1] else period.start
            found.append((start + begin, start + period.end, period.edtf))
    for vague in _VAGUE_TIME.finditer(sentence):
        if not any(start + vague.start() < e and s < start + vague.end() for s, e, _ in found):
            found.append((start + vague.start(), start + vague.end(), ""))
        elif vague["lunar"]:
            found = [f for f in found if not (start + vague.start() < f[1] and f[0] < start + vague.end())]
            found.append((start + vague.start(), start + vague.end(), ""))
    return sorted(found)


def _time_of(
    model: Named, until: int, times: list[tuple[int, int, str]], is_last: bool, begins: int
) -> tuple[int, int, str] | None:
    own = [t for t in times if model.end <= t[0] < until]
    if own:
        return own[0]
    if is_last or not times:
        return next((t for t in reversed(times) if t[1] <= model.start and t[0] >= begins), None) or (
            times[0] if times and times[0][1] <= model.start and len(times) == 1 else None
        )
    return next((t for t in times if t[0] >= until), None) or times[-1]


def _status(folded: str, start: int, begins: int, model: Named, until: int, end: int) -> str | None:
    """What the words around a model say of its release, None where they do not speak of one."""
    sentence, before, around = folded[start:end], folded[start : model.start], folded[begins:until]
    if not (_RELEASED.search(sentence) or _RELEASE_NOUN.search(sentence)):
        return None
    if _WITHDRAWN.search(around):
        return "withdrawn"
    if _RUMOURED.search(before) or _RUMOURED.search(around):
        return "rumoured"
    released = max((m.start() for m in _RELEASED.finditer(before)), default=-1)
    planned = max((m.start() for m in _PLANNED.finditer(before)), default=-1)
    after = folded[model.end : until]
    if released < 0 and planned < 0:
        return _status_after(after)
    if released > planned >= 0 and _IS_PLANNED.match(before, planned):
        return "announced"
    if released > planned:
        return (
            "preview"
            if _PREVIEW.search(around)
            else _not_before_another(folded[start + released : model.start])
        )
    return "announced"


def _status_after(after: str) -> str | None:
    planned, released = _PLANNED.search(after), _RELEASED.search(after)
    if planned and (not released or planned.start() < released.start()):
        return "announced"
    if released:
        return "preview" if _PREVIEW.search(after) else "released"
    return None


def _not_before_another(between: str) -> str | None:
    """The verb and its model stand close: "released Qwen3", not "released a tool that competes with Qwen3"."""
    return (
        "released"
        if len(between) < 90 and not re.search(r"\b(?:that|which|than|against|like)\b|[;:]", between)
        else None
    )


def _window(words: str, edtf: str, last_date: str, dated: date | None) -> FuzzyDate | None:
    """The window that words give: read with the text's day where there is one, else kept as words without days."""
    candidates = [words, re.sub(r"^(?:in|on|during|for) ", "", words), edtf]
    if re.match(r"(?i:later (?:that|the same) month)", words) and re.match(r"[0-9]{4}-[0-9]{2}", last_date):
        candidates = [last_date[:7]]
    elif re.match(r"(?i:later (?:that|the same) year)", words) and last_date:
        candidates = [last_date[:4]]
    for candidate in candidates:
        try:
            return _in_own_words(parse(candidate, dated=dated), words)
        except DateNotUnderstood:
            continue
    return FuzzyDate("", None, None, words)


def _in_own_words(found: FuzzyDate, words: str) -> FuzzyDate:
    return FuzzyDate(found.edtf, found.earliest, found.latest, words)


def _with_wide_window(text: str, release: Release, wide: re.Match[str] | None, dated: date | None) -> Release:
    if (
        wide is None
        or release.window is not None
        or release.status not in ("announced", "rumoured", "preview")
    ):
        return release
    words = text[wide.start("words") : wide.end("words")]
    return release._replace(window=_window(words, "", "", dated), words=words)
