"""Figures typed by hand in a body, held against the ledger while it is written.

Those that agree with a fact are offered to cite it, those that say otherwise are pointed out, those of which
the ledger knows nothing are offered as facts. They are recognised as an import recognises them.
"""

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from articles import bodies
from companies import dates
from companies.mentions import Matcher
from facts import amounts, disputes, series
from facts.choosing import chosen
from facts.models import Fact, Metric
from facts.numerals import fold
from newsroom.importing.recognising import Figure, Known, find_figures, merge
from newsroom.importing.sentences import sentences
from newsroom.importing.suggestions import metric_of
from newsroom.ledger.citing import Place, Runs, paragraphs

AGREES, OTHERWISE, NEW = "agrees", "otherwise", "new"


class Typed(NamedTuple):
    """A figure that is typed and not cited: what it is (as an import's suggestion says it), and where it stands."""

    offered: dict[str, Any]
    places: tuple[Place, ...]

    @property
    def words(self) -> str:
        """As it is written where it stands first."""
        return self.places[0].words

    @property
    def key(self) -> str:
        """What it is called in a form: the same while the words and their sentences stay."""
        said = "\n".join(f"{place.at} {place.words} {place.sentence}" for place in self.places)
        return hashlib.sha256(said.encode()).hexdigest()[:16]


class Finding(NamedTuple):
    """What the ledger says of a typed figure: kind, and the fact that agrees with it or says otherwise."""

    typed: Typed
    kind: str
    fact: Fact | None
    #: Where the words stand that are cited, and what takes their place where the fact says otherwise.
    places: tuple[Place, ...]
    instead: str

    @property
    def as_json(self) -> str:
        """The places, for the editor's script."""
        return json.dumps([asdict(place) for place in self.places])


def read(
    body: str, *, before: str, names: Matcher, known: Mapping[Any, Known], dated: date | None
) -> list[Typed]:
    """The figures of a sanitised body that cite no fact, in order, repeats as one.

    before: what readers have read when the body begins (headline, standfirst): it says what “it” is. known: what
    each record is that `names` finds. dated: the day of the text.
    """
    parts = list(paragraphs(bodies.parse(body or "<p></p>")))
    text, begins = before + "\n\n", list[int]()
    for part in parts:
        begins.append(len(text))
        text += part.text + "\n\n"
    found = find_figures(text, names.find(text), known=known, dated=dated)
    free = []
    for figure in found:
        n = bisect_right(begins, figure.start) - 1
        if n < 0 or not parts[n].may_cite:
            continue
        start, end = figure.start - begins[n], figure.end - begins[n]
        if not any(first < end and start < last for first, last in parts[n].cited):
            free.append(figure)
    return [typed for figure in merge(free) if (typed := _typed(figure, text, parts, begins, known)).places]


def _typed(
    figure: Figure, text: str, parts: list[Runs], begins: list[int], known: Mapping[Any, Known]
) -> Typed:
    """The figure in the form in which an import suggests one, with its places."""
    places = []
    for start, end in figure.places:
        n = bisect_right(begins, start) - 1
        if place := _place(parts[n].text, start - begins[n], end - begins[n]):
            places.append(place)
    offered = {
        "places": [asdict(place) for place in places],
        "text": text[figure.start : figure.end],
        "value": f"{figure.value:f}",
        "high": None if figure.high is None else f"{figure.high:f}",
        **{name: getattr(figure, name) for name in ("unit", "qualifier", "nature", "as_of", "source")},
        "subject": known[figure.subject].name if figure.subject in known else None,
    }
    return Typed(offered, tuple(places))


def _place(paragraph: str, start: int, end: int) -> Place | None:
    """Words of a paragraph with the sentence around them."""
    for first, last in sentences(fold(paragraph)):
        if first <= start and end <= last:
            sentence = paragraph[first:last]
            lead = len(sentence) - len(sentence.lstrip())
            return Place(sentence.strip(), start - first - lead, paragraph[start:end])
    return None


def compare(typed: Iterable[Typed], facts: Iterable[Fact]) -> Iterator[Finding]:
    """What facts that stand say of typed figures. What has no subject and no fact is passed over."""
    facts = list(facts)
    for figure in typed:
        meant = _of_its_time(figure, _meant(figure, facts))
        if not meant:
            if figure.offered["subject"]:
                yield Finding(figure, NEW, None, figure.places, "")
            continue
        agreeing = [fact for fact in meant if _agrees(figure, fact)]
        fact = chosen(agreeing or meant).used
        if agreeing:
            yield Finding(figure, AGREES, fact, figure.places, "")
        else:
            yield Finding(figure, OTHERWISE, fact, tuple(map(_with_qualifier, figure.places)), fact.shown)


#: Of these a text tells many things, so that the sentence must speak of what is measured.
MANY_THINGS = {Metric.Unit.PEOPLE, Metric.Unit.MONEY, Metric.Unit.PERCENT, Metric.Unit.COUNT}
OPEN_ENDED = {Fact.Qualifier.OVER, Fact.Qualifier.UNDER}
_LITTLE_WORDS = {"the", "and", "for", "per", "with", "year", "active", "total", "annual"}


def _meant(figure: Typed, facts: list[Fact]) -> list[Fact]:
    """The facts of its subject, by name, and unit that it may be held against: forecasts against forecasts, those
    of the metric that its words mean where there are such, else those of whose metric its sentence speaks.
    """
    subject, forecast = (figure.offered["subject"] or "").casefold(), figure.offered["nature"] == "forecast"
    held = [
        fact
        for fact in facts
        if fact.subject.name.casefold() == subject
        and fact.unit == figure.offered["unit"]
        and (fact.nature == Fact.Nature.FORECAST) is forecast
    ]
    code, *_ = metric_of(figure.offered)
    if exact := [fact for fact in held if fact.metric.code == code and fact.metric.unit not in MANY_THINGS]:
        return exact
    return [
        fact
        for fact in held
        if (fact.metric.code == code and len({f.metric_id for f in held}) == 1)
        or fact.metric.unit not in MANY_THINGS
        or any(speaks_of(place.sentence, fact.metric) for place in figure.places)
    ]


def speaks_of(sentence: str, metric: Metric) -> bool:
    """Whether a sentence has a word of a metric's name: “uses” goes with “users”. Chinese goes with any."""
    if re.search("[\u3400-\u9fff]", sentence):
        return True
    named, said = (
        {word.rstrip("s")[:4] for word in re.findall("[a-z]{3,}", text.lower()) if word not in _LITTLE_WORDS}
        for text in (metric.name, sentence)
    )
    return any(one.startswith(other) for one in named for other in said if len(other) >= 3)


def _of_its_time(figure: Typed, facts: list[Fact]) -> list[Fact]:
    """Those of the time that the text gives; where it gives none, those of the newest time, and those of earlier
    times that say the same: not “over” something, which most later values are.
    """
    if not facts:
        return []
    if days := _days(figure):
        return [fact for fact in facts if series.overlap(days, series.window(fact))]
    newest = [fact for rows in series.series(facts) if (fact := chosen(rows).used)]
    beside = [fact for fact in facts if any(_of_one_time(fact, other) for other in newest)]
    earlier = [fact for fact in facts if fact not in beside and fact.qualifier not in OPEN_ENDED]
    if figure.offered["qualifier"] in OPEN_ENDED:
        return beside
    return beside + [fact for fact in earlier if _agrees(figure, fact)]


def _of_one_time(fact: Fact, other: Fact) -> bool:
    return series.key(fact) == series.key(other) and series.same_time(fact, other)


def _days(figure: Typed) -> tuple[date, date] | None:
    try:
        said = dates.parse(figure.offered["as_of"]) if figure.offered["as_of"] else None
    except dates.DateNotUnderstood:
        return None
    return series.window_of(said.earliest, said.latest) if said else None


def _agrees(figure: Typed, fact: Fact) -> bool:
    """Whether a fact and a typed figure can both be right, of whatever time."""
    offered = figure.offered
    high = Decimal(offered["high"]) if offered["high"] else None
    bounds = disputes.bounds(Decimal(offered["value"]), high, offered["qualifier"], offered["unit"])
    return not disputes.contradict(disputes.Said(*bounds, None), disputes.said(fact)._replace(days=None))


def _with_qualifier(place: Place) -> Place:
    """The words with “over” or “about” before them, which go with them when another value takes their place."""
    ahead = place.sentence[: place.at]
    for pattern in (r"\S+ \S+ $", r"\S+ $"):  # “more than” before “than”
        if found := re.search(pattern, ahead):
            words = found[0] + place.words
            try:
                if amounts.parse(words).qualifier != Fact.Qualifier.EXACTLY:
                    return Place(place.sentence, found.start(), words)
            except amounts.AmountNotUnderstood:
                continue
    return place
