"""The vocabulary of questions: what readers see of them, what they are about, and who is to be told of it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.utils import timezone

from articles.models import Article, Edition, EditionTopic, Topic
from changes.models import Change, Touched
from companies.models import Record
from questions.answering import resting
from questions.wanted import at_least_of
from search import documents

#: What questions are in the search: those that are answered, with their answers, and those that are open.
KINDS = ANSWERED, OPEN = "question", "open question"

#: From this suspicion on a question is looked at last.
SUSPECTED = 50

if TYPE_CHECKING:
    from questions.models import Letter, Question, Subscriber

#: No letter takes so long: each answer of a mail server is waited for a few seconds.
DOUBTFUL_AFTER = timedelta(minutes=15)


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions. Everything public comes through `public`."""

    def public(self, at: datetime | None = None) -> "QuestionQuerySet":
        """Answered ones, by hand or while the article they were asked on is live."""
        at = at or timezone.now()
        with_article = Exists(Edition.objects.live(at).filter(article=OuterRef("article")))
        return self.filter(state="answered", answer__isnull=False).filter(
            Q(answer__published_from__lte=at) | Q(answer__published_from__isnull=True) & Q(with_article)
        )

    def resting_on_stale(self, at: datetime | None = None) -> "QuestionQuerySet":
        """The public ones of these whose answer cites a fact that gave way after an editor looked at it last: to be
        looked at again. Four queries or five before its own, whatever there is.
        """
        at = at or timezone.now()
        public = self.public(at)
        return public.filter(answer__in=resting.unsettled(public, at))

    def to_decide(self) -> "QuestionQuerySet":
        """Those that nobody has decided about, without what looks like spam."""
        return self.filter(state="received", suspicion__lt=SUSPECTED)

    def suspected(self) -> "QuestionQuerySet":
        """Those that nobody has decided about and that look like spam."""
        return self.filter(state="received", suspicion__gte=SUSPECTED)

    def open(self) -> "QuestionQuerySet":
        """Those that an editor lets readers see although nobody has answered them yet."""
        return self.filter(state="open")

    def awaited(self, at: datetime | None = None) -> "QuestionQuerySet":
        """Those that readers see without an answer: the open, and those that were until an answer was given that is
        not public yet.
        """
        answered = self.model.objects.public(at).filter(pk=OuterRef("pk"))
        return self.filter(Q(state="open") | Q(state="answered", was_open=True) & ~Exists(answered))

    def shown(self, at: datetime | None = None) -> "QuestionQuerySet":
        """All that readers see: answered in public, or without an answer."""
        return self.public(at) | self.filter(Q(state="open") | Q(state="answered", was_open=True))

    def with_answer(self, at: datetime | None = None) -> "QuestionQuerySet":
        """With the answer where readers see it; the others have none, whatever waits or is drafted. One query more."""
        answers = apps.get_model("questions", "Answer").objects
        public = self.model.objects.public(at).filter(pk=OuterRef("question"))
        return self.prefetch_related(Prefetch("answer", answers.filter(Exists(public))))

    def holding(self, words: str, at: datetime | None = None) -> "QuestionQuerySet":
        """Those that hold all of some words: the public ones in question or answer, the open ones in the question."""
        public = self.model.objects.public(at).filter(pk=OuterRef("pk"))
        answered, unanswered = (documents.with_words(words, kind) for kind in KINDS)
        return self.filter(answered & Q(Exists(public)) | unanswered)

    def answered_with(self, words: str) -> "QuestionQuerySet":
        """Those that hold all of some words in question or answer. Of public ones: what an answer says that waits is
        held too.
        """
        return self.filter(documents.with_words(words, ANSWERED))

    def open_with(self, words: str) -> "QuestionQuerySet":
        """Those open ones that hold all of some words."""
        return self.filter(documents.with_words(words, OPEN))

    def public_with_their_article(self, at: datetime | None = None) -> "QuestionQuerySet":
        """Those that are public, and those that would be, were the article they were asked on live."""
        by_then = Q(answer__published_from__lte=at or timezone.now()) | Q(answer__published_from__isnull=True)
        return self.filter(by_then, state="answered", answer__isnull=False)

    def once_public(self, at: datetime | None = None) -> "QuestionQuerySet":
        """Those whose answer readers see or ever saw: the log tells of it, or an edition of its article shows it."""
        at = at or timezone.now()
        told = Change.objects.filter(
            about="question", about_id=OuterRef("pk"), kind="answered", silent=False, effective_at__lte=at
        )
        with_article = Edition.objects.begun(at).filter(
            article=OuterRef("article"), visible_until__gt=OuterRef("answer__answered_at")
        )
        waited = Q(Exists(with_article), answer__published_from__isnull=True)
        return self.filter(Q(Exists(told)) | waited, answer__isnull=False)

    def asked_on(self, article: "Article | int") -> "QuestionQuerySet":
        """Those that were asked on an article."""
        return self.filter(article=article)

    def repeated_by(self, duplicate: int) -> "QuestionQuerySet":
        """The one that a duplicate repeats, by the duplicate's id."""
        return self.filter(duplicates__in=self.model.objects.filter(pk=duplicate, state="duplicate"))

    def about(self, record: Record) -> "QuestionQuerySet":
        """Those about a record."""
        return self.filter(records=record.pk)

    def about_any(self, records: list[int]) -> "QuestionQuerySet":
        """Those about one of some records, each once."""
        rows = self.model.records.through._default_manager.filter(record__in=records)
        return self.filter(pk__in=rows.values("question"))

    def of_topic(
        self, topic: "Topic | int | models.QuerySet[Topic]", at: datetime | None = None
    ) -> "QuestionQuerySet":
        """Those on a topic: it is that of the live article that they were asked on."""
        rows = EditionTopic.objects.shown(at).filter(topic=topic, edition__article=OuterRef("article"))
        return self.filter(Exists(rows))

    def shown_on(self, article: "Article | int") -> "QuestionQuerySet":
        """Those of them whose answer stands on its page."""
        return self.asked_on(article).filter(answer__on_article=True)

    def shown_with(self, record: "Record | int") -> "QuestionQuerySet":
        """Those whose answer stands on a record's page."""
        return self.filter(records=record, answer__on_records=True)

    def with_live_article(self, at: datetime | None = None) -> "QuestionQuerySet":
        """With the slug and headline of the article that they were asked on, where it is live."""
        mine = Edition.objects.live(at).filter(article=OuterRef("article"))
        return self.annotate(
            live_slug=Subquery(mine.values("slug")[:1]), live_headline=Subquery(mine.values("headline")[:1])
        )

    def newest(self) -> "QuestionQuerySet":
        """By the day of the answer, newest first."""
        return self.order_by("-answer__answered_at", "-id")

    def most_wanted(self) -> "QuestionQuerySet":
        """By how many want to know as readers are told it, most first, and among equals the newest."""
        return self.order_by(at_least_of("times_asked").desc(), "-asked_at", "-id")

    def rounded(self) -> "QuestionQuerySet":
        """With how many want to know as readers are told it, `at_least`."""
        return self.annotate(at_least=at_least_of("times_asked"))


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    """Those who left an address to be told."""

    def to_be_told(self, at: datetime) -> "SubscriberQuerySet":
        """Those whose question is answered in public and of whom no letter of the answer was noted."""
        public = apps.get_model("questions", "Question").objects.public(at)
        noted = apps.get_model("questions", "Letter").objects.filter(
            subscriber=OuterRef("pk"), occasion="answer"
        )
        return self.filter(~Exists(noted), question__in=public.order_by().values("pk"))

    def to_be_told_again(self, at: datetime) -> "SubscriberQuerySet":
        """Those who were told an answer, not anything else since, that was corrected after it was sent to them."""
        letters: Any = apps.get_model("questions", "Letter").objects
        corrected = Touched.objects.standing(at).filter(
            about="question",
            about_id=OuterRef("subscriber__question"),
            correction__change__effective_at__gt=OuterRef("claimed_at"),
            correction__change__effective_at__lte=at,
        )
        told = letters.filter(
            Exists(corrected), subscriber=OuterRef("pk"), occasion="answer", state__in=["sent", "sending"]
        )
        noted = letters.filter(subscriber=OuterRef("pk"), occasion="correction")
        public = apps.get_model("questions", "Question").objects.public(at)
        return self.filter(Exists(told), ~Exists(noted), question__in=public.order_by().values("pk"))


class LetterQuerySet(models.QuerySet["Letter"]):
    """Mails to subscribers."""

    def due(self, at: datetime) -> "LetterQuerySet":
        """Those to be sent now, the longest waiting first: what they tell of is public."""
        public = apps.get_model("questions", "Question").objects.public(at)
        found = self.filter(
            state="waiting", due_at__lte=at, subscriber__question__in=public.order_by().values("pk")
        )
        return found.order_by("due_at", "pk")

    def in_doubt(self, at: datetime | None = None) -> "LetterQuerySet":
        """Those of which nobody knows whether they went: the mail server, or we, broke off in between."""
        return self.filter(state="sending", claimed_at__lte=(at or timezone.now()) - DOUBTFUL_AFTER)
