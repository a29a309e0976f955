"""Questions that ask the same in other words: of the same records, the same things (docs/matching.md)."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count
from django.utils import timezone

from questions.kinship import kin_of
from questions.likeness import Kin, holds, near, ranked, weighs
from questions.models import Question, Term
from questions.querysets import QuestionQuerySet
from questions.terms import NOTHING_NAMED, meaning_of, names, stored
from questions.understanding import Meaning, plain, understand

MOST_COMPARED = 200
LONGEST = 500
UNFINISHED = re.compile(r"[a-z0-9]+$")

State = Question.State


class Match(NamedTuple):
    """A question that asks the same."""

    id: int
    text: str
    url: str


def similar(text: str, *, limit: int = 3, at: datetime | None = None) -> list[Match]:
    """The public answered questions that ask what a text asks, best first; none where none does. Eight queries."""
    return _alike(text, [State.ANSWERED], Question.objects.public(at or timezone.now()), limit)


def as_typed(text: str, *, limit: int = 3, at: datetime | None = None) -> list[Match]:
    """The public answered questions that ask what is being typed, or that it may become, most likely first."""
    text, at = text[:LONGEST].lstrip(), at or timezone.now()
    among = Question.objects.public(at)
    found = _alike(text, [State.ANSWERED], among, limit)
    if len(found) < limit:
        known = {match.id for match in found}
        found += [match for match in _becoming(text, among, limit) if match.id not in known]
    return found[:limit]


def _becoming(text: str, among: QuestionQuerySet, limit: int) -> list[Match]:
    """Questions that hold all that was typed so far; of its last word perhaps only the beginning."""
    unfinished = UNFINISHED.search(plain(text))
    begun = unfinished[0] if unfinished else ""
    typed = [(understand(text, names()), ""), (understand(text[: len(text) - len(begun)], names()), begun)]
    likely = [
        (pk, part)
        for asked, rest in typed
        if _says_enough(asked) or len(rest) > 1
        for pk, part in _holding(asked, rest)
    ]
    if not likely:
        rows = among.filter(text__istartswith=text).order_by("-times_asked", "-pk") if " " in text else among.none()
        return [Match(one.pk, one.text, one.get_absolute_url()) for one in rows[:limit]]
    likely.sort(key=lambda one: -one[1])
    return _shown([*dict.fromkeys(pk for pk, _ in likely)], among, limit)


def _says_enough(asked: Meaning) -> bool:
    return bool(asked.records) or any(map(weighs, asked.terms))


def _holding(asked: Meaning, begun: str) -> list[tuple[int, float]]:
    """Answered questions that hold all that one asks, and how little they ask besides. Three queries and kin."""
    kin = kin_of(asked.records)
    comparable = _comparable(asked, kin, [State.ANSWERED], begun=begun)
    held = [(pk, part) for pk, meaning in comparable if (part := holds(meaning, asked, kin))]
    if begun:
        texts = dict(Question.objects.filter(pk__in=[pk for pk, _ in held]).values_list("pk", "text"))
        held = [(pk, part) for pk, part in held if re.search(rf"(?<![a-z0-9]){re.escape(begun)}", plain(texts[pk]))]
    return held


def similar_open(text: str, *, limit: int = 3) -> list[Match]:
    """The same among the questions that readers see although nobody has answered them yet."""
    return _alike(text, [State.OPEN], Question.objects.open(), limit)


def duplicates_of(question: Question, *, limit: int = 5) -> list[Match]:
    """For editors: the questions, answered, open or just received, that ask what this one asks."""
    states = [State.ANSWERED, State.OPEN, State.RECEIVED]
    among = Question.objects.filter(state__in=states).exclude(pk=question.pk)
    return _alike(question.text, states, among, limit)


def _alike(text: str, states: Collection[str], among: QuestionQuerySet, limit: int) -> list[Match]:
    asked = understand(text[:LONGEST], names())
    kin = kin_of(asked.records)
    found = ranked(asked, _comparable(asked, kin, states), kin)
    return _shown([pk for pk, _ in found], among, limit)


def _comparable(
    asked: Meaning, kin: Kin, states: Collection[str], *, begun: str | None = None
) -> list[tuple[int, Meaning]]:
    """The questions of these states that name what a question names and have most in common with it. Two queries.

    begun: the beginning of a word after which the question goes on, so that they may name more.
    """
    wanted = [stored(asked.language, term) for one in asked.terms for term in (one, *near(one))]
    if begun:
        wanted += [stored(asked.language, f"r:{record}") for record in names().beginning(begun)]
    rows = Term.objects.filter(term__in=wanted, question__state__in=states)
    settled = kin.settled(asked.records)
    for record in settled or ({""} if begun is None else ()):
        called = {f"r:{one}" for one in (record, *kin.also(record))} if record else {NOTHING_NAMED}
        naming = Term.objects.filter(term__in=[stored(asked.language, one) for one in called])
        rows = rows.filter(question__in=naming.values("question"))
    most = rows.values_list("question").annotate(shared=Count("pk")).order_by("-shared", "-question")
    return _meanings([pk for pk, _ in most[:MOST_COMPARED]])


def _meanings(ids: Sequence[int]) -> list[tuple[int, Meaning]]:
    """What questions ask. One query."""
    found: dict[int, list[str]] = {pk: [] for pk in ids}
    for pk, term in Term.objects.filter(question__in=ids).values_list("question", "term"):
        found[pk].append(term)
    return [(pk, meaning_of(rows)) for pk, rows in found.items()]


def _shown(ids: Sequence[int], among: QuestionQuerySet, limit: int) -> list[Match]:
    """The first of some questions that are among those that may be shown. One query."""
    rows = {one.pk: one for one in among.filter(pk__in=ids[: limit * 5])}
    shown = [rows[pk] for pk in ids if pk in rows][:limit]
    return [Match(one.pk, one.text, one.get_absolute_url()) for one in shown]
