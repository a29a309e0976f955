"""The vocabulary of articles: what is live, what waits, and what live editions make public."""

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article, Author, Edition, HandOver, Image, Interest, Renditions, Topic
    from companies.models import Record


class EditionQuerySet(models.QuerySet["Edition"]):
    """Editions. Everything public comes through `live`."""

    def live(self, at: datetime | None = None) -> "EditionQuerySet":
        """Those that readers see at a time: begun, and not yet replaced, expired or withdrawn."""
        at = at or timezone.now()
        return self.filter(visible_from__lte=at, visible_until__gt=at)

    def waiting(self, at: datetime | None = None) -> "EditionQuerySet":
        """Those whose time is to come, without the cancelled, whose window is empty."""
        at = at or timezone.now()
        return self.filter(visible_from__gt=at, visible_until__gt=F("visible_from"))

    def begun(self, at: datetime | None = None) -> "EditionQuerySet":
        """Those that are or were seen."""
        at = at or timezone.now()
        return self.filter(visible_from__lte=at, visible_until__gt=F("visible_from"))

    def appearing(self, begin: datetime, end: datetime) -> "EditionQuerySet":
        """Those that begin to be seen from `begin` on and before `end`, without the cancelled."""
        return self.filter(visible_from__gte=begin, visible_from__lt=end, visible_until__gt=F("visible_from"))

    def ending(self, at: datetime | None = None) -> "EditionQuerySet":
        """Those that will go at their expiry: begun or waiting, and not replaced or withdrawn before."""
        at = at or timezone.now()
        return self.filter(
            expires_at__gt=at, visible_until=F("expires_at"), visible_until__gt=F("visible_from")
        )

    def unfinished(self, at: datetime | None = None) -> "EditionQuerySet":
        """Those that are or will be seen."""
        at = at or timezone.now()
        return self.filter(visible_until__gt=at, visible_from__lt=F("visible_until"))

    def over(self, at: datetime | None = None) -> "EditionQuerySet":
        """Those that nobody will see again: replaced, expired, withdrawn or cancelled."""
        at = at or timezone.now()
        return self.filter(Q(visible_until__lte=at) | Q(visible_until__lte=F("visible_from")))

    def newest(self) -> "EditionQuerySet":
        """By date, newest first: the order that the index `edition_newest` serves."""
        return self.order_by("-dated", "-id")

    def naming(self, record: "Record") -> "EditionQuerySet":
        """Those that name a record, newest first."""
        return self._by("record_rows", record=record.pk)

    def written_by(self, author: "Author") -> "EditionQuerySet":
        """Those with an author in the byline, newest first."""
        return self._by("bylines", author=author.pk)

    def on(self, topic: "Topic") -> "EditionQuerySet":
        """Those on a topic, newest first."""
        return self._by("topic_rows", topic=topic.pk)

    def _by(self, rows: str, **of: int) -> "EditionQuerySet":
        """Newest first by the date beside what is used: the order that its index serves."""
        found = self.filter(**{f"{rows}__{name}": pk for name, pk in of.items()})
        return found.order_by(f"-{rows}__dated", f"-{rows}__edition_id")


class UsedQuerySet(models.QuerySet[Any]):
    """What editions use, with their times beside it (articles/windows.py)."""

    def shown(self, at: datetime | None = None) -> "UsedQuerySet":
        """What a live edition uses: no look at the editions."""
        at = at or timezone.now()
        return self.filter(visible_from__lte=at, visible_until__gt=at)

    def unfinished(self, at: datetime | None = None) -> "UsedQuerySet":
        """What an edition uses that is or will be seen."""
        at = at or timezone.now()
        return self.filter(visible_until__gt=at, visible_from__lt=F("visible_until"))

    def begun(self, at: datetime | None = None) -> "UsedQuerySet":
        """What an edition uses that is or was seen."""
        at = at or timezone.now()
        return self.filter(visible_from__lte=at, visible_until__gt=F("visible_from"))


class ShownByEditions[T: models.Model](models.QuerySet[T]):
    """Authors and topics: public while a live edition carries them."""

    def public(self, at: datetime | None = None) -> "ShownByEditions[T]":
        """Those that a live edition carries."""
        return self.filter(Exists(self._mine().shown(at)))

    def once_public(self, at: datetime | None = None) -> "ShownByEditions[T]":
        """Those that an edition carries that is or was seen."""
        return self.filter(Exists(self._mine().begun(at)))

    def _mine(self) -> UsedQuerySet:
        from articles.models import EditionAuthor, EditionTopic

        name = self.model._meta.model_name or ""
        rows: Any = {"author": EditionAuthor, "topic": EditionTopic}[name]
        found: UsedQuerySet = rows.objects.filter(**{name: OuterRef("pk")})
        return found


class ImageQuerySet(models.QuerySet["Image"]):
    """Pictures: public while a live edition shows them."""

    def public(self, at: datetime | None = None) -> "ImageQuerySet":
        """Those that a live edition shows."""
        from articles.models import EditionImage

        return self.filter(Exists(EditionImage.objects.shown(at).filter(image=OuterRef("pk"))))

    def unmade(self) -> "ImageQuerySet":
        """Those that have no renditions of their file around their focus."""
        from articles.models import Renditions

        return self.filter(~Exists(Renditions.objects.as_today().filter(image=OuterRef("pk"))))


class RenditionsQuerySet(models.QuerySet["Renditions"]):
    """Files made of pictures: public while a live edition shows them."""

    def public(self, at: datetime | None = None) -> "RenditionsQuerySet":
        """Those that a live edition shows."""
        from articles.models import EditionImage

        return self.filter(Exists(EditionImage.objects.shown(at).filter(renditions=OuterRef("pk"))))

    def as_today(self) -> "RenditionsQuerySet":
        """Those of the file and around the focus that a picture has today: one for each picture at most."""
        from articles.cropping import RECIPE

        return self.filter(
            made_of=F("image__file"),
            focus_x=F("image__focus_x"),
            focus_y=F("image__focus_y"),
            recipe=RECIPE,
        )


class InterestQuerySet(models.QuerySet["Interest"]):
    """Interests in companies."""

    def held(self, on: date) -> "InterestQuerySet":
        """Those that are held on a day."""
        begun = Q(since__isnull=True) | Q(since__lte=on)
        return self.filter(begun, Q(until__isnull=True) | Q(until__gte=on))


class HandOverQuerySet(models.QuerySet["HandOver"]):
    """How articles went from hand to hand."""

    def untold(self, at: datetime | None = None) -> "HandOverQuerySet":
        """Those of the last day of which nobody was told yet: older ones are no news."""
        at = at or timezone.now()
        return self.filter(told_at=None, at__gt=at - timedelta(days=1))


class ArticleQuerySet(models.QuerySet["Article"]):
    """Working copies, for editors alone."""

    def planned(self, at: datetime | None = None) -> "ArticleQuerySet":
        """Those that are ready or in review and that no edition waits for: they have no date yet."""
        from articles.models import Article, Edition

        waiting = Edition.objects.waiting(at).filter(article=OuterRef("pk"))
        return self.filter(~Exists(waiting), state__in=(Article.State.READY, Article.State.IN_REVIEW))

    def to_review_by(self, user: "User") -> "ArticleQuerySet":
        """Those in review that ask a user, or nobody in particular."""
        from articles.models import Article

        return self.filter(Q(reviewer=user) | Q(reviewer=None), state=Article.State.IN_REVIEW)

    def with_standing(self, at: datetime | None = None) -> "ArticleQuerySet":
        """With what the lists show: whether it is live, when it waits for, since when it is out."""
        from articles.models import Edition

        at = at or timezone.now()
        mine = Edition.objects.filter(article=OuterRef("pk"))
        return self.annotate(
            is_live=Exists(mine.live(at)),
            waits_for=models.Subquery(mine.waiting(at).values("visible_from")[:1]),
            was_seen=Exists(mine.begun(at)),
        )
