"""Questions that ask the same in other words: of the same records, the same things (docs/matching.md)."""

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count
from django.utils import timezone

from questions.matching.kinship import kin_of
from questions.matching.likeness import Kin, holds, ranked, says_enough
from questions.matching.names import Names
from questions.matching.terms import NOTHING_NAMED, meaning_of, names, stored
from questions.matching.understanding import Meaning, plain, understand
from questions.matching.weights import near
from questions.models import Question, Term
from questions.querysets import QuestionQuerySet

MOST_COMPARED = 100
LONGEST = 500
SHORTEST_BEGUN = 2
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


def similar_open(text: str, *, limit: int = 3, at: datetime | None = None) -> list[Match]:
    """The same among the questions that readers see without an answer."""
    return _alike(text, [State.OPEN, State.ANSWERED], Question.objects.awaited(at or timezone.now()), limit)


def duplicates_of(question: Question, *, limit: int = 5) -> list[Match]:
    """For editors: the questions, answered, open or just received, that ask what this one asks."""
    states = [State.ANSWERED, State.OPEN, State.RECEIVED]
    among = Question.objects.filter(state__in=states).exclude(pk=question.pk)
    return _alike(question.text, states, among, limit)


def as_typed(text: str, *, limit: int = 3, at: datetime | None = None) -> list[Match]:
    """The public answered questions that ask what is being typed, or that it may become, most likely first.

    At most fifteen queries.
    """
    text, among = text[:LONGEST].lstrip(), Question.objects.public(at or timezone.now())
    found = _shown(_likely(text, limit), among, limit)
    if not found and " " in text:
        begins = among.filter(text__istartswith=text).most_wanted()
        found = _shown(list(begins.values_list("pk", flat=True)[:limit]), among, limit)
    return found


def _alike(text: str, states: Collection[str], among: QuestionQuerySet, limit: int) -> list[Match]:
    asked = understand(text[:LONGEST], names())
    kin = kin_of(asked.records)
    found = ranked(asked, _comparable(asked, kin, states), kin)
    return _shown([pk for pk, _ in found], among, limit)


def _likely(text: str, enough: int) -> list[int]:
    """Answered questions that ask what a text asks, then those that it may become: of its last word, the beginning."""
    known = names()
    whole = understand(text, known)
    kin = kin_of(whole.records)
    comparable = _comparable(whole, kin, [State.ANSWERED], going_on=bool(whole.records))
    found = [pk for pk, _ in ranked(whole, comparable, kin)]
    if len(found) < enough and says_enough(whole):
        if not whole.records:
            comparable = _comparable(whole, kin, [State.ANSWERED], going_on=True)
        found += _that_hold(whole, comparable, kin)
    typed = plain(text)
    if not found and (unfinished := UNFINISHED.search(typed)):
        found = _that_begin(typed[: unfinished.start()], unfinished[0], known)
    return [*dict.fromkeys(found)]


def _that_hold(asked: Meaning, comparable: Iterable[tuple[int, Meaning]], kin: Kin) -> list[int]:
    """Those questions that hold all that one asks, first those that ask least besides."""
    held = {pk: part for pk, meaning in comparable if (part := holds(meaning, asked, kin))}
    return sorted(held, key=lambda pk: (-held[pk], -pk))


def _that_begin(text: str, begun: str, known: Names) -> list[int]:
    """Answered questions that hold all that a text asks, and a word that begins so. At most six queries."""
    asked = understand(text, known)
    if not says_enough(asked) and len(begun) < SHORTEST_BEGUN:
        return []
    kin, perhaps = kin_of(asked.records), known.beginning(begun)
    comparable = _comparable(asked, kin, [State.ANSWERED], going_on=True, perhaps=perhaps)
    held = _that_hold(asked, comparable, kin)
    has = re.compile(rf"(?<![a-z0-9]){re.escape(begun)}")
    texts = dict(Question.objects.filter(pk__in=held).values_list("pk", "text"))
    return [pk for pk in held if has.search(plain(texts[pk]))]


def _comparable(
    asked: Meaning,
    kin: Kin,
    states: Collection[str],
    *,
    going_on: bool = False,
    perhaps: Collection[str] = (),
) -> list[tuple[int, Meaning]]:
    """The questions of these states that name what a question names and have most in common with it. Two queries.

    going_on: they may name more than it. perhaps: records that it may name, too.
    """
    wanted = [term for one in asked.terms for term in (one, *near(one))] + [
        f"r:{record}" for record in perhaps
    ]
    written = [stored(asked.language, term) for term in wanted]
    rows = Term.objects.filter(term__in=written, question__state__in=states)
    settled = kin.settled(asked.records)
    must = [[f"r:{one}" for one in (record, *kin.also(record))] for record in settled]
    for terms in must or ([] if going_on else [[NOTHING_NAMED]]):
        naming = Term.objects.filter(term__in=[stored(asked.language, term) for term in terms])
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
    rows = {one.pk: one for one in among.filter(pk__in=ids[: limit * 5]).only("text", "slug")}
    shown = [rows[pk] for pk in ids if pk in rows][:limit]
    return [Match(one.pk, one.text, one.get_absolute_url()) for one in shown]
