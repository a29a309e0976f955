from datetime import datetime
from typing import TYPE_CHECKING

from django.apps import AppConfig
from django.db.models import Exists, OuterRef
from django.db.models.signals import post_migrate

if TYPE_CHECKING:
    from articles.models import Edition, Topic
    from companies.models import Record
    from facts.models import Fact


class QuestionsConfig(AppConfig):
    """Tells the apps below what published answers make public."""

    name = "questions"
    verbose_name = "Questions"

    def ready(self) -> None:
        """Open the doors: facts are public while a public answer cites them."""
        from articles import beside as beside_articles
        from articles import figures
        from articles.api.lists import Articles
        from changes import history, log
        from changes.corrections import Thing
        from changes.querysets import shown_while
        from companies import beside as beside_records
        from companies import indexing as names_of_records
        from facts import correcting
        from facts import querysets as facts
        from questions import feeds, followed, indexing, reading
        from questions.answering import giving
        from questions.api.lists import told_on_articles
        from questions.api.shapes import QuestionHereSerializer
        from questions.matching import terms
        from questions.models import Answer, Question
        from search import documents
        from webhooks import pinging

        def cites(fact: OuterRef, at: datetime) -> Exists:
            return Exists(Question.objects.public(at).filter(answer__facts=fact))

        def cited(fact: OuterRef, at: datetime) -> Exists:
            return Exists(Question.objects.once_public(at).filter(answer__facts=fact))

        def seen(question: OuterRef, at: datetime) -> Exists:
            return Exists(Question.objects.public(at).filter(pk=question))

        def citing(fact: "Fact", at: datetime) -> list[Thing]:
            rows = Question.objects.public(at).filter(answer__facts=fact.pk).order_by("-pk")
            return [Thing("question", row.pk, row.text, row.get_absolute_url()) for row in rows]

        def public(ids: list[int], at: datetime) -> set[int]:
            return set(Question.objects.public(at).filter(pk__in=ids).values_list("pk", flat=True))

        def asked_on(edition: "Edition", at: datetime) -> list[dict[str, object]]:
            drawn = edition._state.adding  # not kept: what readers would see of it
            return reading.answered_on(edition.article_id, at, once_live=drawn)

        def of_the_record(record: "Record", at: datetime) -> object:
            return Question.objects.public(at).shown_with(record.pk).newest()[:6]

        def wanted_of_the_record(record: "Record", at: datetime) -> object:
            return Question.objects.awaited(at).about(record).most_wanted()[:3]

        def wanted_here(edition: "Edition", at: datetime) -> object:
            return reading.open_on(edition.article_id, at) if edition.article_id else []

        def of_the_topic(topic: "Topic", at: datetime) -> object:
            return Question.objects.public(at).of_topic(topic, at).select_related("answer").newest()[:5]

        def wanted_on_topic(topic: "Topic", at: datetime) -> object:
            return Question.objects.awaited(at).of_topic(topic, at).most_wanted()[:3]

        names_of_records.when_names_change(terms.renamed)
        post_migrate.connect(terms.keep_up, sender=self, dispatch_uid="questions.terms")
        facts.public_while(cites, once=cited)
        figures.shown_with(giving.waiting_for)
        beside_articles.show_beside("questions", asked_on)
        here = "Those its page shows: the answered, newest answer first, then the most wanted that are open."
        Articles.tell_also("questions", QuestionHereSerializer(many=True, help_text=here), told_on_articles)
        beside_articles.show_beside("wanted", wanted_here)
        beside_articles.show_beside_topic("questions", of_the_topic)
        beside_articles.show_beside_topic("wanted", wanted_on_topic)
        beside_records.show_beside("questions", of_the_record)
        beside_records.show_beside("wanted", wanted_of_the_record)
        documents.show_through(
            indexing.ANSWERED,
            door=documents.Door(
                Question.objects.public, indexing.answered, indexing.held, indexing.entry_answered
            ),
        )
        documents.show_through(
            indexing.OPEN,
            door=documents.Door(indexing.open_at, indexing.unanswered, indexing.held, indexing.entry_open),
            after_others=True,
        )
        documents.narrowed("topic", *indexing.KINDS, among=indexing.on_topic)
        for name in ("record", "company"):
            documents.narrowed(name, *indexing.KINDS, among=indexing.about)
        log.news_of("question", public)
        # The asker's own are not kept longer than the question keeps them.
        history.keep(
            Question,
            leave=(
                "times_asked",
                "asked_at",
                "asked_from",
                "suspicion",
                "suspected_for",
                "claimed_by",
                "claimed_at",
                "merged",
                "was_open",
            ),
            secret=("asker",),
            lists=("records",),
        )
        history.keep(
            Answer, leave=("layout",), under=lambda given: [("questions.question", given.question_id)]
        )
        followed.follow()
        shown_while("question", seen)
        correcting.cited_by(citing)
        pinging.told_in("question", feeds.names_of)
