"""Making words of a text a fact: what the words say of themselves, and recording it in the ledger."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from companies.models import Record
from companies.naming import matcher
from facts import amounts
from facts.models import Fact, Metric, Source
from newsroom.importing.recognising import Figure, Known, find_figures
from newsroom.importing.saving import known_records
from newsroom.importing.suggestions import metric_of
from newsroom.writing.making_form import MakingForm
from newsroom.writing.typed import speaks_of


def understood(words: str, *, before: str, after: str, dated: date | None) -> dict[str, Any]:
    """What selected words say of themselves, as the form's first values; what is not clear is left out.

    before, after: what stands around them in the text, paragraphs apart by an empty line. dated: the day of the
    text. What the figure is of is the record named nearest before it, where its sentence does not say.
    """
    text, known = before + words + after, known_records()
    named = matcher().find(text)
    figures = find_figures(text, named, known=known, dated=dated or timezone.localdate())
    figure = _of_the_words(figures, len(before), len(before) + len(words))
    if figure is None:
        figure = _parsed(words)
    first: dict[str, Any] = {"value": words, "nature": Fact.Nature.CLAIMED}
    subject = figure.subject if figure else None
    if subject is None:
        subject = next((name.record for name in reversed(list(named)) if name.end <= len(before)), None)
    if figure is not None:
        first |= _amount(figure, words)
        first |= {"as_of": figure.as_of or "", "nature": figure.nature}
        first |= {"metric": _metric(figure, words, before, after)} | _source(figure.source)
    return first | {"subject": _subject(subject, figure, known)}


@transaction.atomic
def record(form: MakingForm, *, by: User) -> Fact | None:
    """Record what the form says, with its source where that is new; None, and nothing of it, where it is refused."""
    if not form.is_valid():
        transaction.set_rollback(True)
        return None
    form.instance.recorded_by = by
    fact: Fact = form.save()
    LogEntry.objects.log_actions(by.pk, [fact], ADDITION, "Made of words of an article.", single_object=True)
    return fact


def _of_the_words(figures: list[Figure], start: int, end: int) -> Figure | None:
    """The figure that shares most with the selected words."""
    shared = [(min(figure.end, end) - max(figure.start, start), figure) for figure in figures]
    most = max(shared, key=lambda pair: pair[0], default=None)
    return most[1] if most and most[0] > 0 else None


def _parsed(words: str) -> Figure | None:
    """The amount that the words are by themselves."""
    try:
        amount = amounts.parse(words)
    except amounts.AmountNotUnderstood:
        return None
    says = (amount.value, amount.high, amount.unit, amount.qualifier)
    return Figure(0, len(words), *says, Fact.Nature.CLAIMED, None, None, None)


def _amount(figure: Figure, words: str) -> dict[str, Any]:
    """The value as it is written, where that alone is understood, with its unit and qualifier."""
    try:
        amounts.parse(words)
        written = words
    except amounts.AmountNotUnderstood:
        written = amounts.display(figure.value, figure.high, figure.unit, "exactly", "en")
    # Of a bare number, the metric says what it counts.
    unit = "" if figure.unit == Metric.Unit.COUNT else figure.unit
    return {"value": written, "unit": unit, "qualifier": figure.qualifier}


def _subject(pk: Any, figure: Figure | None, known: Mapping[Any, Known]) -> Record | None:
    """The record; people are counted of a product where a family or company shares its name."""
    if pk not in known:
        return None
    called = Record.objects.filter(name__iexact=known[pk].name)
    counted = called.filter(kind=Record.Kind.PRODUCT).first() if figure and figure.unit == "people" else None
    return counted or Record.objects.get(pk=pk)


def _metric(figure: Figure, words: str, before: str, after: str) -> Metric | None:
    """What is measured: the one metric of the unit that the sentence speaks of, else the one the unit stands for."""
    lead, rest = before.rpartition("\n\n")[2], after.partition("\n\n")[0]
    sentence = lead + words + rest
    place = {"sentence": sentence, "at": len(lead), "words": words}
    code, _, sort = metric_of({"unit": figure.unit, "text": words, "places": [place]})
    meant: Metric | None = Metric.objects.filter(code=code).first()
    if meant is not None and sort not in {Metric.Unit.MONEY, Metric.Unit.PEOPLE, Metric.Unit.COUNT}:
        return meant
    spoken_of = [metric for metric in Metric.objects.filter(unit=sort) if speaks_of(sentence, metric)]
    return spoken_of[0] if len(spoken_of) == 1 else meant


def _source(publisher: str | None) -> dict[str, Any]:
    """The one source of a publisher that the text names; where it has none or several, a new one is begun."""
    if not publisher:
        return {}
    held = list(Source.objects.filter(publisher__iexact=publisher)[:2])
    return {"source": held[0]} if len(held) == 1 else {"new_publisher": publisher}
