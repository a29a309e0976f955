"""The board of what is asked and not known: questions without an answer, by record or topic, with who wants to know."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from companies.mentions import Match
from companies.models import Record
from companies.naming import matcher
from facts.models import Metric
from newsroom.asked.knowing import (
    Known,
    by_article,
    by_figure,
    live_articles,
    metrics_named,
    public_figures,
)
from newsroom.models import Sought
from newsroom.records.views import form_of
from questions.models import Question

#: So many questions are looked at, those that most want to know.
MOST = 200

By = Literal["record", "topic"]


@dataclass(slots=True)
class Row:
    """A question: the records that it is about, the metric that it seems to ask for, and what was begun.

    place: the first group that it stands in.
    """

    question: Question
    records: Sequence[Record]
    topics: Sequence[str]
    metric: Metric | None
    known: Known | None
    sought: Sequence[Sought]
    place: "Group | None" = None

    @property
    def draft(self) -> Sought | None:
        """The draft that is to answer it."""
        return next((one for one in self.sought if one.kind == Sought.Kind.DRAFT), None)

    @property
    def fact(self) -> Sought | None:
        """The figure that is looked for."""
        return next((one for one in self.sought if one.kind == Sought.Kind.FACT), None)

    @property
    def new_fact(self) -> str:
        """The ledger's form, with what is known of the figure."""
        values = {"subject": self.records[0].pk} if self.records else {}
        if self.metric:
            values["metric"] = self.metric.pk
        return reverse("admin:facts_fact_add", query=values)


@dataclass(slots=True)
class Group:
    """The questions about one record or topic. form: the record's form in the admin."""

    name: str
    form: str = ""
    rows: list[Row] = field(default_factory=list)

    @property
    def wanted(self) -> int:
        """How many want to know, all questions together."""
        return sum(row.question.times_asked for row in self.rows)


@dataclass(frozen=True, slots=True)
class Board:
    """groups: what is not known, the most wanted first; known: what something of ours may answer already."""

    groups: Sequence[Group]
    known: Sequence[Row]
    more: bool


def unanswered() -> QuerySet[Question]:
    """The questions of the board, those that most want to know first."""
    rows: Any = Question.objects.open() | Question.objects.to_decide()
    return rows.order_by("-times_asked", "asked_at", "pk")


def board(by: By = "record", at: datetime | None = None) -> Board:
    """The board. Ten queries, whatever is asked; and those of the names, kept while they stand."""
    at = at or timezone.now()
    asked = list(
        unanswered()
        .select_related("article", "claimed_by")
        .prefetch_related("records", "article__topics")[: MOST + 1]
    )
    rows = _rows(asked[:MOST], at)
    unknown = [row for row in rows if row.known is None]
    known = [row for row in rows if row.known is not None]
    return Board(_grouped(unknown, by), known, len(asked) > MOST)


def about(question: Question) -> list[Record]:
    """The records of a question: those it was asked on, and those that its words name. Two queries, and the names'."""
    pks = _about(question, matcher().find)
    records = Record.objects.in_bulk(pks)
    return [records[pk] for pk in pks if pk in records]


def _about(question: Question, find: Callable[[str], list[Match]]) -> list[int]:
    chosen = [record.pk for record in question.records.all()]
    return list(dict.fromkeys([*chosen, *(named.record for named in find(question.text))]))


def _rows(asked: Sequence[Question], at: datetime) -> list[Row]:
    """Each question with what is known about it."""
    find = matcher().find
    of_each = {question.pk: _about(question, find) for question in asked}
    records = Record.objects.in_bulk({pk for pks in of_each.values() for pk in pks})
    metrics = list(Metric.objects.all())
    begun: dict[int, list[Sought]] = {question.pk: [] for question in asked}
    for one in Sought.objects.filter(question__in=begun).select_related("by", "article"):
        begun[one.question_id].append(one)
    figures, articles = public_figures(records, at), live_articles(records, at)

    def row(question: Question) -> Row:
        of = [records[pk] for pk in of_each[question.pk] if pk in records]
        pks, wanted = [record.pk for record in of], metrics_named(question.text, metrics)
        known = by_figure(wanted, pks, figures) or by_article(
            question.text, [record.name for record in of], pks, articles
        )
        topics = [topic.name for topic in question.article.topics.all()] if question.article else []
        topics = topics or [name for pk in pks for said in articles.get(pk, ())[:1] for name in said.topics]
        return Row(
            question, of, [*dict.fromkeys(topics)], wanted[0] if wanted else None, known, begun[question.pk]
        )

    return [row(question) for question in asked]


def _grouped(rows: Iterable[Row], by: By) -> list[Group]:
    """By record or topic, the group that most want to know first; what has none last. A question may be in two."""
    groups: dict[object, Group] = {}
    none = Group(f"No {by}")
    for row in rows:
        if by == "record":
            of: list[Group] = [
                groups.setdefault(record.pk, Group(record.name, form_of(record))) for record in row.records
            ]
        else:
            of = [groups.setdefault(topic, Group(topic)) for topic in row.topics]
        row.place = (of or [none])[0]
        for group in of or [none]:
            group.rows.append(row)
    ordered = sorted(groups.values(), key=lambda group: (-group.wanted, group.name))
    return [*ordered, *([none] if none.rows else [])]
