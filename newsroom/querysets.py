"""The vocabulary of names that are no record yet, figures that are kept, and of what is being written."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Q

if TYPE_CHECKING:
    from django.contrib.auth.models import User
#: How long we keep what was typed and never saved.
KEPT_FOR = timedelta(days=30)
#: An open form is heard of every 20 seconds (static/admin/editor/present.js), one in the background every minute.
HEARD_OF_WITHIN = timedelta(seconds=90)


class UnrecordedQuerySet[T: models.Model](models.QuerySet[T]):
    """Names in our texts without a record."""

    def open(self) -> "UnrecordedQuerySet[T]":
        """Those that nobody decided never to be offered."""
        return self.filter(dismissed_by=None)

    def dismissed(self) -> "UnrecordedQuerySet[T]":
        """The others."""
        return self.exclude(dismissed_by=None)

    def counted(self) -> Any:
        """With `mentions`, how many articles name each, the most first."""
        return self.annotate(mentions=Count("articles")).order_by("-mentions", "name")

    def most_mentioned(self) -> Any:
        """Those of articles that there are, counted."""
        return self.counted().filter(mentions__gt=0)


class KeptQuerySet[T: models.Model](models.QuerySet[T]):
    """Decisions that a text keeps a figure as of its day."""

    def since(self, times: Mapping[int, datetime]) -> "KeptQuerySet[T]":
        """Those that were made when what became of each fact was known: times, by the fact's id."""
        made = [Q(fact=fact, at__gte=at) for fact, at in times.items()]
        return self.filter(reduce(or_, made, Q(pk__in=[])))


class SavedFilterQuerySet[T: models.Model](models.QuerySet[T]):
    """Filters of the admin's lists that were saved under a name."""

    def seen_by(self, user: "User") -> "SavedFilterQuerySet[T]":
        """Their own and the house's."""
        return self.filter(Q(by=user) | Q(shared=True))

    def deletable_by(self, user: "User") -> "SavedFilterQuerySet[T]":
        """Their own, and the house's for whoever may share."""
        mine = Q(by=user)
        return self.filter(mine | Q(shared=True) if user.has_perm("newsroom.share_savedfilter") else mine)


class AutosaveQuerySet[T: models.Model](models.QuerySet[T]):
    """What was typed and not saved."""

    def of(self, user: Any, article: models.Model | None) -> "AutosaveQuerySet[T]":
        """A user's own, of an article or of those that were never saved; the newest first."""
        return self.filter(user=user, article=article, done=False).order_by("-kept_at", "-pk")

    def old(self, at: datetime) -> "AutosaveQuerySet[T]":
        """Those that nobody came back for, and the marks of those that are done."""
        return self.filter(Q(kept_at__lt=at - KEPT_FOR) | Q(done=True, kept_at__lt=at - timedelta(days=1)))


class PresenceQuerySet[T: models.Model](models.QuerySet[T]):
    """Who has an article open."""

    def here(self, at: datetime) -> "PresenceQuerySet[T]":
        """Those that were heard of lately."""
        return self.filter(seen_at__gt=at - HEARD_OF_WITHIN)


class SharedPreviewQuerySet[T: models.Model](models.QuerySet[T]):
    """Links to previews."""

    def open(self, at: datetime) -> "SharedPreviewQuerySet[T]":
        """Those that are neither over nor revoked."""
        return self.filter(expires_at__gt=at, revoked_at=None)
