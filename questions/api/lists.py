"""The list of questions, answered and open."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Case, DateTimeField, Exists, F, OuterRef, QuerySet, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from api.choosing import Asked
from api.references import Relation, address, listed, page
from api.resources import Row
from articles.api.figures import figure, located
from articles.api.lists import topics_of
from articles.api.parts import places
from articles.bodies import text_of
from articles.models import Edition
from articles.rendering import as_values, figures_of
from changes.api.shapes import told_on
from changes.api.syncing import Followed
from companies.models import Record
from companies.references import RECORDS, reference_to
from questions import reading
from questions.answering.resting import Resting, resting
from questions.answering.versions import told
from questions.api.asking import TakesQuestions
from questions.api.filters import QuestionFilter
from questions.api.shapes import QuestionSerializer, WholeQuestionSerializer
from questions.models import Answer, Question
from questions.wanted import at_least

#: What a list reads of a question; `answered_at` is that of the answer that readers see.
COLUMNS = ("id", "text", "slug", "asker", "at_least", "asked_at", "article_id", "answered_at")
#: What is read of its answer.
ANSWER = ("answer", "text", "updated_at", "change_note")
#: The time of an answer that there is not.
NEVER = Cast(Value(None), DateTimeField(null=True))


class Questions(TakesQuestions, Followed):
    """Answered questions, newest answer first; `state=open` lists those without an answer, the most wanted first."""

    plural, kind = "questions", "question"
    shape, whole = QuestionSerializer, WholeQuestionSerializer
    lookup_value_regex = "[0-9]{1,18}"
    filterset_class = QuestionFilter
    queryset = Question.objects.none()
    orders = {
        "-answered": ("-answered_at", "-at_least", "-asked_at", "-id"),
        "answered": ("answered_at", "id"),
        "-wanted": ("-at_least", "-asked_at", "-id"),
        "-asked": ("-asked_at", "-id"),
        "asked": ("asked_at", "id"),
    }
    relations = {
        "article": Relation(("articles",)),
        "topics": Relation(("topics",)),
        "records": Relation(RECORDS),
    }

    @classmethod
    def public(cls, at: datetime) -> QuerySet[Any]:
        """All that readers see, with the time of the answer where they see one."""
        seen = Question.objects.public(at).filter(pk=OuterRef("pk"))
        answered = Case(When(Exists(seen), then=F("answer__answered_at")), output_field=NEVER.output_field)
        found: QuerySet[Any] = Question.objects.shown(at).rounded().annotate(answered_at=answered)
        return found

    def get_queryset(self) -> QuerySet[Any]:
        """Those of the state that is asked for, without telling the two apart row by row."""
        at, found = timezone.now(), Question.objects.rounded()
        match self.request.query_params.get("state"):
            case "all":
                return self.public(at)
            case "open":
                return found.awaited(at).annotate(answered_at=NEVER)
        return found.public(at).annotate(answered_at=F("answer__answered_at"))

    @classmethod
    def fetched(cls, found: QuerySet[Any]) -> Any:
        """Plain values."""
        return found.values(*COLUMNS)

    @classmethod
    def represent(cls, found: list[Row], asked: Asked) -> list[Row]:
        """Some questions with their answers and what they are about. Four queries; a whole one five more."""
        ids = [row["id"] for row in found]
        live = _live(found, asked.at) if asked.wants("article") or asked.wants("topics") else {}
        editions = [edition["id"] for edition in live.values()]
        topics = topics_of(editions, asked.at) if asked.wants("topics") else {}
        records = _records(ids, asked.at) if asked.wants("records") else {}
        answers = _answers(found) if asked.whole or any(map(asked.wants, ANSWER)) else {}
        rows = []
        for row in found:
            edition, answer = live.get(row["article_id"]), answers.get(row["id"])
            rows.append(
                {
                    **_question(row),
                    **_answered(row, answer, text=asked.wants("text")),
                    "article": edition and _article(edition),
                    "topics": topics.get(edition["id"], []) if edition else [],
                    "records": records.get(row["id"], []),
                    "links": {"corrections": listed("corrections", about="question", about_id=row["id"])},
                    **(_whole(row, answer, asked) if asked.whole else {}),
                }
            )
        return rows


def told_on_articles(articles: list[int], asked: Asked) -> dict[int, list[Row]]:
    """The questions that the pages of articles show, by article. Two queries for each."""
    return {article: [_told_here(row) for row in reading.told_on(article, asked.at)] for article in articles}


def _told_here(row: Row) -> Row:
    answered = row.get("answer__answered_at")
    answer = answered and Answer(
        text=row["answer__text"], updated_at=row["updated_at"], change_note=row["change_note"]
    )
    row |= {"id": row["pk"], "answered_at": answered, "at_least": at_least(row["times_asked"])}
    return _question(row) | _answered(row, answer)


def _question(row: Row) -> Row:
    return {
        "id": row["id"],
        "type": "question",
        "url": page(f"/questions/{row['id']}-{row['slug']}/"),
        "self": address("questions", row["id"]),
        "state": "answered" if row["answered_at"] else "open",
        "question": row["text"],
        "asker": row["asker"],
        "wanted": row["at_least"],
        "asked_at": row["asked_at"],
    }


def _answered(row: Row, answer: Answer | None, *, text: bool = True) -> Row:
    return {
        "answer": answer and answer.text,
        "text": text_of(answer.text) if answer and text else None,
        "answered_at": row["answered_at"],
        "updated_at": answer and answer.updated_at,
        "change_note": answer.change_note if answer else "",
    }


def _whole(row: Row, answer: Answer | None, asked: Asked) -> Row:
    """What a whole question has besides; each part only where it is asked for."""
    facts = (
        figures_of([answer.layout], at=asked.at)
        if answer and (asked.wants("facts") or asked.wants("rests_on"))
        else {}
    )
    return {
        "facts": _figures(answer, facts) if answer else [],
        "rests_on": _rests(answer, facts, asked.at) if answer else None,
        "history": [{"at": one.at, "note": one.note} for one in told(answer)]
        if answer and asked.wants("history")
        else [],
        "corrections": told_on("question", row["id"], asked.at) if asked.wants("corrections") else [],
    }


def _figures(answer: Answer, facts: dict[int, Any]) -> list[Row]:
    where = located("text", text_of(answer.text), places(answer.text)) if facts else {}
    return [
        figure(as_values(facts[pk]) | {"words": cited[0]["words"]}, cited)
        for pk, cited in where.items()
        if pk in facts
    ]


def _rests(answer: Answer, facts: dict[int, Any], at: datetime) -> Row | None:
    rests: Resting | None = resting(
        answer.layout, facts, answered=answer.answered_at, checked=answer.checked_at, at=at
    )
    return rests and {
        "facts": rests.facts,
        "checked_at": rests.checked,
        "gave_way": rests.gave_way,
        "since": rests.since,
    }


def _answers(found: Iterable[Row]) -> dict[int, Answer]:
    """The answers that readers see, by question. One query."""
    seen = [row["id"] for row in found if row["answered_at"]]
    return {answer.question_id: answer for answer in Answer.objects.filter(question__in=seen)}


def _live(found: Iterable[Row], at: datetime) -> dict[int, Row]:
    """The live editions of the articles that questions were asked on, by article. One query."""
    on = {row["article_id"] for row in found} - {None}
    rows: Any = Edition.objects.live(at).filter(article__in=on).order_by()
    return {row["article_id"]: row for row in rows.values("id", "article_id", "slug", "headline")}


def _article(edition: Row) -> Row:
    slug = edition["slug"]
    return {
        "id": edition["article_id"],
        "type": "article",
        "slug": slug,
        "name": edition["headline"],
        "url": page(f"/articles/{slug}/"),
        "self": address("articles", slug),
    }


def _records(questions: list[int], at: datetime) -> dict[int, list[Row]]:
    """References to the public records that questions are about, by question. One query."""
    rows = Question.records.through._default_manager.filter(
        question__in=questions, record__in=Record.objects.public(at).order_by()
    )
    columns = ("question_id", "record_id", "record__kind", "record__slug", "record__name")
    found: dict[int, list[Row]] = defaultdict(list)
    for question, *record in rows.order_by("record__kind", "record__name", "record_id").values_list(*columns):
        found[question].append(reference_to(*record))
    return found
