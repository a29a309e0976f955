"""The vocabulary of the newsletter."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

if TYPE_CHECKING:
    from newsletter.models import Delivery, Issue, Subscriber

#: Whoever sends notes what became of a mail right after the server said it: later than this nobody will.
DOUBTFUL_AFTER = timedelta(minutes=15)


class ReaderQuerySet(models.QuerySet["Subscriber"]):
    """Readers who confirmed an address."""

    def active(self) -> "ReaderQuerySet":
        """Those who are written to."""
        return self.filter(ended="")

    def weekly(self) -> "ReaderQuerySet":
        """Those who get each issue."""
        return self.active().filter(weekly=True)


class IssueQuerySet(models.QuerySet["Issue"]):
    """Issues of the newsletter."""

    def due(self, at: datetime) -> "IssueQuerySet":
        """Those whose time has come, the first first."""
        return self.filter(begun_at__isnull=True, send_at__lte=at).order_by("send_at", "pk")

    def with_under_way(self) -> "IssueQuerySet":
        """With `under_way`: whether mails of it are to go, or still to be noted. Those in doubt went, or never will."""
        mails = apps.get_model("newsletter", "Delivery").objects.filter(issue=OuterRef("pk"))
        on_its_way = Q(state="sending", begun_at__gt=timezone.now() - DOUBTFUL_AFTER)
        going = Exists(mails.filter(Q(state="waiting") | on_its_way))
        found: Any = self
        told: IssueQuerySet = found.annotate(
            under_way=Q(begun_at__isnull=False) & (Q(noted_at__isnull=True) | Q(going))
        )
        return told

    def public(self) -> "IssueQuerySet":
        """Those that readers see in the archive: they were, or are being, sent."""
        return self.filter(begun_at__isnull=False).order_by("-number")


class MailQuerySet(models.QuerySet["Delivery"]):
    """Mails to readers."""

    def due(self, at: datetime) -> "MailQuerySet":
        """Those to be sent now that nobody has claimed, in the order in which they go."""
        free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=at)
        goes = Q(issue__isnull=True) | Q(issue__stopped_at__isnull=True)
        return self.filter(free, goes, state="waiting", due_at__lte=at).order_by("sort", "due_at", "pk")

    def in_doubt(self, at: datetime | None = None) -> "MailQuerySet":
        """Those of which nobody knows whether they went: the mail server, or we, broke off in between."""
        return self.filter(state="sending", begun_at__lte=(at or timezone.now()) - DOUBTFUL_AFTER)
