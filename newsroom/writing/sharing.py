"""Links under which a working copy is read before it is published: signed, for some days, and revoked at once.

A link shows what publishing would show at the moment it is opened, so the working copy as it was saved last. It is
good as long as whoever made it may write the article. Its token is a signature over the row's id, so that no table
holds what would open it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from articles.workflow import may
from newsroom.models import SharedPreview

DAYS = 7
MOST_DAYS = 30

_signer = Signer(salt="newsroom.writing.sharing", sep=".")


class NotShared(ValueError):
    """The link cannot be made or revoked as asked; the message says why."""


def share(article: Article, *, by: User, days: int = DAYS) -> SharedPreview:
    """Make a link that is good for some days. Raises NotShared."""
    if not 1 <= days <= MOST_DAYS:
        raise NotShared(f"Choose between 1 and {MOST_DAYS} days.")
    made: SharedPreview = SharedPreview.objects.create(
        article=article, made_by=by, expires_at=timezone.now() + timedelta(days=days)
    )
    return made


@transaction.atomic
def revoke(link: SharedPreview, *, by: User) -> SharedPreview:
    """End a link; one that has ended stays as it is."""
    link = SharedPreview.objects.select_for_update().get(pk=link.pk)
    if link.revoked_at is None:
        link.revoked_at, link.revoked_by = timezone.now(), by
        link.save(update_fields=["revoked_at", "revoked_by"])
    return link


def address(link: SharedPreview) -> str:
    """Where it is read."""
    return reverse("shared_preview", args=[_signer.sign(str(link.pk))])


def opened(token: str, *, at: datetime) -> SharedPreview | None:
    """The link of a token with its article, or None where there is no such link, or none that is still good."""
    try:
        pk = int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    found = SharedPreview.objects.open(at).select_related("article__lead_image", "made_by")
    link: SharedPreview | None = found.filter(pk=pk).first()
    return link if link and may(link.made_by, "write", link.article) else None


def count(link: SharedPreview, *, at: datetime) -> None:
    """Note that it was opened."""
    SharedPreview.objects.filter(pk=link.pk).update(opened=F("opened") + 1, last_opened_at=at)


def standing(link: SharedPreview, *, at: datetime) -> str:
    """How a link stands, in a word that an editor understands."""
    if link.revoked_at:
        return "revoked"
    if link.expires_at <= at:
        return "expired"
    return "open" if may(link.made_by, "write", link.article) else "ended with its maker’s right to write"


def listed(article: Article) -> dict[str, Any]:
    """An article's newest links for its form, with what making one asks for. At most two queries."""
    now = timezone.now()
    links = article.shared_previews.select_related("made_by__author", "revoked_by__author")
    rows = [
        {"link": link, "standing": standing(link, at=now), "address": address(link)}
        for link in links.prefetch_related("made_by__groups")[:20]
    ]
    return {"article": article, "shared": rows, "days": DAYS, "most": MOST_DAYS}
