"""The vocabulary of questions: what is answered in public."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils import timezone

from articles.models import Article, Edition
from changes.models import Change

if TYPE_CHECKING:
    from questions.models import Question


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions. Everything public comes through `public`."""

    def public(self, at: datetime | None = None) -> "QuestionQuerySet":
        """Answered ones, by hand or while the article they were asked on is live."""
        at = at or timezone.now()
        with_article = Exists(Edition.objects.live(at).filter(article=OuterRef("article")))
        return self.filter(state="answered", answer__isnull=False).filter(
            Q(answer__published_from__lte=at) | Q(answer__published_from__isnull=True) & Q(with_article)
        )

    def open(self) -> "QuestionQuerySet":
        """Those that an editor lets readers see although nobody has answered them yet."""
        return self.filter(state="open")

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

    def with_live_article(self, at: datetime | None = None) -> "QuestionQuerySet":
        """With the slug and headline of the article that they were asked on, where it is live."""
        mine = Edition.objects.live(at).filter(article=OuterRef("article"))
        return self.annotate(
            live_slug=Subquery(mine.values("slug")[:1]), live_headline=Subquery(mine.values("headline")[:1])
        )

    def newest(self) -> "QuestionQuerySet":
        """By the day of the answer, newest first."""
        return self.order_by("-answer__answered_at", "-id")
