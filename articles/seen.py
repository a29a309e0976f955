"""What somebody saw of an article before they published it, so that nothing is published unseen."""

import hashlib
import json
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from articles.freezing import PublishingRefused
from articles.models import Article, Edition
from articles.revisions import content_of
from changes.clock import in_words
from changes.texts import number

AGAIN = "Look at what readers would see now, and decide again."


class NotAsSeen(PublishingRefused):
    """Something was saved or published since it was looked at; the message says what."""


class Seen(NamedTuple):
    """How an article stands: its newest revision and edition, what is live and waits, and a digest of its words."""

    revision: int
    edition: int
    standing: str
    words: str

    def __str__(self) -> str:
        return ".".join(str(part) for part in self)


def seen(article: Article, now: datetime) -> Seen:
    """How an article stands now. Nine queries at most."""
    editions = Edition.objects.filter(article=article)
    newest = editions.order_by("-number").values_list("number", flat=True).first()
    revision = article.revisions.values_list("number", flat=True).first()
    unfinished = editions.unfinished(now).order_by("pk").values_list("pk", "visible_from")
    standing = [f"{pk}-{begins > now}-{begins.isoformat()}" for pk, begins in unfinished]
    return Seen(revision or 0, newest or 0, _digest(standing), _digest(content_of(article)))


def refuse_unseen(article: Article, as_seen: str, now: datetime) -> None:
    """Raise NotAsSeen where the article does not stand as it did when it was looked at."""
    stands = seen(article, now)
    if as_seen == str(stands):
        return
    revision, edition, _, words = [*as_seen.split("."), "", "", "", ""][:4]
    if edition != str(stands.edition) and stands.edition:
        newest = Edition.objects.select_related("published_by").get(article=article, number=stands.edition)
        by = f" by {newest.published_by}" if newest.published_by else ""
        when = in_words(newest.made_at)
        raise NotAsSeen(
            f"Edition {newest.number} was made{by} on {when}, after this page was opened. {AGAIN}"
        )
    if words != stands.words:
        latest = article.revisions.select_related("by").first()
        said = "Somebody"
        when = in_words(article.updated_at)
        if latest and revision != str(latest.number):
            said, when = str(latest.by or said), in_words(latest.at)
        raise NotAsSeen(f"{said} saved the article on {when}, after this page was opened. {AGAIN}")
    raise NotAsSeen(f"What readers see of the article changed after this page was opened. {AGAIN}")


def revision_seen(as_seen: str) -> int | None:
    """The number of the revision that was the newest then, where it can be read."""
    return number(as_seen.split(".")[0])


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def stands_now(article: Article) -> str:
    """How it stands, for a form that is sent back with it."""
    return str(seen(article, timezone.now()))
