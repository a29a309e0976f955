"""The texts that cite a figure, each with its sentences as they are and as they would be."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse

from articles.models import Article, Edition
from facts.models import Fact
from facts.watching import Standing
from newsroom.rollout.deciding import Choice
from newsroom.rollout.flags import answer_rows, article_rows
from newsroom.rollout.sentences import Sentence, sentences
from newsroom.rollout.wording import suggested
from questions.models import Answer


class Cited(NamedTuple):
    """One sentence of a text; then: what its words would be, empty where nothing took the figure's place."""

    where: str
    sentence: Sentence
    then: str


class Place(NamedTuple):
    """A text that cites the figure. key: what its fields in a form are called."""

    key: str
    text: Article | Answer
    title: str
    form: str
    waits: datetime | None
    cited: list[Cited]
    choices: list[tuple[str, str]]


def places(
    fact: Fact, standing: Standing, new: Fact | None, at: datetime, *, first: int = 0, most: int = 50
) -> list[Place]:
    """The undecided texts that are out and cite a fact: answers first, then articles, newest edition first.

    new: what it would be moved to, also one that is not saved yet. Three queries.
    """
    answers = list(_answers(standing, at)[first : first + most])
    left = most - len(answers)
    skipped = max(0, first - _answers(standing, at).count()) if first else 0
    editions = list(_editions(standing, at)[skipped : skipped + left]) if left else []
    return [
        *(_answer(answer, fact, new) for answer in answers),
        *(_article(edition, fact, new, at) for edition in editions),
    ]


def count(standing: Standing, at: datetime) -> int:
    """How many undecided texts cite a fact. Two queries."""
    return int(article_rows([standing], at).count()) + int(answer_rows([standing], at).count())


def texts(keys: Iterable[str]) -> dict[str, Article | Answer]:
    """The articles and answers of a form's keys, as far as they are there. Two queries."""
    numbers = {kind: [int(key[1:]) for key in keys if key[0] == kind] for kind in "aq"}
    found: dict[str, Article | Answer] = {
        f"a{pk}": one for pk, one in Article.objects.in_bulk(numbers["a"]).items()
    }
    answers = Answer.objects.select_related("question").in_bulk(numbers["q"])
    return found | {f"q{pk}": one for pk, one in answers.items()}


def _editions(standing: Standing, at: datetime) -> Any:
    rows = article_rows([standing], at)
    return Edition.objects.filter(pk__in=rows.values("edition")).select_related("article").order_by("-pk")


def _answers(standing: Standing, at: datetime) -> Any:
    rows = answer_rows([standing], at)
    return Answer.objects.filter(pk__in=rows.values("answer")).select_related("question").order_by("-pk")


def _article(edition: Edition, fact: Fact, new: Fact | None, at: datetime) -> Place:
    entries = [(f"FAQ: {entry['question']}", entry["answer"]) for entry in edition.faq]
    return Place(
        key=f"a{edition.article_id}",
        text=edition.article,
        title=edition.headline,
        form=reverse("admin:articles_article_change", args=[edition.article_id]),
        waits=edition.visible_from if edition.visible_from > at else None,
        cited=_cited([("Text", edition.body), *entries], fact, new),
        choices=_choices(new, Choice.values),
    )


def _answer(answer: Answer, fact: Fact, new: Fact | None) -> Place:
    return Place(
        key=f"q{answer.pk}",
        text=answer,
        title=answer.question.text,
        form=reverse("admin:questions_question_change", args=[answer.question_id]),
        waits=None,
        cited=_cited([("Reader’s answer", answer.text)], fact, new),
        choices=_choices(new, [Choice.FLAG, Choice.KEEP, Choice.UPDATE]),
    )


def _cited(parts: Iterable[tuple[str, str]], fact: Fact, new: Fact | None) -> list[Cited]:
    return [
        Cited(where, sentence, suggested(sentence.words, new, old=fact) if new else "")
        for where, text in parts
        for sentence in sentences(text, fact.pk)
    ]


def _choices(new: Fact | None, offered: Iterable[str]) -> list[tuple[str, str]]:
    """What may be chosen: without a value to move to, a text can only be kept or flagged."""
    may = set(offered) if new else {Choice.FLAG, Choice.KEEP}
    return [(value, label) for value, label in Choice.choices if value in may]
