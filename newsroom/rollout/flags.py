"""Which texts cite a figure that does not simply stand: derived from what is out and what is held, never stored.

An editor may have decided that a text keeps its figure (`Kept`): then it is no more on the desk, until something
else becomes of the figure. Readers are told either way.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from articles.models import EditionFact
from facts.models import Fact
from facts.watching import Standing, standings
from newsroom.models import Kept
from questions.models import Answer, Question

#: More figures than an editor goes through in a day.
MOST = 300


class Flagged(NamedTuple):
    """A figure that does not simply stand, and how many texts that are out cite it undecided."""

    fact: Fact
    standing: Standing
    articles: int
    answers: int


def flagged(at: datetime | None = None) -> list[Flagged]:
    """The figures for the desk, the most cited first. Six queries, whatever there is."""
    at = at or timezone.now()
    cited = Exists(EditionFact.objects.unfinished(at).filter(fact=OuterRef("pk")))
    answered = Exists(Question.objects.public(at).filter(answer__facts=OuterRef("pk")))
    wanting: QuerySet[Fact] = Fact.objects.wanting_attention(at).filter(cited | answered)
    facts = {fact.pk: fact for fact in wanting.select_related("subject", "metric")[:MOST]}
    standing = standings(facts, at=at, to_readers=False)
    articles = _counted(article_rows(standing.values(), at), "fact")
    answers = _counted(answer_rows(standing.values(), at), "fact_id")
    found = [
        Flagged(fact, standing[pk], articles.get(pk, 0), answers.get(pk, 0)) for pk, fact in facts.items()
    ]
    undecided = [row for row in found if row.articles or row.answers]
    return sorted(undecided, key=lambda row: (-row.articles - row.answers, row.fact.pk))


def article_rows(standing: Iterable[Standing], at: datetime) -> Any:
    """What editions that are or will be seen cite of these facts, without what was decided to be kept."""
    since = {one.fact["id"]: one.since for one in standing if one.since}
    kept = Kept.objects.since(since).filter(fact=OuterRef("fact"), article=OuterRef("edition__article"))
    return EditionFact.objects.unfinished(at).filter(~Exists(kept), fact__in=since)


def answer_rows(standing: Iterable[Standing], at: datetime) -> Any:
    """What public answers cite of these facts, without what was decided to be kept or is still right as a whole."""
    since = {one.fact["id"]: one.since for one in standing if one.since}
    checked = reduce(
        or_, (Q(fact=fact, answer__checked_at__gte=day) for fact, day in since.items()), Q(pk__in=[])
    )
    kept = Kept.objects.since(since).filter(fact=OuterRef("fact"), answer=OuterRef("answer"))
    public = Question.objects.public(at).values("answer")
    rows: Any = Answer.facts.through.objects
    return rows.filter(~Exists(kept), fact__in=since, answer__in=public).exclude(checked)


def decided(facts: Collection[int]) -> dict[tuple[int, int], datetime]:
    """When it was decided last that an answer keeps a fact, by answer and fact. One query."""
    rows = Kept.objects.filter(fact__in=facts, answer__isnull=False)
    return {(answer, fact): at for answer, fact, at in rows.values_list("answer", "fact", "at")}


def _counted(rows: Any, name: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(name).annotate(many=Count("pk")))
