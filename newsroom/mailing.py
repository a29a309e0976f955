"""Mails about hand-overs: to whom is asked for a review, and to the writer when theirs comes back, is ready or out.

They are sent after the move is kept, in the background. What the mail server did not take stays untold and is told
with the next hand-over, for a day; the move stands either way.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.db import transaction
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from articles.models import Edition, HandOver
from changes.clock import in_short

logger = logging.getLogger(__name__)

#: What a mail says that a hand-over was, of an article in quotation marks.
ASKS = "{who} asks you to review {article}."
SAYS = {
    "send back": "{who} sent {article} back to you.",
    "approve": "{who} approved {article}: it is ready to be published.",
    "publish": "{who} published {article}.",
    "schedule": "{who} published {article} for {at}.",
}


def tell_soon(moved: Sequence[HandOver]) -> None:
    """Tell whom it concerns once the transaction is through."""
    transaction.on_commit(tell_task.enqueue)


@task
def tell_task() -> None:
    """Tell what is untold."""
    tell()


def tell() -> None:
    """Tell of every hand-over that nobody was told of yet: one mail a person, however many there are."""
    concerned: dict[User, list[HandOver]] = defaultdict(list)
    for moved in _claim():
        if (user := whom(moved)) and user.email and user.is_active:
            concerned[user].append(moved)
    waiting = _waiting([moved for rows in concerned.values() for moved in rows])
    for user, rows in concerned.items():
        try:
            with translation.override(settings.LANGUAGE_CODE):
                send_mail(*_letter(user, rows, waiting), None, [user.email])
        except OSError as reason:  # smtplib's own failures are such too
            logger.warning("Mail to %s failed and is sent with the next: %s", user.get_username(), reason)
            HandOver.objects.filter(pk__in=[moved.pk for moved in rows]).update(told_at=None)


def whom(moved: HandOver) -> User | None:
    """Whom a hand-over concerns, unless they did it themselves."""
    if moved.verb in ("submit", "assign"):
        concerned = moved.asked
    else:
        concerned = moved.article.created_by if moved.verb in SAYS else None
    return concerned if concerned != moved.by else None


@transaction.atomic
def _claim() -> list[HandOver]:
    """What is untold, marked as told, so that nobody is told twice by two workers."""
    rows = HandOver.objects.untold().select_for_update(skip_locked=True, of=("self",))
    found = list(rows.select_related("article__created_by", "by", "asked").order_by("pk"))
    HandOver.objects.filter(pk__in=[row.pk for row in found]).update(told_at=timezone.now())
    return found


def _waiting(rows: Sequence[HandOver]) -> dict[int, Any]:
    """When the articles among them appear that wait for their time."""
    published = [row.article_id for row in rows if row.verb == "publish"]
    waiting = Edition.objects.waiting().filter(article__in=published)
    return dict(waiting.values_list("article_id", "visible_from"))


def _letter(user: User, rows: Sequence[HandOver], waiting: dict[int, Any]) -> tuple[str, str]:
    """Subject and text."""
    told = [
        {
            "said": _said(row, waiting.get(row.article_id)),
            "comment": row.comment,
            "link": settings.SITE_URL + reverse("admin:articles_article_change", args=[row.article_id]),
        }
        for row in rows
    ]
    one = len(rows) == 1
    subject = told[0]["said"].removesuffix(".") if one else f"{len(rows)} articles were handed on to you"
    context = {"name": user.get_full_name() or user.get_username(), "told": told, "site": settings.SITE_NAME}
    return f"[{settings.SITE_NAME}] {subject}", render_to_string("newsroom/handed_on.txt", context)


def _said(row: HandOver, at: Any) -> str:
    says = SAYS["schedule" if row.verb == "publish" and at else row.verb] if row.verb in SAYS else ASKS
    headline = " ".join(row.article.headline.split())
    when = in_short(at) if at else ""
    return says.format(who=row.who, article=f"“{headline}”", at=when)
