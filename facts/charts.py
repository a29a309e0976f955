"""Charts: figures as places and lines on a page. Plain functions; the templates only write down what they say.

Places are per cent, so that a chart is as wide as its column while its type keeps its size. A line is drawn as
its figure is known: measured solid, claimed double, estimated dotted, forecast dashed, disputed wavy. Every
axis of values begins at zero (docs/decisions/charts-are-drawn-by-hand.md).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import hypot
from typing import Any, NamedTuple

from django.utils.text import Truncator
from django.utils.translation import gettext, gettext_lazy, ngettext

from companies.timescale import Tick, Timescale
from facts.amounts import display
from facts.choosing import chosen
from facts.models import Fact
from facts.series import same_time, window

#: A line's classes, and how it is called under the title; the less sure it is, the later it stands.
LINES = {
    "measured": ("l", gettext_lazy("solid")),
    "claimed": ("l l-claimed", gettext_lazy("double")),
    "estimated": ("l l-est", gettext_lazy("dotted")),
    "forecast": ("l l-forecast", gettext_lazy("dashed")),
    "disputed": ("l l-red", gettext_lazy("wavy")),
}
POINTS = {
    "measured": "p",
    "claimed": "p p-claimed",
    "estimated": "p p-claimed",
    "forecast": "p p-forecast",
    "disputed": "p p-red",
}
UNITS = {
    "USD": gettext_lazy("US dollars"),
    "CNY": gettext_lazy("Yuan"),
    "EUR": gettext_lazy("Euros"),
    "USD/Mtoken": gettext_lazy("US dollars per million tokens"),
    "percent": gettext_lazy("Per cent"),
    "count": gettext_lazy("Number"),
    "GB": gettext_lazy("Gigabytes"),
    "GPU-hours": gettext_lazy("GPU hours"),
    "people": gettext_lazy("People"),
    "parameters": gettext_lazy("Parameters"),
    "tokens": gettext_lazy("Tokens"),
}
KNOWN: dict[str, Any] = {
    "measured": gettext_lazy("measured"),
    "claimed": gettext_lazy("claimed"),
    "estimated": gettext_lazy("estimated"),
    "forecast": gettext_lazy("forecast"),
    "disputed": gettext_lazy("disputed"),
}
LETTER = 2.4  # per cent of a narrow page that a letter of the value axis takes
MOST_LEFT = 18.0  # no more is kept free for its words, which are small on a wide page
DRAWN = 12  # subjects that a comparison draws; its table has all of them
NAME = 26  # letters of a subject's name that fit beside its value on a narrow page
PLOT = (500, 150)  # pixels that the waves of a disputed line are drawn for
WAVE = 5  # pixels of half a wave, and twice its height
BAR = 48  # pixels of one subject
ROW = (500, 12)
#: How words may stand at their point, the best first, and the part of them that is then left of it.
ANCHORS = {"t-mid": 0.5, "t-end": 1.0, "": 0.0}

type Run = tuple[tuple[float, float], tuple[float, float]]  # a line's both ends


class Line(NamedTuple):
    """A path in a box of 100 by 100, stretched by the page, and how its figure is known."""

    path: str
    known: str

    @property
    def classes(self) -> str:
        """What the style sheet draws it by."""
        return LINES[self.known][0]


class Mark(NamedTuple):
    """One figure: the middle of its time and value, the box of both ends of each, and whether its value is written.

    label: None where it is not written, "t-more" only where the page is wide, "" always; anchor: one of ANCHORS.
    """

    fact: Fact
    x: float
    y: float
    box: str
    label: str | None
    anchor: str

    @property
    def words(self) -> str:
        """The value without its unit, which stands under the title."""
        return short(self.fact)

    @property
    def classes(self) -> str:
        """What the style sheet draws its point by."""
        return POINTS[known(self.fact)]


@dataclass(frozen=True, slots=True)
class Chart:
    """What every chart says: the finding, the whole in words, unit and scope, sources, and the rows of its table."""

    id: str
    title: str
    described: str
    note: str
    sources: str
    facts: list[Fact]
    drawing: "Series | Bars"

    @property
    def by_subject(self) -> bool:
        """Whether it compares subjects, and does not follow one through time."""
        return isinstance(self.drawing, Bars)


class Series(NamedTuple):
    """One series over time: its lines and marks, and the ticks of both axes."""

    lines: list[Line]
    marks: list[Mark]
    times: list[Tick]
    values: list[Tick]


class Bar(NamedTuple):
    """One subject of a comparison: pixels from the top, the line to its value, and where it ends."""

    fact: Fact
    top: int
    line: Line
    end: float
    name: str

    @property
    def classes(self) -> str:
        """What the style sheet draws its end by."""
        return POINTS[self.line.known]

    @property
    def words(self) -> str:
        """The value without its unit, which stands under the title."""
        return short(self.fact)


class Bars(NamedTuple):
    """The bars of a comparison, and how many pixels high they are together."""

    bars: list[Bar]
    height: int


def known(fact: Fact) -> str:
    """How a figure is known: its nature, or that it is disputed."""
    return "disputed" if fact.is_disputed else fact.nature


def short(fact: Fact) -> str:
    """The value as it stands beside its mark, without the unit's name."""
    return display(fact.value, fact.high, _short_unit(fact.unit), fact.qualifier)


def over_time(facts: Iterable[Fact]) -> Chart | None:
    """A series over time, or None where it has fewer than two times: a single value is no chart."""
    dated = sorted((fact for fact in facts if window(fact)), key=lambda fact: (_span(fact), fact.pk or 0))
    way = _way(dated)
    if len(way) < 2:
        return None
    ticks = value_ticks(max(_high(fact) for fact in dated), dated[0].unit)
    left = min(max(len(said) for _, said in ticks) * LETTER + 2, MOST_LEFT)
    scale = Timescale.over((day for fact in dated for day in _span(fact)), left=left)
    bare = [_mark(fact, scale, ticks) for fact in dated]
    at = {mark.fact: (mark.x, mark.y) for mark in bare}
    lines = [_between(a, b, at) for a, b in pairwise(way)]
    marks = _labelled(bare, [(at[a], at[b]) for a, b in pairwise(way)], _places(ticks))
    return Chart(
        id=f"over-time-{dated[0].pk}",
        title=_moved(way),
        described=_told(dated, _when),
        note=_note(dated),
        sources=_sources(dated),
        facts=dated,
        drawing=Series(lines, marks, scale.ticks, _places(ticks)),
    )


def side_by_side(facts: Iterable[Fact]) -> Chart | None:
    """One metric of several subjects, the highest first; None for fewer than two subjects.

    facts: one for each subject, all of one metric, unit and scope.
    """
    ordered = sorted(facts, key=lambda fact: (-_high(fact), fact.subject.name))
    if len(ordered) < 2:
        return None
    top = max(_high(ordered[0]), Decimal(1).scaleb(-6))
    drawn = [_bar(fact, n, top) for n, fact in enumerate(ordered[:DRAWN])]
    note = _note(ordered)
    if len(ordered) > DRAWN:
        of_many = gettext("%(note)s The %(number)s highest of %(all)s.")
        note = of_many % {"note": note, "number": DRAWN, "all": len(ordered)}
    return Chart(
        id=f"side-by-side-{ordered[0].pk}",
        title=_leading(ordered),
        described=_told(ordered, lambda fact: gettext(", ").join((fact.subject.name, _when(fact)))),
        note=note,
        sources=_sources(ordered),
        facts=ordered,
        drawing=Bars(drawn, len(drawn) * BAR),
    )


def value_ticks(highest: Decimal, unit: str) -> list[tuple[Decimal, str]]:
    """Round values from zero to at least the highest, at most five steps, each with its words."""
    highest = highest or Decimal(1)
    power = Decimal(1).scaleb(highest.adjusted() - 1)
    step = next(power * n for n in (2, 5, 10, 20) if power * n * 5 >= highest)
    count = int(highest // step) + (highest % step > 0)
    return [(step * n, display(step * n, None, _short_unit(unit), "")) for n in range(count + 1)]


def line(start: tuple[float, float], end: tuple[float, float], how: str, box: tuple[int, int]) -> Line:
    """A line between two places, in waves where it is disputed; box: the pixels that it will about take up."""
    (x, y), (to_x, to_y) = start, end
    if how != "disputed":
        return Line(f"M{x:g} {y:g}L{to_x:g} {to_y:g}", how)
    right, down = (to_x - x) * box[0] / 100, (to_y - y) * box[1] / 100
    length = hypot(right, down) or 1
    waves = max(2, round(length / WAVE))
    aside_x, aside_y = -down / length * WAVE / box[0] * 100, right / length * WAVE / box[1] * 100
    first = ((to_x - x) / waves / 2 + x + aside_x, (to_y - y) / waves / 2 + y + aside_y)
    ends = [(x + (to_x - x) * n / waves, y + (to_y - y) * n / waves) for n in range(1, waves + 1)]
    path = f"M{x:g} {y:g}Q{first[0]:.2f} {first[1]:.2f} {ends[0][0]:.2f} {ends[0][1]:.2f}"
    return Line(path + "".join(f"T{at[0]:.2f} {at[1]:.2f}" for at in ends[1:]), how)


def _way(dated: list[Fact]) -> list[Fact]:
    """The figures that the line goes through: the one that is used of each time, then forecasts of later times."""
    way: list[Fact] = []
    for fact in (fact for fact in dated if fact.nature != Fact.Nature.FORECAST):
        if way and same_time(way[-1], fact):
            way[-1] = chosen([way[-1], fact]).used
        else:
            way.append(fact)
    for fact in (fact for fact in dated if fact.nature == Fact.Nature.FORECAST):
        if not way or _span(fact)[0] > _span(way[-1])[1]:
            way.append(fact)
    return way


def _span(fact: Fact) -> tuple[date, date]:
    """The days of a figure that has any."""
    return window(fact) or (date.min, date.min)


def _mark(fact: Fact, scale: Timescale, ticks: list[tuple[Decimal, str]]) -> Mark:
    top = ticks[-1][0]
    left, right = scale.window(*_span(fact))
    low, high = _height(fact.value, top), _height(_high(fact), top)
    box = f"M{left:g} {high:g}H{right:g}" + (f"V{low:g}H{left:g}Z" if fact.high is not None else "")
    return Mark(fact, round((left + right) / 2, 2), round((low + high) / 2, 2), box, None, "t-mid")


def _height(value: Decimal, top: Decimal) -> float:
    """How far from the upper edge, in per cent."""
    return round(float(100 - value / top * 100), 2)


def _between(one: Fact, other: Fact, at: dict[Fact, tuple[float, float]]) -> Line:
    """The line between two figures is as sure as the less sure of them."""
    how = max(known(one), known(other), key=list(LINES).index)
    return line(at[one], at[other], how, PLOT)


def _labelled(marks: list[Mark], runs: list[Run], axis: list[Tick]) -> list[Mark]:
    """The marks with their values written where there is room: the last, the last known, the highest, the first…"""
    numbers = range(len(marks))
    last_known = max(numbers, key=lambda n: (marks[n].fact.nature != Fact.Nature.FORECAST, n))
    highest = min(numbers, key=lambda n: marks[n].y)
    order = dict.fromkeys([len(marks) - 1, last_known, highest, *numbers])
    placed: dict[int, Mark] = {}
    for label, letter in (("", 2.6), ("t-more", 1.5)):
        for n in (n for n in order if n not in placed):
            ways = [marks[n]._replace(label=label, anchor=anchor) for anchor in ANCHORS]
            fitting = (mark for mark in ways if _has_room(mark, marks, placed.values(), letter))
            free = (mark for mark in fitting if not _crossed(mark, runs, axis, letter))
            if found := next(free, None):
                placed[n] = found
    return [placed.get(n, mark) for n, mark in enumerate(marks)]


def _has_room(mark: Mark, marks: list[Mark], placed: Iterable[Mark], letter: float) -> bool:
    """Whether a mark's words touch neither a point, nor an edge, nor what is written already."""
    start, end = _extent(mark, letter)
    points = any(start < other.x < end and 3 < mark.y - other.y < 22 for other in marks)
    words = any(
        start < until and begin < end and abs(mark.y - other.y) < 18
        for other in placed
        for begin, until in [_extent(other, letter)]
    )
    return start >= 0 and end <= 100 and not points and not words


def _crossed(mark: Mark, runs: list[Run], axis: list[Tick], letter: float) -> bool:
    """Whether a line goes through a mark's words (7 to 17 per cent above its point), or the axis's come near."""
    start, end = _extent(mark, letter)
    if any(start < len(tick.label) * letter and abs(mark.y - 5 - tick.at) < 13 for tick in axis):
        return True
    for (x, y), (to_x, to_y) in runs:
        left, right = max(start, x), min(end, to_x)
        if left < right:
            rise = (to_y - y) / (to_x - x)
            ends = sorted((y + (left - x) * rise, y + (right - x) * rise))
            if ends[0] < mark.y - 7 and mark.y - 17 < ends[1]:
                return True
    return False


def _extent(mark: Mark, letter: float) -> tuple[float, float]:
    width = len(mark.words) * letter
    start = mark.x - width * ANCHORS[mark.anchor]
    return start, start + width


def _places(ticks: list[tuple[Decimal, str]]) -> list[Tick]:
    return [Tick(_height(value, ticks[-1][0]), label) for value, label in ticks]


def _bar(fact: Fact, n: int, top: Decimal) -> Bar:
    begin = float(fact.value / top * 100) if fact.high is not None else 0.0
    end = round(float(_high(fact) / top * 100), 2)
    return Bar(
        fact,
        n * BAR,
        line((round(begin, 2), 50), (end, 50), known(fact), ROW),
        end,
        Truncator(fact.subject.name).chars(NAME),
    )


def _high(fact: Fact) -> Decimal:
    return fact.value if fact.high is None else fact.high


def _moved(way: list[Fact]) -> str:
    """The finding of a series: from what to what; the forecast after what is known."""
    known_way = [fact for fact in way if fact.nature != Fact.Nature.FORECAST]
    last = way[-1]
    if len(known_way) < 2:
        rises = gettext("%(name)s: forecast to rise from %(begin)s to %(end)s")
        falls = gettext("%(name)s: forecast to fall from %(begin)s to %(end)s")
        stays, goes = (
            gettext("%(name)s: stayed at %(end)s"),
            gettext("%(name)s: went from %(begin)s to %(end)s"),
        )
        return _change(way[0], last, (rises, falls, goes, stays))
    rose = gettext("%(name)s rose from %(begin)s to %(end)s")
    fell = gettext("%(name)s fell from %(begin)s to %(end)s")
    stayed, went = gettext("%(name)s stayed at %(end)s"), gettext("%(name)s went from %(begin)s to %(end)s")
    found = _change(known_way[0], known_way[-1], (rose, fell, went, stayed))
    if last is known_way[-1]:
        return found
    foreseen = gettext("%(found)s; %(value)s forecast for %(when)s")
    return foreseen % {"found": found, "value": _whole(short(last)), "when": _when(last)}


def _change(first: Fact, last: Fact, said: tuple[str, str, str, str]) -> str:
    """The sentence of what became of a value; two ranges that overlap neither rose nor fell.

    said: that it rose, fell, went or stayed.
    """
    up, down, went, stayed = said
    if (first.value, first.high) == (last.value, last.high):
        how = stayed
    else:
        how = up if _high(first) < last.value else down if first.value > _high(last) else went
    return how % {"name": first.metric.name, "begin": _whole(short(first)), "end": _whole(last.shown)}


def _whole(amount: str) -> str:
    """An amount that no line is broken in."""
    return amount.replace(" ", "\u00a0")


def _leading(ordered: list[Fact]) -> str:
    """The finding of a comparison: who is highest."""
    best = [fact for fact in ordered if _high(fact) == _high(ordered[0])]
    said = {"name": ordered[0].metric.name, "value": _whole(short(ordered[0])), "number": len(best)}
    if len(best) == len(ordered):
        return gettext("%(name)s: all %(number)s stand at %(value)s") % said
    if len(best) > 2:
        return gettext("%(name)s: %(number)s are highest, at %(value)s") % said
    said["who"] = gettext(" and ").join(fact.subject.name for fact in best)
    high = ngettext(
        "%(name)s: %(who)s is highest, at %(value)s", "%(name)s: %(who)s are highest, at %(value)s", len(best)
    )
    return high % said


def _when(fact: Fact) -> str:
    words: str = fact.as_of_in_words
    return words or gettext("no date")


def _told(facts: list[Fact], which: Callable[[Fact], str]) -> str:
    """The figures as sentences; of many the first, the last and the extremes."""
    told = facts
    if len(facts) > DRAWN:
        ends = {facts[0], facts[-1], min(facts, key=lambda fact: fact.value), max(facts, key=_high)}
        told = [fact for fact in facts if fact in ends]
    words = gettext("; ").join(_figure(which(fact), fact) for fact in told)
    said = gettext("%(name)s. %(figures)s.") % {"name": facts[0].metric.name, "figures": words}
    if len(told) == len(facts):
        return said
    return gettext("%(said)s The table has all %(number)s.") % {"said": said, "number": len(facts)}


def _figure(which: str, fact: Fact) -> str:
    said = {"which": which, "value": fact.shown, "nature": KNOWN[known(fact)]}
    return gettext("%(which)s: %(value)s, %(nature)s") % said


def _note(facts: list[Fact]) -> str:
    """Unit, scope, and what each kind of line means that is drawn."""
    unit, scope = facts[0].unit, facts[0].told_apart
    measure = UNITS.get(unit, unit.capitalize() if unit.islower() else unit)
    natures = [how for how in LINES if any(known(fact) == how for fact in facts)]
    key = gettext("; ").join(
        gettext("%(line)s: %(nature)s") % {"line": LINES[how][1], "nature": KNOWN[how]} for how in natures
    )
    said = {"unit": measure, "scope": f"{scope[:1].upper()}{scope[1:]}", "lines": key.capitalize()}
    return (gettext("%(unit)s. %(scope)s. %(lines)s.") if scope else gettext("%(unit)s. %(lines)s.")) % said


def _sources(facts: list[Fact]) -> str:
    """Who says so, each once; of many the first three."""
    names = list(dict.fromkeys(fact.source.publisher or fact.source.title for fact in facts))
    shown = names
    if len(names) > 4:
        others = len(names) - 3
        shown = [*names[:3], ngettext("%(number)s other", "%(number)s others", others) % {"number": others}]
    said = ngettext("Source: %(names)s.", "Sources: %(names)s.", len(names))
    return said % {"names": gettext("; ").join(shown)}


def _short_unit(unit: str) -> str:
    """What display() needs to write a value without the unit's name: money and per cent keep their signs."""
    money = unit.partition("/")[0]
    return money if (money.isupper() and money != "GB") or money == "percent" else "count"
