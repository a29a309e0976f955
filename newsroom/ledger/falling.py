"""What falls with a source: the facts that rest on it, and the live articles and answers that cite each."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from articles.models import EditionFact
from facts.models import Fact, Source
from questions.models import Answer, Question


class Citing(NamedTuple):
    """An article or a question that readers see."""

    pk: int
    title: str


class Falling(NamedTuple):
    """A fact, and what readers see that cites it."""

    fact: Fact
    articles: list[Citing]
    questions: list[Citing]


def resting_on(source: Source, *, at: datetime | None = None) -> list[Falling]:
    """What would fall if the source were withdrawn now; where it was, what fell with it. Three queries."""
    facts = Fact.objects.filter(source=source)
    if source.withdrawn_at:
        facts = facts.filter(withdrawn_at__gte=source.withdrawn_at, withdrawn_because=source.withdrawal_note)
    else:
        facts = facts.current()
    return _cited(
        list(facts.with_story().order_by("subject__name", "metric__name", "pk")), at or timezone.now()
    )


def articles_of(falling: Iterable[Falling]) -> list[Citing]:
    """All articles that cite any of them, by headline."""
    return sorted({citing for each in falling for citing in each.articles}, key=lambda citing: citing.title)


def questions_of(falling: Iterable[Falling]) -> list[Citing]:
    """All questions whose answers cite any of them."""
    return sorted({citing for each in falling for citing in each.questions}, key=lambda citing: citing.title)


def _cited(facts: list[Fact], at: datetime) -> list[Falling]:
    cited = EditionFact.objects.shown(at).filter(fact__in=facts)
    articles = _by_fact(cited.values_list("fact", "edition__article", "edition__headline"))
    through: Any = Answer.facts.through
    answered = through.objects.filter(fact__in=facts, answer__question__in=Question.objects.public(at))
    questions = _by_fact(answered.values_list("fact", "answer__question", "answer__question__text"))
    return [Falling(fact, articles.get(fact.pk, []), questions.get(fact.pk, [])) for fact in facts]


def _by_fact(rows: Iterable[tuple[int, int, str]]) -> dict[int, list[Citing]]:
    found: dict[int, list[Citing]] = {}
    for fact, pk, title in rows:
        found.setdefault(fact, []).append(Citing(pk, title))
    return found
