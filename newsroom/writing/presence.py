"""Who has an article open: heard of every few seconds, forgotten by itself."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from articles.models import Article
from newsroom.models import Autosave, Presence
from newsroom.querysets import HEARD_OF_WITHIN

#: Whoever leaves is forgotten after this, unless they come back as after a save: the time since when stays then.
LEAVING = timedelta(seconds=10)


class Other(NamedTuple):
    """Somebody else in an article: their name, since when, and whether they typed what is not saved."""

    name: str
    since: datetime
    typing: bool


def arrive(article: Article, *, user: User) -> list[Other]:
    """Note that a user has an article open, and say who else has, who came first first. One query for that."""
    now = timezone.now()
    mine = Presence.objects.filter(article=article, user=user)
    if not mine.here(now).update(seen_at=now):
        Presence.objects.update_or_create(article=article, user=user, defaults={"since": now, "seen_at": now})
        Presence.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    return others(article, user=user, at=now)


def leave(article: Article, *, user: User) -> None:
    """Note that a user's form was closed."""
    soon = timezone.now() - HEARD_OF_WITHIN + LEAVING
    Presence.objects.filter(article=article, user=user, seen_at__gt=soon).update(seen_at=soon)


def others(article: Article, *, user: User, at: datetime) -> list[Other]:
    """Who else has an article open. One query."""
    typed = Autosave.objects.filter(
        article=article, user=OuterRef("user"), done=False, kept_at__gte=OuterRef("since")
    )
    found = Presence.objects.here(at).filter(~Q(user=user), article=article).order_by("since", "pk")
    rows = found.annotate(typing=Exists(typed)).select_related("user__author")
    return [Other(name_of(row.user), row.since, row.typing) for row in rows]


def name_of(user: User) -> str:
    """What colleagues call a user, which is never a mail address."""
    author = getattr(user, "author", None)
    return user.get_full_name() or (author.name if author else "") or user.get_username().partition("@")[0]
